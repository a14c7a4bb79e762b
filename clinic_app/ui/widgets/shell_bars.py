"""The bars of the shell: top bar, page rail, status line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.i18n import translate
from clinic_app.ui.shell_state import DutyState, Line, PageSpec, Reader, ReaderState, SyncState
from clinic_app.ui.shell_texts import filling_text, line_text, reader_text, roles_text, unsent_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.states import Chip


class Sign(QWidget):
    """An icon and a short word: one state of the machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self.label = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(6))
        row.addWidget(self._icon)
        row.addWidget(self.label)

    def say(self, icon: str, text: str, tone: Tone, hint: str = "") -> None:
        colour = {Tone.PLAIN: "text", Tone.SOFT: "text_soft"}.get(tone, tone.value)
        icons.dress(self._icon, icon, colour, 19)
        self.label.setText(text)
        look(self.label, "", tone.value)
        self.setToolTip(hint)
        self.setAccessibleName(text)


class TopBar(QFrame):
    """Whose clinic, which reader, which line, who is on duty."""

    def __init__(self, facility: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "bar")
        self._logo = QLabel()
        icons.dress(self._logo, "logo", "accent", 26)
        self._facility = QLabel(facility)
        look(self._facility, TextSize.LARGE.value)
        self._demo = Chip("", Tone.WARN)
        self._demo.hide()
        self.reader = Sign()
        self.sync = Sign()
        self.duty = Sign()
        self.lock = ActionButton("lock", kind="quiet")
        self._demo_data = False
        self._simulated = False
        self._lay_out()

    def show_reader(self, state: ReaderState) -> None:
        tone = {
            Reader.READY: Tone.PLAIN,
            Reader.READING: Tone.ACCENT,
            Reader.CARD_IN: Tone.OK,
            Reader.MISSING: Tone.SOFT,
        }.get(state.kind, Tone.DANGER)
        self.reader.say("reader", reader_text(state.kind), tone, state.name)
        self._simulated = state.simulated
        self._mark()

    def show_sync(self, state: SyncState) -> None:
        icon, tone = {
            Line.UP: ("cloud-ok", Tone.OK),
            Line.BUSY: ("cloud-up", Tone.ACCENT),
            Line.DOWN: ("cloud-off", Tone.WARN),
            Line.NOT_ENROLLED: ("cloud", Tone.SOFT),
            Line.REFUSED: ("cloud-off", Tone.DANGER),
        }[state.line]
        if state.line is Line.UP and state.unsent:
            icon, tone = "cloud-up", Tone.PLAIN
        self.sync.say(icon, line_text(state.line), tone)

    def show_duty(self, duty: DutyState) -> None:
        self.duty.say("person", duty.name, Tone.PLAIN, roles_text(duty.roles))

    def show_demo(self, demo: bool) -> None:
        self._demo_data = demo
        self._mark()

    def _mark(self) -> None:
        """What is not real is said in plain sight."""
        words = []
        if self._simulated:
            words.append(self.tr("模拟读卡器"))
        if self._demo_data:
            words.append(self.tr("演示数据"))
        self._demo.say(" · ".join(words), Tone.WARN)
        self._demo.setVisible(bool(words))

    def _lay_out(self) -> None:
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(8), px(4))
        row.setSpacing(px(8))
        row.addWidget(self._logo)
        row.addWidget(self._facility)
        row.addWidget(self._demo)
        row.addStretch()
        for sign in (self.reader, self.sync, self.duty):
            row.addWidget(sign)
            row.addSpacing(px(10))
        row.addWidget(self.lock)


