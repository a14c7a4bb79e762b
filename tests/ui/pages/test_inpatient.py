"""The ward's page, used by its keys, over a real store."""

import pytest
from PySide6.QtCore import Qt

from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.projections.queries.inpatient import AdmissionState
from clinic_app.ui import catalogues
from clinic_app.ui.pages.inpatient.page import InpatientPage
from clinic_app.ui.pages.inpatient.state import Part
from tests.ui.clinic_day import card_of
from tests.ui.ward_day import BED, CARE, NURSING, a_stay, admitted, charged, resident_of

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def opened(screen) -> InpatientPage:
    """The page in front, its list read and the first stay open."""
    screen.window.open_page("inpatient")
    page = screen.window.page("inpatient")
    service = screen.workplace.clinic.inpatient
    there = len(service.present()) + len(service.settled())

    def read() -> bool:
        state = page.view_model.state
        return len(state.admissions) == there and (there == 0 or state.stay is not None)

    screen.waits(read)
    screen.waits(page.list.hasFocus)
    return page


def stay_of(page):
    return page.view_model.state.stay.admission


def quiet(screen, page):
    screen.waits(lambda: not page.view_model.state.busy)


def test_a_card_ins_and_a_few_keys_take_somebody_in_with_a_deposit(day, screen):
    resident_of(day, 0)
    day.insure(day.people[0])
    page = opened(screen)
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: "不在院" in page.notice.text())
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.form.department.hasFocus)
    screen.press(Qt.Key.Key_Return)
    screen.type("03")
    screen.press(Qt.Key.Key_Return)
    screen.type("fy")
    screen.waits(lambda: page.form.diagnosis.list_is_open())
    screen.press(Qt.Key.Key_Return)
    screen.waits(page.form.insurance.hasFocus)
    page.form.deposit.setFocus()
    screen.type("500")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "已入院" in page.notice.text() and page.view_model.state.stay is not None)
    stay = day.clinic.inpatient.present()[0]
    assert (stay.bed, stay.held, stay.mdtrt_cert_type) == ("03", 50_000, "03")
    assert stay.psn_no and stay.diagnosis[0]
    assert page.view_model.state.part is Part.CHARGES


def test_without_a_diagnosis_nobody_is_taken_in(day, screen):
    resident_of(day, 0)
    page = opened(screen)
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: "不在院" in page.notice.text())
    screen.press(Qt.Key.Key_Insert)
    screen.waits(page.form.department.hasFocus)
    screen.press(Qt.Key.Key_F8)
    assert page.form.problem.text() == "请选择入院诊断。" and page.form.diagnosis.hasFocus()
    assert day.clinic.inpatient.present() == []


def test_a_day_is_charged_cell_by_cell(day, screen):
    stay = admitted(day)
    page = opened(screen)
    screen.press(Qt.Key.Key_Return)
    for text, count in (("cwf", "1"), ("ejhl", "2")):
        screen.type(text)
        screen.waits(lambda: screen.focus().list_is_open())
        screen.press(Qt.Key.Key_Return)
        screen.waits(lambda: screen.focus().accessibleName() == "数量")
        screen.type(count)
        screen.press(Qt.Key.Key_Return)
    assert page.charges.typed.text().startswith("将记 2 项")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: len(page.view_model.state.stay.charges) == 2)
    assert [(one.code, one.cnt_e4) for one in day.clinic.inpatient.charges(stay.id)] == [
        (BED, 10_000),
        (NURSING, 20_000),
    ]
    assert page.charges.grid.rows() == ()


def test_what_was_withdrawn_is_offered_where_it_was_charged_to_be_taken_off(day, screen):
    stay = admitted(day)
    charged(day, stay, ("YP0001", 1))
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        text = "code,name,unit,pack_unit,price_e6\nP1,头孢呋辛,片,盒,9000000"
        writing.append(CatalogPublished(kind="drugs", text=text))
    page = opened(screen)
    catalogues.show(day.clinic.catalogs.in_force())
    screen.press(Qt.Key.Key_Return)
    screen.type("amxl")
    screen.waits(lambda: screen.focus().list_is_open())
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: screen.focus().accessibleName() == "数量")
    assert [(row.code, row.count) for row in page.charges.grid.rows()] == [("YP0001", -1)]
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.stay.charges == ())
    catalogues.show(None)


def test_f6_takes_one_off_and_never_more_than_was_charged(day, screen):
    stay = admitted(day)
    charged(day, stay, (CARE, 1))
    page = opened(screen)
    screen.press(Qt.Key.Key_F6)
    assert [row.count for row in page.charges.grid.rows()] == [-1]
    screen.type("-2")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: "不能冲减得更多" in page.notice.text())
    assert day.clinic.inpatient.admission(stay.id).charged == 6000
    screen.type("-1")  # the count is selected again
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.view_model.state.stay.charges == ())
    assert day.clinic.inpatient.admission(stay.id).charged == 0


def test_a_balance_below_the_charges_is_red(day, screen):
    stay = admitted(day)
    day.clinic.deposits.take(day.clinic.on_duty, stay.id, 5_000)
    charged(day, stay, (CARE, 1))
    page = opened(screen)
    assert page.account.held.property("tone") == "danger"
    assert page.account.short.text() == "预交金比费用少 ¥10.00"
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(page.deposits.amount.hasFocus)
    screen.type("10")
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: stay_of(page).held == 6_000)
    assert page.account.held.property("tone") != "danger"
    assert not page.account.short.isVisible()
    assert page.deposits.amount.text() == ""


