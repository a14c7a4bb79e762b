"""申报对账 used by its keys: a statement confirmed, or disputed with a reason; what does not balance; payments."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.statements import Status
from clinic_app.journal.facts.county import EntryQuarantined, SettlementAdjudicated
from clinic_app.journal.facts.payment import PaymentItem, PaymentNoticed
from clinic_app.journal.facts.reconciliation import DisputeDecided, StatementIssued
from clinic_app.store import local
from clinic_app.ui.pages.statements.page import PAYMENTS, UNBALANCED, StatementsPage
from tests.ui.workplace import FACILITY

COLLECTED = 320  # fen that the county paid less


def said(day, *facts) -> list[UUID]:
    """What the county wrote, as if it had come by its feed."""
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        return [writing.append(fact).id for fact in facts]


def judged(day, settlement_id: UUID, less: int = 0) -> SettlementAdjudicated:
    made = day.clinic.settlement.made(settlement_id)
    fund = made.amounts["fund_pay_sumamt"] - less
    amounts = dict(made.amounts) | {"fund_pay_sumamt": fund, "hifp_pay": fund}
    return SettlementAdjudicated(
        facility=FACILITY,
        settlement_id=settlement_id,
        psn_no=made.psn_no,
        status="adjusted" if less else "agreed",
        cause="ACCUM" if less else "",
        action_due="COLLECT_PERSON" if less else "",
        fund_diff=-less,
        amounts=amounts,
        diff={"fund_pay_sumamt": -less} if less else {},
    )


def issued(day, *records: UUID) -> UUID:
    """A statement over these settlements."""
    lines = [day.clinic.settlement.made(one).amounts for one in records]
    fund = sum(one["fund_pay_sumamt"] for one in lines)
    fact = StatementIssued(
        facility=FACILITY,
        month="2026-11",
        insutype="390",
        clr_type="11",
        refd_setl_flag=0,
        stmt_begndate=day.clinic.settlement.today().replace(day=1),
        stmt_enddate=day.clinic.settlement.today(),
        fixmedins_setl_cnt=len(records),
        sums={
            "medfee_sumamt": sum(one["medfee_sumamt"] for one in lines),
            "fund_pay_sumamt": fund,
            "fund_due": fund - COLLECTED,
            "person_due": COLLECTED,
        },
        records=tuple(records),
    )
    return said(day, fact)[0]


@pytest.fixture
def records(day) -> list[UUID]:
    """Two settlements of the morning; the county paid less for the second."""
    by = day.clinic.on_duty
    settled = [day.clinic.settlement.settle(by, day.bill(place).id)[0] for place in (0, 1)]
    said(day, judged(day, settled[0]), judged(day, settled[1], COLLECTED))
    return settled


def opened(screen) -> StatementsPage:
    screen.window.open_page("statements")
    page = screen.window.page("statements")
    screen.waits(lambda: page.statements.hasFocus())
    return page


def ready(screen, page: StatementsPage, count: int) -> None:
    screen.waits(lambda: page.lines.rows.rowCount() == count)


def text(table, row: int) -> list[str]:
    return [table.rows.index(row, at).data() for at in range(table.rows.columnCount())]


def test_a_statement_is_confirmed_with_f9_twice(day, records, screen):
    statement = issued(day, *records)
    page = opened(screen)
    ready(screen, page, 2)
    assert "待确认" in text(page.statements, 0)
    screen.keys = 0
    screen.press(Qt.Key.Key_F9)
    screen.waits(page.question.isVisible)
    screen.press(Qt.Key.Key_Escape)
    screen.waits(lambda: not page.question.isVisible())
    screen.press(Qt.Key.Key_F9)
    screen.waits(page.question.isVisible)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已确认" in page.notice.text())
    assert screen.keys == 4
    screen.waits(lambda: "已确认" in text(page.statements, 0))
    assert not page.confirm.isEnabled()
    assert day.clinic.statements.detail(statement).statement.status is Status.CONFIRMED


def test_a_record_is_disputed_with_a_reason_by_keys_alone(day, records, screen):
    statement = issued(day, *records)
    page = opened(screen)
    ready(screen, page, 2)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.lines.hasFocus)
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.reason.hasFocus)
    assert "先写明哪里不对" in page.notice.text()
    screen.type("累计算错")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: text(page.lines, 1)[-1] == "累计算错")
    assert "争议 1 笔" in page.confirm.text()
    for _ in range(2):
        screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "等县里裁定" in page.notice.text())
    screen.waits(lambda: text(page.lines, 1)[-1] == "争议中：累计算错")
    detail = day.clinic.statements.detail(statement)
    assert {one: dispute.reason for one, dispute in detail.disputes.items()} == {records[1]: "累计算错"}
    assert detail.statement.status is Status.DISPUTED


def test_what_the_county_decided_is_shown(day, records, screen):
    statement = issued(day, *records)
    day.clinic.statements.answer(day.clinic.on_duty, statement, {records[1]: "累计算错"})
    said(
        day,
        DisputeDecided(
            facility=FACILITY, statement_id=statement, settlement_id=records[1], upheld=True,
            reason="参保信息晚到", fund_change=COLLECTED,
        ),
    )  # fmt: skip
    page = opened(screen)
    ready(screen, page, 2)
    assert text(page.lines, 1)[-1] == "县里支持：参保信息晚到"
    assert "有争议" in text(page.statements, 0)


def test_days_that_do_not_balance_say_what_to_do(day, records, screen):
    waiting, _ = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(2).id)
    aside, _ = day.clinic.settlement.settle(day.clinic.on_duty, day.bill(3).id)
    said(day, EntryQuarantined(facility=FACILITY, entry_id=aside, reason="journal.unknown_author"))
    with day.clinic.store.changing() as connection:
        local.write(connection, local.SERVER, "https://county")
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(lambda: page.odd.rows.rowCount() > 0 and page.odd.hasFocus())
    assert page.tabs.currentIndex() == UNBALANCED
    words = {text(page.odd, row)[1]: text(page.odd, row)[-1] for row in range(page.odd.rows.rowCount())}
    numbers = {one: day.clinic.settlement.made(one).number for one in (waiting, aside)}
    assert "同步" in words[numbers[waiting]]
    assert page.tabs.tabText(UNBALANCED) == "没有对平 1"
    assert not page.confirm.isVisible()


def test_what_was_paid_is_told(day, records, screen):
    statement = issued(day, *records)
    said(
        day,
        PaymentNoticed(
            facility=FACILITY,
            run_id=statement,
            month="2026-11",
            items=(
                PaymentItem(
                    facility=FACILITY, method="statement", insutype="390", amount=123_456,
                    statements=(statement,),
                ),
            ),
            total=123_456,
        ),
    )  # fmt: skip
    page = opened(screen)
    ready(screen, page, 2)
    assert "已拨付" in text(page.statements, 0)
    page.tabs.setCurrentIndex(PAYMENTS)
    assert text(page.paid, 0)[:4] == ["2026-11", "按申报结算", "居民医保", "1,234.56"]


def test_a_clinic_without_statements_is_told_where_they_come_from(day, screen):
    page = opened(screen)
    assert page.statements.rows.rowCount() == 0
    assert not page.confirm.isEnabled()
