"""Questions about what was handed out.

What left the window is counted by visit and bill line, whatever settlement it was handed out under: a bill
that is taken back and settled anew does not make its boxes wait again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.queries.persons import stands_for
from clinic_app.projections.tables.outpatient import cancelled_prescription, order_line, prescription
from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement, settlement_line
from clinic_app.projections.types import Id


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugLine:
    """A drug of a paid bill.  Quantities in ten-thousandths of the selling unit."""

    feedetl_sn: str
    code: str
    name: str
    spec: str
    dose: str
    frequency: str
    route: str
    days: int
    unit: str
    pric_e6: int
    paid_e4: int
    out_e4: int = 0  # handed out and not given back

    @property
    def left_e4(self) -> int:
        return max(0, self.paid_e4 - self.out_e4)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidVisit:
    """A settled visit with drugs on its bill."""

    visit_id: UUID
    settlement_id: UUID
    resident_id: UUID
    name: str
    sex: str
    birth_date: date | None
    visit_number: str
    department: str
    card_number: str
    number: str  # of the receipt
    made_ms: int  # UTC
    stands: bool  # the bill was not taken back
    lines: tuple[DrugLine, ...]

    @property
    def waits(self) -> bool:
        return any(line.left_e4 for line in self.lines)

    @property
    def is_out(self) -> bool:
        """Whether anything of it left the window."""
        return any(line.out_e4 > 0 for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedTooMuch:
    """More left the window than is paid for: two PCs handed out apart, or the money went back first."""

    visit_id: UUID
    settlement_id: UUID  # that it was handed out under
    feedetl_sn: str
    name: str  # of the patient
    visit_number: str
    drug: str
    unit: str
    paid_e4: int
    out_e4: int
    by: tuple[str, ...]  # staff ids of those who handed out


def out_of_visit(connection: sa.Connection, visit_id: UUID) -> dict[str, int]:
    """What of a visit is with the patient: quantity by line number, nothing where all came back."""
    rows = connection.execute(
        sa.select(dispensed_line.c.feedetl_sn, sa.func.sum(dispensed_line.c.cnt_e4).label("out"))
        .where(dispensed_line.c.visit_id == visit_id)
        .group_by(dispensed_line.c.feedetl_sn)
    )
    return {row.feedetl_sn: int(row.out) for row in rows if row.out}


def paid_visits(connection: sa.Connection, facility: str, since: date) -> list[PaidVisit]:
    """Settled and not taken back since a day, with drugs on the bill, the oldest first."""
    found = connection.execute(
        _PAID.where(LIVE, settlement.c.facility == facility, settlement.c.setl_date >= since).order_by(
            settlement.c.made_at, settlement.c.id
        )
    )
    return _visits(connection, list(found))


def paid_visit(connection: sa.Connection, settlement_id: UUID) -> PaidVisit | None:
    """One of them, or one that was taken back since; None when it is no visit's, or has no drugs."""
    found = _visits(connection, list(connection.execute(_PAID.where(settlement.c.id == settlement_id))))
    return found[0] if found else None


def handed_too_much(connection: sa.Connection, facility: str, since: int) -> list[HandedTooMuch]:
    """Drugs with the patient that nobody paid for, of what was handed out since a stamp of the hybrid clock."""
    recent = sa.select(dispensed_line.c.visit_id).where(
        dispensed_line.c.facility == facility, dispensed_line.c.at >= since
    )
    rows = connection.execute(
        sa.select(dispensed_line, resident.c.name.label("patient"), visit.c.number)
        .outerjoin_from(dispensed_line, visit, visit.c.id == dispensed_line.c.visit_id)
        .outerjoin(resident, resident.c.id == dispensed_line.c.resident)
        .where(dispensed_line.c.visit_id.in_(recent))
        .order_by(dispensed_line.c.at, dispensed_line.c.entry_id)
    )
    moved: dict[tuple[UUID, str], list[Any]] = {}
    for row in rows:
        moved.setdefault((row.visit_id, row.feedetl_sn), []).append(row)
    paid = _paid_of_visits(connection, [visit_id for visit_id, _ in moved])
    return [
        _too_much(lines, paid.get(key, 0))
        for key, lines in moved.items()
        if sum(line.cnt_e4 for line in lines) > paid.get(key, 0)
    ]


LIVE = sa.and_(
    settlement.c.kind == "settle",
    settlement.c.reversed_entry.is_(None),
    sa.func.coalesce(settlement.c.adjudged_error, "") != "E_DUP_VISIT",
)
_PAID = (
    sa.select(
        settlement.c.id,
        settlement.c.visit_id,
        sa.func.coalesce(resident.c.id, settlement.c.resident, type_=Id()).label("person"),
        settlement.c.number,
        settlement.c.made_at,
        LIVE.label("stands"),
        resident.c.name,
        resident.c.sex,
        resident.c.birth_date,
        visit.c.number.label("visit_number"),
        visit.c.department,
        visit.c.card_number,
    )
    .join_from(settlement, visit, visit.c.id == settlement.c.visit_id)
    .outerjoin(resident, resident.c.id == stands_for(settlement.c.resident))
)


