"""The bars of the shell: top bar and status line."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.shell_state import DutyState, Line, Reader, ReaderState, SyncState
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
