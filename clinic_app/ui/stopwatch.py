"""秒表: seconds and keys between two signals of a page.  Keys are counted, never which."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.stopwatch import Summary, Timing
from clinic_app.domain.time import Ticks
from clinic_app.services.stopwatch import StopwatchService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import translate

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class KeyCount(QObject):
    """How many keys were pressed, wherever the focus was; a chord is one, a key held down is one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pressed = 0
        self._asked: int | None = None  # the key that Qt has offered as a short cut and may deliver yet

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A short cut is only offered, a typed key is offered and delivered, an injected one only delivered."""
        if not isinstance(event, QKeyEvent) or watched is not QApplication.focusWidget():
            return False
        if event.isAutoRepeat() or event.key() in _MODIFIERS:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            self.pressed += 1
            self._asked = event.key()
        elif event.type() == QEvent.Type.KeyPress:
            self.pressed += self._asked != event.key()
            self._asked = None
        return False


@dataclass(slots=True)
class _Open:
    """One piece of work that is not done yet."""

    seconds: float = 0.0
    keys: int = 0
    since: tuple[float, int] | None = None  # while it is in hand: clock and keys when that began

    def pause(self, now: float, keys: int) -> None:
        if self.since is not None:
            self.seconds += now - self.since[0]
            self.keys += keys - self.since[1]
            self.since = None


class Watches:
    """One watch for each kind of work; what else is taken in hand meanwhile stops the one before."""

    def __init__(self, keys: Callable[[], int], ticks: Ticks = time.monotonic) -> None:
        self._keys = keys
        self._ticks = ticks
        self._open: dict[tuple[str, object], _Open] = {}  # in memory alone: nobody's id is written

    def take(self, kind: str, what: object) -> None:
        """`what` is in hand from now on; None: nothing of this kind."""
        now, keys = self._ticks(), self._keys()
        for (its_kind, its), one in self._open.items():
            if its_kind == kind and its != what:
                one.pause(now, keys)
        if what is not None:
            one = self._open.setdefault((kind, what), _Open())
            one.since = one.since or (now, keys)

    def done(self, kind: str, what: object) -> Timing | None:
        """What it took; None: it was never taken in hand."""
        one = self._open.pop((kind, what), None)
        if one is None:
            return None
        one.pause(self._ticks(), self._keys())
        return Timing(round(one.seconds), one.keys)


class Stopwatch(QObject):
    """Listens to the desk, keeps what it measured, and shows today's medians there."""

    def __init__(self, service: StopwatchService, desk: Desk, ticks: Ticks = time.monotonic) -> None:
        super().__init__(desk)
        self._service = service
        self._desk = desk
        self.keys = KeyCount(self)
        self._told_on: date | None = None
        self._watches = Watches(lambda: self.keys.pressed, ticks)
        desk.taken_up.connect(self._watches.take)
        desk.done.connect(self._done)

    def begin(self) -> None:
        """Count from now on, and tell the county of the days before."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self.keys)
        self._kept()

    def _done(self, kind: str, what: object, page: str) -> None:
        took = self._watches.done(kind, what)
        if took is not None:
            self._desk.jobs.store(
                lambda: self._service.keep(kind, page, took), lambda _: self._kept(), _unheard
            )

    def _kept(self) -> None:
        """Today's medians; the county hears of the days before when the first of a day is kept."""
        by, today = self._desk.by, self._desk.today
        if self._told_on != today:
            self._told_on = today
            self._desk.jobs.store(lambda: self._service.tell(by), lambda _: None, _unheard)
        self._desk.jobs.read(self._service.today, self._desk.show_times, _unheard)


def today_words(found: Summary | None) -> str:
    """今天 12 人，中位 41 秒 · 63 键; empty where nothing was measured today."""
    if found is None:
        return ""
    words = translate("stopwatch", "今天 {n} 人，中位 {seconds} 秒 · {keys} 键")
    return words.format(n=found.count, seconds=found.seconds, keys=found.keys)


def _unheard(_: ClinicError) -> None:
    """A measurement that cannot be kept is nobody's worry."""
