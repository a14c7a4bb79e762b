"""Questions about 流水: each movement of a batch or of a drug, with what was on hand after it and the paper it is for.

Quantities in ten-thousandths of the smallest unit.  No name of a patient: the visit's number stands for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.stock import stock_batch, stock_movement, stock_transfer, stocktake

_MOVED: Final = stock_movement.c


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    at_ms: int  # UTC
    kind: str  # domain/pharmacy/movement.py Kind
    lot: str
    location: str
    qty_e4: int  # signed
    opened_e4: int  # of a split: units that became loose
    balance_e4: int  # after it
    by: str  # staff id
    paper: str  # invoice, visit number, stocktake number, transfer number, or the reason


def of_batch(connection: sa.Connection, facility: str, batch_id: UUID) -> list[LedgerLine]:
    """The oldest first; the last balance is what is on hand."""
    return list(_lines(connection, facility, _MOVED.batch_id == batch_id))


def of_drug(connection: sa.Connection, facility: str, drug: str) -> list[LedgerLine]:
    """药品明细账: all batches of a drug in one running account, the oldest first."""
    return list(_lines(connection, facility, _MOVED.drug == drug))


def _lines(connection: sa.Connection, facility: str, which: sa.ColumnElement[bool]) -> Iterator[LedgerLine]:
    rows: Sequence[Any] = connection.execute(
        sa.select(
            _MOVED.moved_at,
            _MOVED.kind,
            _MOVED.location,
            _MOVED.qty_e4,
            _MOVED.loose_e4,
            _MOVED.moved_by,
            _MOVED.reason,
            stock_batch.c.lot,
            stock_batch.c.invoice,
            visit.c.number.label("visit_number"),
            stocktake.c.number.label("stocktake_number"),
            stock_transfer.c.number.label("transfer_number"),
        )
        .outerjoin(stock_batch, stock_batch.c.id == _MOVED.batch_id)
        .outerjoin(visit, visit.c.id == _MOVED.visit_id)
        .outerjoin(stocktake, stocktake.c.id == _MOVED.source)
        .outerjoin(stock_transfer, stock_transfer.c.id == _MOVED.source)
        .where(_MOVED.facility == facility, which)
        .order_by(_MOVED.moved_at, _MOVED.source, _MOVED.no, _MOVED.batch_id)
    ).all()
    balance = 0
    for row in rows:
        balance += row.qty_e4
        yield LedgerLine(
            at_ms=ms_of_stamp(row.moved_at),
            kind=row.kind,
            lot=row.lot or "",
            location=row.location or "",
            qty_e4=row.qty_e4,
            opened_e4=row.loose_e4 if row.kind == Kind.SPLIT else 0,
            balance_e4=balance,
            by=row.moved_by,
            paper=_paper(row),
        )


def _paper(row: Any) -> str:
    came = row.kind in (Kind.RECEIVE, Kind.TRANSFER_IN)
    return (
        row.visit_number
        or row.stocktake_number
        or row.transfer_number
        or (row.invoice if came else "")
        or row.reason
        or ""
    )
