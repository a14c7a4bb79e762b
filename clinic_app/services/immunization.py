"""预防接种: a child's card, who is due, a dose given after its checks, and how many of a year have theirs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import add_years
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import State
from clinic_app.domain.immunization.due import (
    ADULT_FROM,
    Due,
    Status,
    all_due,
    due,
    given_too_early,
)
from clinic_app.domain.immunization.giving import (
    GivenAlready,
    NewDose,
    NoBirthDate,
    TooEarly,
    asked,
    check_batch,
    check_live,
)
from clinic_app.domain.immunization.schedule import SERIES, doses, programme_on, vaccines
from clinic_app.domain.immunization.series import Child, Given
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.immunization import (
    VaccinationDeferred,
    VaccinationGiven,
    VaccinationObserved,
    VaccinationWithdrawn,
)
from clinic_app.projections.queries import health_records, residents
from clinic_app.projections.queries import immunization as queries
from clinic_app.projections.queries.immunization import Deferral, Dose
from clinic_app.projections.queries.residents import Resident
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

OBSERVED_MS: Final = 30 * 60 * 1000  # 留观
DEFERRALS: Final = ("contraindication", "deferral", "refusal")
_NOW: Final = (Status.DUE, Status.OVERDUE)


class NotHere(RuleBroken):
    """The person died or moved away."""

    code = "immunization.not_here"


class BadDeferral(RuleBroken):
    """A series is put off until a day after today, for one of the known reasons."""

    code = "immunization.bad_deferral"


class NoReason(RuleBroken):
    """A dose is withdrawn for a reason in words."""

    code = "immunization.no_reason"


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a child."""

    due: Due
    doses: tuple[Dose, ...]  # the oldest first
    deferral: Deferral | None  # that runs today


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


@dataclass(frozen=True, slots=True)
class Covered:
    """A dose of the schedule among the children of a birth year."""

    series: str
    dose_no: int
    owed: int  # children old enough, or who have it
    given: int


