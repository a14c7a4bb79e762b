"""同步 on the screen: green by the rule alone, what came back with its reason, and the keys."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from clinic_app.app.workplace import Workplace
from clinic_app.domain.errors import ClinicError
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.facts.county import CountyFact, EntryQuarantined
from clinic_app.services.receipts import DayReceipt, Verdicts
from clinic_app.services.registration import NewVisit
from clinic_app.services.rehearsal import Rehearsal, RehearsalService, Would, WouldReturn
from clinic_app.services.sync_state import Held
from clinic_app.store import exchange, local
from clinic_app.store.rows import own_runs
from clinic_app.sync.engine import sync_once
from clinic_app.sync.errors import NoLine
from clinic_app.ui.pages.sync.words import PAGES, RECORDS, receipt_words
from clinic_app.ui.shell_state import Line, SyncState
from clinic_app.ui.shell_texts import unsent_text
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
    assert page.days.rows.index(0, 5).data() == "一致"
    assert "成功" in page.last.text()


def test_a_fen_of_difference_is_red_although_everything_arrived(qtbot, page, fingers, rounds) -> None:
    rounds.peer.wrong = 1
    fingers.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "合计与本机不同" in page.headline.text())
    assert page.view_model.state.overview.unsent == 0
    assert tone(page) == Tone.DANGER.value
    assert page.days.rows.index(0, 5).data() == "不同"


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
    qtbot.waitUntil(lambda: "请管理员确认该人员已登记" in page.why.text())
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
    for _ in range(60):  # the rail between them
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


def no_line(_: object):
    raise NoLine(server="county")


def test_f7_looks_here_when_the_county_cannot_be_asked(qtbot, page, fingers, rounds, workplace) -> None:
    page.view_model._services = replace(
        page.view_model._services, rehearsal=RehearsalService(rounds.store, no_line)
    )
    fingers.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "只在本机检查了" in page.notice.text())
    assert page.tabs.currentIndex() == 1 and page.would.isVisible()
    assert exchange_head(rounds) == page.view_model.state.rehearsal.entries


def exchange_head(rounds: Rounds) -> int:
    with rounds.store.reading() as connection:
        return exchange.unsent(connection).count


def test_what_would_come_back_is_listed_and_enter_opens_it(qtbot, page, fingers, workplace) -> None:
    visit = a_visit(workplace.clinic)
    one = WouldReturn(
        would=Would.SET_ASIDE,
        seq=3,
        entry_id=visit.id,
        type="visit.registered",
        author="P001",
        written_ms=0,
        number="",
        code="journal.unknown_author",
    )
    found = Rehearsal(at_ms=0, by_county=True, why_not="", entries=4, accepted=3, left=0, would_return=(one,))
    page.view_model._rehearsed(found)
    assert "演练了 4 条，1 条不会照原样收下" in page.notice.text()
    assert [page.would.rows.index(0, at).data() for at in (0, 1)] == ["会退回", "挂号"]
    page.would.setFocus()
    fingers.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workplace.window.page_name() == "registration")
    qtbot.waitUntil(lambda: workplace.desk.in_hand is not None)
    assert workplace.desk.in_hand.resident.id == visit.resident_id


def test_yesterday_s_receipt_stands_until_somebody_has_seen_it(qtbot, page, fingers, rounds) -> None:
    rounds.make()
    wall = rounds.store.wall
    rounds.store.wall = lambda: wall() + 86_400_000
    page.view_model.refresh()
    qtbot.waitUntil(lambda: "的县级回执：县里收到" in page.receipt.text())
    page.receipt._button.setFocus()
    fingers.press(Qt.Key.Key_Space)
    assert page.receipt.text() == ""
    qtbot.waitUntil(lambda: page.view_model._services.status.choice("sync.receipt_seen") != "")
    seen: list[object] = []
    page.view_model._jobs.read(page.view_model._unseen_receipt, seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [None]


VERDICTS = Verdicts(
    records=3,
    unchanged=2,
    adjusted=1,
    fund_diff=120,
    voided=0,
    voided_diff=0,
    set_aside=0,
    unjudged=0,
    pending=0,
)
RECEIPT = DayReceipt(
    day=date(2026, 11, 21),
    enrolled=True,
    as_of_ms=0,
    entries=40,
    fen=12_345,
    waiting=0,
    county_entries=40,
    county_fen=12_345,
    set_aside=0,
    verdicts=VERDICTS,
    head_seq=40,
    head_hash="ab",
)


@pytest.mark.parametrize(
    ("receipt", "words", "tone"),
    [
        pytest.param(RECEIPT, "复核一致 2、调整 1（基金 ¥1.20）", Tone.OK, id="proved"),
        pytest.param(replace(RECEIPT, county_fen=12_344), "合计与本机不同", Tone.DANGER, id="a fen"),
        pytest.param(replace(RECEIPT, waiting=2), "还有 2 条没有到县里", Tone.WARN, id="waiting"),
        pytest.param(
            replace(RECEIPT, county_entries=None, county_fen=None), "还没有告诉", Tone.INFO, id="not told"
        ),
        pytest.param(replace(RECEIPT, set_aside=1), "退回 1", Tone.INFO, id="one is set aside"),
    ],
)
def test_a_receipt_in_words(receipt, words, tone) -> None:
    said, its = receipt_words(receipt)
    assert words in said and its is tone


def test_the_status_line_is_not_green_while_a_day_differs() -> None:
    said, its = unsent_text(SyncState(Line.UP, 0, 0, 345, differs="2026-11-20"))
    assert "2026-11-20" in said and its is Tone.DANGER
