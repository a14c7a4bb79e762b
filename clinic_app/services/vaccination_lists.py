"""查验与催种: of a class or a village who lacks what, and these lists and a child's record on paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.immunization.due import REMIND_BEFORE, Status, due
from clinic_app.domain.immunization.schedule import SERIES, doses, has_dose, numbers_had, programme_on
from clinic_app.domain.time import beijing_day
from clinic_app.printing.documents import Document
from clinic_app.printing.immunization import Sheet, check_sheet, record_sheet, reminder_sheet
from clinic_app.projections.queries import facility, health_records, residents
from clinic_app.projections.queries import immunization as queries
from clinic_app.projections.queries.immunization_card import (
    DueChild,
    card_of,
    child_of,
    children,
    doses_by_child,
    lacking,
    once,
)
from clinic_app.projections.queries.residents import Resident
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

_NUMBER: Final = re.compile(r"\d{17}[\dXx]")
_DAY: Final = re.compile(r"(\d{4})[-./年]?(\d{2})[-./月]?(\d{2})日?")
_SPLIT: Final = re.compile(r"[\s,，;；、]+")
_LINES: Final = 2_000  # of one list


class LongList(RuleBroken):
    """More lines than are checked at a time."""

    code = "immunization.long_list"


@dataclass(frozen=True, slots=True)
class Called:
    """One line of a class list: the child it names, None for nobody or several."""

    line: str
    child: Resident | None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A class: who lacks what, who has all, and the lines that name nobody we know."""

    lacking: tuple[DueChild, ...]
    complete: tuple[Resident, ...]
    unknown: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A dose of the schedule among the children of a birth year."""

    series: str
    dose_no: int
    owed: int  # children old enough, or who have it
    given: int
    lack: tuple[Resident, ...] = ()  # the children between the two numbers


class VaccinationListService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def check(self, by: OnDuty, text: str) -> Checked:
        """入托入学查验: a pasted list, one child a line: identity number, or name and birth date, or a name alone.

        What was put off is lacking all the same.  Who died or moved away, or has no birth date, is not judged.

        Raises:
            NotAllowed
            LongList
        """
        by.must("vaccination")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > _LINES:
            raise LongList(count=len(lines), most=_LINES)
        with self._store.reading() as connection:
            called = [_judged(connection, _called(connection, line)) for line in lines]
            people = list({one.child.id: one.child for one in called if one.child is not None}.values())
            short = lacking(connection, people, self.today(), put_off=True)
        ids = {one.resident.id for one in short}
        return Checked(
            short,
            tuple(one for one in people if one.id not in ids),
            tuple(one for one in called if one.child is None),
        )

    def coverage(self, by: OnDuty, birth_year: int) -> tuple[Covered, ...]:
        """By dose of the schedule, of the children of this facility born in a year.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            every = children(connection, self._store.facility, self.today())
            gone = health_records.lives_of(connection, [one.id for one in every])
            told = doses_by_child(connection)
        here = [one for one in every if one.id not in gone]
        born = [one for one in here if one.birth_date is not None and one.birth_date.year == birth_year]
        counted = {one.id: numbers_had(one.vaccine for one in once(told.get(one.id, ()))) for one in born}
        return tuple(
            self._covered(series, number, born, counted)
            for series in SERIES
            for number in doses(programme_on(self.today()), series)
        )

    def reminders(self, by: OnDuty, day: date, village: str = "") -> tuple[DueChild, ...]:
        """催种名单: who is due by seven days after a day, or overdue; of one village, or everywhere.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            here = children(connection, self._store.facility, self.today())
            wanted = [one for one in here if not village or one.village == village]
            return lacking(connection, wanted, max(day, self.today()) + REMIND_BEFORE)

    def villages(self, by: OnDuty) -> tuple[str, ...]:
        """Where this facility's children live.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            here = children(connection, self._store.facility, self.today())
        return tuple(sorted({one.village for one in here if one.village}))

    def check_paper(self, found: Checked) -> Document:
        """查验结果 on A4."""
        return check_sheet(self._sheet(), found.lacking, found.complete, [one.line for one in found.unknown])

    def reminder_paper(self, found: Sequence[DueChild], day: date, village: str) -> Document:
        """催种名单 on A4."""
        return reminder_sheet(self._sheet(), found, day, village)

    def record_paper(self, by: OnDuty, resident_id: UUID) -> Document:
        """预防接种记录 of a child: every dose that stands, and what comes next.

        Raises:
            NotAllowed, NoResident, NoBirthDate
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            card = card_of(connection, residents.resident_of(connection, resident_id), self.today())
        return record_sheet(self._sheet(), card)

    def _covered(
        self, series: str, number: int, born: Sequence[Resident], counted: Mapping[UUID, Mapping[str, int]]
    ) -> Covered:
        today = self.today()
        row = doses(programme_on(today), series)[number]
        had = {one.id for one in born if has_dose(series, number, counted[one.id])}
        old_enough = {
            one.id
            for one in born
            if one.birth_date is not None
            and row.min_age.after(one.birth_date) <= today
            and due(child_of(one), series, [], today).status is not Status.NOT_ELIGIBLE
        }
        lack = tuple(one for one in born if one.id in old_enough - had)
        return Covered(series, number, len(had | old_enough), len(had), lack)

    def _sheet(self) -> Sheet:
        here = self._store.facility
        with self._store.reading() as connection:
            known = facility.facility_of(connection, here)
            staff = {one.staff_id: one.name for one in facility.staff_of(connection, here)}
            made_up = local.read_text(connection, local.MADE_UP) == "1"
        return Sheet(known.name, self.today(), self._store.wall(), staff, made_up)


def _called(connection: sa.Connection, line: str) -> Called:
    found = _ids(connection, line)
    people = residents.residents_of(connection, found)
    return Called(line, people[0] if len(people) == 1 else None, len(people) > 1)


def _judged(connection: sa.Connection, called: Called) -> Called:
    """Of who is not here, or has no birth date, nothing can be said."""
    child = called.child
    if child is None:
        return called
    gone = child.birth_date is None or child.id in health_records.lives_of(connection, [child.id])
    return replace(called, child=None) if gone else called


def _ids(connection: sa.Connection, line: str) -> list[UUID]:
    number = _NUMBER.search(line)
    if number is not None:
        return [one.id for one in residents.with_id_number(connection, number.group().upper())]
    day = _DAY.search(line)
    name = next((part for part in _SPLIT.split(line) if part and not any(c.isdigit() for c in part)), "")
    return queries.named(connection, name, _birth(day)) if name else []


def _birth(found: "re.Match[str] | None") -> date | None:
    try:
        return date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