def test_f6_hands_a_deposit_back_and_no_more_than_is_held(day, screen):
    stay = admitted(day)
    day.clinic.deposits.take(day.clinic.on_duty, stay.id, 5_000)
    page = opened(screen)
    screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(page.deposits.amount.hasFocus)
    screen.press(Qt.Key.Key_F6)
    assert page.deposits.problem.text() == "请输入金额。"
    screen.type("60")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: "余额只有 50.00 元" in page.notice.text())
    quiet(screen, page)
    page.deposits.amount.setFocus()
    page.deposits.amount.selectAll()
    screen.type("50")
    screen.press(Qt.Key.Key_F6)
    screen.waits(lambda: stay_of(page).held == 0)


def test_from_the_preview_to_the_receipt(day, screen):
    stay = admitted(day)
    day.clinic.deposits.take(day.clinic.on_duty, stay.id, 10_000)
    charged(day, stay, (CARE, 10))
    page = opened(screen)
    screen.press(Qt.Key.Key_F7)
    screen.waits(lambda: page.view_model.state.part is Part.BILL)
    bill = page.view_model.state.bill
    assert page.account.fund.fen == bill.amounts.fund_pay_sumamt > 0
    assert (page.account.used.fen, page.account.due.fen) == (10_000, bill.to_pay)
    assert "起付线 200.00 元" in page.bill.why.text()
    assert not page.settle.isVisible(), "still in"
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: stay_of(page).state is AdmissionState.DISCHARGED)
    screen.waits(lambda: page.settle.isVisible() and page.settle.isEnabled())
    page.account.tender.setFocus()
    screen.type("1")
    screen.press(Qt.Key.Key_F9)
    assert page.account.problem.text().startswith("还差 ¥")
    page.account.tender.selectAll()
    screen.type("300")
    assert page.account.change.fen == 30_000 - bill.to_pay
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已结算" in page.notice.text())
    (done,) = day.clinic.inpatient.settled()
    made = day.clinic.wardbill.made(done.settlement_id)
    assert made.tender == {"deposit": 10_000, "cash": bill.to_pay}
    assert (made.received, made.change) == (30_000, 30_000 - bill.to_pay)
    screen.waits(lambda: len(list((day.clinic.store.folder / "print").glob("receipt-*.pdf"))) == 1)


def test_what_is_left_of_the_deposit_is_said_and_printed(day, screen):
    a_stay(day, deposit=90_000)
    page = opened(screen)
    for _ in range(2):
        screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: page.view_model.state.may_settle)
    back = page.account.back.fen
    assert back == 90_000 - page.view_model.state.bill.amounts.cash_pay > 0
    assert not page.account.tender.isVisible(), "nothing is to be paid"
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: f"退还预交金 ¥{back / 100:.2f}" in page.notice.text())
    screen.waits(lambda: len(list((day.clinic.store.folder / "print").glob("deposit-*.pdf"))) == 1)


def test_a_settled_stay_is_taken_back_with_a_reason(day, screen):
    day.clinic.wardbill.settle(day.clinic.on_duty, a_stay(day).id)
    page = opened(screen)
    for _ in range(2):
        screen.press(Qt.Key.Key_Tab, CTRL)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.bill.back.reason.hasFocus)
    screen.press(Qt.Key.Key_Escape)
    assert not page.bill.back.isVisible()
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.bill.back.reason.hasFocus)
    screen.type("1")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: "结算已退" in page.notice.text())
    screen.waits(lambda: stay_of(page).state is AdmissionState.DISCHARGED)
    assert day.clinic.inpatient.present()[0].held > 0


def test_what_the_insurance_refuses_waits_for_the_explicit_key(day, screen):
    text = day.clinic.insurance.policies()[0].text
    day.clinic.insurance.install_policy(
        day.clinic.on_duty, text.replace('["11", "14", "21"]\nmax', '["11", "14"]\nmax')
    )
    a_stay(day)
    page = opened(screen)
    for _ in range(2):
        screen.press(Qt.Key.Key_Tab, CTRL)
    screen.waits(lambda: "离线时不能结算这类就诊" in page.bill.refused.text())
    assert "手工报销" in page.bill.refused.text()
    assert not page.settle.isEnabled()
    screen.press(Qt.Key.Key_G, CTRL)
    screen.waits(lambda: page.settle.isEnabled() and page.view_model.state.self_pay)
    assert page.bill.refused.text() == ""
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "已结算" in page.notice.text())


def test_days_are_turned_with_alt_and_arrows_within_the_stay(day, screen):
    a_stay(day)
    page = opened(screen)
    first = stay_of(page).day
    for _ in range(5):
        screen.press(Qt.Key.Key_Left, ALT)
        quiet(screen, page)
    screen.waits(lambda: page.view_model.state.stay.day == first)
    assert "第 1 天" in page.charges.day.text()
    screen.waits(lambda: page.charges.table.rows.rowCount() == 5)


@pytest.mark.parametrize("typed", ["bed", "name"])
def test_typing_over_the_list_finds_a_patient(day, screen, typed):
    admitted(day, 0)
    wanted = admitted(day, 1)
    page = opened(screen)
    screen.type({"bed": wanted.bed, "name": wanted.name}[typed])
    screen.waits(lambda: len(page.search.hits()) >= 1)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: stay_of(page).id == wanted.id)
