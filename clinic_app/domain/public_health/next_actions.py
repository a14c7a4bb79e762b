"""达标的下一步: whose next services would count in an indicator, the fewest first.

A step is one service at the patient's side: a follow-up, a check, a visit.  Who cannot count any more in the year
(a follow-up came late) is left out, and so is who died or moved.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.age import add_months, add_years, full_years, is_elderly
from clinic_app.domain.public_health import by_norm
from clinic_app.domain.public_health.appraisal import MEASURES
from clinic_app.domain.public_health.appraised import Managed, Year, by_resident
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.services import HEALTH_CHECK, Service

Steps = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class NextAction:
    resident: Key
    steps: int  # services until the person counts
    also: int  # other indicators in which the person is wanted too


def next_actions(year: Year, indicator: str, gone: frozenset[Key]) -> tuple[NextAction, ...]:
    """Cheapest first: the fewest services, then who is wanted by the most other indicators.

    Empty where the records cannot tell who is wanted (a birth that nobody registered yet).
    """
    wanted = {key: steps(year) for key, steps in _WANTED.items()}
    mine = wanted.get(indicator, {})
    found = (
        NextAction(one, steps, sum(one in others for key, others in wanted.items() if key != indicator))
        for one, steps in mine.items()
        if one not in gone
    )
    return tuple(sorted(found, key=lambda action: (action.steps, -action.also, action.resident)))


def _one_service(indicator: str, fits: Callable[[date, date], bool]) -> Callable[[Year], Steps]:
    """Everyone of the age who does not count yet needs one service."""

    def steps(year: Year) -> Steps:
        done = MEASURES[indicator](year).done
        return {
            one: 1
            for one, born in year.births.items()
            if born is not None and born <= year.last and one not in done and fits(born, year.last)
        }

    return steps


def _no_record(year: Year) -> Steps:
    return {one: 1 for one in year.births if one not in year.recorded}


def _not_electronic(year: Year) -> Steps:
    return {one: 1 for one in year.recorded - year.electronic if one in year.births}


def _unused(year: Year) -> Steps:
    return {one: 1 for one in year.recorded - year.used if one in year.births}


def _standard(service: Service, form: str) -> Callable[[Year], Steps]:
    def steps(year: Year) -> Steps:
        done = MEASURES[f"{service}_standard_rate"](year).done
        followups, checked = by_resident(year.of(form)), {one.resident for one in year.of(HEALTH_CHECK)}
        open_ = (one for one in _still(year, service) if one.resident not in done)
        missing = (
            (
                one.resident,
                by_norm.still_missing(
                    service, followups.get(one.resident, ()), year.first, year.last, one.since
                ),
            )
            for one in open_
        )
        return {who: many + (who not in checked) for who, many in missing if many is not None}

    return steps


def _control(service: Service, form: str) -> Callable[[Year], Steps]:
    """One more follow-up, if the value is at target then."""

    def steps(year: Year) -> Steps:
        done = MEASURES[f"{service}_control_rate"](year).done
        return {one.resident: 1 for one in _still(year, service) if one.resident not in done}

    return steps


def _tb_first(year: Year) -> Steps:
    counted = MEASURES["tb_manage_rate"](year)
    return dict.fromkeys((counted.asked or frozenset()) - counted.done, 1)


def _still(year: Year, service: Service) -> Iterable[Managed]:
    return (one for one in year.managed.get(service, ()) if one.until is None and one.since <= year.last)


def _is_newborn(born: date, day: date) -> bool:
    """Born this year, and the full-month check has not taken the visit's place."""
    return born.year == day.year and day <= add_months(born, 1)


_WANTED: Final[Mapping[str, Callable[[Year], Steps]]] = {
    "record_rate": _no_record,
    "erecord_rate": _not_electronic,
    "record_use_rate": _unused,
    "newborn_visit_rate": _one_service("newborn_visit_rate", _is_newborn),
    "child_rate": _one_service("child_rate", lambda born, day: full_years(born, day) <= 6),
    "elderly_rate": _one_service("elderly_rate", is_elderly),
    "htn_standard_rate": _standard(Service.HTN, "htn_followup"),
    "htn_control_rate": _control(Service.HTN, "htn_followup"),
    "dm_standard_rate": _standard(Service.DM, "dm_followup"),
    "dm_control_rate": _control(Service.DM, "dm_followup"),
    "psych_standard_rate": _standard(Service.PSYCH, "psych_followup"),
    "tb_manage_rate": _tb_first,
    "tcm_elderly_rate": _one_service("tcm_elderly_rate", is_elderly),
    "tcm_child_rate": _one_service("tcm_child_rate", lambda born, day: day <= add_years(born, 3)),
}
