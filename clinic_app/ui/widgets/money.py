"""Money on screen: always right-aligned, always fen underneath."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from clinic_app.domain.money import Fen, fen_of
from clinic_app.ui.format import money, yen
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.entries import half_width, mark_invalid


class MoneyLabel(QLabel):
    """An amount.  ``TextSize.TOTAL`` for sums, ``TextSize.HERO`` for the change to hand back."""

    def __init__(
        self,
        fen: int = 0,
        size: TextSize = TextSize.BASE,
        tone: Tone = Tone.PLAIN,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.fen = fen
        self._name = name
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        look(self, size.value, tone.value)
        self.show_fen(fen)

    def show_fen(self, fen: int, tone: Tone | None = None) -> None:
        self.fen = fen
        self.setText(yen(fen))
        self.setAccessibleName(f"{self._name} {self.text()}".strip())
        if tone is not None:
            look(self, self.property("kind"), tone.value)


class MoneyEdit(QLineEdit):
    """Types yuan, means fen.  Blank is None: in a cash box blank means exact.

    Full-width digits, Chinese full stops and thousands commas are taken too.

    Signals:
        changed: the fen, or None when blank or not an amount.
    """

    changed = Signal(object)

    def __init__(self, name: str = "", *, big: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(14)
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        look(self, "tender" if big else "money")
        self.textChanged.connect(self._judge)
        self.editingFinished.connect(self._tidy)
        self._picked_up = False

    def fen(self) -> Fen | None:
        """The amount typed; None when blank or unreadable (see `readable`)."""
        try:
            return Fen(fen_of(half_width(self.text())))
        except ValueError:
            return None

    def readable(self) -> bool:
        """False while the text is no amount with at most two decimals."""
        return not self.text().strip() or self.fen() is not None

    def show_fen(self, fen: int | None) -> None:
        self.setText("" if fen is None else money(fen))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        self._picked_up = event.reason() == Qt.FocusReason.MouseFocusReason

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._picked_up:  # the click that brought the focus must not undo the selection
            self._picked_up = False
            self.selectAll()

    def _judge(self) -> None:
        mark_invalid(self, not self.readable())
        self.changed.emit(self.fen())

    def _tidy(self) -> None:
        fen = self.fen()
        if fen is not None:
            self.setText(money(fen))
