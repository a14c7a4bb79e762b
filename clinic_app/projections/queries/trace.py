"""Questions about 追溯码: where a box came from, and whether it was sold."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.sold_codes import mark_of, months_until
from clinic_app.projections.tables.stock import sold_code, stock_batch, stock_transfer, trace_moved

_PATIENTS = (Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)
# Not counted: the second of two arrivals of one transfer, and what went with a transfer that never came.
_COUNTS: Final = sa.and_(
    sa.or_(
        trace_moved.c.kind != Kind.TRANSFER_IN,
        stock_batch.c.transfer_id.is_(None),
        trace_moved.c.entry_id == stock_batch.c.received_entry,
    ),
    sa.or_(
        trace_moved.c.kind != Kind.TRANSFER_OUT,
        ~sa.select(stock_transfer.c.id)
        .where(
            stock_transfer.c.id == trace_moved.c.entry_id,
            stock_transfer.c.cancelled_at.is_not(None),
            stock_transfer.c.arrived_at.is_(None),
        )
        .correlate(trace_moved)
        .exists(),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What this institution knows of one code."""

    code: str
    drug: str = ""  # "" when it never came or went here
    batch_id: UUID | None = None  # of the newest receipt
    size_e4: int = 0  # units in a whole box
    sold_e4: int = 0  # with patients now
    gone_e4: int = 0  # wasted, sent back, moved elsewhere
    was_sold: bool = False  # here, ever
    elsewhere: bool = False  # the county says that it was sold

    @property
    def left_e4(self) -> int:
        return max(self.size_e4 - self.sold_e4 - self.gone_e4, 0)


def box_of(connection: sa.Connection, facility: str, code: str, day: date) -> Box:
    rows = connection.execute(_MOVED, {"wanted": code, "here": facility}).all()
    elsewhere = is_sold(connection, code, day)
    if not rows:
        return Box(code=code, elsewhere=elsewhere)
    came = [row for row in rows if row.kind in (Kind.RECEIVE, Kind.TRANSFER_IN, Kind.REVALUE_IN)]
    newest = (came or rows)[-1]
    return Box(
        code=code,
        drug=newest.drug,
        batch_id=newest.batch_id,
        size_e4=max(newest.pack_qty or 1, 1) * UNIT_E4,
        sold_e4=-sum(row.qty_e4 for row in rows if row.kind in _PATIENTS),
        gone_e4=-sum(row.qty_e4 for row in rows if row.kind in _GONE),
        was_sold=any(row.kind == Kind.DISPENSE for row in rows),
        elsewhere=elsewhere,
    )


def is_sold(connection: sa.Connection, code: str, day: date) -> bool:
    """Whether the county told of it until a day; wrong once in hundreds of millions of questions."""
    wanted = {"wanted": mark_of(code), "months": months_until(day)}
    return connection.execute(_IS_SOLD, wanted).first() is not None


def unpublished(connection: sa.Connection) -> list[int]:
    """Marks of boxes that are with patients and that no `sold_codes.published` told of."""
    rows = connection.execute(
        sa.select(trace_moved.c.mark)
        .outerjoin(sold_code, sold_code.c.mark == trace_moved.c.mark)
        .where(trace_moved.c.kind.in_(_PATIENTS), sold_code.c.mark.is_(None))
        .group_by(trace_moved.c.mark)
        .having(sa.func.sum(trace_moved.c.qty_e4) < 0)
        .order_by(trace_moved.c.mark)
    )
    return [row.mark for row in rows]


def codes_in(connection: sa.Connection, batch_id: UUID) -> dict[str, int]:
    """Boxes of a batch that are here, and how much is in each."""
    left = sa.func.sum(trace_moved.c.qty_e4)
    rows = connection.execute(
        sa.select(trace_moved.c.code, left.label("left"))
        .outerjoin(stock_batch, stock_batch.c.id == trace_moved.c.batch_id)
        .where(trace_moved.c.batch_id == batch_id, _COUNTS)
        .group_by(trace_moved.c.code)
        .having(left > 0)
        .order_by(trace_moved.c.code)
    )
    return {row.code: int(row.left) for row in rows}


def codes_with(connection: sa.Connection, visit_id: UUID) -> dict[tuple[UUID, str], int]:
    """Boxes that a patient has of a visit: quantity by batch and code."""
    rows = connection.execute(
        sa.select(trace_moved.c.batch_id, trace_moved.c.code, sa.func.sum(-trace_moved.c.qty_e4).label("qty"))
        .where(trace_moved.c.visit_id == visit_id, trace_moved.c.kind.in_(_PATIENTS))
        .group_by(trace_moved.c.batch_id, trace_moved.c.code)
        .having(sa.func.sum(-trace_moved.c.qty_e4) > 0)
        .order_by(trace_moved.c.batch_id, trace_moved.c.code)
    )
    return {(row.batch_id, row.code): int(row.qty) for row in rows}


_GONE: Final = (
    Kind.WASTE,
    Kind.EXPIRE,
    Kind.RECALL,
    Kind.RETURN_TO_SUPPLIER,
    Kind.TRANSFER_OUT,
)
# Built once: building a statement costs more than running it.
_MOVED: Final = (
    sa.select(trace_moved, stock_batch.c.pack_qty)
    .outerjoin(stock_batch, stock_batch.c.id == trace_moved.c.batch_id)
    .where(
        trace_moved.c.code == sa.bindparam("wanted"), trace_moved.c.facility == sa.bindparam("here"), _COUNTS
    )
    .order_by(trace_moved.c.at, trace_moved.c.entry_id, trace_moved.c.no)
)
_IS_SOLD: Final = sa.select(sold_code.c.mark).where(
    sold_code.c.month.in_(sa.bindparam("months", expanding=True)), sold_code.c.mark == sa.bindparam("wanted")
)
