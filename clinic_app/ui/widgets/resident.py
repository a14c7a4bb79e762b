"""The strip that says whose record is open, on every page."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from clinic_app.ui import icons, theme
from clinic_app.ui.shell_state import ResidentBanner
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.states import Chip

_ROOMY = 1080  # pixels at 100 %


class ResidentStrip(QFrame):
    """Name, sex, age, number, insurance and warnings; nobody in hand is said too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._name = QLabel()
        self._who = QLabel()
        self._chips = ChipLine()
        self._resident: ResidentBanner | None = None
        self.find_button = ActionButton("find", kind="quiet")
        self.clear_button = ActionButton("clear", kind="quiet")
        self._lay_out()
        self.show_resident(None)

    def show_resident(self, resident: ResidentBanner | None) -> None:
        self._resident = resident
        look(self, "resident" if resident else "nobody")
        icons.dress(self._icon, "person", "accent" if resident else "text_soft", 24)
        self._chips.show_chips(() if resident is None else _chips_of(resident))
        self.clear_button.setVisible(resident is not None)
        if resident is None:
            self._name.setText(self.tr("没有选定居民"))
            look(self._name, "soft")
            self._who.setText(self.tr("插卡、扫码，或按查找键找人"))
            self.setAccessibleName(self._name.text())
            return
        look(self._name, TextSize.TITLE.value)
        self._name.setText(resident.name)
        self.setAccessibleName(f"{resident.name} {resident.sex} {resident.age}")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On a small screen the number keeps its last four digits and the buttons only their keys."""
        small = self.width() < theme.current().px(_ROOMY)
        for button in (self.find_button, self.clear_button):
            button.key_only(small)
        if self._resident is not None:
            number = f"…{self._resident.id_masked[-4:]}" if small else self._resident.id_masked
            self._who.setText(f"{self._resident.sex}  ·  {self._resident.age}  ·  {number}")

    def _lay_out(self) -> None:
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(8), px(4))
        row.setSpacing(px(10))
        self.setMinimumHeight(px(44))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._name)
        row.addWidget(self._who)
        row.addWidget(self._chips, 1)
        row.addWidget(self.find_button)
        row.addWidget(self.clear_button)


class ChipLine(QWidget):
    """Chips in a line; those that do not fit hide behind a last one, "+2", that names them when pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._more = Chip("", Tone.WARN, self)
        self._more.hide()
        self.setMinimumWidth(theme.current().px(60))

    def show_chips(self, chips: Sequence[tuple[str, Tone]]) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(text, tone, self) for text, tone in chips]
        self.setAccessibleName("，".join(text for text, _ in chips))
        self._place()

    def hidden_texts(self) -> list[str]:
        """What does not fit."""
        return [chip.text() for chip in self._chips if not chip.isVisibleTo(self)]

    def sizeHint(self) -> QSize:
        height = self._more.sizeHint().height()
        return QSize(sum(chip.sizeHint().width() for chip in self._chips), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        gap = theme.current().px(6)
        widths = [chip.sizeHint().width() + gap for chip in self._chips]
        fitting = len(widths)
        self._more.setText("+9")
        room = self.width()
        while fitting and sum(widths[:fitting]) > room:
            fitting -= 1
            room = self.width() - self._more.sizeHint().width() - gap
        left = 0
        for at, chip in enumerate(self._chips):
            chip.setVisible(at < fitting)
            _put(chip, left, self.height())
            left += widths[at] if at < fitting else 0
        rest = self._chips[fitting:]
        self._more.say(f"+{len(rest)}", Tone.WARN)
        self._more.setToolTip("\n".join(chip.text() for chip in rest))
        self._more.setVisible(bool(rest))
        _put(self._more, left, self.height())


def _put(chip: Chip, left: int, height: int) -> None:
    size = chip.sizeHint()
    chip.setGeometry(left, (height - size.height()) // 2, size.width(), size.height())


def _chips_of(resident: ResidentBanner) -> list[tuple[str, Tone]]:
    """Dangers first: they must be seen however small the screen is."""
    dangers = [(caution.text, caution.tone) for caution in resident.warnings if caution.tone is Tone.DANGER]
    others = [
        (caution.text, caution.tone) for caution in resident.warnings if caution.tone is not Tone.DANGER
    ]
    plain = [
        (resident.insurance, Tone.ACCENT),
        (resident.card, Tone.WARN if resident.temporary else Tone.PLAIN),
    ]
    return dangers + [chip for chip in plain if chip[0]] + others
