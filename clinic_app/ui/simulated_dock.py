"""模拟读卡器: a small window for training, where a made-up person's card is picked and put in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from clinic_app.services.cards import CardHolder
from clinic_app.ui import theme
from clinic_app.ui.format import masked_id
from clinic_app.ui.in_hand import kind_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.states import Chip


@dataclass(frozen=True, slots=True)
class Trick:
    """One made-up card to pick."""

    name: str
    holder: CardHolder


class SimulatedDock(QWidget):
    """Stays above the window it serves; Enter or a double click puts the chosen card in."""

    def __init__(
        self,
        tricks: Sequence[Trick],
        insert: Callable[[CardHolder], None],
        remove: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window, Qt.WindowType.Tool)
        self.setWindowTitle(self.tr("模拟读卡器"))
        self._insert, self._remove, self._over = insert, remove, window
        self._last: CardHolder | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("演示用的卡"))
        for trick in tricks:
            item = QListWidgetItem(_line(trick))
            item.setData(Qt.ItemDataRole.UserRole, trick.holder)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.put_in, self.take_out = QPushButton(self.tr("插卡")), QPushButton(self.tr("拔卡"))
        look(self.put_in, "primary")
        self.put_in.clicked.connect(self._put_in)
        self.take_out.clicked.connect(self._take_out)
        self.list.itemActivated.connect(lambda _: self._put_in())
        self._lay_out()

    def again(self) -> None:
        """Read the card that lies in the reader anew."""
        if self._last is not None:
            self._insert(self._last)

    def _put_in(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            holder: CardHolder = item.data(Qt.ItemDataRole.UserRole)
            self._last = holder
            self._insert(holder)
            self._over.activateWindow()

    def _take_out(self) -> None:
        self._last = None
        self._remove()
        self._over.activateWindow()

    def _lay_out(self) -> None:
        px = theme.current().px
        buttons = QHBoxLayout()
        buttons.addWidget(self.put_in, 1)
        buttons.addWidget(self.take_out, 1)
        column = QVBoxLayout(self)
        column.addWidget(Chip(self.tr("演示用，卡和人都是编的"), Tone.WARN))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.resize(px(330), px(420))


def _line(trick: Trick) -> str:
    holder = trick.holder
    number = masked_id(holder.id_number) if holder.id_number else holder.card_number or ""
    return f"{trick.name}  {kind_text(holder.kind)}  {number}"
