"""A repeat visit with its prescription (照抄), its charge, the follow-up of somebody known with high blood pressure, and
twenty round sheets typed in: by real keys on the real window, as a person would need.

    .venv/bin/python -m tests.bench stopwatch

Pauses are counted, not slept (docs/stopwatch.md): a key 0.2 s, a glance at a new screen 1.2 s, and what the program
itself took.  The raw limit is the keys alone.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_app.projections.queries.rounds import Pack
from clinic_app.services.rounds import Stop
from clinic_app.ui import appearance, i18n, theme
from clinic_app.ui.forms.walk import key_of
from tests.bench.report import Measured, share
from tests.ui.clinic_day import ClinicDay, Screen, begin_day, found_clinic
from tests.ui.pages.test_rounds import fill, followed
from tests.ui.pages.test_rounds_typing import VISIT
from tests.ui.workplace import DeskReader

_KEY: Final = 0.2  # seconds
_READ: Final = 1.2  # seconds, whenever the screen says something new
_VISIT, _CHARGE = 45.0, 12.0  # seconds, the goals
_FOLLOWUP: Final = 60.0  # seconds, the goal: the screen's part of a follow-up
_SHEETS: Final = 20
_EVENING: Final = 1200.0  # seconds, the goal for twenty sheets
_SLOW_KEY: Final = 1.0  # seconds: who reads from paper and looks for each key (docs/rounds.md)
_PAPER: Final = 15.0  # seconds to turn a sheet, scan it and look
_MEASURED: Final = {"mode": "1", "symptoms": "1", "sbp": "138", "dbp": "86", "heart_rate": "72"}
_WAY: Final = 20  # keys from the record back to the history, at most
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class _Run:
    keys: int
    looks: int
    program: float  # seconds

    @property
    def typed(self) -> float:
        return self.keys * _KEY

    @property
    def seconds(self) -> float:
        return self.typed + self.looks * _READ + self.program


class _Waits:
    """What `Screen` asks of pytest-qt."""

    def keyClick(self, widget: Any, key: Any, modifier: Any) -> None:
        QTest.keyClick(widget, key, modifier)

    def waitActive(self, window: Any) -> Any:
        return nullcontext(window)

    def waitUntil(self, condition: Callable[[], bool], timeout: int = 30_000) -> None:
        until = time.monotonic() + timeout / 1000
        while not condition():
            assert time.monotonic() < until, "the screen did not get there"
            QTest.qWait(5)


class _Person:
    """Who sits there: looks whenever something new is on the screen."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._keys, self._looks, self._began = screen.keys, 0, time.process_time()

    def looks_until(self, condition: Callable[[], bool]) -> None:
        self._screen.waits(condition)
        self._looks += 1

    def run(self) -> _Run:
        return _Run(self._screen.keys - self._keys, self._looks, time.process_time() - self._began)


def bench_stopwatch() -> list[Measured]:
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication([])
    appearance.apply(app, theme.Theme())
    i18n.install(app, "zh")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        found_clinic(template)
        day = begin_day(template, Path(folder) / "data")
        person = day.adults[0]
        psn_no = day.insure(person)
        day.examined(day.arrives(person, psn_no), "YP0002", "YP1250")
        day.clock.pass_minutes(14 * 24 * 60)
        again = day.arrives(person, psn_no)
        day.has_no_allergies(again)
        screen = Screen(_Waits(), day, DeskReader())
        try:
            visit, charge = _visit(screen, day), _charge(screen, day)
        finally:
            screen.close()
    followup, sheets = _followups(app)
    evening = sheets.keys * _SLOW_KEY + _SHEETS * _PAPER + sheets.program
    print(f"{_SHEETS} sheets: {sheets.keys} keys, {sheets.program:.2f} s of the program itself")
    return [
        *_told("repeat visit", visit, _VISIT),
        *_told("charge", charge, _CHARGE),
        *_told("follow-up", followup, _FOLLOWUP),
        share(f"{_SHEETS} sheets typed in", evening, _EVENING, "s, modelled"),
    ]


