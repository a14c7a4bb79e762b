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
from clinic_app.domain.pharmacy.movement import Kind
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
    lines: tuple[TransferLine, ...]

    @property
    def standing(self) -> Standing:
        if self.came_ms is None:
            return Standing.UNDERWAY
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
    return [_transfer(row, arrivals.get(row.id)) for row in rows]


def transfer_of(connection: sa.Connection, transfer_id: UUID) -> Transfer:
    """Raises:
    NoTransfer
    """
    row = connection.execute(
        sa.select(stock_transfer).where(stock_transfer.c.id == transfer_id)
    ).one_or_none()
    if row is None:
        raise NoTransfer(transfer=transfer_id.hex[:8])
    return _transfer(row, _arrivals(connection, [transfer_id]).get(transfer_id))


@dataclass(slots=True)
class _Arrival:
    at: int
    by_batch: dict[UUID, int]


def _arrivals(connection: sa.Connection, ids: list[UUID]) -> Mapping[UUID, _Arrival]:
    """What came of each transfer, by the sender's batch."""
    batch, moved = stock_batch.c, stock_movement.c
    rows = connection.execute(
        sa.select(batch.transfer_id, batch.from_batch, batch.received_at, moved.qty_e4)
        .join(
            stock_movement,
            sa.and_(
                moved.batch_id == batch.id,
                moved.source == batch.received_entry,
                moved.kind == Kind.TRANSFER_IN,
            ),
        )
        .where(batch.transfer_id.in_(ids))
    )
    found: dict[UUID, _Arrival] = {}
    for row in rows:
        arrival = found.setdefault(row.transfer_id, _Arrival(row.received_at, {}))
        arrival.at = min(arrival.at, row.received_at)
        if row.from_batch is not None:
            arrival.by_batch[row.from_batch] = arrival.by_batch.get(row.from_batch, 0) + row.qty_e4
    return found


def _transfer(row: Any, arrival: _Arrival | None) -> Transfer:
    return Transfer(
        transfer_id=row.id,
        number=row.number,
        facility=row.facility,
        to_facility=row.to_facility,
        sent_ms=ms_of_stamp(row.sent_at),
        sent_by=row.sent_by,
        came_ms=None if arrival is None else ms_of_stamp(arrival.at),
        lines=tuple(
            TransferLine(sent=one, came_e4=None if arrival is None else arrival.by_batch.get(one.batch_id, 0))
            for one in _LINES.decode(row.lines)
        ),
    )
