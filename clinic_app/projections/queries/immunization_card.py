"""A child's vaccination as it stands on a day, and of many children who lacks what: doses, schedule and deferrals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import add_years
from clinic_app.domain.immunization.due import ADULT_FROM, Due, Status, all_due, given_too_early
from clinic_app.domain.immunization.giving import NoBirthDate
from clinic_app.domain.immunization.schedule import SERIES
from clinic_app.domain.immunization.series import Child, Given
from clinic_app.projections.queries import health_records, residents
from clinic_app.projections.queries import immunization as queries
from clinic_app.projections.queries.immunization import Deferral, Dose
from clinic_app.projections.queries.residents import Resident

_NOW: Final = (Status.DUE, Status.OVERDUE)
_OPEN: Final = (*_NOW, Status.NOT_DUE)


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a child; outside the programme one that it got a dose of."""

    due: Due
    doses: tuple[Dose, ...]  # the oldest first
    deferral: Deferral | None  # that runs on the day


@dataclass(frozen=True, slots=True)
class Card:
    """A child's whole vaccination."""

    resident: Resident
    case_no: str
    lines: tuple[Line, ...]
    early: tuple[Given, ...]  # given before their earliest day
    doubled: tuple[Dose, ...]  # told twice: same family, same day


@dataclass(frozen=True, slots=True)
class DueChild:
    """A child with the series that are due or overdue and not put off."""

    resident: Resident
    due: tuple[Due, ...]


def card_of(connection: sa.Connection, person: Resident, today: date) -> Card:
    """Raises:
    NoBirthDate
    """
    child = child_of(person)
    told = queries.doses_of(connection, person.id)
    off = queries.deferrals_of(connection, person.id)
    single = once(told)
    history = [Given(one.vaccine, one.on) for one in single]
    lines = tuple(
        Line(found, _of_series(single, found.series), _running(off.get(found.series), today))
        for found in all_due(child, history, today)
    )
    beyond = dict.fromkeys(one.series for one in single if one.series not in SERIES)
    lines += tuple(Line(Due(one, Status.OUTSIDE), _of_series(single, one), None) for one in beyond)
    kept = {one.id for one in single}
    doubled = tuple(one for one in told if one.id not in kept)
    case_no = queries.case_no_of(connection, person.id)
    return Card(person, case_no, lines, given_too_early(child, history), doubled)


def vaccinations_of(connection: sa.Connection, resident_id: UUID, today: date) -> tuple[Line, ...]:
    """For the chart: of a child every series that concerns it, of a grown-up those with a dose."""
    person = residents.resident_of(connection, resident_id)
    if person.birth_date is None:
        return ()
    card = card_of(connection, person, today)
    return tuple(one for one in card.lines if one.doses or one.due.status in _OPEN)


def children(connection: sa.Connection, facility: str, today: date) -> list[Resident]:
    """The people of a facility under 18, the oldest first."""
    born_from = add_years(today, -ADULT_FROM) + timedelta(days=1)
    ids = queries.children_of(connection, facility, born_from)
    return [
        person
        for start in range(0, len(ids), 500)
        for person in residents.residents_of(connection, ids[start : start + 500])
    ]


def doses_by_child(connection: sa.Connection) -> Mapping[UUID, list[Dose]]:
    found: dict[UUID, list[Dose]] = {}
    for one in queries.all_doses(connection):
        found.setdefault(one.resident_id, []).append(one)
    return found


def lacking(
    connection: sa.Connection, people: Sequence[Resident], day: date, *, put_off: bool = False
) -> tuple[DueChild, ...]:
    """Of these people who are here, who is due or overdue on a day; whose day came first stands first.

    Who has no birth date is left out; what is put off too, unless `put_off` asks for it.
    """
    told = doses_by_child(connection)
    gone = health_records.lives_of(connection, [one.id for one in people])
    found = []
    for person in people:
        if person.birth_date is None or person.id in gone:
            continue
        history = [Given(one.vaccine, one.on) for one in told.get(person.id, ())]
        now = [one for one in all_due(child_of(person), history, day) if one.status in _NOW]
        if now and not put_off:
            off = queries.deferrals_of(connection, person.id)
            now = [one for one in now if _running(off.get(one.series), day) is None]
        if now:
            found.append(DueChild(person, tuple(now)))
    return tuple(sorted(found, key=_first_day))


def is_dose_due(connection: sa.Connection, person: Resident, day: date) -> bool:
    """Of a child: some series is due or overdue and not put off."""
    if person.birth_date is None or add_years(person.birth_date, ADULT_FROM) <= day:
        return False
    return any(
        one.due.status in _NOW and one.deferral is None for one in card_of(connection, person, day).lines
    )


def child_of(person: Resident) -> Child:
    """Raises:
    NoBirthDate
    """
    if person.birth_date is None:
        raise NoBirthDate()
    return Child(person.birth_date, person.sex)


def once(told: Sequence[Dose]) -> list[Dose]:
    """A dose that was told twice (same family, same day) once: the first that was told."""
    found: dict[tuple[str, date], Dose] = {}
    for one in told:
        found.setdefault((one.series, one.on), one)
    return list(found.values())


def _of_series(told: Sequence[Dose], series: str) -> tuple[Dose, ...]:
    return tuple(one for one in told if one.series == series)


def _running(deferral: Deferral | None, day: date) -> Deferral | None:
    return deferral if deferral is not None and day < deferral.until else None


def _first_day(child: DueChild) -> tuple[date, str]:
    return min(one.earliest or date.max for one in child.due), child.resident.name
