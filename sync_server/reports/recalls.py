"""召回: which lots are recalled, where they lie, and how many people were given of them; no names."""

from dataclasses import dataclass

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.stock import lot_recall, stock_batch, stock_movement


@dataclass(frozen=True, slots=True)
class Recalled:
    drug: str
    lot: str
    reason: str
    at: int  # UTC ms
    by: str  # user id; empty: the command line


@dataclass(frozen=True, slots=True)
class Reach:
    """A lot at one institution."""

    facility: str
    left_e4: int  # units on hand
    packs: int  # of those, whole packs
    people: int  # who were given of it and did not bring all of it back


def recalled(connection: sa.Connection, limit: int = 100) -> list[Recalled]:
    """The newest first."""
    rows = connection.execute(
        sa.select(lot_recall)
        .where(lot_recall.c.recalled_at.is_not(None))
        .order_by(lot_recall.c.recalled_at.desc(), lot_recall.c.drug, lot_recall.c.lot)
        .limit(limit)
    )
    return [
        Recalled(row.drug, row.lot, row.reason or "", ms_of_stamp(row.recalled_at), row.recalled_by or "")
        for row in rows
    ]


def reach_of(connection: sa.Connection, drug: str, lot: str) -> list[Reach]:
    """Every institution that ever had of a lot, by code; the county's whole stock is asked, so it may be nobody."""
    of_lot = sa.and_(stock_batch.c.drug == drug, stock_batch.c.lot == lot)
    rows = connection.execute(
        sa.select(
            stock_batch.c.facility,
            sa.func.sum(stock_movement.c.qty_e4).label("left"),
            sa.func.max(stock_batch.c.pack_qty).label("pack_qty"),
        )
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(of_lot)
        .group_by(stock_batch.c.facility)
        .order_by(stock_batch.c.facility)
    ).all()
    people = _people(connection, of_lot)
    return [
        Reach(
            row.facility,
            int(row.left),
            int(row.left) // (row.pack_qty * UNIT_E4),
            people.get(row.facility, 0),
        )
        for row in rows
    ]


def _people(connection: sa.Connection, of_lot: sa.ColumnElement[bool]) -> dict[str, int]:
    given = (
        sa.select(stock_batch.c.facility, stock_movement.c.resident)
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(
            of_lot,
            stock_movement.c.kind.in_((Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)),
            stock_movement.c.resident.is_not(None),
        )
        .group_by(stock_batch.c.facility, stock_movement.c.resident)
        .having(sa.func.sum(stock_movement.c.qty_e4) < 0)
        .subquery()
    )
    rows = connection.execute(
        sa.select(given.c.facility, sa.func.count().label("people")).group_by(given.c.facility)
    )
    return {row.facility: int(row.people) for row in rows}
