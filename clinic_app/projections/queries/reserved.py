"""预留: what is prescribed today and not handed out yet, and what patients have from which batch."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import Pack
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.projections.tables.outpatient import cancelled_prescription, order_line, prescription
from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.stock import stock_batch, stock_movement


@dataclass(frozen=True, slots=True)
class Part:
    """What a patient has of one batch."""

    batch_id: UUID
    qty_e4: int
    loose_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedOtherwise:
    """Handed out from a batch that costs something else than the bill says: the two are to be settled by hand."""

    settlement_id: UUID
    feedetl_sn: str
    drug: str
    lot: str
    billed_e6: int  # micro-yuan a `unit`
    batch_e6: int
    unit: str


def reserved(connection: sa.Connection, facility: str, drug: str, since: int) -> dict[str, int]:
    """Quantity (`_e4`) by unit as sold, of prescriptions issued since a stamp of the hybrid clock."""
    out = (
        sa.select(dispensed_line.c.visit_id, sa.func.sum(dispensed_line.c.cnt_e4).label("out"))
        .where(dispensed_line.c.code == drug)
        .group_by(dispensed_line.c.visit_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            prescription.c.visit_id,
            order_line.c.unit,
            sa.func.sum(order_line.c.cnt_e4).label("ordered"),
            sa.func.max(sa.func.coalesce(out.c.out, 0)).label("out"),
        )
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .outerjoin(out, out.c.visit_id == prescription.c.visit_id)
        .where(
            order_line.c.kind == "drug",
            order_line.c.code == drug,
            sa.func.coalesce(order_line.c.own, sa.false()).is_(sa.false()),
            prescription.c.facility == facility,
            prescription.c.issued_at >= since,
            cancelled_prescription.c.cancelled_at.is_(None),
        )
        .group_by(prescription.c.visit_id, order_line.c.unit)
    )
    found: dict[str, int] = {}
    for row in rows:
        found[row.unit] = found.get(row.unit, 0) + max(int(row.ordered) - int(row.out), 0)
    return found


def parts_with(connection: sa.Connection, visit_id: UUID) -> dict[str, list[Part]]:
    """What a patient has of a visit by line of the bill, the batch handed out last first."""
    moved = stock_movement.c
    qty, loose = sa.func.sum(-moved.qty_e4), sa.func.sum(-moved.loose_e4)
    rows = connection.execute(
        sa.select(moved.feedetl_sn, moved.batch_id, qty.label("qty"), loose.label("loose"))
        .where(moved.visit_id == visit_id, moved.kind.in_((Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)))
        .group_by(moved.feedetl_sn, moved.batch_id)
        .having(qty > 0)
        .order_by(sa.func.max(moved.moved_at).desc(), moved.batch_id)
    )
    found: dict[str, list[Part]] = {}
    for row in rows:
        found.setdefault(row.feedetl_sn, []).append(Part(row.batch_id, int(row.qty), int(row.loose)))
    return found


def priced_otherwise(connection: sa.Connection, facility: str, since: int) -> list[PricedOtherwise]:
    """Lines handed out since a stamp whose batch has another price than the bill."""
    rows = connection.execute(
        sa.select(
            dispensed_line.c.settlement_id,
            dispensed_line.c.feedetl_sn,
            dispensed_line.c.code,
            dispensed_line.c.unit,
            dispensed_line.c.pric_e6,
            stock_batch.c.lot,
            stock_batch.c.pric_e6.label("pack_e6"),
            stock_batch.c.pack_qty,
            stock_batch.c.pack_unit,
        )
        .join_from(
            dispensed_line,
            stock_movement,
            sa.and_(
                stock_movement.c.source == dispensed_line.c.entry_id,
                stock_movement.c.feedetl_sn == dispensed_line.c.feedetl_sn,
                stock_movement.c.kind == Kind.DISPENSE,
            ),
        )
        .join(stock_batch, stock_batch.c.id == stock_movement.c.batch_id)
        .where(dispensed_line.c.facility == facility, dispensed_line.c.at >= since)
        .order_by(dispensed_line.c.at, dispensed_line.c.feedetl_sn)
    )
    return [found for row in rows if (found := _priced(row)).billed_e6 != found.batch_e6]


def _priced(row: Any) -> PricedOtherwise:
    pack = Pack(quantity=max(row.pack_qty, 1), unit="", pack_unit=row.pack_unit, pric_e6=row.pack_e6)
    return PricedOtherwise(
        settlement_id=row.settlement_id,
        feedetl_sn=row.feedetl_sn,
        drug=row.code,
        lot=row.lot,
        billed_e6=row.pric_e6,
        batch_e6=pack.price_in(row.unit),
        unit=row.unit,
    )
