"""应做的服务: every fact that changes what is due for a person owes that person's tasks anew.

They are settled after what the same facts change elsewhere (who is one person, who is here, where they live), from
the tables alone, so that the order of arrival does not matter.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.forms import FormWithdrawn
from clinic_app.journal.facts.health_records import (
    MergeOverruled,
    ResidentMerged,
    ResidentReturned,
    ResidentSplit,
)
from clinic_app.journal.facts.households import HouseholdAmended, HouseholdFounded
from clinic_app.journal.facts.immunization import VaccinationWithdrawn
from clinic_app.journal.facts.residents import ResidentAmended, ResidentRegistered
from clinic_app.projections.apply.duty_rows import settle
from clinic_app.projections.tables import care as tables
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import health_record, life_event, merge, person
from clinic_app.projections.tables.households import household_member
from clinic_app.projections.tables.immunization import vaccination
from clinic_app.projections.upsert import Placed, last_of_all

_CHUNK: Final = 500  # ids in one question


def owe(connection: sa.Connection, resident: UUID) -> None:
    """The tasks of this resident, anew."""
    last_of_all(connection, settle, tables.duty_task, resident)


def of_subject(connection: sa.Connection, placed: Placed, fact: object) -> None:
    """Any fact about a resident that may change what is due; a form about the facility is its own subject."""
    if placed.entry.subject not in (None, placed.entry.id):
        owe(connection, placed.entry.subject)


def of_amended(connection: sa.Connection, placed: Placed, fact: ResidentAmended) -> None:
    if placed.entry.subject is not None and not {"birth_date", "sex", "village"}.isdisjoint(fact.changes):
        owe(connection, placed.entry.subject)


def of_merged(connection: sa.Connection, placed: Placed, fact: ResidentMerged) -> None:
    for resident in (placed.entry.subject, fact.other):
        if resident is not None:
            owe(connection, resident)


def of_split(connection: sa.Connection, placed: Placed, fact: ResidentSplit | MergeOverruled) -> None:
    last_of_all(connection, _of_merges, tables.duty_task, fact.merge_id)


def of_returned(connection: sa.Connection, placed: Placed, fact: ResidentReturned) -> None:
    last_of_all(connection, _of_events, tables.duty_task, fact.event_id)


def of_registered(connection: sa.Connection, placed: Placed, fact: ResidentRegistered) -> None:
    """Who is only registered owes nothing; but what says more of the person may have arrived before."""
    last_of_all(connection, _of_served, tables.duty_task, placed.entry.id)


def of_withdrawn(connection: sa.Connection, placed: Placed, fact: FormWithdrawn) -> None:
    last_of_all(connection, _of_records, tables.duty_task, fact.record_id)


def of_dose_withdrawn(connection: sa.Connection, placed: Placed, fact: VaccinationWithdrawn) -> None:
    last_of_all(connection, _of_doses, tables.duty_task, fact.dose_id)


def of_household(
    connection: sa.Connection, placed: Placed, fact: HouseholdFounded | HouseholdAmended
) -> None:
    """Where its members live."""
    house = fact.household_id if isinstance(fact, HouseholdAmended) else placed.entry.id
    last_of_all(connection, _of_houses, tables.duty_task, house)


def _naming(key: sa.Column[Any], *residents: sa.Column[Any]) -> sa.Select[Any]:
    """The residents that the rows of these keys name; made once, for it is asked of every batch."""
    return sa.select(*(residents or (key,))).where(key.in_(sa.bindparam("ids", expanding=True)))


_SERVED: Final = (
    _naming(tables.care_change.c.resident),
    _naming(health_record.c.resident),
    _naming(household_member.c.resident),
    _naming(form_record.c.resident),
    _naming(person.c.resident),
    _naming(vaccination.c.resident),
)
_MERGES: Final = _naming(merge.c.id, merge.c.kept, merge.c.other)
_EVENTS: Final = _naming(life_event.c.id, life_event.c.resident)
_RECORDS: Final = _naming(form_record.c.id, form_record.c.resident)
_DOSES: Final = _naming(vaccination.c.id, vaccination.c.resident)
_HOUSES: Final = _naming(household_member.c.household, household_member.c.resident)


def _of_served(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    for named in _SERVED:
        _owe_all(connection, named, residents)


def _of_merges(connection: sa.Connection, merges: Sequence[UUID]) -> None:
    _owe_all(connection, _MERGES, merges)


def _of_events(connection: sa.Connection, events: Sequence[UUID]) -> None:
    _owe_all(connection, _EVENTS, events)


def _of_records(connection: sa.Connection, records: Sequence[UUID]) -> None:
    _owe_all(connection, _RECORDS, records)


def _of_doses(connection: sa.Connection, doses: Sequence[UUID]) -> None:
    _owe_all(connection, _DOSES, doses)


def _of_houses(connection: sa.Connection, houses: Sequence[UUID]) -> None:
    _owe_all(connection, _HOUSES, houses)


def _owe_all(connection: sa.Connection, named: sa.Select[Any], asked: Sequence[UUID]) -> None:
    """Those that rows name, as far as the rows have arrived."""
    found: dict[UUID, None] = {}
    for start in range(0, len(asked), _CHUNK):
        for row in connection.execute(named, {"ids": list(asked[start : start + _CHUNK])}):
            found.update(dict.fromkeys(one for one in row if one is not None))
    for resident in found:
        owe(connection, resident)
