"""Questions about who is one person: which entries of the register stand for whom.

No row is ever re-keyed.  Whatever is asked about one entry of a person is asked of all of them: `of_person`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.health_records import person
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.types import Id

_ASKED = 500  # ids in one question
# Built once: building a statement costs more than running it.
_HERE = resident.alias("here")
_SAME, _OWN = person.alias("same"), person.alias("own")
_OTHERS = sa.select(_SAME.c.resident).join_from(_SAME, _OWN, _OWN.c.kept == _SAME.c.kept)


def of_person(column: Any, resident_id: UUID | sa.BindParameter[UUID]) -> sa.ColumnElement[bool]:
    """`column` is this entry of the register, or another one of the same person."""
    one = sa.literal(resident_id, Id()) if isinstance(resident_id, UUID) else resident_id
    clause: sa.ColumnElement[bool] = column.in_(
        sa.union_all(sa.select(one), _OTHERS.where(_OWN.c.resident == one))
    )
    return clause


def kept_of(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """For each of `ids`, the entry that stands for its person now: itself, unless it was merged."""
    found = {one: one for one in ids}
    wanted = list(found)
    for start in range(0, len(wanted), _ASKED):
        for row in connection.execute(_kept(), {"ids": wanted[start : start + _ASKED]}):
            found[row.resident] = row.kept
    return found


def ids_of(connection: sa.Connection, resident_id: UUID) -> tuple[UUID, ...]:
    """All entries of the person, the one that is kept first."""
    kept = kept_of(connection, [resident_id])[resident_id]
    rows = connection.scalars(
        sa.select(person.c.resident).where(person.c.kept == kept).order_by(person.c.resident)
    )
    return (kept, *(one for one in rows if one != kept))


def stands_for(column: Any) -> sa.ColumnElement[UUID]:
    """The entry that stands for the person of `column`: itself, unless it was merged into one that is here.

    For lists in which a line is somebody: a visit registered under the other entry is the kept one's.
    """
    kept = (
        sa.select(_OWN.c.kept)
        .join_from(_OWN, _HERE, _HERE.c.id == _OWN.c.kept)
        .where(_OWN.c.resident == column, _HERE.c.registered_at.is_not(None))
        .scalar_subquery()
    )
    return sa.func.coalesce(kept, column, type_=Id())


def is_kept(column: Any) -> sa.ColumnElement[bool]:
    """The entry in `column` was not merged into another: each person once, for counting."""
    merged = sa.select(person.c.resident).where(person.c.resident != person.c.kept)
    clause: sa.ColumnElement[bool] = column.not_in(merged)
    return clause


@cache
def _kept() -> sa.Select[Any]:
    return sa.select(person).where(person.c.resident.in_(sa.bindparam("ids", expanding=True)))