def _visits(connection: sa.Connection, rows: Sequence[Any]) -> list[PaidVisit]:
    ids = [row.visit_id for row in rows]
    orders, out = _drugs_of_visits(connection, ids), _out_of_visits(connection, ids)
    lines: dict[UUID, list[Any]] = {}
    for line in connection.execute(
        sa.select(settlement_line).where(settlement_line.c.settlement_id.in_([row.id for row in rows]))
    ):
        lines.setdefault(line.settlement_id, []).append(line)
    found = [
        PaidVisit(
            visit_id=row.visit_id,
            settlement_id=row.id,
            resident_id=row.person,
            name=row.name or "",
            sex=row.sex or "0",
            birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
            visit_number=row.visit_number or "",
            department=row.department or "",
            card_number=row.card_number or "",
            number=row.number,
            made_ms=row.made_at >> 16,
            stands=bool(row.stands),
            lines=_lines(lines.get(row.id, []), orders.get(row.visit_id, []), out, row.visit_id),
        )
        for row in rows
    ]
    return [one for one in found if one.lines]


def _lines(
    paid: Sequence[Any], ordered: Sequence[Any], out: Mapping[tuple[UUID, str], int], visit_id: UUID
) -> tuple[DrugLine, ...]:
    """The bill's lines that are drugs; a drug that was ordered twice in one unit takes the orders in turn.

    One order may stand on several lines, one for each price.
    """
    waiting: dict[tuple[str, str], list[Any]] = {}
    for order in ordered:
        waiting.setdefault((order.code, order.unit), []).append(order)
    units = dict(reversed(waiting))  # the first, where the bill's is on no order
    found = []
    used: dict[tuple[str, str], int] = {}
    for line in sorted(paid, key=lambda one: (len(one.feedetl_sn), one.feedetl_sn)):
        key = line.med_list_codg, line.unit or ""
        if key not in waiting:
            key = line.med_list_codg, units.get(line.med_list_codg, "")
        orders = waiting.get(key)
        if not orders:
            continue
        covered = used.get(key, 0) + line.cnt_e4
        if covered > orders[0].cnt_e4 and len(orders) > 1:
            del orders[0]
            covered = line.cnt_e4
        used[key] = covered
        order = orders[0]
        found.append(
            DrugLine(
                feedetl_sn=line.feedetl_sn,
                code=line.med_list_codg,
                name=order.name,
                spec=order.spec,
                dose=order.dose,
                frequency=order.frequency,
                route=order.route,
                days=order.days,
                unit=line.unit or order.unit,
                pric_e6=line.pric_e6,
                paid_e4=line.cnt_e4,
                out_e4=out.get((visit_id, line.feedetl_sn), 0),
            )
        )
    return tuple(found)


def _drugs_of_visits(connection: sa.Connection, visits: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """What is to be handed out, as the prescriptions that stand say it.

    A drug that only a cancelled one has stays: another PC cancelled it after it was paid.
    """
    cancelled = cancelled_prescription.c.cancelled_at.is_not(None)
    rows = connection.execute(
        sa.select(prescription.c.visit_id, cancelled.label("cancelled"), order_line)
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == prescription.c.id)
        .where(
            prescription.c.visit_id.in_(visits),
            order_line.c.kind == "drug",
            sa.func.coalesce(order_line.c.own, sa.false()).is_(sa.false()),
        )
        .order_by(cancelled, prescription.c.issued_at, prescription.c.id, order_line.c.line_no)
    )
    found: dict[UUID, list[Any]] = {}
    standing: set[tuple[UUID, str]] = set()
    for row in rows:
        key = row.visit_id, row.code
        if not row.cancelled:
            standing.add(key)
        elif key in standing:
            continue
        found.setdefault(row.visit_id, []).append(row)
    return found


def _out_of_visits(connection: sa.Connection, visits: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    rows = connection.execute(
        sa.select(
            dispensed_line.c.visit_id,
            dispensed_line.c.feedetl_sn,
            sa.func.sum(dispensed_line.c.cnt_e4).label("out"),
        )
        .where(dispensed_line.c.visit_id.in_(visits))
        .group_by(dispensed_line.c.visit_id, dispensed_line.c.feedetl_sn)
    )
    return {(row.visit_id, row.feedetl_sn): int(row.out) for row in rows}


def _paid_of_visits(connection: sa.Connection, visits: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    rows = connection.execute(
        sa.select(
            settlement.c.visit_id,
            settlement_line.c.feedetl_sn,
            sa.func.max(settlement_line.c.cnt_e4).label("paid"),
        )
        .join_from(settlement, settlement_line, settlement_line.c.settlement_id == settlement.c.id)
        .where(LIVE, settlement.c.visit_id.in_(visits))
        .group_by(settlement.c.visit_id, settlement_line.c.feedetl_sn)
    )
    return {(row.visit_id, row.feedetl_sn): int(row.paid) for row in rows}


def _too_much(lines: Sequence[Any], paid: int) -> HandedTooMuch:
    first = lines[0]
    return HandedTooMuch(
        visit_id=first.visit_id,
        settlement_id=first.settlement_id,
        feedetl_sn=first.feedetl_sn,
        name=first.patient or "",
        visit_number=first.number or "",
        drug=first.name,
        unit=first.unit,
        paid_e4=paid,
        out_e4=sum(line.cnt_e4 for line in lines),
        by=tuple(dict.fromkeys(line.by for line in lines if line.cnt_e4 > 0)),
    )
