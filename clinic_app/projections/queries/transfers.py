"""Questions about 调拨 between institutions: what is on its way, and what arrived of it.

Quantities in ten-thousandths of the smallest unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.pharmacy.transfer import ARRIVED, booking_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.stock import BatchReceived
from clinic_app.projections.tables.stock import stock_batch, stock_movement, stock_transfer

_LINES = msgspec.json.Decoder(tuple[BatchReceived, ...])


class NoTransfer(NotFound):
    """The transfer is not here."""

    code = "transfer.not_found"


class Standing(StrEnum):
    UNDERWAY = "underway"  # 在途
    ARRIVED = "arrived"  # 已到
    DIFFERS = "differs"  # 到货有差异
    CANCELLED = "cancelled"  # 已撤销: it never came


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    sent: BatchReceived  # in the sender's batch
    came_e4: int | None  # None: nothing arrived yet

    @property
    def diff_e4(self) -> int:
        return 0 if self.came_e4 is None else self.came_e4 - self.sent.qty_e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    transfer_id: UUID
    number: str
    facility: str  # who sent it
    to_facility: str
    sent_ms: int  # UTC
    sent_by: str  # staff id
    came_ms: int | None
    location: str  # where it was sent from
    cancel_reason: str | None
    lines: tuple[TransferLine, ...]

    @property
    def standing(self) -> Standing:
        if self.came_ms is None:
            return Standing.UNDERWAY if self.cancel_reason is None else Standing.CANCELLED
        return Standing.DIFFERS if any(one.diff_e4 for one in self.lines) else Standing.ARRIVED


def transfers(connection: sa.Connection, facility: str, limit: int = 50) -> list[Transfer]:
    """Sent from here or to here, the newest first."""
    told = stock_transfer.c
    rows = connection.execute(
        sa.select(stock_transfer)
        .where(sa.or_(told.facility == facility, told.to_facility == facility))
        .order_by(told.sent_at.desc())
        .limit(limit)
    ).all()
    arrivals = _arrivals(connection, [row.id for row in rows])
    return [_transfer(row, arrivals.get(row.id, {})) for row in rows]


def transfer_of(connection: sa.Connection, transfer_id: UUID) -> Transfer:
    """Raises:
    NoTransfer
    """
    row = connection.execute(
        sa.select(stock_transfer).where(
            stock_transfer.c.id == transfer_id, stock_transfer.c.sent_at.is_not(None)
        )
    ).one_or_none()
    if row is None:
        raise NoTransfer(transfer=transfer_id.hex[:8])
    return _transfer(row, _arrivals(connection, [transfer_id]).get(transfer_id, {}))


def _arrivals(connection: sa.Connection, ids: list[UUID]) -> Mapping[UUID, Mapping[UUID, int]]:
    """What came of each transfer, by the sender's batch."""
    batch, moved = stock_batch.c, stock_movement.c
    sources = {booking_of(one, ARRIVED): one for one in ids}
    rows = connection.execute(
        sa.select(moved.source, batch.from_batch, moved.qty_e4)
        .join(stock_batch, batch.id == moved.batch_id)
        .where(moved.source.in_(sources))
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for row in rows:
        by_batch = found.setdefault(sources[row.source], {})
        by_batch[row.from_batch] = by_batch.get(row.from_batch, 0) + row.qty_e4
    return found


def _transfer(row: Any, came: Mapping[UUID, int]) -> Transfer:
    has_come = row.arrived_at is not None
    return Transfer(
        transfer_id=row.id,
        number=row.number,
        facility=row.facility,
        to_facility=row.to_facility,
        sent_ms=ms_of_stamp(row.sent_at),
        sent_by=row.sent_by,
        came_ms=ms_of_stamp(row.arrived_at) if has_come else None,
        location=row.location or "",
        cancel_reason=row.cancel_reason,
        lines=tuple(
            TransferLine(sent=one, came_e4=came.get(one.batch_id, 0) if has_come else None)
            for one in _LINES.decode(row.lines)
        ),
    )
