"""The cashier's page, used by its keys, over a real store."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.residents import NewResident
from clinic_app.services.sync_state import Held, WhereHeld
from clinic_app.ui.pages.settlement.page import CHARGE, DAY, DIFFERING, SettlementPage
from clinic_app.ui.pages.settlement.state import Place, Row, place_of, sums_of
from clinic_app.ui.pages.settlement.words import action_text, cause_text
from clinic_app.ui.shell_state import DutyState
from tests.ui.clinic_day import card_of

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(screen) -> SettlementPage:
    """The page in front, its lists read."""
    screen.window.open_page("settlement")
    page = screen.window.page("settlement")
    waiting = len(screen.workplace.clinic.settlement.unpaid())
    screen.waits(lambda: len(page.view_model.state.bills) == waiting)
    return page


def card_in(screen, page, person):
    screen.reader.insert(card_of(person))
    screen.waits(lambda: page.view_model.state.ready is not None and page.pay.tender.hasFocus())


def settled(screen, page):
    screen.waits(lambda: page.view_model.state.previous is not None and not page.view_model.state.busy)


def made_today(day) -> list[Settled]:
    return day.clinic.settlement.of_day(day.clinic.settlement.today())


def test_card_in_money_typed_f9_under_ten_keys(day, screen):
    day.bill(0)
    page = opened(screen)
    screen.keys = 0
    card_in(screen, page, day.people[0])
    due = page.view_model.state.due
    screen.type("50")
    assert page.pay.change.fen == 5000 - due
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    (one,) = made_today(day)
    assert (one.cash_pay, screen.keys) == (due, 3)
    made = day.clinic.settlement.made(one.id)
    assert (made.received, made.change) == (5000, 5000 - due)
    assert f"应收 ¥{due / 100:.2f}　缴款 ¥50.00" in page.pay.previous.text()


def test_from_the_list_without_a_card(day, screen):
    day.bill(0)
    day.bill(1)
    page = opened(screen)
    screen.keys = 0
    assert page.bills.hasFocus()
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.pay.tender.hasFocus)
    screen.press(Qt.Key.Key_F9)  # blank: exact
    settled(screen, page)
    assert screen.keys < 10
    assert [one.name for one in made_today(day)] == [day.people[1].name]
    assert page.view_model.state.previous.change == 0


def test_the_visit_number_typed_over_the_list_finds_the_bill(day, screen):
    day.bill(0)
    wanted = day.bill(1)
    page = opened(screen)
    screen.type(wanted.number[1:])
    screen.waits(lambda: len(page.search.hits()) == 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.pay.tender.hasFocus)
    assert page.view_model.state.ready.visit.id == wanted.id


def test_enter_twice_is_f9(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_Return)
    assert page.settle.hasFocus()
    screen.press(Qt.Key.Key_Return)
    settled(screen, page)
    assert len(made_today(day)) == 1


def test_too_little_cash_is_said_at_the_box_and_nothing_is_charged(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.type("1")
    screen.press(Qt.Key.Key_F9)
    assert page.pay.short.text().startswith("还差 ¥")
    assert page.pay.tender.hasFocus()
    assert made_today(day) == []


def test_the_split_and_its_reasons(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    ready = page.view_model.state.ready
    assert page.pay.total.fen == ready.amounts.medfee_sumamt == 3410
    assert page.pay.fund.fen + page.pay.due.fen == 3410
    assert page.pay.provisional.isVisible()
    assert "统筹基金" in page.pay.split.accessibleName()
    assert not page.bill.why.isVisible()
    screen.press(Qt.Key.Key_F7)
    assert page.bill.why.isVisible()
    assert "乙类先行自付 1.56 元" in page.bill.why.text()
    assert "按 50% 报销" in page.bill.why.text()


def test_the_account_pays_what_is_asked(day, screen):
    day.bill(0, balance=1000)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    before = page.view_model.state.due
    page.pay.account.setFocus()
    screen.type("5")
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.due == before - 500)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert made_today(day)[0].acct_pay == 500


def test_what_the_insurance_refuses_is_charged_only_after_the_explicit_key(day, screen):
    person = day.people[0]
    psn_no = day.insure(person)
    visit = day.arrives(person, psn_no)
    day.clinic.registration.cancel(day.clinic.on_duty, visit.id)
    unknown = day.examined(day.arrives(day.people[1], "P-not-known-here"), "YP0001")
    page = opened(screen)
    page.view_model.open(unknown)
    screen.waits(lambda: page.view_model.state.ready is not None)
    assert "没有此人的参保信息" in page.bill.refused.text()
    screen.press(Qt.Key.Key_F9)
    assert screen.window.status.word.text() == "现在还不能：结算"
    screen.press(Qt.Key.Key_G, CTRL)
    screen.waits(page.settle.isEnabled)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    (one,) = made_today(day)
    assert (one.insutype, one.cash_pay) == ("", 850)


def test_two_windows_never_charge_one_visit(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)  # the other window
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已经收费" in page.notice.text())
    screen.waits(lambda: page.view_model.state.bills == ())
    assert page.view_model.state.ready is None
    assert len(made_today(day)) == 1


def test_a_refresh_finds_that_another_window_was_faster(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    screen.press(Qt.Key.Key_F5)
    screen.waits(lambda: "已经收费" in page.notice.text())
    assert page.view_model.state.ready is None


def test_a_sum_that_changed_meanwhile_is_shown_again_before_it_is_taken(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    stale = replace(page.view_model.state.ready)
    amounts = replace(stale.settlement.amounts, cash_pay=1)
    page.view_model.state = replace(
        page.view_model.state, ready=replace(stale, settlement=replace(stale.settlement, amounts=amounts))
    )
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "应收金额刚刚变了" in page.notice.text())
    screen.waits(lambda: page.view_model.state.due == stale.amounts.cash_pay)
    assert made_today(day) == []
    assert page.view_model.state.ready.visit.id == visit.id


def test_another_persons_card_brings_the_other_bill(day, screen):
    day.bill(0)
    second = day.bill(1)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.type("100")
    screen.reader.insert(card_of(day.people[1]))
    screen.waits(
        lambda: page.view_model.state.ready is not None and page.view_model.state.ready.visit.id == second.id
    )
    assert page.pay.tender.text() == ""


def test_a_card_without_a_bill_says_so(day, screen):
    visit = day.arrives(day.people[0])
    page = opened(screen)
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: page.notice.text() == "这位居民没有待收费的账单。")
    assert visit.id not in [one.id for one in page.view_model.state.bills]


def test_the_receipt_goes_out_and_its_reprint_is_the_same_file(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    path = day.clinic.store.folder / "print" / f"receipt-{made_today(day)[0].number}.pdf"
    screen.waits(path.exists)
    first = path.read_bytes()
    assert first.startswith(b"%PDF")
    path.unlink()
    day.clock.pass_minutes(300)
    day.clinic.residents.amend(day.clinic.on_duty, visit.resident_id, {"name": "改名后"})
    screen.press(Qt.Key.Key_F10)
    screen.waits(path.exists)
    assert path.read_bytes() == first


def test_refund_with_a_reason_in_place(day, screen):
    visit = day.bill(0)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.rows) == 1)
    screen.keys = 0
    screen.press(Qt.Key.Key_F6)
    assert page.tabs.currentIndex() == DAY
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.day.refund.reason.hasFocus)
    screen.type("1")
    for _ in range(3):
        screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: any(row.settled.reversed for row in page.view_model.state.rows))
    assert screen.keys == 6
    entry = [one for one in made_today(day) if one.id == settlement_id]
    assert entry[0].reversed
    assert "退还现金" in page.notice.text()
    assert page.day.refunds.accessibleName() == "退费 1 笔 ¥34.10"
    assert page.day.cash.accessibleName().startswith("现金 ¥0.00")
    assert [visit.name for visit in page.view_model.state.bills] == [day.people[0].name]


def test_a_refund_needs_its_reason_and_esc_keeps_the_charge(day, screen):
    visit = day.bill(0)
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.rows) == 1)
    screen.press(Qt.Key.Key_F6)
    screen.press(Qt.Key.Key_F6)
    for _ in range(3):
        screen.press(Qt.Key.Key_Return)
    assert page.day.refund.reason.property("invalid") == "true"
    screen.press(Qt.Key.Key_Escape)
    assert not page.day.refund.isVisible()
    assert isinstance(screen.focus(), QTableView)
    assert not made_today(day)[0].reversed


def judged(day, settlement_id, **words) -> SettlementAdjudicated:
    made = day.clinic.settlement.made(settlement_id)
    return SettlementAdjudicated(
        facility="350881001",
        settlement_id=settlement_id,
        psn_no=made.psn_no,
        status="adjusted",
        cause="ACCUM",
        action_due="COLLECT_PERSON",
        fund_diff=-320,
        amounts=made.amounts,
        diff={"fund_pay_sumamt": -320, "psn_part_amt": 320, "cash_pay": 320},
        **words,
    )


def test_what_the_county_found_is_said_at_the_top_with_what_to_do(day, screen):
    visit = day.bill(0)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(judged(day, settlement_id), visit.resident_id)
    page = opened(screen)
    screen.waits(page.county.isVisible)
    assert "县里复核有 1 笔与本机不同" in page.county.text()
    assert "请联系患者补交 ¥3.20" in page.county.text()
    page.county.acted.emit()
    assert page.tabs.currentIndex() == DIFFERING
    assert not page.county.isVisible()
    assert "该参保人在别处已用掉一部分额度" in page.differing.words.text()
    assert page.view_model.state.rows[0].place is Place.DIFFERS


def settled_row(**values) -> Settled:
    blank = dict.fromkeys(Settled.__dataclass_fields__, "")
    numbers = (
        "medfee_sumamt",
        "fund_pay_sumamt",
        "psn_part_amt",
        "acct_pay",
        "cash_pay",
        "made_ms",
        "fund_diff",
    )
    return Settled(**{**blank, **dict.fromkeys(numbers, 0), "reversed": False, **values})


@pytest.mark.parametrize(
    ("values", "held", "place"),
    [
        pytest.param({}, Held.HERE, Place.HERE, id="only on this PC"),
        pytest.param({}, Held.PACKED, Place.PACKED, id="handed over"),
        pytest.param({}, Held.HUB, Place.HUB, id="the clinic's hub alone holds it"),
        pytest.param({}, Held.COUNTY, Place.COUNTY, id="the county holds it"),
        pytest.param({"adjudged_status": "agreed"}, Held.COUNTY, Place.AGREED, id="judged alike"),
        pytest.param({"adjudged_status": "voided"}, Held.COUNTY, Place.DIFFERS, id="voided"),
        pytest.param(
            {"adjudged_status": "adjusted", "quarantined": "x"},
            Held.ASIDE,
            Place.ASIDE,
            id="set aside goes first",
        ),
    ],
)
def test_how_far_a_settlement_has_come(values, held, place):
    assert place_of(settled_row(id="s", **values), WhereHeld(held)) is place


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("PAY_PERSON", "请退还患者 ¥3.20"),
        ("COLLECT_PERSON", "请联系患者补交 ¥3.20"),
        ("CLINIC_BEAR", "¥3.20 由本机构承担"),
        ("FUND_ABSORB", "¥3.20 由基金承担"),
        ("RECLASS", "不用处理"),
        ("SOMETHING_NEW", "请联系县医保经办"),
    ],
)
def test_what_to_do_about_a_difference(action, words):
    row = Row(settled_row(action_due=action, cause="POLICY"), Place.DIFFERS, {"psn_part_amt": -320})
    assert words in action_text(row)
    assert "政策" in cause_text(row)


def test_the_days_sums_leave_out_what_was_taken_back():
    rows = tuple(
        Row(settled_row(medfee_sumamt=1000, fund_pay_sumamt=600, cash_pay=400, reversed=back), Place.HERE)
        for back in (False, True, False)
    )
    sums = sums_of(rows)
    assert (sums.count, sums.refunds, sums.refunded) == (2, 1, 1000)
    assert (sums.total, sums.fund, sums.cash) == (2000, 1200, 800)


def test_a_registrar_does_not_see_the_page(screen):
    screen.window.show_duty(DutyState("P9", "李挂号", frozenset()))
    assert "settlement" not in [spec.name for spec in screen.window.pages()]


def test_the_fact_says_what_the_screen_showed(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    shown = page.view_model.state.ready
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    made: SettlementMade = day.clinic.settlement.made(made_today(day)[0].id)
    assert made.amounts == {name: fen for name, fen in shown.amounts.as_dict().items() if fen}
    assert page.tabs.currentIndex() == CHARGE


def test_a_bill_of_a_merged_entry_opens_and_is_paid_as_the_kept_ones(day, screen):
    other, known = day.bill(0).resident_id, day.people[0]
    new = NewResident(name=known.name, sex=known.sex, birth_date=known.birth_date, temp_reason="F")
    kept = day.clinic.residents.register(day.clinic.on_duty, new).id
    day.clinic.duplicates.merge(day.clinic.on_duty, kept, other, ("id_number",))
    page = opened(screen)
    card_in(screen, page, known)
    assert page.view_model.state.ready.visit.resident_id == kept
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert [one.name for one in made_today(day)] == [known.name]
