"""The case files infectious_deadline and referral_states."""

from collections.abc import Mapping

from clinic_app.domain import referral
from clinic_app.domain.evaluate.rule import Row, Rule, flag, moment
from clinic_app.domain.infectious import disease_on, report_by


def _deadline(row: Row) -> Mapping[str, str]:
    diagnosed = moment(row, "diagnosed_at")
    disease = disease_on(row["disease"].strip(), diagnosed.date())
    last = report_by(disease, diagnosed)
    reported = row["reported_at"].strip()
    return {
        "hours": str(disease.report_hours),
        "deadline": last.isoformat(timespec="minutes"),
        "timely": flag(moment(row, "reported_at") <= last) if reported else "",
    }


def _referral(row: Row) -> Mapping[str, str]:
    state = row["state"].strip()
    try:
        after = referral.state_after(state, row["event"].strip(), row["actor"].strip())
    except referral.NotNow:
        return {"allowed": "0", "new_state": state}
    return {"allowed": "1", "new_state": after}


RULES: Mapping[str, Rule] = {
    "infectious_deadline": Rule(
        ("disease", "diagnosed_at", "reported_at"), ("hours", "deadline", "timely"), _deadline
    ),
    "referral_states": Rule(("state", "event", "actor"), ("allowed", "new_state"), _referral),
}
