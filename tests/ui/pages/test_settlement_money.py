"""At the till by keys alone: other means, the e-purse, bills put aside, chosen lines taken back, differences."""

from collections.abc import Callable
from uuid import uuid4

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from clinic_app.devices.purse_errors import PurseNoCard, PurseUnknown
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.settlement import DifferenceSettled
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.purse import PurseCard, PurseDebit, Resolved
from clinic_app.store.calls import CallLedger
from clinic_app.store.tables import entry
from clinic_app.ui.pages.settlement.page import DAY, DIFFERING
from tests.ui.pages.test_settlement import card_in, judged, made_today, opened, settled

CTRL = Qt.KeyboardModifier.ControlModifier


class Purse:
    """A purse in the reader, without a reader: it debits as its service writes it, and fails as the test says."""

    def __init__(self, day, balance: int) -> None:
        self._day = day
        self._ledger = CallLedger(day.clinic.store)
        self.card = balance
        self.fault: Callable[[], Exception] | None = None
        self.taken: list[int] = []

    def balance(self) -> PurseCard:
        return PurseCard("0001", self.card)

    def debit(self, by, amount, visit_id=None, resident_id=None, *, serial="") -> PurseDebit:
        assert serial in ("", "0001")
        call = CallIntended(kind="purse.debit", msgid=uuid4().hex, visit_id=visit_id, amount=amount)
        call_id = self._ledger.intend(by.author, call, resident_id)
        self._ledger.sent(by.author, call_id)
        self.taken.append(amount)
        self.card -= amount
        if self.fault is not None:
            raise self.fault()
        self._ledger.conclude(by.author, call_id, CallState.SUCCEEDED, "answer")
        return PurseDebit(call_id, amount, self.card)

    def resolve(self, by) -> list[Resolved]:
        found = []
        for call in self._ledger.open("purse.debit"):
            self._ledger.conclude(by.author, call.id, CallState.SUCCEEDED, "proof")
            found.append(
                Resolved(
                    call_id=call.id,
                    amount=call.amount,
                    visit_id=call.visit_id,
                    state=CallState.SUCCEEDED,
                    evidence="proof",
                )
            )
        return found

    def unspent(self, visit_id):
        return self._day.clinic.purse.unspent(visit_id)

    def unclear(self, visit_id):
        return self._day.clinic.purse.unclear(visit_id)

    def hand_back(self, by, call_id):
        return self._day.clinic.purse.hand_back(by, call_id)

    def told_by_issuer(self, by, call_id, *, taken, reference):
        return self._day.clinic.purse.told_by_issuer(by, call_id, taken=taken, reference=reference)


def with_purse(day, page, balance: int = 5000) -> Purse:
    from dataclasses import replace

    purse = Purse(day, balance)
    page.view_model.services = replace(page.view_model.services, purse=purse)
    return purse


def test_part_by_phone_by_keys_alone(day, screen):
    day.bill(0)
    page = opened(screen)
    screen.keys = 0
    card_in(screen, page, day.people[0])
    due = page.view_model.state.due
    screen.press(Qt.Key.Key_M, CTRL)
    assert page.pay.means.hasFocus()
    screen.type("1")
    screen.press(Qt.Key.Key_Return)
    screen.type("7")
    screen.press(Qt.Key.Key_Return)
    assert (page.view_model.state.means, page.pay.due.fen) == ("wechat", due - 700)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    (one,) = made_today(day)
    assert day.clinic.settlement.made(one.id).tender == {"wechat": 700, "cash": due - 700}
    assert screen.keys <= 7


def test_all_by_phone_leaves_no_cash_due(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    due = page.view_model.state.due
    screen.press(Qt.Key.Key_M, CTRL)
    screen.type("2")
    screen.waits(lambda: page.pay.due.fen == 0)  # a digit waits a moment: it may be a scanner's
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert day.clinic.settlement.made(made_today(day)[0].id).tender == {"alipay": due}
    assert page.view_model.state.means == "", "the next one pays in cash again"


def test_more_by_phone_than_is_due_is_said_and_nothing_is_charged(day, screen):
    day.bill(0)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_M, CTRL)
    screen.type("3")
    screen.press(Qt.Key.Key_Return)
    screen.type("999")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_F9)
    assert page.pay.short.text() == "其他方式收多了，请改小。"
    assert made_today(day) == []


