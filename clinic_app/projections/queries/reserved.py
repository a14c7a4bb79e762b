"""预留: what others wait for, what is left for the next, and what patients have from which batch."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import Batch, Pack
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.zero_markup import Waiting, after_others
from clinic_app.domain.time import BEIJING, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.queries.pharmacy import LIVE
from clinic_app.projections.queries.stock import batches_of
from clinic_app.projections.tables.outpatient import cancelled_prescription, order_line, prescription
from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.settlement import settlement, settlement_line
from clinic_app.projections.tables.stock import stock_batch, stock_movement

_WAITS: Final = timedelta(days=30)  # how long what is paid waits at the window


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


def waiting_by_drug(
    connection: sa.Connection,
    facility: str,
    today: date,
    *,
    drug: str | None = None,
    but_visit: UUID | None = None,
    but_resident: UUID | None = None,
) -> dict[str, list[Waiting]]:
    """预留: what is prescribed today and not billed, and what was billed in the last 30 days and not handed out.

    `drug` None: of every drug.  `but_visit`: left out, and so is what was prescribed after it; the line of
    those who are not billed is the order of their prescriptions.
    """
    mine = sa.and_(
        visit.c.id != but_visit if but_visit is not None else sa.true(),
        ~of_person(visit.c.resident, but_resident) if but_resident is not None else sa.true(),
    )
    ordered = _prescribed(facility, today, drug, but_visit).where(mine)
    billed = _billed(facility, today, drug).where(mine)
    found: dict[str, list[Waiting]] = {}
    for row in (*connection.execute(billed), *connection.execute(ordered)):
        left = int(row.cnt_e4) - int(row.out)
        if left > 0:
            found.setdefault(row.code, []).append(Waiting(left, row.unit, row.pric_e6))
    return found


def available(
    connection: sa.Connection,
    facility: str,
    drug: str,
    today: date,
    *,
    but_visit: UUID | None = None,
    but_resident: UUID | None = None,
) -> list[Batch]:
    """可用: the batches that may be handed out today, less what others wait for."""
    waiting = waiting_by_drug(
        connection, facility, today, drug=drug, but_visit=but_visit, but_resident=but_resident
    )
    return after_others(batches_of(connection, facility, drug), waiting.get(drug, ()), today)


def _prescribed(facility: str, today: date, drug: str | None, before: UUID | None) -> sa.Select[Any]:
    """Of the day, standing, and on no bill that stands."""
    billed = sa.select(settlement.c.id).where(LIVE, settlement.c.visit_id == prescription.c.visit_id).exists()
    asked = (
        sa.select(
            order_line.c.code,
            order_line.c.unit,
            order_line.c.cnt_e4,
            sa.literal(0).label("pric_e6"),
            sa.literal(0).label("out"),
        )
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .join(visit, visit.c.id == prescription.c.visit_id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(
            order_line.c.kind == "drug",
            sa.func.coalesce(order_line.c.own, sa.false()).is_(sa.false()),
            prescription.c.facility == facility,
            prescription.c.issued_at >= _begin(today),
            cancelled_prescription.c.cancelled_at.is_(None),
            ~billed,
        )
    )
    if drug is not None:
        asked = asked.where(order_line.c.code == drug)
    if before is not None:
        other = prescription.alias()
        first = sa.select(sa.func.min(other.c.issued_at)).where(other.c.visit_id == before)
        asked = asked.where(prescription.c.issued_at < first.scalar_subquery())
    return asked


def _billed(facility: str, today: date, drug: str | None) -> sa.Select[Any]:
    """On a bill that stands, with what went out of each line.  Where the bill names no unit it is the order's."""
    units = (
        sa.select(prescription.c.visit_id, order_line.c.code, sa.func.min(order_line.c.unit).label("unit"))
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .where(
            order_line.c.kind == "drug",
            sa.func.coalesce(order_line.c.own, sa.false()).is_(sa.false()),
            prescription.c.facility == facility,
            prescription.c.issued_at
            >= _begin(today - 2 * _WAITS),  # unpaid for as long as it waits when paid
        )
        .group_by(prescription.c.visit_id, order_line.c.code)
    )
    if drug is not None:
        units = units.where(order_line.c.code == drug)
    unit = units.subquery()
    out = (
        sa.select(sa.func.sum(dispensed_line.c.cnt_e4))
        .where(
            dispensed_line.c.visit_id == settlement.c.visit_id,
            dispensed_line.c.feedetl_sn == settlement_line.c.feedetl_sn,
        )
        .scalar_subquery()
    )
    return (
        sa.select(
            unit.c.code,
            sa.func.coalesce(sa.func.nullif(settlement_line.c.unit, ""), unit.c.unit).label("unit"),
            settlement_line.c.cnt_e4,
            settlement_line.c.pric_e6,
            sa.func.coalesce(out, 0).label("out"),
        )
        .join_from(settlement, visit, visit.c.id == settlement.c.visit_id)
        .join(settlement_line, settlement_line.c.settlement_id == settlement.c.id)
        .join(
            unit,
            sa.and_(unit.c.visit_id == settlement.c.visit_id, unit.c.code == settlement_line.c.med_list_codg),
        )
        .where(LIVE, settlement.c.facility == facility, settlement.c.setl_date >= today - _WAITS)
        .order_by(settlement.c.made_at, settlement_line.c.feedetl_sn)
    )


def _begin(day: date) -> int:
    """The hybrid clock's stamp of a day's first moment in Beijing."""
    return stamp(ms_of(datetime.combine(day, time(), BEIJING)))


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
