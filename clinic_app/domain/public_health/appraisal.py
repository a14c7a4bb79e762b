"""考核: who counts in each indicator of a year, from the records of the institutions that are asked about.

`MEASURES` holds one function an indicator; each takes the `Year` and answers who counts in the numerator, and who
in the denominator where the records hold it.  A person counts once in a year.
Source: 国家基本公共卫生服务规范（第三版）, 考核指标; docs/indicators.md names each choice that the norm leaves open.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from clinic_app.domain.age import full_months, full_years, is_elderly
from clinic_app.domain.infectious import NotOnList, disease_on, report_by
from clinic_app.domain.public_health import (
    by_norm,
    contract_measures,
    maternity,
    tuberculosis,
    vaccination_measures,
)
from clinic_app.domain.public_health.appraised import (
    CHILD_FORMS,
    Counted,
    Filed,
    Managed,
    Year,
    by_resident,
    day_of,
    moment_of,
    served,
)
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.services import HEALTH_CHECK, Service

EVENT_WITHIN: Final = timedelta(hours=2)  # 突发公共卫生事件相关信息
PREGNANCY: Final = timedelta(weeks=maternity.LONGEST_WEEKS)
_FIRST_REPORT: Final = "1"
_COURSE_COMPLETED: Final = "1"


def _records(year: Year) -> Counted:
    return Counted(year.recorded)


def _electronic(year: Year) -> Counted:
    return Counted(year.recorded & year.electronic)


def _record_use(year: Year) -> Counted:
    return Counted(year.recorded & year.used, year.recorded)


def _newborns(year: Year) -> Counted:
    return Counted(served(year, ("newborn_visit",), lambda born, _: year.first <= born <= year.last))


def _children(year: Year) -> Counted:
    return Counted(served(year, CHILD_FORMS, lambda born, on: full_years(born, on) <= 6))


def _elderly(year: Year) -> Counted:
    return Counted(served(year, (HEALTH_CHECK,), is_elderly))


def _tcm_elderly(year: Year) -> Counted:
    return Counted(served(year, ("tcm_elderly",), is_elderly))


def _tcm_children(year: Year) -> Counted:
    return Counted(served(year, ("tcm_child",), lambda born, on: full_months(born, on) <= 36))


def deliveries(year: Year) -> dict[Key, date]:
    """分娩 of the year: by the postpartum records, else by the end of the care."""
    found = {
        one.resident: one.until
        for one in year.managed.get(Service.MATERNAL, ())
        if one.reason == "delivered" and one.until is not None and year.first <= one.until <= year.last
    }
    for record in year.of("postpartum_visit", "postpartum_42d"):
        day = day_of(record.values, "birth_date")
        if record.resident is not None and day is not None and year.first <= day <= year.last:
            found[record.resident] = day
    return found


def _early(year: Year) -> Counted:
    delivered = deliveries(year)
    return Counted(
        frozenset(
            one.resident
            for one in year.filed.get("antenatal_first", ())
            if one.resident in delivered
            and delivered[one.resident] - PREGNANCY <= one.day <= delivered[one.resident]
            and _is_early(one)
        )
    )


def _is_early(first: Filed) -> bool:
    last_period = day_of(first.values, "lmp")
    try:
        return last_period is not None and maternity.is_early_registration(last_period, first.day)
    except maternity.BadLastPeriod:
        return False


def _postpartum(year: Year) -> Counted:
    delivered = deliveries(year)
    return Counted(
        frozenset(
            one.resident
            for one in year.of("postpartum_visit")
            if one.resident in delivered
            and delivered[one.resident] <= one.day <= _home_on(one, delivered) + maternity.VISITED_DAYS
        )
    )


def _home_on(visit: Filed, delivered: Mapping[Key, date]) -> date:
    """The day of discharge; of the birth where it is empty."""
    return day_of(visit.values, "discharge_date") or delivered[visit.resident or b""]


def _standard(service: Service, form: str) -> Callable[[Year], Counted]:
    def measure(year: Year) -> Counted:
        followups, checked = by_resident(year.of(form)), by_resident(year.of(HEALTH_CHECK))
        managed = _managed(year, service)
        done = (
            one.resident
            for one in managed
            if one.resident in checked
            and by_norm.is_kept(
                service, followups.get(one.resident, ()), year.first, year.last, one.since, one.until
            )
        )
        return Counted(frozenset(done), frozenset(one.resident for one in managed))

    return measure


def _control(
    service: Service, form: str, at_target: Callable[[Filed, date | None], bool]
) -> Callable[[Year], Counted]:
    """The latest follow-up of the year decides; who is 失访 is not at target."""

    def measure(year: Year) -> Counted:
        latest = {one.resident: one for one in year.of(form) if one.resident is not None}
        managed = _managed(year, service)
        done = (
            one.resident
            for one in managed
            if one.reason != "lost"
            and (last := latest.get(one.resident)) is not None
            and at_target(last, year.births.get(one.resident))
        )
        return Counted(frozenset(done), frozenset(one.resident for one in managed))

    return measure


def _managed(year: Year, service: Service) -> list[Managed]:
    return [one for one in year.managed.get(service, ()) if one.since <= year.last]


def _tb_managed(year: Year) -> Counted:
    visits = by_resident(year.filed.get("tb_first", ()))
    told = [one for one in _managed(year, Service.TB) if one.since >= year.first]
    done = (
        one.resident for one in told if any(visit.day >= one.since for visit in visits.get(one.resident, ()))
    )
    return Counted(frozenset(done), frozenset(one.resident for one in told))


def _tb_regular(year: Year) -> Counted:
    ended = {
        one.resident: one
        for one in year.of("tb_followup")
        if one.resident is not None and str(one.values.get("stop_reason", "")) == _COURSE_COMPLETED
    }
    done = (
        resident
        for resident, one in ended.items()
        if tuberculosis.regular(
            by_norm.number(one.values, "doses_taken"), by_norm.number(one.values, "doses_due"), one.day
        )
    )
    return Counted(frozenset(done), frozenset(ended))


def _cards(year: Year) -> list[Filed]:
    return [one for one in year.of("infectious_card") if str(one.values.get("kind", "")) == _FIRST_REPORT]


def _reported(year: Year) -> Counted:
    cards = defaultdict(list)
    for card in _cards(year):
        cards[card.resident, str(card.values.get("disease", ""))].append(card.day)
    done = (
        case.visit
        for case in year.cases
        if any(day >= case.day for day in cards.get((case.resident, case.disease), ()))
    )
    return Counted(frozenset(done), frozenset(case.visit for case in year.cases))


def _timely(year: Year) -> Counted:
    cards = _cards(year)
    return Counted(
        frozenset(card.id for card in cards if _is_timely(card)), frozenset(card.id for card in cards)
    )


def _is_timely(card: Filed) -> bool:
    diagnosed, filled = moment_of(card.values, "diagnosed_at"), moment_of(card.values, "filled")
    if diagnosed is None or filled is None:
        return False
    try:
        disease = disease_on(str(card.values.get("disease", "")), diagnosed.date())
    except NotOnList:
        return False
    return filled <= report_by(disease, diagnosed)


def _events(year: Year) -> Counted:
    told = [one for one in year.of("emergency_event") if str(one.values.get("stage", "")) == _FIRST_REPORT]
    done = (
        one.id
        for one in told
        if (received := moment_of(one.values, "received")) is not None
        and (filled := moment_of(one.values, "filled")) is not None
        and filled <= received + EVENT_WITHIN
    )
    return Counted(frozenset(done), frozenset(one.id for one in told))


def _supervision(year: Year) -> Counted:
    found = list(year.of("supervision_report"))
    done = (one.id for one in found if moment_of(one.values, "reported_at") is not None)
    return Counted(frozenset(done), frozenset(one.id for one in found))


MEASURES: Final[Mapping[str, Callable[[Year], Counted]]] = {
    "record_rate": _records,
    "erecord_rate": _electronic,
    "record_use_rate": _record_use,
    "vacc_card_rate": vaccination_measures.carded,
    "vacc_rate": vaccination_measures.vaccinated,
    "newborn_visit_rate": _newborns,
    "child_rate": _children,
    "early_preg_rate": _early,
    "postpartum_rate": _postpartum,
    "elderly_rate": _elderly,
    "htn_standard_rate": _standard(Service.HTN, "htn_followup"),
    "htn_control_rate": _control(Service.HTN, "htn_followup", by_norm.pressure_at_target),
    "dm_standard_rate": _standard(Service.DM, "dm_followup"),
    "dm_control_rate": _control(Service.DM, "dm_followup", by_norm.glucose_at_target),
    "psych_standard_rate": _standard(Service.PSYCH, "psych_followup"),
    "tb_manage_rate": _tb_managed,
    "tb_regular_rate": _tb_regular,
    "tcm_elderly_rate": _tcm_elderly,
    "tcm_child_rate": _tcm_children,
    "infect_report_rate": _reported,
    "infect_timely_rate": _timely,
    "event_report_rate": _events,
    "supervision_report_rate": _supervision,
    "contract_rate": contract_measures.contracted,
    "contract_key_rate": contract_measures.key_contracted,
    "contract_key_share": contract_measures.key_share,
    "fulfil_rate": contract_measures.fulfilled,
    "contract_elderly_rate": contract_measures.elderly,
    "contract_satisfaction_rate": contract_measures.satisfied,
}

# Measures over persons that are told of the contracted alone too.
_AMONG_CONTRACTED: Final[Mapping[str, str]] = {
    "contract_htn_standard_rate": "htn_standard_rate",
    "contract_dm_standard_rate": "dm_standard_rate",
    "contract_psych_standard_rate": "psych_standard_rate",
    "contract_htn_control_rate": "htn_control_rate",
    "contract_dm_control_rate": "dm_control_rate",
}


def counted(year: Year) -> Mapping[str, Counted]:
    """Every indicator that has a source, by key."""
    found = {key: measure(year) for key, measure in MEASURES.items()}
    return found | {
        key: contract_measures.among_contracted(year, found[measured])
        for key, measured in _AMONG_CONTRACTED.items()
    }