def test_the_purse_is_debited_first_and_then_settled(day, screen):
    day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page, balance=1000)
    card_in(screen, page, day.people[0])
    due = page.view_model.state.due
    screen.press(Qt.Key.Key_E, CTRL)
    screen.waits(lambda: page.view_model.state.due == due - 1000)
    assert page.pay.purse.text() == "付 ¥10.00　余额 ¥10.00"
    assert purse.taken == []
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    made = day.clinic.settlement.made(made_today(day)[0].id)
    assert (made.tender, purse.taken) == ({"purse": 1000, "cash": due - 1000}, [1000])


def test_a_debit_before_a_fault_is_shown_and_used_never_made_again(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page)
    card_in(screen, page, day.people[0])
    purse.debit(day.clinic.on_duty, 700, visit.id)  # then the power was cut
    page.view_model.open(visit)
    screen.waits(lambda: page.view_model.state.purse is not None)
    assert page.pay.purse.text() == "钱包已扣 ¥7.00"
    assert page.pay.card.accessibleName() == "退钱包"
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    made = day.clinic.settlement.made(made_today(day)[0].id)
    assert (made.tender["purse"], purse.taken) == (700, [700])


def test_while_nobody_knows_nothing_is_charged_and_asking_the_card_goes_on(day, screen):
    day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page, balance=600)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_E, CTRL)
    screen.waits(lambda: page.view_model.state.purse is not None)
    screen.waits(page.settle.isEnabled)
    purse.fault = lambda: PurseUnknown(call="1", amount=600)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.purse_unclear)
    assert "查清前不要另外收钱" in page.owed.text()
    screen.press(Qt.Key.Key_F9)
    assert made_today(day) == []
    page.owed.acted.emit()
    screen.waits(lambda: page.view_model.state.purse is not None and page.view_model.state.purse.paid == 600)
    screen.waits(page.settle.isEnabled)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert day.clinic.settlement.made(made_today(day)[0].id).tender["purse"] == 600


def test_what_another_bill_left_open_does_not_hold_this_one_up(day, screen):
    other = day.bill(1)
    day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page)
    purse.fault = lambda: PurseUnknown(call="1", amount=600, yuan="6.00")
    with pytest.raises(PurseUnknown):
        purse.debit(day.clinic.on_duty, 600, other.id)
    card_in(screen, page, day.people[0])
    purse.resolve = lambda by: [
        Resolved(call_id=other.id, amount=600, visit_id=other.id, state=CallState.UNKNOWN, why=PurseNoCard())
    ]
    page.view_model.paying.resolve_purse()
    screen.waits(lambda: not page.view_model.state.busy)
    assert page.notice.text() == ""
    assert not page.view_model.state.purse_unclear
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    page.view_model.open(other)
    screen.waits(lambda: page.view_model.state.purse_unclear)
    assert not page.settle.isEnabled(), "its own bill waits"


def test_another_card_than_the_one_shown_is_not_debited(day, screen):
    day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page, balance=600)
    asked: list[str] = []
    debit = purse.debit
    purse.debit = lambda *given, serial="": (asked.append(serial), debit(*given))[1]
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_E, CTRL)
    screen.waits(page.settle.isEnabled)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert asked == ["0001"]


def test_a_debit_that_nobody_wants_goes_back_in_cash_by_two_keys(day, screen):
    visit = day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page)
    purse.debit(day.clinic.on_duty, 700, visit.id)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_E, CTRL)
    assert page.purse_asked.yes.hasFocus()
    assert "¥7.00 用现金退给患者" in page.purse_asked.words.text()
    screen.press(Qt.Key.Key_Escape)
    assert day.clinic.purse.unspent(visit.id) is not None
    screen.press(Qt.Key.Key_E, CTRL)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.purse is None)
    assert "请退给患者现金 ¥7.00" in page.notice.text()
    assert day.clinic.purse.unspent(visit.id) is None
    screen.waits(page.pay.tender.hasFocus)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert "purse" not in day.clinic.settlement.made(made_today(day)[0].id).tender