class ImmunizationService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def card(self, by: OnDuty, resident_id: UUID) -> Card:
        """Raises:
        NotAllowed, NoResident
        NoBirthDate
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            return self._card(connection, residents.resident_of(connection, resident_id))

    def due_children(self, by: OnDuty) -> tuple[DueChild, ...]:
        """Children of this facility who are due or overdue today; whose day came first stands first.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        return self._lacking(self._children())

    def lacking(self, by: OnDuty, people: Sequence[UUID]) -> tuple[DueChild, ...]:
        """查验接种证: of a class, who lacks what.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            return self._lacking(residents.residents_of(connection, people))

    def coverage(self, by: OnDuty, birth_year: int) -> tuple[Covered, ...]:
        """By dose of the schedule, of the children of this facility born in a year.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        born = [
            one
            for one in self._children()
            if one.birth_date is not None and one.birth_date.year == birth_year
        ]
        told = self._doses_by_child()
        counted = {one.id: Counter(dose.series for dose in once(told.get(one.id, ()))) for one in born}
        return tuple(
            self._covered(series, number, born, counted)
            for series in SERIES
            for number in doses(programme_on(self.today()), series)
        )

    def last_batch(self, vaccine: str) -> Dose | None:
        """What was given last of a vaccine here: its batch, maker and expiry are offered again."""
        with self._store.reading() as connection:
            return queries.last_of(connection, self._store.facility, vaccine)

    def waiting(self, by: OnDuty) -> tuple[tuple[Dose, int], ...]:
        """留观: today's doses that nobody ended, with the milliseconds that are left; below zero: over.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            given = queries.given_on(connection, self._store.facility, self.today())
        now = self._store.wall()
        return tuple((one, one.at + OBSERVED_MS - now) for one in given if one.well is None)

    def give(self, by: OnDuty, resident_id: UUID, new: NewDose) -> Dose:
        """Book a dose that is given now.

        Raises:
            NotAllowed, NoResident
            UnknownVaccine, NoBirthDate, NotHere, NotScreened, NoBatch, ExpiredBatch
            GivenAlready, LiveTooSoon, TooEarly
        """
        by.must("vaccination")
        check_batch(new, self.today())
        with self._store.writing(by.author) as writing:
            person = residents.resident_of(writing.connection, resident_id)
            if health_records.life_of(writing.connection, person.id).state is not State.HERE:
                raise NotHere()
            had = queries.doses_of(writing.connection, person.id)
            number = self._next_number(child_of(person), had, new)
            fact = VaccinationGiven(
                vaccine=new.vaccine,
                series=vaccines()[new.vaccine].series,
                dose_no=number,
                on=self.today(),
                at=self._store.wall(),
                site=new.site,
                route=new.route,
                amount=new.amount,
                maker=new.maker.strip(),
                batch=new.batch.strip(),
                trace_code=new.trace_code,
                expiry=new.expiry,
                kind=new.kind,
                paid=new.paid,
                consent=new.consent,
                screened=new.screened,
                salt=new_salt(),
            )
            return queries.dose_of(writing.connection, writing.append(fact, person.id).id)

    def observed(self, by: OnDuty, dose_id: UUID, well: bool) -> None:
        """End of the thirty minutes.

        Raises:
            NotAllowed, NoDose
        """
        by.must("vaccination")
        with self._store.writing(by.author) as writing:
            dose = queries.dose_of(writing.connection, dose_id)
            writing.append(VaccinationObserved(dose_id=dose.id, well=well), dose.resident_id)

    def withdraw(self, by: OnDuty, dose_id: UUID, reason: str) -> None:
        """Raises:
        NotAllowed, NoDose
        NoReason
        """
        by.must("vaccination")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            dose = queries.dose_of(writing.connection, dose_id)
            writing.append(VaccinationWithdrawn(dose_id=dose.id, reason=reason.strip()), dose.resident_id)

    def defer(
        self, by: OnDuty, resident_id: UUID, series: str, until: date, reason: str, note: str = ""
    ) -> None:
        """Remind of a series only from a day on; `reason`: one of `DEFERRALS`.

        Raises:
            NotAllowed, NoResident
            BadDeferral
        """
        by.must("vaccination")
        if series not in SERIES or reason not in DEFERRALS or until <= self.today():
            raise BadDeferral()
        fact = VaccinationDeferred(
            series=series, until=until, reason=reason, note=note.strip(), salt=new_salt()
        )
        with self._store.writing(by.author) as writing:
            writing.append(fact, residents.resident_of(writing.connection, resident_id).id)

    def _card(self, connection: sa.Connection, person: Resident) -> Card:
        child, today = child_of(person), self.today()
        told = queries.doses_of(connection, person.id)
        off = queries.deferrals_of(connection, person.id)
        single = once(told)
        history = [Given(one.vaccine, one.on) for one in single]
        lines = tuple(
            Line(found, _of_series(single, found.series), _running(off.get(found.series), today))
            for found in all_due(child, history, today)
        )
        kept = {one.id for one in single}
        return Card(
            person,
            queries.case_no_of(connection, person.id),
            lines,
            given_too_early(child, history),
            tuple(one for one in told if one.id not in kept),
        )

    def _lacking(self, people: Sequence[Resident]) -> tuple[DueChild, ...]:
        told, today = self._doses_by_child(), self.today()
        found = []
        with self._store.reading() as connection:
            gone = health_records.lives_of(connection, [one.id for one in people])
            for person in people:
                if person.birth_date is None or person.id in gone:
                    continue
                history = [Given(one.vaccine, one.on) for one in told.get(person.id, ())]
                now = [one for one in all_due(child_of(person), history, today) if one.status in _NOW]
                if now:
                    off = queries.deferrals_of(connection, person.id)
                    now = [one for one in now if _running(off.get(one.series), today) is None]
                if now:
                    found.append(DueChild(person, tuple(now)))
        return tuple(sorted(found, key=_first_day))

    def _children(self) -> list[Resident]:
        born_from = add_years(self.today(), -ADULT_FROM) + timedelta(days=1)
        with self._store.reading() as connection:
            ids = queries.children_of(connection, self._store.facility, born_from)
            return [
                person
                for start in range(0, len(ids), 500)
                for person in residents.residents_of(connection, ids[start : start + 500])
            ]

    def _doses_by_child(self) -> Mapping[UUID, list[Dose]]:
        found: dict[UUID, list[Dose]] = {}
        with self._store.reading() as connection:
            for one in queries.all_doses(connection):
                found.setdefault(one.resident_id, []).append(one)
        return found

    def _covered(
        self, series: str, number: int, born: Sequence[Resident], counted: Mapping[UUID, Counter[str]]
    ) -> Covered:
        today = self.today()
        row = doses(programme_on(today), series)[number]
        had = {one.id for one in born if counted[one.id][series] >= number}
        old_enough = {
            one.id
            for one in born
            if one.birth_date is not None
            and row.min_age.after(one.birth_date) <= today
            and due(child_of(one), series, [], today).status is not Status.NOT_ELIGIBLE
        }
        return Covered(series, number, len(had | old_enough), len(had))

    def _next_number(self, child: Child, had: Sequence[Dose], new: NewDose) -> int:
        today, series = self.today(), vaccines()[new.vaccine].series
        history = [Given(one.vaccine, one.on) for one in once(had)]
        same = [Given(one.vaccine, one.on) for one in once(had) if one.series == series]
        if any(one.on == today for one in same):
            raise GivenAlready(vaccine=new.vaccine)
        check_live(new.vaccine, history, today)
        found = due(child, asked(new.vaccine, same), history, today)
        if found.earliest is not None and today < found.earliest and not new.early:
            raise TooEarly(vaccine=new.vaccine, day=found.earliest.isoformat())
        if found.vaccine == new.vaccine and found.dose_no is not None:
            return found.dose_no
        return len(same) + 1


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


def _running(deferral: Deferral | None, today: date) -> Deferral | None:
    return deferral if deferral is not None and today < deferral.until else None


def _first_day(child: DueChild) -> tuple[date, str]:
    return min(one.earliest or date.max for one in child.due), child.resident.name