def _followups(app: QApplication) -> tuple[_Run, _Run]:
    """One at the desk, and an evening's sheets; everybody was followed up in summer."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        found_clinic(template)
        day = begin_day(template, Path(folder) / "data")
        oldest = sorted(day.people, key=lambda one: one.birth_date)[:_SHEETS]
        people = [day.arrives(one).resident_id for one in oldest]
        for one in people:
            followed(day, one)
        stops = [Stop(resident_id=one, form="htn_followup") for one in people]
        pack = day.clinic.rounds.make(day.clinic.on_duty, day.clinic.rounds.today(), stops)
        screen = Screen(_Waits(), day, DeskReader())
        try:
            sheets = _typed_in(screen, pack)
            return _followup(screen, people[0]), sheets
        finally:
            screen.close()


def _typed_in(screen: Screen, pack: Pack) -> _Run:
    """Scan, the blanks in the order of the paper, F8; the next one."""
    screen.window.open_page("rounds")
    page = screen.window.page("rounds").typing
    screen.waits(lambda: page.sheets.rows.rowCount() == len(pack.sheets))
    person = _Person(screen)
    for taken in pack.sheets:
        screen.scan(taken.sheet.code)
        person.looks_until(page.answer.hasFocus)
        fill(screen, page, VISIT)
        screen.press(Qt.Key.Key_F8)
        screen.waits(lambda: page.view_model.state.typing is None and not page.view_model.state.busy)
    return person.run()


def _followup(screen: Screen, resident_id: UUID) -> _Run:
    """The form from the list of the person in hand; what is missing is typed (F7), the rest is as last time (F9)."""
    screen.window.open_page("forms")
    page = screen.window.page("forms")
    screen.workplace.desk.take(resident_id)
    screen.waits(lambda: bool(page.view_model.state.signed) and page.lists.isVisible())
    person = _Person(screen)
    screen.workplace.desk.form_wanted.emit(
        resident_id, "htn_followup", ""
    )  # Enter on the line of the work list
    screen.keys += 1
    person.looks_until(lambda: key_of(QApplication.focusWidget()) in _MEASURED)
    view = page.opened.view
    while key_of(QApplication.focusWidget()) in _MEASURED:
        screen.type(_MEASURED[key_of(QApplication.focusWidget())])
        screen.press(Qt.Key.Key_F7)
    screen.press(Qt.Key.Key_F9)
    screen.press(Qt.Key.Key_F8)
    person.looks_until(lambda: page.view_model.state.open is None or bool(view.notice.isVisible()))
    assert page.view_model.state.open is None, view.filling.problems
    return person.run()


def _visit(screen: Screen, day: ClinicDay) -> _Run:
    """Next, back to the history, the last visit, copied, signed."""
    screen.window.open_page("outpatient")
    page = screen.window.page("outpatient")
    screen.waits(lambda: len(page.view_model.state.queue) == 1 and page.left.queue.hasFocus())
    person = _Person(screen)
    screen.press(Qt.Key.Key_F5)
    person.looks_until(lambda: page.record.complaint.hasFocus())
    for _ in range(_WAY):
        if page.left.history.hasFocus():
            break
        screen.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    screen.press(Qt.Key.Key_Return)
    person.looks_until(page.left.past.repeat.hasFocus)
    screen.press(Qt.Key.Key_Return)
    person.looks_until(lambda: len(page.orders.orders()) == 2 and bool(page.view_model.state.form.complaint))
    screen.press(Qt.Key.Key_Return, _CTRL)
    person.looks_until(lambda: page.view_model.state.signed and not page.view_model.state.busy)
    return person.run()


def _charge(screen: Screen, day: ClinicDay) -> _Run:
    """The cashier's page, the bill that waits, the money, settled."""
    person = _Person(screen)
    screen.window.open_page("settlement")
    screen.keys += 1  # Alt and its number
    page = screen.window.page("settlement")
    if page.view_model.state.ready is None:
        screen.waits(lambda: page.view_model.state.ready is not None or bool(page.view_model.state.bills))
        if page.view_model.state.ready is None:
            screen.press(Qt.Key.Key_Return)
    person.looks_until(page.pay.tender.hasFocus)
    screen.type("100")
    screen.press(Qt.Key.Key_F9)
    person.looks_until(lambda: page.view_model.state.previous is not None and not page.view_model.state.busy)
    return person.run()


def _told(name: str, run: _Run, goal: float) -> list[Measured]:
    print(f"{name}: {run.keys} keys, {run.looks} looks, {run.program:.2f} s of the program itself")
    return [share(name, run.seconds, goal, "s, modelled")]
