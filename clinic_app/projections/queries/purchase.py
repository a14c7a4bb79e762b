"""Questions about 采购: orders and how far each has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.purchase import (
    accepted_line,
    purchase_line,
    purchase_order,
    purchase_payment,
    shipped_line,
)
from clinic_app.projections.tables.stock import stock_batch, stock_movement


class NoOrder(NotFound):
    """The order is not here."""

    code = "order.not_found"


class Stage(StrEnum):
    """How far an order has come.  Whether the county holds it at all is asked of the store."""

    SUBMITTED = "submitted"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    SHIPPED = "shipped"
    PART = "part"  # received in part
    RECEIVED = "received"
    MATCHED = "matched"  # with its invoice
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLine:
    """One drug of an order, in packs."""

    drug: str
    name: str
    pric_e6: int
    reason: str
    ordered: int
    accepted: int | None  # None: not answered
    why: str  # it was cut or refused
    shipped: int
    received: int
    refused: int = 0  # damaged or wrong, sent back with the driver

    @property
    def due(self) -> int:
        """Packs still to come; what was refused is ordered anew."""
        promised = self.ordered if self.accepted is None else self.accepted
        return max(promised - self.received - self.refused, 0)

    @property
    def to_ship(self) -> int:
        """Packs accepted and not on their way."""
        return max((self.accepted or 0) - self.shipped, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLot:
    """Packs of one lot at one price on their way."""

    shipment: str
    drug: str
    lot: str
    expires: date
    packs: int
    pric_e6: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """付款: one that was told."""

    invoice: str
    amount: int  # fen
    settled_on: date
    by: str  # staff id


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    order_id: UUID
    facility: str
    number: str
    period: str
    submitted_at: int  # hybrid clock
    submitted_ms: int  # UTC
    submitted_by: str  # staff id
    due: date | None
    cancel_reason: str
    invoice: str
    amount: int | None  # fen
    settled_on: date | None  # of the first payment
    stage: Stage
    lines: tuple[OrderedLine, ...]
    payments: tuple[Payment, ...] = ()

    @property
    def overpaid_fen(self) -> int:
        """Paid beyond the invoice: two PCs without a line both paid it, and the money is to be claimed back."""
        return max(0, sum(one.amount for one in self.payments) - (self.amount or 0)) if self.payments else 0

    @property
    def urgent(self) -> bool:
        return any(one.reason != "normal" for one in self.lines)

    @property
    def value_e6(self) -> int:
        """What was ordered costs so much, in micro-yuan."""
        return sum(one.ordered * one.pric_e6 for one in self.lines)


def orders(
    connection: sa.Connection,
    facility: str | None,
    limit: int = 50,
    *,
    begin: int = 0,
    after: tuple[int, UUID] | None = None,
) -> list[Order]:
    """The newest first, submitted from the hybrid clock's `begin` on, below the one `after`; None: of all."""
    at, key = purchase_order.c.submitted_at, purchase_order.c.id
    wanted = sa.select(purchase_order).where(at >= begin)
    if facility is not None:
        wanted = wanted.where(purchase_order.c.facility == facility)
    if after is not None:
        wanted = wanted.where(sa.or_(at < after[0], sa.and_(at == after[0], key > after[1])))
    return _orders(connection, connection.execute(wanted.order_by(at.desc(), key).limit(limit)).all())


def order_of(connection: sa.Connection, order_id: UUID) -> Order:
    """Raises:
    NoOrder
    """
    rows = connection.execute(
        sa.select(purchase_order).where(
            purchase_order.c.id == order_id, purchase_order.c.submitted_at.is_not(None)
        )
    ).all()
    if not rows:
        raise NoOrder(order=order_id.hex[:8])
    return _orders(connection, rows)[0]


def facility_of_order(connection: sa.Connection, order_id: UUID) -> str:
    """Raises:
    NoOrder
    """
    found = connection.scalar(sa.select(purchase_order.c.facility).where(purchase_order.c.id == order_id))
    if found is None:
        raise NoOrder(order=order_id.hex[:8])
    return str(found)


def on_order(connection: sa.Connection, facility: str) -> dict[str, int]:
    """Packs still to come by drug, of orders that stand."""
    found: dict[str, int] = {}
    for order in orders(connection, facility):
        if order.stage in (Stage.SUBMITTED, Stage.ACCEPTED, Stage.SHIPPED, Stage.PART):
            for line in order.lines:
                found[line.drug] = found.get(line.drug, 0) + line.due
    return found


def arriving(connection: sa.Connection, order_id: UUID) -> list[ShippedLot]:
    """What was shipped and has not arrived, lot by lot, as it was shipped."""
    come = _come(connection, order_id)
    rows = connection.execute(
        sa.select(shipped_line)
        .where(shipped_line.c.order_id == order_id)
        .order_by(shipped_line.c.at, shipped_line.c.entry_id, shipped_line.c.no)
    )
    found = []
    for row in rows:
        key = (row.drug, row.lot)
        gone = min(come.get(key, 0), row.packs)
        come[key] = come.get(key, 0) - gone
        if row.packs > gone:
            found.append(
                ShippedLot(
                    shipment=row.shipment,
                    drug=row.drug,
                    lot=row.lot,
                    expires=row.expires,
                    packs=row.packs - gone,
                    pric_e6=row.pric_e6,
                )
            )
    return found


