"""账单: the bill of a signed visit, before anybody has computed who pays it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.bill import Bill, BillLine
from clinic_app.domain.settlement.refusals import NothingToCharge, NotSigned, SettledAlready
from clinic_app.projections.queries import facility, outpatient, registration
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.zero_markup import charged

OUTPATIENT: Final = "11"  # med_type 普通门诊


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBill:
    """A visit and what it is charged for."""

    visit: Visit
    bill: Bill
    orders: tuple[OrderLine, ...]  # in the order of the bill's lines, with their quantities and prices
    diagnoses: tuple[tuple[str, str], ...]  # code, name

    def names(self) -> Mapping[str, tuple[str, str]]:
        """Name and unit of each line number."""
        return {
            line.feedetl_sn: (order.name, order.unit)
            for line, order in zip(self.bill.lines, self.orders, strict=True)
        }


def bill_of_visit(
    connection: sa.Connection,
    visit_id: UUID,
    here: str,
    today: date,
    *,
    acct_request: int = 0,
    ewallet_request: int = 0,
) -> VisitBill:
    """`here`: the facility's code; `today`: the day of settling; requests in fen.  Medicines cost what their batches do.

    Raises:
        NoVisit, NotSigned, SettledAlready, NoEncounter, OrdersMissing, NothingToCharge
    """
    visit = registration.visit_of(connection, visit_id)
    if visit.state is VisitState.SETTLED:
        raise SettledAlready(number=visit.number)
    if visit.state is not VisitState.SIGNED:
        raise NotSigned(number=visit.number)
    encounter = outpatient.encounter_of_visit(connection, visit_id)
    ordered = [one for one in outpatient.orders_of(connection, encounter) if not one.own]
    if not ordered:
        raise NothingToCharge(number=visit.number)
    lines = charged(connection, here, visit_id, ordered, today)
    place = facility.facility_of(connection, here)
    bill = Bill(
        mdtrt_id=str(visit_id),
        fixmedins_code=place.code,
        inst_lv=place.inst_lv,
        med_type=OUTPATIENT,
        begndate=visit.day,
        enddate=visit.day,
        setl_date=today,
        mdtrt_cert_type=visit.mdtrt_cert_type,
        diag_code=encounter.diagnoses[0][0] if encounter.diagnoses else None,
        acct_request=acct_request,
        ewallet_request=ewallet_request,
        lines=tuple(
            BillLine(
                feedetl_sn=str(no),
                med_list_codg=one.order.code,
                pric_e6=one.order.pric_e6,
                cnt_e4=one.order.cnt_e4,
                purc_pric_e6=one.purc_pric_e6,
            )
            for no, one in enumerate(lines, start=1)
        ),
    )
    orders = tuple(one.order for one in lines)
    return VisitBill(visit=visit, bill=bill, orders=orders, diagnoses=encounter.diagnoses)