class RailButton(QToolButton):
    """One page in the rail, its Alt+number at the right edge."""

    def __init__(self, spec: PageSpec, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.spec = spec
        self._number = number
        self._compact = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        title = translate("pages", spec.title)
        self.setText(title)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
        if number <= 9:
            self.setToolTip(f"{title}  Alt+{number}")
            self.setAccessibleDescription(f"Alt+{number}")
        self.toggled.connect(lambda on: self._colour(on))
        self._colour(False)
        self.narrow(False)

    def narrow(self, compact: bool) -> None:
        """Icon over text for small screens, icon beside text otherwise."""
        self._compact = compact
        under = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(under if compact else beside)
        look(self, "narrow" if compact else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._number > 9 or self._compact:
            return
        now = theme.current()
        hint = f"Alt+{self._number}"
        words = self.fontMetrics().horizontalAdvance(self.text()) + now.px(46)
        if words + QFontMetrics(now.font(TextSize.SMALL)).horizontalAdvance(hint) > self.width() - now.px(12):
            return  # the tool tip still says it
        painter = QPainter(self)
        painter.setFont(now.font(TextSize.SMALL))
        painter.setPen(now.colour("text_soft"))
        area = self.rect().adjusted(0, 0, -now.px(10), 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)

    def _colour(self, on: bool) -> None:
        icons.dress(self, self.spec.icon, "accent" if on else "text_soft", 20)


class Rail(QFrame):
    """The pages a person may open.

    Signals:
        wanted: the name of the page.
    """

    wanted = Signal(str)
    WIDE = 172  # pixels at 100 %
    NARROW = 90

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "rail")
        self.buttons: list[RailButton] = []
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, theme.current().px(6), 0, 0)
        self._column.setSpacing(theme.current().px(1))
        area = QScrollArea()
        area.setWidget(self._inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(area)
        self._compact = False
        self.narrow(False)

    def show_pages(self, pages: Sequence[PageSpec]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.buttons = [RailButton(spec, at + 1, self._inner) for at, spec in enumerate(pages)]
        for button in self.buttons:
            button.narrow(self._compact)
            button.clicked.connect(lambda _=False, name=button.spec.name: self.wanted.emit(name))
            self._column.addWidget(button)
        self._column.addStretch()
        self._fit()

    def mark(self, name: str) -> None:
        """Show which page is open."""
        for button in self.buttons:
            button.setChecked(button.spec.name == name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Whoever may open every page sees them all: the buttons come closer before the rail scrolls."""
        px = theme.current().px
        for button in self.buttons:
            button.setMinimumHeight(0)
            button.setMaximumHeight(16_777_215)
        if self._compact or not self.buttons or not self.height():
            return
        usual = self.buttons[0].sizeHint().height()
        room = (self.height() - px(6)) // len(self.buttons) - px(1)
        if room < usual:
            for button in self.buttons:
                button.setFixedHeight(max(room, px(30)))

    def narrow(self, compact: bool) -> None:
        """Small screens: fourteen pages stand in 704 pixels; more scroll."""
        self._compact = compact
        px = theme.current().px
        self._column.setContentsMargins(0, px(2 if compact else 6), 0, 0)
        self._column.setSpacing(0 if compact else px(1))
        self.setFixedWidth(theme.current().px(self.NARROW if compact else self.WIDE))
        for button in self.buttons:
            button.narrow(compact)
        self._fit()


class StatusLine(QFrame):
    """The truth about what the county does not hold yet; at the right, what a key just did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "foot")
        self.sync = Sign()
        self.filling = Sign()
        self.filling.hide()
        self.returned = Chip("", Tone.DANGER)
        self.returned.hide()
        self.word = QLabel()
        look(self.word, "small")
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(3), px(12), px(3))
        row.setSpacing(px(10))
        row.addWidget(self.sync)
        row.addWidget(self.filling)
        row.addWidget(self.returned)
        row.addStretch()
        row.addWidget(self.word)

    def show_sync(self, state: SyncState) -> None:
        text, tone = unsent_text(state)
        coming = filling_text(state)
        self.sync.say("ok" if tone is Tone.OK else "cloud-up", text, tone)
        self.sync.setVisible(not (coming and tone is Tone.OK))  # no green while so much is missing
        self.filling.say("refresh", coming, Tone.WARN)
        self.filling.setVisible(bool(coming))
        self.returned.say(self.tr("县里退回 {n} 条").format(n=state.quarantined), Tone.DANGER)
        self.returned.setVisible(state.quarantined > 0)

    def say(self, text: str) -> None:
        self.word.setText(text)