def _come(connection: sa.Connection, order_id: UUID) -> dict[tuple[str, str], int]:
    """Packs of each lot that came or were sent back."""
    size = stock_batch.c.pack_qty * UNIT_E4
    rows = connection.execute(
        sa.select(
            stock_batch.c.drug,
            stock_batch.c.lot,
            sa.func.sum((stock_movement.c.qty_e4 + stock_batch.c.refused_e4) // size).label("packs"),
        )
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(stock_batch.c.order_id == order_id, stock_movement.c.kind == Kind.RECEIVE)
        .group_by(stock_batch.c.drug, stock_batch.c.lot)
    )
    return {(row.drug, row.lot): int(row.packs) for row in rows}


def received_value(connection: sa.Connection, order_id: UUID) -> int:
    """What was received of an order costs so much, in micro-yuan."""
    rows = connection.execute(
        sa.select(stock_batch.c.pric_e6, stock_batch.c.pack_qty, stock_movement.c.qty_e4)
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(stock_batch.c.order_id == order_id, stock_movement.c.kind == Kind.RECEIVE)
    )
    return sum(row.pric_e6 * row.qty_e4 // (row.pack_qty * UNIT_E4) for row in rows)


def _orders(connection: sa.Connection, rows: Sequence[Any]) -> list[Order]:
    ids = [row.id for row in rows]
    lines: dict[UUID, list[Any]] = {}
    for line in connection.execute(
        sa.select(purchase_line)
        .where(purchase_line.c.order_id.in_(ids))
        .order_by(purchase_line.c.order_id, purchase_line.c.no)
    ):
        lines.setdefault(line.order_id, []).append(line)
    accepted = {
        (one.order_id, one.drug): one
        for one in connection.execute(sa.select(accepted_line).where(accepted_line.c.order_id.in_(ids)))
    }
    shipped, received = _shipped(connection, ids), _received(connection, ids)
    payments = _payments(connection, ids)
    found = []
    for row in rows:
        told = tuple(_line(one, accepted, shipped, received) for one in lines.get(row.id, ()))
        paid = payments.get(row.id, ())
        found.append(
            Order(
                order_id=row.id,
                facility=row.facility,
                number=row.number,
                period=row.period,
                submitted_at=row.submitted_at,
                submitted_ms=ms_of_stamp(row.submitted_at),
                submitted_by=row.submitted_by,
                due=row.due,
                cancel_reason=row.cancel_reason or "",
                invoice=row.invoice or "",
                amount=row.amount,
                settled_on=paid[0].settled_on if paid else None,
                stage=_stage(row, told, bool(paid)),
                lines=told,
                payments=paid,
            )
        )
    return found


def _line(
    line: Any,
    accepted: Mapping[tuple[UUID, str], Any],
    shipped: Mapping[tuple[UUID, str], int],
    received: Mapping[tuple[UUID, str], tuple[int, int]],
) -> OrderedLine:
    key = (line.order_id, line.drug)
    answer = accepted.get(key)
    came, refused = received.get(key, (0, 0))
    return OrderedLine(
        drug=line.drug,
        name=line.name,
        pric_e6=line.pric_e6,
        reason=line.reason,
        ordered=line.packs,
        accepted=None if answer is None else answer.packs,
        why="" if answer is None else answer.why,
        shipped=shipped.get(key, 0),
        received=came,
        refused=refused,
    )


def _payments(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[Payment, ...]]:
    """The earliest first."""
    rows = connection.execute(
        sa.select(purchase_payment)
        .where(purchase_payment.c.order_id.in_(ids))
        .order_by(purchase_payment.c.at, purchase_payment.c.entry_id)
    )
    found: dict[UUID, tuple[Payment, ...]] = {}
    for row in rows:
        one = Payment(invoice=row.invoice, amount=row.amount, settled_on=row.settled_on, by=row.by)
        found[row.order_id] = (*found.get(row.order_id, ()), one)
    return found


def _stage(row: Any, lines: Sequence[OrderedLine], paid: bool) -> Stage:
    if paid:
        return Stage.PAID
    if row.matched_at is not None:
        return Stage.MATCHED
    if any(one.received or one.refused for one in lines):
        return Stage.PART if any(one.due for one in lines) else Stage.RECEIVED
    if any(one.shipped for one in lines):  # too late to cancel it
        return Stage.SHIPPED
    if row.cancelled_at is not None:
        return Stage.CANCELLED
    return Stage.SUBMITTED if row.accepted_at is None else Stage.ACCEPTED


def _shipped(connection: sa.Connection, ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    rows = connection.execute(
        sa.select(
            shipped_line.c.order_id, shipped_line.c.drug, sa.func.sum(shipped_line.c.packs).label("packs")
        )
        .where(shipped_line.c.order_id.in_(ids))
        .group_by(shipped_line.c.order_id, shipped_line.c.drug)
    )
    return {(row.order_id, row.drug): int(row.packs) for row in rows}


def _received(connection: sa.Connection, ids: Sequence[UUID]) -> dict[tuple[UUID, str], tuple[int, int]]:
    """Packs that came, and packs that were sent back."""
    size = stock_batch.c.pack_qty * UNIT_E4
    rows = connection.execute(
        sa.select(
            stock_batch.c.order_id,
            stock_batch.c.drug,
            sa.func.sum(stock_movement.c.qty_e4 // size).label("packs"),
            sa.func.sum(stock_batch.c.refused_e4 // size).label("refused"),
        )
        .join_from(stock_batch, stock_movement, stock_movement.c.batch_id == stock_batch.c.id)
        .where(stock_batch.c.order_id.in_(ids), stock_movement.c.kind == Kind.RECEIVE)
        .group_by(stock_batch.c.order_id, stock_batch.c.drug)
    )
    return {(row.order_id, row.drug): (int(row.packs), int(row.refused)) for row in rows}
