"""应做的服务: every fact that changes what is due for a person owes that person's tasks anew.

They are settled after what the same facts change elsewhere (who is one person, who is here, where they live), from
the tables alone, so that the order of arrival does not matter.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.public_health.due_children import is_child
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.health_records import ResidentMerged, ResidentReturned, ResidentSplit
from clinic_app.journal.facts.households import HouseholdAmended, HouseholdFounded
from clinic_app.journal.facts.residents import ResidentAmended, ResidentRegistered
from clinic_app.projections.apply.duty_rows import settle
from clinic_app.projections.tables import care as tables
from clinic_app.projections.tables.health_records import life_event, merge
from clinic_app.projections.tables.households import household_member
from clinic_app.projections.upsert import Placed, afterwards

_CHUNK: Final = 500  # ids in one question


def owe(connection: sa.Connection, resident: UUID) -> None:
    """The tasks of this resident, anew."""
    afterwards(connection, _later, tables.duty_task, resident)


def _later(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    # Once more put off: what others put off for the same facts is then in the tables.
    for resident in residents:
        afterwards(connection, settle, tables.duty_task, resident)


def of_subject(connection: sa.Connection, placed: Placed, fact: object) -> None:
    """Any fact about a resident that may change what is due."""
    if placed.entry.subject is not None:
        owe(connection, placed.entry.subject)


def of_registered(connection: sa.Connection, placed: Placed, fact: ResidentRegistered) -> None:
    """Only children owe something by their age alone; who is 65 is asked of the register itself."""
    day = beijing_day(ms_of_stamp(placed.effective))
    if fact.birth_date is not None and is_child(fact.birth_date, day):
        owe(connection, placed.entry.id)


def of_amended(connection: sa.Connection, placed: Placed, fact: ResidentAmended) -> None:
    if placed.entry.subject is not None and not {"birth_date", "village"}.isdisjoint(fact.changes):
        owe(connection, placed.entry.subject)


def of_merged(connection: sa.Connection, placed: Placed, fact: ResidentMerged) -> None:
    for resident in (placed.entry.subject, fact.other):
        if resident is not None:
            owe(connection, resident)


def of_split(connection: sa.Connection, placed: Placed, fact: ResidentSplit) -> None:
    afterwards(connection, _of_merges, tables.duty_task, fact.merge_id)


def of_returned(connection: sa.Connection, placed: Placed, fact: ResidentReturned) -> None:
    afterwards(connection, _of_events, tables.duty_task, fact.event_id)


def of_household(
    connection: sa.Connection, placed: Placed, fact: HouseholdFounded | HouseholdAmended
) -> None:
    """Where its members live."""
    house = fact.household_id if isinstance(fact, HouseholdAmended) else placed.entry.id
    afterwards(connection, _of_houses, tables.duty_task, house)


def _of_merges(connection: sa.Connection, merges: Sequence[UUID]) -> None:
    _owe_all(connection, merge.c.id, (merge.c.kept, merge.c.other), merges)


def _of_events(connection: sa.Connection, events: Sequence[UUID]) -> None:
    _owe_all(connection, life_event.c.id, (life_event.c.resident,), events)


def _of_houses(connection: sa.Connection, houses: Sequence[UUID]) -> None:
    _owe_all(connection, household_member.c.household, (household_member.c.resident,), houses)


def _owe_all(
    connection: sa.Connection,
    key: sa.Column[Any],
    residents: Iterable[sa.Column[Any]],
    asked: Sequence[UUID],
) -> None:
    """The residents that the rows of these keys name, as far as the rows have arrived."""
    columns = tuple(residents)
    found: dict[UUID, None] = {}
    for start in range(0, len(asked), _CHUNK):
        part = list(asked[start : start + _CHUNK])
        for row in connection.execute(sa.select(*columns).where(key.in_(part))):
            found.update(dict.fromkeys(one for one in row if one is not None))
    _later(connection, list(found))
