"""The cashier's page where the insurance platform settles, by its keys: settled, unknown, on account."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.resources import text
from clinic_app.services.platform.values import Trial
from clinic_app.sync.simulated.faults import Fault
from clinic_app.ui.pages.settlement.page import SettlementPage
from tests.services.insurance_platform.desk import Desk, begin
from tests.ui.clinic_day import Screen, card_of, found_clinic
from tests.ui.workplace import DeskReader

CUT = [Fault.LOST_BEFORE] * 50


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("platform_desk") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = begin(founded, tmp_path / "data", tmp_path / "platform.db")
    opened.day.clinic = replace(opened.day.clinic, platform=opened.service)
    yield opened
    opened.platform.books.close()


@pytest.fixture
def screen(qtbot, desk: Desk) -> Iterator[Screen]:
    shown = Screen(qtbot, desk.day, DeskReader())
    yield shown
    shown.close()


def opened(screen: Screen) -> SettlementPage:
    screen.window.open_page("settlement")
    page = screen.window.page("settlement")
    screen.waits(lambda: len(page.view_model.state.bills) == 1)
    return page


def card_in(screen: Screen, page: SettlementPage, desk: Desk) -> None:
    screen.reader.insert(card_of(desk.day.people[0]))
    screen.waits(lambda: page.view_model.state.ready is not None and not page.view_model.state.busy)


def test_card_in_f9_and_the_platform_has_settled(desk, screen):
    desk.day.bill(0)
    page = opened(screen)
    screen.keys = 0
    card_in(screen, page, desk)
    screen.waits(page.pay.tender.hasFocus)
    trial = page.view_model.state.ready
    assert isinstance(trial, Trial) and not page.view_model.state.estimated
    assert page.pay.fund.fen == trial.amounts.fund_pay_sumamt > 0
    assert desk.theirs() == {}, "the trial books nothing"
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.view_model.state.previous is not None)
    assert screen.keys < 3
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()


def test_no_answer_to_a_settlement_is_told_and_found_by_the_clock(desk, screen):
    desk.day.bill(0)
    page = opened(screen)
    card_in(screen, page, desk)
    screen.waits(page.pay.tender.hasFocus)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: "不要重复收费" in page.notice.text())
    screen.waits(lambda: page.calls.count() == 1)
    screen.workplace.ask_platform()
    screen.waits(lambda: page.calls.count() == 0)
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()


def test_through_an_outage_on_account_and_back(desk, screen):
    desk.day.bill(0)
    desk.script.faults = {infno: list(CUT) for infno in ("9001", "1101")}
    page = opened(screen)
    card_in(screen, page, desk)
    assert page.view_model.state.estimated and not page.view_model.state.may_settle
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.calls.count() == 1)
    (waiting,) = desk.service.deferred()
    papers = desk.day.clinic.store.folder / "print"
    slip = papers / f"account-{waiting.number}.pdf"
    screen.waits(slip.exists)
    desk.script.faults = {}
    page.tabs.setCurrentIndex(page.parts.indexOf(page.calls))
    page.calls.table.setFocus()
    screen.press(Qt.Key.Key_Return)
    screen.waits(lambda: page.calls.count() == 0)
    assert "不用补退" in page.calls.notice.text()
    assert len(desk.ours()) == 1
    assert desk.ours() == desk.theirs()


def test_an_estimate_that_was_wrong_is_explained_when_the_bill_is_settled(desk, screen):
    desk.day.bill(0)
    dearer = text("policies", "open_sample.toml").replace("ratio_bp = 5000", "ratio_bp = 3000")
    desk.day.clinic.insurance.install_policy(desk.me, dearer)
    desk.script.faults = {infno: list(CUT) for infno in ("9001", "1101")}
    page = opened(screen)
    card_in(screen, page, desk)
    screen.press(Qt.Key.Key_F8)
    screen.waits(lambda: page.calls.count() == 1)
    desk.script.faults = {}
    page.tabs.setFocus()
    for _ in range(3):
        screen.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    screen.waits(page.calls.table.hasFocus)
    screen.press(Qt.Key.Key_F9)
    screen.waits(lambda: page.calls.count() == 0)
    said = page.calls.notice.text()
    assert "请退给患者 ¥" in said
    assert "基金支付合计：估算" in said
    assert desk.ours() == desk.theirs() != {}