@pytest.mark.parametrize(("typed", "paid_by_purse"), [("1", 600), ("2", 0)])
def test_the_issuers_word_ends_a_debit_whose_card_does_not_come_back(day, screen, typed, paid_by_purse):
    visit = day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page)
    purse.fault = lambda: PurseUnknown(call="1", amount=600, yuan="6.00")
    with pytest.raises(PurseUnknown):
        purse.debit(day.clinic.on_duty, 600, visit.id)
    card_in(screen, page, day.people[0])
    screen.waits(lambda: page.view_model.state.purse_unclear)
    screen.press(Qt.Key.Key_I, CTRL)
    assert page.purse_asked.said.hasFocus()
    screen.type(typed)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    assert page.purse_asked.reference.property("invalid") == "true", "not without its number"
    assert page.view_model.state.purse_unclear
    screen.type("B20261120-7")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    screen.waits(
        lambda: not page.view_model.state.purse_unclear and page.view_model.state.purse_asked is None
    )
    assert page.notice.text().startswith("已登记")
    screen.waits(page.settle.isEnabled)
    screen.waits(page.pay.tender.hasFocus)
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert day.clinic.settlement.made(made_today(day)[0].id).tender.get("purse", 0) == paid_by_purse


def test_no_purse_in_the_reader_is_said_and_cash_still_works(day, screen):
    day.bill(0)
    page = opened(screen)
    purse = with_purse(day, page)
    purse.balance = lambda: (_ for _ in ()).throw(PurseNoCard())
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_E, CTRL)
    screen.waits(lambda: page.notice.text() != "")
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)


def test_a_bill_put_aside_comes_back_with_its_choices(day, screen):
    visit = day.bill(0)
    day.bill(1)
    page = opened(screen)
    card_in(screen, page, day.people[0])
    screen.press(Qt.Key.Key_M, CTRL)
    screen.type("1")
    screen.press(Qt.Key.Key_F11)
    screen.waits(lambda: visit.id in page.view_model.state.held)
    assert page.view_model.state.ready is None
    shown = page.bills.model()
    assert [shown.index(row, 2).data() for row in range(2)] == ["暂挂", "医保"]
    screen.waits(page.bills.hasFocus)
    page.bills.choose(0)
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.view_model.state.ready is not None)
    assert page.view_model.state.means == "wechat"
    assert page.view_model.state.held == {}
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert "wechat" in day.clinic.settlement.made(made_today(day)[0].id).tender


def refunding(day, screen, **given):
    visit = day.bill(0)
    settlement_id, made = day.clinic.settlement.settle(day.clinic.on_duty, visit.id, **given)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.rows) == 1)
    screen.keys = 0
    screen.press(Qt.Key.Key_F6)
    screen.press(Qt.Key.Key_F6)
    screen.waits(page.day.refund.reason.hasFocus)
    return page, settlement_id, made


def test_chosen_lines_come_back_by_keys_alone_and_the_sums_stand_there_first(day, screen):
    page, settlement_id, _ = refunding(day, screen)
    card = page.day.refund
    screen.press(Qt.Key.Key_P, CTRL)
    screen.waits(lambda: len(card.lines.boxes) == 3 and card.lines.boxes["1"].hasFocus())
    screen.press(Qt.Key.Key_Return)
    screen.type("1")
    plan = day.clinic.refunds.plan
    screen.waits(lambda: getattr(page.view_model.state.refunding.plan, "taken", None) is not None)
    assert page.view_model.state.refunding.plan.taken == tuple(
        one for one in page.view_model.state.refunding.plan.taken if one.feedetl_sn == "2"
    )
    assert card.back.text().startswith("退还现金 ¥")
    assert "退回基金 ¥" in card.back.text()
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return)
    assert card.reason.hasFocus()
    screen.type("1")
    for _ in range(3):
        screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: len(page.view_model.state.rows) == 2)
    assert screen.keys < 14
    first, rest = made_today(day)
    assert (first.id, first.reversed, rest.reversed) == (settlement_id, True, False)
    assert [line.feedetl_sn for line in day.clinic.settlement.made(rest.id).lines] == ["1", "3"]
    assert plan(rest.id).settled.number == rest.number
    papers = day.clinic.store.folder / "print"
    screen.waits(lambda: (papers / f"receipt-{rest.number}.pdf").exists())


def test_more_than_was_charged_is_marked_and_nothing_goes_back(day, screen):
    page, _, _ = refunding(day, screen)
    card = page.day.refund
    screen.press(Qt.Key.Key_P, CTRL)
    screen.waits(lambda: len(card.lines.boxes) == 3)
    screen.type("5")
    assert card.lines.boxes["1"].property("invalid") == "true"
    assert not card.yes.isEnabled()
    screen.press(Qt.Key.Key_P, CTRL)
    screen.waits(lambda: page.view_model.state.refunding.plan is not None)
    assert card.yes.isEnabled(), "everything again"
    screen.press(Qt.Key.Key_Escape)
    assert not made_today(day)[0].reversed


