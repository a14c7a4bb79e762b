"""What settlements did to accumulators, and which statements of it count.

Of two statements about one settlement only the one that won counts (`keep_first`); at a clinic its own
computation counts as long as the county has not judged.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from clinic_app.journal.quarantine import ReversedBefore
from clinic_app.projections.tables.facility import quarantine
from clinic_app.projections.tables.insurance import accumulator_effect, fee_day
from clinic_app.projections.tables.settlement import settlement

Side = Literal["clinic", "county"]
About = Literal["psn_no", "settlement_id"]
Rows = Sequence[Any]


def standing(
    connection: sa.Connection, about: About, values: Sequence[Any], side: Side, before: int | None = None
) -> Rows:
    """The effects that count: rows of `accumulator_effect`; with `before` (hybrid clock) what was adjudicated by then."""
    return _asked(connection, _effects(about, side, before is not None), values, before)


def fee_days(connection: sa.Connection, people: Sequence[str], side: Side, before: int | None = None) -> Rows:
    """psn_no, fixmedins_code and `day`: the latest day of a recognised consultation fee that nobody took back."""
    return _asked(connection, _recognised(side, before is not None), people, before)


def _asked(
    connection: sa.Connection, statement: sa.Select[Any], values: Sequence[Any], before: int | None
) -> Rows:
    until = {} if before is None else {"before": before}
    return connection.execute(statement, {"about": list(values), **until}).all()


# Asked for every settlement: building such a statement costs ten times what running it does.
@cache
def _effects(about: About, side: Side, bounded: bool) -> sa.Select[Any]:
    of, effect = settlement.alias("of"), accumulator_effect
    judged = sa.and_(effect.c.side == "county", of.c.adjudicated_entry == effect.c.entry_id)
    column = effect.c[about]
    asked = column.in_(sa.bindparam("about", expanding=True, type_=column.type))
    statement = sa.select(effect).outerjoin_from(effect, of, of.c.id == effect.c.settlement_id).where(asked)
    if side == "county":
        statement = statement.where(judged)
    else:
        taken_back = settlement.alias("taken_back")
        unjudged = sa.and_(
            effect.c.side == "clinic",
            of.c.adjudicated_entry.is_(None),
            sa.or_(effect.c.reverses.is_(None), taken_back.c.reversed_entry == effect.c.entry_id),
            # Two PCs took it back, and the county counted the other one, which need not be the earlier.
            sa.func.coalesce(quarantine.c.reason, "") != ReversedBefore.code,
        )
        statement = (
            statement.outerjoin(taken_back, taken_back.c.id == effect.c.reverses)
            .outerjoin(quarantine, quarantine.c.entry_id == effect.c.entry_id)
            .where(sa.or_(judged, unjudged))
        )
    return statement.where(of.c.adjudicated_at < sa.bindparam("before")) if bounded else statement


@cache
def _recognised(side: Side, bounded: bool) -> sa.Select[Any]:
    judged = sa.and_(fee_day.c.side == "county", settlement.c.adjudicated_entry == fee_day.c.entry_id)
    unjudged = sa.and_(fee_day.c.side == "clinic", settlement.c.adjudicated_entry.is_(None))
    statement = (
        sa.select(fee_day.c.psn_no, fee_day.c.fixmedins_code, sa.func.max(fee_day.c.day).label("day"))
        .join_from(fee_day, settlement, settlement.c.id == fee_day.c.settlement_id)
        .where(
            fee_day.c.psn_no.in_(sa.bindparam("about", expanding=True)),
            settlement.c.reversed_entry.is_(None),
            judged if side == "county" else sa.or_(judged, unjudged),
        )
        .group_by(fee_day.c.psn_no, fee_day.c.fixmedins_code)
    )
    return statement.where(settlement.c.adjudicated_at < sa.bindparam("before")) if bounded else statement
