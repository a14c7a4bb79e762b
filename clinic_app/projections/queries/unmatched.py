"""收发核对: what is charged and not handed out, handed out and not charged, or handed out at another price."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.projections.queries import pharmacy
from clinic_app.projections.queries.pharmacy import HandedTooMuch, PaidVisit
from clinic_app.projections.queries.reserved import PricedOtherwise, priced_otherwise


class Why(StrEnum):
    WAITS = "waits"  # 收费未发
    TOO_MUCH = "too_much"  # 发药未收
    PRICE = "price"  # 批次价格与收费不一


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """One line of a visit where money and medicine do not meet."""

    why: Why
    day: date | None  # of the bill; None: none stands
    settlement_id: UUID
    feedetl_sn: str
    visit_number: str
    name: str  # of the patient
    drug: str
    unit: str
    paid_e4: int
    out_e4: int
    billed_e6: int = 0  # micro-yuan a `unit`, where the price differs
    batch_e6: int = 0


def unmatched(connection: sa.Connection, facility: str, since: date) -> list[Unmatched]:
    """Of bills and of what was handed out since a day: the newest day first."""
    first = stamp(ms_of(datetime.combine(since, time(), BEIJING)))
    paid = pharmacy.paid_visits(connection, facility, since)
    bills = {one.settlement_id: one for one in paid}
    waiting = [_waits(one, line) for one in paid for line in one.lines if line.left_e4]
    over = [_over(one) for one in pharmacy.handed_too_much(connection, facility, first)]
    dear = [
        _dear(one, bills[one.settlement_id])
        for one in priced_otherwise(connection, facility, first)
        if one.settlement_id in bills
    ]
    return sorted(
        [*over, *dear, *waiting], key=lambda one: (one.day is not None, -(one.day or since).toordinal())
    )


def _waits(paid: PaidVisit, line: pharmacy.DrugLine) -> Unmatched:
    return Unmatched(
        why=Why.WAITS,
        day=beijing_day(paid.made_ms),
        settlement_id=paid.settlement_id,
        feedetl_sn=line.feedetl_sn,
        visit_number=paid.visit_number,
        name=paid.name,
        drug=line.name,
        unit=line.unit,
        paid_e4=line.paid_e4,
        out_e4=line.out_e4,
    )


def _over(one: HandedTooMuch) -> Unmatched:
    return Unmatched(
        why=Why.TOO_MUCH,
        day=None,
        settlement_id=one.settlement_id,
        feedetl_sn=one.feedetl_sn,
        visit_number=one.visit_number,
        name=one.name,
        drug=one.drug,
        unit=one.unit,
        paid_e4=one.paid_e4,
        out_e4=one.out_e4,
    )


def _dear(one: PricedOtherwise, paid: PaidVisit) -> Unmatched:
    line = next((line for line in paid.lines if line.feedetl_sn == one.feedetl_sn), None)
    return Unmatched(
        why=Why.PRICE,
        day=beijing_day(paid.made_ms),
        settlement_id=one.settlement_id,
        feedetl_sn=one.feedetl_sn,
        visit_number=paid.visit_number,
        name=paid.name,
        drug=line.name if line else one.drug,
        unit=one.unit,
        paid_e4=line.paid_e4 if line else 0,
        out_e4=line.out_e4 if line else 0,
        billed_e6=one.billed_e6,
        batch_e6=one.batch_e6,
    )