def owed(day, place: int = 0) -> None:
    """The county found 3.20 less for the fund: the person owes it."""
    visit = day.bill(place)
    settlement_id, _ = day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    found = judged(day, settlement_id)
    amounts = dict(found.amounts)
    amounts["fund_pay_sumamt"] -= 320
    import msgspec

    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(msgspec.structs.replace(found, amounts=amounts), visit.resident_id)


def test_what_a_person_owes_is_said_when_the_card_is_in_and_one_key_settles_it(day, screen):
    owed(day)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.open) == 1)
    from tests.ui.clinic_day import card_of

    screen.reader.insert(card_of(day.people[0]))
    screen.waits(page.owed.isVisible)
    assert "应补收 ¥3.20" in page.owed.text()
    assert "该参保人在别处已用掉一部分额度" in page.owed.text()
    screen.keys = 0
    screen.press(Qt.Key.Key_D, CTRL)
    screen.waits(lambda: page.view_model.state.open == ())
    assert screen.keys == 1
    assert "差额已结清" in page.notice.text()
    assert not page.owed.isVisible()
    slips = day.clinic.store.folder / "print"
    screen.waits(lambda: any(one.name.startswith("difference-C") for one in slips.glob("*.pdf")))


def test_a_difference_is_collected_by_phone_too(day, screen):
    owed(day)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.open) == 1)
    from tests.ui.clinic_day import card_of

    screen.reader.insert(card_of(day.people[0]))
    screen.waits(page.owed.isVisible)
    screen.press(Qt.Key.Key_M, CTRL)
    assert page.pay.means.hasFocus() and not page.pay.by_means.isVisible()
    screen.type("1")
    screen.waits(lambda: page.difference.accessibleName() == "结清差额（微信）")
    screen.press(Qt.Key.Key_D, CTRL)
    screen.waits(lambda: page.view_model.state.open == ())
    assert "已收 ¥3.20（微信）" in page.notice.text()
    assert paid_differences(day) == [{"wechat": 320}]
    assert page.view_model.state.means == "", "the next one pays in cash again"


def paid_differences(day) -> list[dict[str, int]]:
    with day.clinic.store.reading() as connection:
        bodies = connection.scalars(sa.select(entry.c.body).where(entry.c.type == DifferenceSettled.type))
        return [DifferenceSettled.parse(body).tender for body in bodies]


def test_from_the_list_of_differences_too(day, screen):
    owed(day)
    page = opened(screen)
    screen.waits(lambda: len(page.view_model.state.open) == 1)
    page.tabs.setCurrentIndex(DIFFERING)
    page.differing.table.choose(0)
    screen.waits(page.difference.isEnabled)
    screen.press(Qt.Key.Key_D, CTRL)
    screen.waits(lambda: page.view_model.state.open == ())
    cell = page.differing.table.model()
    texts = [cell.index(0, column).data() for column in range(cell.columnCount())]
    assert "已结清" in texts


def test_the_sheet_of_a_settlement_goes_out(day, screen):
    day.clinic.settlement.settle(day.clinic.on_duty, day.bill(0).id)
    page = opened(screen)
    page.tabs.setCurrentIndex(DAY)
    screen.waits(lambda: len(page.view_model.state.rows) == 1)
    page.day.table.choose(0)
    screen.press(Qt.Key.Key_F7)
    path = day.clinic.store.folder / "print" / f"sheet-{made_today(day)[0].number}.pdf"
    screen.waits(path.exists)


@pytest.mark.parametrize("place", range(2))
def test_the_usual_bill_takes_under_ten_keys_with_the_card(day, screen, place):
    """Card in, F9: the sum is exact; the receipt comes by itself."""
    day.bill(place)
    page = opened(screen)
    screen.keys = 0
    card_in(screen, page, day.people[place])
    screen.press(Qt.Key.Key_F9)
    settled(screen, page)
    assert screen.keys == 1


def test_on_the_front_desk_it_is_said_too_and_the_button_leads_to_the_till(day, screen):
    owed(day)
    from tests.ui.clinic_day import card_of

    screen.window.open_page("registration")
    screen.reader.insert(card_of(day.people[0]))
    screen.waits(lambda: "应补收 ¥3.20" in screen.window.notice.text())
    screen.window.notice.acted.emit()
    assert screen.window.page_name() == "settlement"
    screen.waits(screen.window.page("settlement").owed.isVisible)
