"""下乡包: sheets that came back are typed in; what is due is packed for the next round."""

from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.projections.queries.rounds import Pack
from clinic_app.ui.pages.rounds.packing_part import PackingPart
from clinic_app.ui.pages.rounds.typing_part import TypingPart
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs

TYPING, PACKING = range(2)


class RoundsPage(QWidget):
    """Two parts, Ctrl+Tab between them."""

    def __init__(self, typing: TypingPart, packing: PackingPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typing, self.packing = typing, packing
        self.tabs = PartTabs(self.tr("下乡包的各部分"))
        for words in (self.tr("回录"), self.tr("打包")):
            self.tabs.addTab(words)
        self.parts = QStackedWidget()
        for part in (typing, packing):
            self.parts.addWidget(part)
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        stack.addLayout(head)
        stack.addWidget(self.parts, 1)
        self.tabs.currentChanged.connect(self._turned)
        typing.view_model.scanned.connect(lambda: self.tabs.setCurrentIndex(TYPING))
        packing.model.packed.connect(self._packed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the other part."""
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def _turned(self, at: int) -> None:
        self.parts.setCurrentIndex(at)
        self._take_focus()

    def _take_focus(self) -> None:
        if self.tabs.currentIndex() == TYPING:
            self.typing.take_focus()
        else:
            self.packing.due.setFocus()

    def _packed(self, pack: Pack) -> None:
        """The new pack goes on paper at once, and is the one that is shown."""
        self.typing.view_model.print_pack(pack)
        self.tabs.setCurrentIndex(TYPING)
