"""The case files infectious_deadline and referral_states."""

from collections.abc import Mapping

from clinic_app.domain import referral
from clinic_app.domain.evaluate.rule import Row, Rule, flag, moment, moment_or_none
from clinic_app.domain.infectious import disease_on, report_by


def _deadline(row: Row) -> Mapping[str, str]:
    # The card tells the diagnosis to the minute.
    diagnosed = moment(row, "diagnosed_at").replace(second=0, microsecond=0)
    disease = disease_on(row["disease"].strip(), diagnosed.date())
    last = report_by(disease, diagnosed)
    reported = moment_or_none(row, "reported_at")
    return {
        "hours": str(disease.report_hours),
        "deadline": last.isoformat(timespec="minutes"),
        "timely": "" if reported is None else flag(reported <= last),
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
