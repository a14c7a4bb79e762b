"""Two desktops that sync by themselves, with the real county between them."""

import threading
from pathlib import Path

import pytest

from clinic_app.store import local
from clinic_app.sync.runner import SyncNow, SyncRunner
from clinic_app.sync.schedule import Rules
from tests.e2e.county_at_work import at_work
from tests.e2e.test_sync_county import enrolled, joined, registered, synced
from tests.sync.fake_county import ids

QUICK = Rules(soon=0.1, look=0.1, probe_first=0.2, probe_most=0.4, gather=0.2, evening_tries=10_000)


class Heard:
    """What a runner told, and a way to wait for it."""

    def __init__(self) -> None:
        self.states: list[SyncNow] = []
        self.came = threading.Event()
        self._news = threading.Condition()

    def told(self, state: SyncNow) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait_for(self, line: str, unsent: int = 0) -> None:
        with self._news:
            found = self._news.wait_for(
                lambda: (
                    bool(self.states) and (self.states[-1].line, self.states[-1].unsent) == (line, unsent)
                ),
                timeout=15,
            )
        assert found, self.states[-3:]


def test_a_second_pc_sees_new_work_within_seconds(tmp_path: Path) -> None:
    with at_work(tmp_path) as county:
        a, holder, _ = enrolled(tmp_path / "a", county)
        synced(a)
        b = joined(tmp_path / "b", county)
        heard = {"a": Heard(), "b": Heard()}
        runners = [
            SyncRunner(a, heard["a"].told, heard["a"].came.set, QUICK),
            SyncRunner(b, heard["b"].told, heard["b"].came.set, QUICK),
        ]
        for runner in runners:
            runner.start()
        try:
            heard["a"].wait_for("up")
            heard["b"].wait_for("up")
            heard["b"].came.clear()
            registered(a, holder, 2)
            assert heard["b"].came.wait(10), "b heard nothing"
            assert set(ids(b)) >= set(ids(a))
            heard["a"].wait_for("up")
        finally:
            for runner in runners:
                runner.stop()


def test_the_line_goes_and_comes_back_without_anybody_doing_anything(tmp_path: Path) -> None:
    heard = Heard()
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
    runner = SyncRunner(store, heard.told, rules=QUICK)
    runner.start()
    try:
        heard.wait_for("down", unsent=2)
        registered(store, holder)
        heard.wait_for("down", unsent=3)
        assert heard.states[-1].error == "sync.no_line"
        with at_work(tmp_path, database_url=county.database_url) as again:
            with store.changing() as connection:
                local.write(connection, local.SERVER, again.url)
            heard.wait_for("up")
            assert heard.states[-1].error == ""
    finally:
        runner.stop()


def test_a_pc_that_is_not_enrolled_says_so_and_asks_nobody(tmp_path: Path) -> None:
    from tests.e2e.test_sync_county import clinic

    store, _, _ = clinic(tmp_path / "a")
    heard = Heard()
    runner = SyncRunner(store, heard.told, rules=QUICK)
    runner.start()
    heard.wait_for("not_enrolled", unsent=2)
    runner.stop()
    with store.reading() as connection:
        assert local.read_text(connection, local.LAST_SYNC) == ""


@pytest.mark.usefixtures("qapp")
def test_the_screen_gets_each_state_on_its_own_thread(tmp_path: Path, qtbot) -> None:
    from PySide6.QtCore import QThread

    from clinic_app.ui.shell_state import Line
    from clinic_app.ui.sync_timer import SyncTimer

    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        timer = SyncTimer(lambda told, came: SyncRunner(store, told, came, QUICK))
        threads = []
        timer.changed.connect(lambda _: threads.append(QThread.currentThread()))
        timer.start()
        try:
            qtbot.waitUntil(lambda: (timer.state.line, timer.state.unsent) == (Line.UP, 0), timeout=60_000)
            registered(store, holder)
            timer.sync_now()
            qtbot.waitUntil(lambda: timer.state.safe_seq == 3, timeout=60_000)
        finally:
            timer.stop()
        assert set(threads) == {timer.thread()}
