"""同步 on the screen: green by the rule alone, what came back with its reason, and the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.domain.errors import ClinicError
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.facts.county import CountyFact, EntryQuarantined
from clinic_app.services.registration import NewVisit
from clinic_app.services.sync_state import Held
from clinic_app.store import exchange, local
from clinic_app.store.rows import own_runs
from clinic_app.sync.engine import sync_once
from clinic_app.ui.pages.sync.words import PAGES, RECORDS
from clinic_app.ui.shell_state import Line, SyncState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.held import held_text
from tests.store.test_run_days import Counting
from tests.sync.fake_county import FakeCounty
from tests.ui.workplace import PEOPLE, resident_of


class Rounds:
    """The county of the workplace's PC, and the rounds that its runner would make."""

    def __init__(self, workplace: Workplace) -> None:
        self.store = workplace.clinic.store
        self.desk = workplace.desk
        self.county = FakeCounty(self.store.wall)
        self.peer = Counting(self.county, self.store)
        self.made = 0
        self.desk.sync_wanted.connect(self.make)

    def enrol(self) -> None:
        self.county.enrol(self.store)
        with self.store.changing() as connection:
            local.write(connection, local.SERVER, "https://county.test")

    def make(self) -> None:
        self.made += 1
        line = Line.UP
        try:
            sync_once(self.store, self.peer)
        except ClinicError:
            line = Line.DOWN
        with self.store.reading() as connection:
            now = exchange.unsent(connection)
            self.desk.show_sync(SyncState(line, now.count, 0.0, now.safe, exchange.quarantined(connection)))


@pytest.fixture
def rounds(workplace: Workplace) -> Rounds:
    return Rounds(workplace)


@pytest.fixture
def page(qtbot, workplace: Workplace, rounds: Rounds):
    """The page of sync, open on a PC that is enrolled and has not synced yet."""
    rounds.enrol()
    workplace.window.open_page("sync")
    page = workplace.window.page("sync")
    qtbot.waitUntil(lambda: page.now.isEnabled())
    return page


def tone(page) -> str:
    return page.headline.property("tone")


def a_visit(clinic, at: int = 0):
    resident = clinic.residents.register(clinic.on_duty, resident_of(PEOPLE[at]))
    return clinic.registration.register(
        clinic.on_duty, NewVisit(resident_id=resident.id, department="全科医疗科")
    )


def test_a_clinic_without_a_county_is_told_so(qtbot, workplace) -> None:
    workplace.window.open_page("sync")
    page = workplace.window.page("sync")
    qtbot.waitUntil(lambda: "没有入网" in page.headline.text())
    assert (tone(page), page.now.isEnabled()) == (Tone.WARN.value, False)
    assert "同步过" in page.last.text()


def test_f5_sends_everything_and_only_then_it_is_green(qtbot, page, fingers, rounds) -> None:
    assert "没有到县里" in page.headline.text() and tone(page) == Tone.WARN.value
    assert page.days.rows.rows[0].waiting > 0
    fingers.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "全部安全" in page.headline.text())
    assert (tone(page), rounds.made) == (Tone.OK.value, 1)
    day = page.days.rows.rows[0]
    assert (day.waiting, day.ours) == (0, day.theirs)
    assert page.days.rows.index(0, 6).data() == "一致"
    assert "成功" in page.last.text()


def test_a_fen_of_difference_is_red_although_everything_arrived(qtbot, page, fingers, rounds) -> None:
    rounds.peer.wrong = 1
    fingers.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "合计与本机不同" in page.headline.text())
    assert page.view_model.state.overview.unsent == 0
    assert tone(page) == Tone.DANGER.value
    assert page.days.rows.index(0, 6).data() == "不同"


def test_a_cut_line_says_what_happened_and_what_to_do(qtbot, page, fingers, rounds) -> None:
    rounds.peer.cut_before = frozenset(range(99))
    fingers.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "没有完成" in page.last.text())
    assert "没有到县里" in page.headline.text()
    assert "恢复后自动补送" in page.advice.text()
    qtbot.waitUntil(lambda: page.now.isEnabled())


def test_what_came_back_says_why_and_enter_opens_it(qtbot, page, fingers, rounds, workplace) -> None:
    visit = a_visit(workplace.clinic)
    rounds.make()
    rounds.county.state(EntryQuarantined(entry_id=visit.id, reason="journal.unknown_author"))
    rounds.make()
    qtbot.waitUntil(lambda: len(page.returned.rows.rows) == 1)
    assert [page.returned.rows.index(0, at).data() for at in (1, 2)] == ["挂号", PEOPLE[0].name]
    qtbot.waitUntil(lambda: "请管理员在“人员”页登记" in page.why.text())
    page.returned.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workplace.window.page_name() == "registration")
    qtbot.waitUntil(lambda: workplace.desk.in_hand is not None)
    assert workplace.desk.in_hand.resident.id == visit.resident_id


def test_the_keyboard_walks_from_the_list_to_the_days_and_the_button(qtbot, page, fingers) -> None:
    page.returned.setFocus()
    fingers.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.days
    seen = []
    for _ in range(12):
        fingers.press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert page.now in seen and page.carry in seen


def test_the_stick_is_one_key_away_for_who_may_write_it(qtbot, page, fingers, workplace) -> None:
    page.carry.setFocus()
    fingers.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: workplace.window.page_name() == "courier")


def test_the_visit_list_shows_how_far_each_visit_has_come(qtbot, page, rounds, workplace) -> None:
    visit = a_visit(workplace.clinic)
    workplace.desk.written.emit()
    desk_page = workplace.window.page("registration")
    queue = desk_page.today.queue
    last = queue.rows.columnCount() - 1
    qtbot.waitUntil(lambda: queue.rows.rowCount() == 1 and queue.rows.index(0, last).data() == "本机")
    rounds.make()
    qtbot.waitUntil(lambda: queue.rows.index(0, last).data() == "县已收")
    rounds.county.state(EntryQuarantined(entry_id=visit.id, reason="journal.unknown_author"))
    rounds.make()
    qtbot.waitUntil(lambda: queue.rows.index(0, last).data() == "退回")
    assert "县里不认识这条记录的操作人" in queue.rows.data(
        queue.rows.index(0, last), Qt.ItemDataRole.ToolTipRole
    )


def test_a_visit_is_as_far_as_its_last_step(qtbot, page, rounds, workplace) -> None:
    visit = a_visit(workplace.clinic)
    rounds.make()
    service = workplace.clinic.sync_state
    assert held_text(service.of_visits([visit.id])[visit.id]) == "县已收"
    workplace.clinic.registration.call(workplace.clinic.on_duty, visit.id)
    assert service.of_visits([visit.id])[visit.id].held is Held.HERE


def test_entries_under_way_are_packed_on_the_list(qtbot, page, rounds, workplace) -> None:
    visit = a_visit(workplace.clinic)
    with rounds.store.reading() as connection:
        run = own_runs(connection)[-1]
    with rounds.store.handing_over(run.incarnation, run.head_seq):
        assert held_text(workplace.clinic.sync_state.of_visits([visit.id])[visit.id]) == "已打包"


def test_each_kind_of_a_clinic_s_record_has_a_word() -> None:
    written_here = {name for name, fact in FACTS.items() if not issubclass(fact, CountyFact)}
    wordless = written_here - set(RECORDS)
    assert {name for name in wordless if FACTS[name].action} == set()
    assert set(PAGES) <= set(RECORDS)
