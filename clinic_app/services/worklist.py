"""工作清单: what is due, page by page; one person's year; what goes along on a round."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.public_health.tasks import State
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import care, facility, forms, persons, worklist
from clinic_app.projections.queries.care import Managed
from clinic_app.projections.queries.worklist import Item, View, Wanted
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

PAGE: Final = 200  # lines
_MOST_OF_ONE: Final = 100  # tasks of one person


@dataclass(frozen=True, slots=True)
class WorkPage:
    items: tuple[Item, ...] = ()
    start: int = 0  # lines before the first
    counts: Mapping[View, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a person's year: a task, or what was done."""

    day: date  # done on, or the last day
    form: str
    step: str = ""
    state: State | None = None  # None: done


@dataclass(frozen=True, slots=True)
class Plan:
    year: int
    lines: tuple[Planned, ...] = ()
    managed: tuple[Managed, ...] = ()


class WorkListService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def page(self, by: OnDuty, wanted: Wanted, start: int = 0) -> WorkPage:
        """`PAGE` lines after the first `start`, and how many each view has.

        Raises:
            NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            counted = worklist.counts(connection, self._store.facility, wanted)
            start = min(start, max(0, (counted[wanted.view] - 1) // PAGE * PAGE))
            found = worklist.items(connection, self._store.facility, wanted, start, PAGE)
        return WorkPage(tuple(found), start, counted)

    def items(self, by: OnDuty, wanted: Wanted, most: int = PAGE) -> tuple[Item, ...]:
        """The first lines of what is wanted: what a round takes along.

        Raises:
            NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            return tuple(worklist.items(connection, self._store.facility, wanted, 0, most))

    def of(self, by: OnDuty, resident_id: UUID) -> tuple[Item, ...]:
        """What is due now for one person, the most urgent first: the red duties of the doctor's page.

        Raises:
            NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            return tuple(worklist.owed_to(connection, resident_id, self.today()))

    def plan(self, by: OnDuty, resident_id: UUID, year: int) -> Plan:
        """A person's year: what was done in it and what is due in it, by day.

        Raises:
            NotAllowed
        """
        by.must("forms")
        wanted = Wanted(today=self.today(), view=View.ALL, resident_id=resident_id)
        with self._store.reading() as connection:
            same = persons.ids_of(connection, resident_id)
            records = forms.of_residents(connection, same)
            due = worklist.items(connection, self._store.facility, wanted, 0, _MOST_OF_ONE)
            managed = care.managed_of(connection, resident_id)
        lines = [Planned(one.day, one.form) for one in records] + [
            Planned(one.task.due_by, one.task.form, one.task.step, one.state) for one in due
        ]
        in_year = sorted(
            (line for line in lines if line.day.year == year), key=lambda line: (line.day, line.form)
        )
        return Plan(year, tuple(in_year), tuple(managed))

    def villages(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each village with its groups."""
        with self._store.reading() as connection:
            return worklist.villages(connection, self._store.facility)

    def doctors(self) -> dict[str, str]:
        """Names of the staff by id."""
        with self._store.reading() as connection:
            return {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
