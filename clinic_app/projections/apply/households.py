"""家庭户: the newest statement of a house, and each resident's newest change of it."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.households import (
    HouseholdAmended,
    HouseholdFounded,
    HouseholdJoined,
    HouseholdLeft,
)
from clinic_app.projections.tables import households as tables
from clinic_app.projections.upsert import Placed, afterwards, keep_newest, upsert

_CHUNK = 500  # residents in one question


def founded(connection: sa.Connection, placed: Placed, fact: HouseholdFounded) -> None:
    _stated(connection, placed, placed.entry.id, fact)


def amended(connection: sa.Connection, placed: Placed, fact: HouseholdAmended) -> None:
    _stated(connection, placed, fact.household_id, fact)


def _stated(
    connection: sa.Connection, placed: Placed, household: UUID, fact: HouseholdFounded | HouseholdAmended
) -> None:
    keep_newest(
        connection,
        tables.household,
        {"id": household},
        "stated",
        placed,
        facility=placed.facility,
        village=fact.village,
        village_code=fact.village_code,
        group_name=fact.group,
        house=fact.house,
        address=fact.address,
        phone=fact.phone,
    )


def joined(connection: sa.Connection, placed: Placed, fact: HouseholdJoined) -> None:
    _changed(connection, placed, fact, joined=True, relation=fact.relation, reason="")


def left(connection: sa.Connection, placed: Placed, fact: HouseholdLeft) -> None:
    _changed(connection, placed, fact, joined=False, relation="", reason=fact.reason)


def _changed(
    connection: sa.Connection,
    placed: Placed,
    fact: HouseholdJoined | HouseholdLeft,
    *,
    joined: bool,
    relation: str,
    reason: str,
) -> None:
    resident = placed.entry.subject
    if resident is None:
        return
    upsert(
        connection,
        tables.household_change,
        {"entry_id": placed.entry.id},
        resident=resident,
        household=fact.household_id,
        joined=joined,
        relation=relation,
        day=fact.on.isoformat(),
        reason=reason,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )
    afterwards(connection, _settle, tables.household_member, resident)


_CHANGES = (
    sa.select(tables.household_change)
    .where(tables.household_change.c.resident.in_(sa.bindparam("residents", expanding=True)))
    .order_by(
        tables.household_change.c.resident,
        tables.household_change.c.day,
        tables.household_change.c.told_at,
        tables.household_change.c.entry_id,
    )
)


def _settle(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    """Joining another house leaves the first; leaving a house where one does not live changes nothing."""
    for start in range(0, len(residents), _CHUNK):
        asked = {"residents": list(residents[start : start + _CHUNK])}
        rows = connection.execute(_CHANGES, asked).all()
        for resident, changes in groupby(rows, key=lambda row: row.resident):
            home = None
            for row in changes:
                if row.joined:
                    home = row
                elif home is not None and home.household == row.household:
                    home = None
            upsert(
                connection,
                tables.household_member,
                {"resident": resident},
                household=None if home is None else home.household,
                relation=None if home is None else home.relation,
                since=None if home is None else home.day,
            )
