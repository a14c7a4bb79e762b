"""The shell: rail, bars, the resident in hand, the pages.  It shows plain values and knows no services."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_app.ui import keys, theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.initials import initials
from clinic_app.ui.login import LockOverlay
from clinic_app.ui.shell_state import DutyState, PageSpec, ReaderState, ResidentBanner, SyncState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.overlay import Entry, KeyCard, Palette
from clinic_app.ui.widgets.page_area import PageArea
from clinic_app.ui.widgets.rail import NUMBERED, Rail
from clinic_app.ui.widgets.resident import ResidentStrip
from clinic_app.ui.widgets.shell_bars import StatusLine, TopBar
from clinic_app.ui.widgets.states import Notice

_NARROW_BELOW = 1180  # pixels at 100 %: the rail then shows its words under the icons
_WORD_MS = 4000
ALONE = "alone"  # property of a page that takes the whole window: no rail, no bars

# Commands somebody listens to on every page; the others need a button on the page.
_EVERYWHERE = frozenset({"read_card", "find", "clear", "next"})


class MainWindow(QMainWindow):
    """One window for the whole day.

    Signals:
        command: a key of the key map that no button of the page took (``read_card``, ``find``, ``clear``,
            ``next``); the part of the program that owns the resident in hand listens.
        page_opened: the name of the page now shown.
        locked: the screen was locked, by key or by itself.
    """

    command = Signal(str)
    page_opened = Signal(str)
    locked = Signal()

    def __init__(self, facility: str, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("乡医通 · {facility}").format(facility=facility))
        self._pages = {spec.name: spec for spec in pages}
        self._built: dict[str, QWidget] = {}
        self._duty = DutyState()
        self._notice_action: Callable[[], None] | None = None
        self.top = TopBar(facility)
        self.rail = Rail()
        self.strip = ResidentStrip()
        self.notice = Notice()
        self._notice_room = _room_for(self.notice)
        self.alarm = Notice()
        self._alarm_room = _room_for(self.alarm)
        self._alarm_action: Callable[[], None] = lambda: None
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self._lay_out()
        self.key_card = KeyCard(self)
        self.palette_card = Palette(self, initials)
        self.lock_screen = LockOverlay(self)
        self._word_timer = QTimer(self, singleShot=True, interval=_WORD_MS)
        self._connect()
        self.show_reader(ReaderState())
        self.show_sync(SyncState())

    # What others tell the shell.

    def show_duty(self, duty: DutyState) -> None:
        """Another person, other pages; the first page they may open comes up."""
        self._duty = duty
        self.top.show_duty(duty)
        offered = self.pages()
        self.rail.show_pages(offered)
        names = {spec.name for spec in offered}
        if self.page_name() in names:
            self.rail.mark(self.page_name())
        elif offered:
            self.open_page(offered[0].name)

    def show_reader(self, state: ReaderState) -> None:
        self.top.show_reader(state)

    def show_sync(self, state: SyncState) -> None:
        self.top.show_sync(state)
        self.status.show_sync(state)

    def show_resident(self, resident: ResidentBanner | None) -> None:
        """Whose record is open on every page; None for nobody."""
        self.strip.show_resident(resident)

    def show_demo(self, demo: bool) -> None:
        """Say in plain sight that the data are made up."""
        self.top.show_demo(demo)

    def notify(
        self, text: str, tone: Tone = Tone.INFO, action: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """A sentence over the page, with one button for what to do next; never a modal box."""
        self._notice_action = act
        self.notice.say(text, tone, action)
        self._notice_room.setVisible(bool(text))

    def sound_alarm(self, text: str, action: str = "", act: Callable[[], None] = lambda: None) -> None:
        """What stays on every page until it is dealt with: a critical value; an empty text takes it away."""
        self._alarm_action = act
        self.alarm.say(text, Tone.DANGER, action, closable=False)
        self._alarm_room.setVisible(bool(text))

    def say(self, text: str) -> None:
        """A passing word in the status line: 已保存, 本页不用 F6."""
        self.status.say(text)
        self._word_timer.start()

    # Pages.

    def pages(self) -> list[PageSpec]:
        """The pages the person on duty may open, in order."""
        return [spec for spec in self._pages.values() if spec.open_to(self._duty.roles)]

    def page_name(self) -> str:
        """The name of the page shown; empty before the first."""
        shown = self._shown()
        return next((name for name, page in self._built.items() if page is shown), "")

    def page(self, name: str) -> QWidget:
        """The page of that name, built if it was never opened."""
        if name not in self._built:
            page = self._pages[name].factory()
            page.setObjectName("page")
            if not page.accessibleName():
                page.setAccessibleName(translate("pages", self._pages[name].title))
            self._built[name] = page
            self.stack.addWidget(PageArea(page))
        return self._built[name]

    def open_page(self, name: str) -> None:
        """Show a page the person on duty may open; any other name is a bug (``ValueError``)."""
        if name not in self._pages or not self._pages[name].open_to(self._duty.roles):
            raise ValueError(name)
        before = self._shown()
        if before is not None and before.property(ALONE):
            before.hide()  # it undresses the program before another page is built
        page = self.page(name)
        page.show()
        self.stack.setCurrentIndex(list(self._built).index(name))
        self.rail.mark(name)
        for bar in (self.top, self.rail, self.strip, self.status):
            bar.setVisible(not page.property(ALONE))
        page.setFocus()
        self.page_opened.emit(name)

    # Keys.

    def press(self, command: str) -> None:
        """What a key of the key map does now: the button of the page, else the shell's own business."""
        if self.lock_screen.isVisible():
            return
        button = self._button(command)
        if button is not None and button.isEnabled():
            self._leave_cell()
            button.click()
        elif button is not None:
            self.say(self.tr("现在还不能：{word}").format(word=button.accessibleName()))
        elif command in _EVERYWHERE:
            self.command.emit(command)
        elif not self._own(command):
            key = keys.current().key(command)
            self.say(self.tr("本页不用 {key}（{word}）").format(key=key, word=keys.title(command)))

    def lock(self) -> None:
        """Hide everything until the person on duty, or another, gives a password."""
        self.key_card.close_card()
        self.palette_card.close_card()
        if not self.lock_screen.isVisible():
            self.lock_screen.cover(self._duty)
            self.locked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.narrow(self.width() < theme.current().px(_NARROW_BELOW))

    def _own(self, command: str) -> bool:
        own: dict[str, Callable[[], None]] = {
            "help": self._toggle_help,
            "palette": self._open_palette,
            "lock": self.lock,
            "page_after": lambda: self._turn_page(1),
            "page_before": lambda: self._turn_page(-1),
        }
        if command in own:
            own[command]()
        return command in own

    def _shown(self) -> QWidget | None:
        area = self.stack.currentWidget()
        return area.widget() if isinstance(area, PageArea) else None

    def _button(self, command: str) -> ActionButton | None:
        page = self._shown()
        offered = page.findChildren(ActionButton) if page is not None else []
        seen = [button for button in offered if button.command == command and button.isVisible()]
        ready = [button for button in seen if button.isEnabled()]
        return next(iter(ready or seen), None)

    def _leave_cell(self) -> None:
        """A cell being edited gives its value before the key acts on the table."""
        focus = QApplication.focusWidget()
        above = focus.parentWidget() if focus is not None else None
        if focus is not None and above is not None and above.objectName() == "qt_scrollarea_viewport":
            table = above.parentWidget()
            if table is not None:
                table.setFocus()

    def _toggle_help(self) -> None:
        if self.key_card.isVisible():
            self.key_card.close_card()
        else:
            self.key_card.open()

    def _open_palette(self) -> None:
        entries = [
            Entry(
                translate("pages", spec.title),
                spec.icon,
                f"Alt+{(at + 1) % 10}" if at < NUMBERED else "",
                lambda name=spec.name: self.open_page(name),  # type: ignore[misc]
                f"{spec.name} {spec.words} {spec.group} {initials(spec.group)} {initials(spec.title)}",
            )
            for at, spec in enumerate(self.pages())
        ]
        entries += [
            Entry(
                keys.title(command.name),
                command.icon,
                keys.current().key(command.name),
                lambda name=command.name: self.press(name),  # type: ignore[misc]
                f"{command.name} {initials(command.title)}",
            )
            for command in keys.COMMANDS
            if command.name != "palette"
        ]
        self.palette_card.offer(entries)

    def _open_nth(self, number: int) -> None:
        offered = self.pages()
        if not self.lock_screen.isVisible() and number <= len(offered):
            self.open_page(offered[number - 1].name)

    def _turn_page(self, step: int) -> None:
        """The next page of the rail, or the one before; after the last comes the first."""
        names = [spec.name for spec in self.pages()]
        if self.page_name() in names:
            self.open_page(names[(names.index(self.page_name()) + step) % len(names)])

    def _act_on_notice(self) -> None:
        act, self._notice_action = self._notice_action, None
        self.notify("")
        if act is not None:
            act()

    def _connect(self) -> None:
        self.rail.wanted.connect(self.open_page)
        self.top.lock.clicked.connect(self.lock)
        self.strip.find_button.clicked.connect(lambda: self.command.emit("find"))
        self.strip.clear_button.clicked.connect(lambda: self.command.emit("clear"))
        self.alarm.acted.connect(lambda: self._alarm_action())
        self.notice.acted.connect(self._act_on_notice)
        self.notice.closed.connect(lambda: self.notify(""))
        self._word_timer.timeout.connect(lambda: self.status.say(""))
        for command in keys.COMMANDS:
            self._bind(command.name)
        for number in range(1, NUMBERED + 1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number % 10}"), self)
            shortcut.activated.connect(lambda n=number: self._open_nth(n))

    def _bind(self, command: str) -> None:
        portable = keys.current().keys[command]
        if not portable:
            return
        both = {portable, portable.replace("Return", "Enter")}  # the number block has an Enter of its own
        for key in both:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda name=command: self.press(name))

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.strip)
        right.addWidget(self._alarm_room)
        right.addWidget(self._notice_room)
        right.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)


def _room_for(notice: Notice) -> QWidget:
    """Margins around the notice that go away with it."""
    px = theme.current().px
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(px(12), px(9), px(12), 0)
    column.addWidget(notice)
    room.hide()
    return room
