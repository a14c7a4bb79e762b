"""Questions about 麻醉药品、精一专册: every movement of a drug with whom it went to, who ordered, handed out and checked it.

Nothing of it was typed for the register: it is read off the movements, the prescription and the record.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.pharmacy.narcotics import empties_of
from clinic_app.domain.pharmacy.product import Product
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.persons import stands_for
from clinic_app.projections.queries.products import known_product
from clinic_app.projections.tables.inpatient import admission
from clinic_app.projections.tables.outpatient import (
    cancelled_prescription,
    encounter,
    order_line,
    prescription,
)
from clinic_app.projections.tables.pharmacy import empties
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.stock import stock_batch, stock_movement, stock_transfer, stocktake
from clinic_app.projections.tables.ward import ward_order

_MOVED: Final = stock_movement.c
_TO_PATIENT: Final = (Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Whom a line went to, and on whose order."""

    name: str
    sex: str  # GB/T 2261.1
    birth_date: date | None
    id_number: str
    number: str  # of the visit or of the stay
    diagnosis: str
    order_id: UUID | None = None  # the prescription, or what was signed on the ward
    prescriber: str = ""  # staff id
    collector: str = ""  # 代办人; empty: the person
    collector_id_number: str = ""

    @property
    def order_number(self) -> str:
        """As printed on the sheet."""
        return str(self.order_id)[-12:].upper() if self.order_id else ""

    @property
    def receiver(self) -> tuple[str, str]:
        """Name and identity number of who fetched it."""
        return (self.collector, self.collector_id_number) if self.collector else (self.name, self.id_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One line of the register.  Quantities in ten-thousandths of the smallest unit."""

    source: UUID  # the entry
    batch_id: UUID
    at: int  # hybrid clock
    kind: str  # domain/pharmacy/movement.py Kind
    lot: str
    expires: date | None
    location: str
    qty_e4: int  # signed
    balance_e4: int  # of the drug, after it
    by: str  # staff id
    second: str  # likewise; empty: nobody checked
    paper: str  # invoice, number of a stocktake or transfer, or the reason
    taker: Taker | None = None
    returned: int = 0  # empty ampoules or patches of it

    @property
    def at_ms(self) -> int:
        """UTC."""
        return ms_of_stamp(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One drug, one month."""

    product: Product
    month: date  # its first day
    opening_e4: int
    lines: tuple[RegisterLine, ...]  # the oldest first
    names: Mapping[str, str]  # of staff, by id
    empties_kept: int  # today, not yet destroyed

    @property
    def closing_e4(self) -> int:
        return self.lines[-1].balance_e4 if self.lines else self.opening_e4

    def due(self, line: RegisterLine) -> int:
        """空安瓿, 废贴 that are to come back of a line."""
        out = -line.qty_e4 if line.kind == Kind.DISPENSE else 0
        return empties_of(self.product.form, out)

    def name(self, staff_id: str) -> str:
        return self.names.get(staff_id, staff_id)


def controlled_here(connection: sa.Connection, facility: str, today: date) -> list[Product]:
    """Narcotics and first-class psychotropics that ever were here, by name: as of today's catalogue, or of the receipt's."""
    rows = connection.execute(
        sa.select(stock_batch.c.drug, sa.func.max(stock_batch.c.received_on).label("day"))
        .where(stock_batch.c.facility == facility, stock_batch.c.received_at.is_not(None))
        .group_by(stock_batch.c.drug)
    )
    known = (
        known_product(connection, row.drug, today) or known_product(connection, row.drug, row.day or today)
        for row in rows
    )
    return sorted(
        (one for one in known if one is not None and one.is_controlled), key=lambda one: (one.name, one.code)
    )


def register_of(connection: sa.Connection, facility: str, drug: str) -> list[RegisterLine]:
    """All lines of a drug, the oldest first; the last balance is what is on hand."""
    rows: Sequence[Any] = connection.execute(
        sa.select(
            stock_movement,
            stock_batch.c.lot,
            stock_batch.c.expires,
            stock_batch.c.invoice,
            stocktake.c.number.label("stocktake_number"),
            stock_transfer.c.number.label("transfer_number"),
        )
        .outerjoin(stock_batch, stock_batch.c.id == _MOVED.batch_id)
        .outerjoin(stocktake, stocktake.c.id == _MOVED.source)
        .outerjoin(stock_transfer, stock_transfer.c.id == _MOVED.source)
        .where(_MOVED.facility == facility, _MOVED.drug == drug, _MOVED.qty_e4 != 0)
        .order_by(_MOVED.moved_at, _MOVED.source, _MOVED.no, _MOVED.batch_id)
    ).all()
    takers = _takers(connection, drug, {row.visit_id for row in rows if row.visit_id is not None})
    returned = _returned(connection, facility, drug)
    balance, found = 0, []
    for row in rows:
        balance += row.qty_e4
        came = row.kind in (Kind.RECEIVE, Kind.TRANSFER_IN)
        papers = (
            row.stocktake_number,
            row.transfer_number,
            row.invoice if came else "",
            row.reason,
        )
        found.append(
            RegisterLine(
                source=row.source,
                batch_id=row.batch_id,
                at=row.moved_at,
                kind=row.kind,
                lot=row.lot or "",
                expires=row.expires,
                location=row.location or "",
                qty_e4=row.qty_e4,
                balance_e4=balance,
                by=row.moved_by,
                second=row.second or "",
                paper=next((one for one in papers if one), ""),
                taker=_taker_of(takers, row),
                returned=returned.get((row.source, row.batch_id), 0) if row.kind == Kind.DISPENSE else 0,
            )
        )
    return found


def empties_kept(connection: sa.Connection, facility: str, drug: str) -> int:
    """Ampoules and patches that came back and wait to be destroyed."""
    kept = sa.select(sa.func.sum(empties.c.count)).where(
        empties.c.facility == facility, empties.c.drug == drug
    )
    return int(connection.scalar(kept) or 0)


def _returned(connection: sa.Connection, facility: str, drug: str) -> dict[tuple[UUID, UUID], int]:
    rows = connection.execute(
        sa.select(empties.c.dispensed, empties.c.batch_id, sa.func.sum(empties.c.count).label("back"))
        .where(empties.c.facility == facility, empties.c.drug == drug, empties.c.dispensed.is_not(None))
        .group_by(empties.c.dispensed, empties.c.batch_id)
    )
    return {(row.dispensed, row.batch_id): int(row.back) for row in rows}


def _taker_of(takers: Mapping[tuple[UUID, str], Taker], row: Any) -> Taker | None:
    """On the ward each order has its own."""
    if row.visit_id is None or row.kind not in _TO_PATIENT:
        return None
    return takers.get((row.visit_id, row.feedetl_sn or "")) or takers.get((row.visit_id, ""))


def _takers(connection: sa.Connection, drug: str, visits: Iterable[UUID]) -> dict[tuple[UUID, str], Taker]:
    """By visit, and on the ward by stay and order."""
    ids = list(visits)
    return _outpatients(connection, drug, ids) | _inpatients(connection, drug, ids)


def _outpatients(connection: sa.Connection, drug: str, ids: Sequence[UUID]) -> dict[tuple[UUID, str], Taker]:
    diagnoses = {
        row.visit_id: _names(row.diagnoses)
        for row in connection.execute(
            sa.select(encounter.c.visit_id, encounter.c.diagnoses)
            .where(encounter.c.visit_id.in_(ids))
            .order_by(encounter.c.signed_at)
        )
    }
    cancelled = cancelled_prescription.c.cancelled_at.is_not(None)
    rows = connection.execute(
        sa.select(
            visit.c.id,
            visit.c.number,
            *_PERSON,
            prescription.c.id.label("order_id"),
            prescription.c.issued_by,
            prescription.c.collector,
            prescription.c.collector_id_number,
        )
        .join_from(visit, prescription, prescription.c.visit_id == visit.c.id)
        .join(order_line, sa.and_(order_line.c.entry_id == prescription.c.id, order_line.c.code == drug))
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .outerjoin(resident, resident.c.id == stands_for(visit.c.resident))
        .where(visit.c.id.in_(ids), sa.func.coalesce(order_line.c.own, sa.false()).is_(sa.false()))
        .order_by(cancelled.desc(), prescription.c.issued_at.desc(), prescription.c.id)
    )
    return {  # of several the first that stands: it comes last
        (row.id, ""): Taker(
            **_person(row),
            number=row.number or "",
            diagnosis=diagnoses.get(row.id, ""),
            order_id=row.order_id,
            prescriber=row.issued_by,
            collector=row.collector or "",
            collector_id_number=row.collector_id_number or "",
        )
        for row in rows
    }


def _inpatients(connection: sa.Connection, drug: str, ids: Sequence[UUID]) -> dict[tuple[UUID, str], Taker]:
    rows = connection.execute(
        sa.select(
            admission.c.id,
            admission.c.number,
            admission.c.diag_name,
            *_PERSON,
            ward_order.c.id.label("order"),
            ward_order.c.signed_entry,
            ward_order.c.signed_by,
        )
        .join_from(admission, ward_order, ward_order.c.admission_id == admission.c.id)
        .outerjoin(resident, resident.c.id == stands_for(admission.c.resident))
        .where(admission.c.id.in_(ids), ward_order.c.code == drug)
    )
    return {
        (row.id, str(row.order)): Taker(
            **_person(row),
            number=row.number or "",
            diagnosis=row.diag_name or "",
            order_id=row.signed_entry,
            prescriber=row.signed_by or "",
        )
        for row in rows
    }


_PERSON: Final = (resident.c.name, resident.c.sex, resident.c.birth_date, resident.c.id_number)


def _person(row: Any) -> dict[str, Any]:
    return {
        "name": row.name or "",
        "sex": row.sex or "0",
        "birth_date": date.fromisoformat(row.birth_date) if row.birth_date else None,
        "id_number": row.id_number or "",
    }


def _names(diagnoses: str) -> str:
    return "、".join(name for _, name in json.loads(diagnoses))
