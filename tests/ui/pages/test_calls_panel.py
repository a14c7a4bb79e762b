"""未完成: what nobody is sure of and what stands on account, each with one step that ends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinic_app.domain.platform.errors import OutcomeUnknown
from clinic_app.services.platform import Open
from clinic_app.sync.simulated.faults import Fault
from clinic_app.ui.desk import Desk as DeskInHand
from clinic_app.ui.desk import Services
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.settlement.calls_panel import CallsPanel
from clinic_app.ui.pages.settlement.calls_view_model import CallsViewModel
from tests.services.insurance_platform.desk import Desk, begin
from tests.ui.clinic_day import found_clinic


@dataclass
class Shown:
    desk: Desk
    panel: CallsPanel
    jobs: JobRunner
    receipts: list[object]

    def rests(self) -> bool:
        return not self.panel.view_model.state.busy

    def says(self) -> str:
        return self.panel.notice.text()


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unfinished") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def shown(qtbot, founded: Path, tmp_path: Path) -> Iterator[Shown]:
    desk = begin(founded, tmp_path / "data", tmp_path / "platform.db")
    clinic, jobs = desk.day.clinic, JobRunner()
    in_hand = DeskInHand(Services(clinic.residents, clinic.registration, clinic.cards), jobs, clinic.on_duty)
    panel = CallsPanel(CallsViewModel(desk.service, in_hand, jobs))
    qtbot.addWidget(panel)
    receipts: list[object] = []
    panel.view_model.settled.connect(receipts.append)
    yield Shown(desk, panel, jobs, receipts)
    jobs.close()
    desk.close()


def unknown(desk: Desk, place: int = 0) -> None:
    visit = desk.day.bill(place)
    desk.script.next("2207", Fault.LOST_AFTER)
    desk.script.next("5203", Fault.LOST_BEFORE)
    with pytest.raises(OutcomeUnknown):
        desk.service.settle(desk.me, visit.id)


def opened(qtbot, shown: Shown, rows: int) -> CallsPanel:
    shown.panel.resize(1200, 500)
    shown.panel.show()
    qtbot.waitUntil(lambda: shown.panel.count() == rows)
    shown.panel.table.setFocus()
    return shown.panel


def test_nothing_open_offers_nothing(qtbot, shown):
    panel = opened(qtbot, shown, 0)
    assert not (panel.ask.isEnabled() or panel.end.isEnabled() or panel.alone.isEnabled())
    assert not panel.words.isVisible()


def test_a_settlement_that_nobody_is_sure_of_is_found_with_enter(qtbot, shown):
    unknown(shown.desk)
    panel = opened(qtbot, shown, 1)
    assert shown.desk.day.people[0].name in panel.words.text()
    assert "不要重复收费" in panel.words.text()
    assert panel.ask.isEnabled() and not panel.end.isEnabled()
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.count() == 0 and shown.rests())
    assert shown.says().startswith("查到了：平台已经结算")
    assert len(shown.receipts) == 1
    assert shown.desk.ours() == shown.desk.theirs() != {}


def test_while_the_line_stays_cut_it_says_so_and_keeps_the_row(qtbot, shown):
    unknown(shown.desk)
    panel = opened(qtbot, shown, 1)
    shown.desk.script.next("5203", Fault.LOST_BEFORE)
    panel.ask.click()
    qtbot.waitUntil(lambda: bool(shown.says()) and shown.rests())
    assert "不要重复收费" in shown.says()
    assert panel.count() == 1


def test_a_bill_on_account_ends_with_enter_and_its_difference_is_told(qtbot, shown):
    shown.desk.service.defer(shown.desk.me, shown.desk.day.bill(0).id, {"cash": 3410})
    panel = opened(qtbot, shown, 1)
    assert panel.view_model.state.rows[0].why is Open.ON_ACCOUNT
    assert panel.end.isEnabled() and not panel.ask.isEnabled()
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.count() == 0 and shown.rests())
    assert "请退给患者 ¥" in shown.says()
    assert len(shown.receipts) == 1
    assert shown.desk.ours() == shown.desk.theirs() != {}


def test_the_person_may_pay_a_bill_on_account_alone(qtbot, shown):
    shown.desk.service.defer(shown.desk.me, shown.desk.day.bill(0).id)
    panel = opened(qtbot, shown, 1)
    panel.alone.click()
    qtbot.waitUntil(lambda: panel.count() == 0 and shown.rests())
    assert "请向患者补收 ¥" in shown.says()
    assert shown.desk.theirs() == {}


def test_a_refused_step_is_said_and_the_row_stays(qtbot, shown):
    shown.desk.service.defer(shown.desk.me, shown.desk.day.bill(0).id)
    panel = opened(qtbot, shown, 1)
    shown.desk.script.next("2207", Fault.REFUSED)
    panel.end.click()
    qtbot.waitUntil(lambda: bool(shown.says()) and shown.rests())
    assert "医保平台没有接受" in shown.says()
    assert panel.count() == 1
