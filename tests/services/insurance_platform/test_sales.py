"""商品销售 (3505A): every box with a code is told once, whatever the line and the power do."""

from collections import Counter

import pytest
import sqlalchemy as sa

from clinic_app.projections.queries.calls import CallState, call_of
from clinic_app.projections.tables.calls import outside_call
from clinic_app.services.pharmacy import AtWindow
from clinic_app.services.platform.selling import SALES, SalesReported
from clinic_app.services.stock_booking import Delivery, NewBatch
from clinic_app.sync.simulated.faults import Fault
from tests.services.insurance_platform.desk import Desk
from tests.ui.pages.shelves import BY_CODE, box

DRUG = "YP0001"
SELL, ASK = "3505A", "3512"


def stocked(desk: Desk, boxes: int = 9) -> None:
    clinic = desk.day.clinic
    line = NewBatch(
        drug=DRUG,
        lot="A1",
        expires=clinic.stock.today().replace(year=clinic.stock.today().year + 2),
        packs=boxes,
        pric_e6=BY_CODE[DRUG].price_e6,
        codes=tuple(box(DRUG, number) for number in range(boxes)),
    )
    clinic.stock_booking.receive(clinic.on_duty, Delivery(supplier="县配送", lines=(line,)))
    desk.day.clock.pass_minutes(1)


def sells(desk: Desk, place: int, *, insured: bool = False) -> None:
    """A box of somebody's own bill, scanned."""
    clinic, by = desk.day.clinic, desk.me
    visit = desk.day.bill(place, "ZL0001", DRUG, insured=insured)
    settlement_id, _ = clinic.settlement.settle(by, visit.id)
    (sn,) = clinic.pharmacy.fill(settlement_id, {})
    clinic.pharmacy.dispense(by, settlement_id, {sn: AtWindow(codes=(box(DRUG, place),))})
    desk.day.clock.pass_minutes(1)


def states(desk: Desk) -> list[CallState]:
    """Of every batch, also those that have ended."""
    with desk.day.clinic.store.reading() as connection:
        ids = connection.scalars(
            sa.select(outside_call.c.id)
            .where(outside_call.c.kind == SALES)
            .order_by(outside_call.c.intended_at)
        ).all()
        return [call_of(connection, one).state for one in ids]


def test_what_was_handed_out_is_told_in_one_batch_and_once(desk: Desk):
    stocked(desk)
    sells(desk, 0)
    sells(desk, 1)
    assert desk.service.report_sales(desk.me) == SalesReported(told=1)
    assert desk.platform.books.boxes_sold() == [box(DRUG, 0), box(DRUG, 1)]
    assert desk.service.report_sales(desk.me) == SalesReported()
    sells(desk, 2)
    desk.restart()
    assert desk.service.report_sales(desk.me) == SalesReported(told=1)
    assert desk.script.asked.count(SELL) == 2 and states(desk) == [CallState.SUCCEEDED] * 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault.LOST_BEFORE,
        Fault.LOST_AFTER,
        Fault.LATE,
        Fault.LATER,
        Fault.SYSTEM_BEFORE,
        Fault.SYSTEM_AFTER,
    ],
)
def test_without_an_answer_a_batch_is_unknown_and_no_box_is_told_twice(desk: Desk, fault: Fault):
    stocked(desk)
    sells(desk, 0)
    desk.script.next(SELL, fault)
    assert desk.service.report_sales(desk.me) == SalesReported(unknown=1)
    assert states(desk) == [CallState.UNKNOWN]
    sells(desk, 1)
    desk.restart()
    assert desk.service.report_sales(desk.me) == SalesReported(told=2)
    assert Counter(desk.platform.books.boxes_sold()) == {box(DRUG, 0): 1, box(DRUG, 1): 1}
    assert states(desk) == [CallState.SUCCEEDED] * 2


def test_while_nobody_answers_the_question_nothing_is_said_again(desk: Desk):
    stocked(desk)
    sells(desk, 0)
    desk.script.next(SELL, Fault.LOST_AFTER)
    desk.service.report_sales(desk.me)
    desk.script.next(ASK, Fault.LOST_BEFORE)
    sells(desk, 1)
    assert desk.service.report_sales(desk.me) == SalesReported(unknown=1)
    assert desk.script.asked.count(SELL) == 1, "a further batch waits too"


def test_a_refused_batch_is_said_to_be_refused_and_not_repeated_by_itself(desk: Desk):
    stocked(desk)
    sells(desk, 0)
    desk.script.next(SELL, Fault.REFUSED)
    assert desk.service.report_sales(desk.me) == SalesReported(refused=1)
    assert desk.service.report_sales(desk.me) == SalesReported() and states(desk) == [CallState.FAILED]


def test_an_unknown_batch_is_no_money_at_the_desk(desk: Desk):
    stocked(desk)
    sells(desk, 0)
    desk.script.next(SELL, Fault.LOST_BEFORE)
    desk.service.report_sales(desk.me)
    assert desk.service.unfinished() == []
