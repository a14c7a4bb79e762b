"""入户: the people of a way, one after the other, with what is due for each; the battery meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import written_age
from clinic_app.domain.power import Power
from clinic_app.domain.rounds import place_words, walked
from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries import forms, persons, residents, rounds, worklist
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.queries.worklist import View, Wanted
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

_KIOSK: Final = "kiosk"  # origin of what a device told, which nobody fills in
MOST: Final = 60  # things to do on one way
_SEXES: Final = {"1": "男", "2": "女"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing to do for one person, as a list names it."""

    resident_id: UUID
    form: str
    step: str = ""  # which of several services


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A form that is to be filled in with a person."""

    form: str
    step: str = ""
    due_by: date | None = None  # None: it is not on the work list
    done: bool = False  # a record of today stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One person on the way."""

    resident_id: UUID
    name: str
    about: str  # 女　67岁
    where: str
    phone: str
    due: tuple[Due, ...]

    @property
    def done(self) -> bool:
        return all(one.done for one in self.due)


class HomeVisitService:
    def __init__(self, store: Store, power: Callable[[], Power | None]) -> None:
        """Args:
        power: the state of the battery; None: there is none.
        """
        self._store = store
        self.power = power

    def now(self) -> int:
        """Milliseconds, UTC."""
        return self._store.wall()

    def due_now(self, by: OnDuty) -> tuple[Errand, ...]:
        """What is overdue, then what can be done now: the first of the work list.

        Raises:
            NotAllowed
        """
        by.must("forms")
        today = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            found = [
                item
                for view in (View.OVERDUE, View.EXECUTABLE)
                for item in worklist.items(
                    connection, self._store.facility, Wanted(today=today, view=view), 0, MOST
                )
            ]
        return tuple(
            Errand(resident_id=one.resident_id, form=one.task.form, step=one.task.step)
            for one in found[:MOST]
        )

    def way(self, by: OnDuty, errands: Sequence[Errand]) -> tuple[Call, ...]:
        """The people of some errands in the order in which the village is walked, with all that is due for them.

        Raises:
            NotAllowed, NoResident
        """
        by.must("forms")
        ids = list(dict.fromkeys(one.resident_id for one in errands))
        today = beijing_day(self._store.wall())
        with self._store.reading() as connection:
            places = rounds.places_of(connection, ids)
            people = {one: residents.resident_of(connection, one) for one in ids}
            ordered = sorted(ids, key=lambda one: (walked(places[one]), people[one].name))
            return tuple(
                Call(
                    resident_id=one,
                    name=people[one].name,
                    about=_about(people[one], today),
                    where=place_words(places[one]),
                    phone=people[one].phone,
                    due=_due(connection, [e for e in errands if e.resident_id == one], one, today),
                )
                for one in ordered
            )


def _due(
    connection: sa.Connection, errands: Sequence[Errand], resident_id: UUID, today: date
) -> tuple[Due, ...]:
    """What was asked for and whatever else is owed, the most urgent first; what was done today is ticked."""
    owed = worklist.owed_to(connection, resident_id, today)
    days = {(one.task.form, one.task.step): one.task.due_by for one in owed}
    asked = [(one.form, one.step) for one in errands]
    records = forms.of_residents(connection, persons.ids_of(connection, resident_id))
    done = dict.fromkeys(one.form for one in records if one.day == today and one.origin != _KIOSK)
    wanted = dict.fromkeys([*asked, *days])
    also = [(form, "") for form in done if form not in {one for one, _ in wanted}]
    return tuple(
        Due(form=form, step=step, due_by=days.get((form, step)), done=form in done)
        for form, step in sorted([*wanted, *also], key=lambda one: days.get(one, date.max))
    )


def _about(person: Resident, today: date) -> str:
    age = written_age(person.birth_date, today).replace(" ", "") if person.birth_date else ""
    return "　".join(part for part in (_SEXES.get(person.sex, ""), age) if part)
