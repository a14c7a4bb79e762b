"""预防接种: three parts, Ctrl+Tab between them; a scanned box goes to the part in front."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QTableView, QWidget

from clinic_app.ui.desk import Desk
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs

GIVE, LISTS, FIGURES = range(3)


class ImmunizationPage(QWidget):
    """Tabs over the parts."""

    def __init__(self, parts: Sequence[StockPart], desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = tuple(parts)
        self.tabs = PartTabs(self.tr("接种的各部分"))
        self._stacked = QStackedWidget()
        for part in self.parts:
            self.tabs.addTab(part.title())
            self._stacked.addWidget(part)
            for kind in (QTableView, QPlainTextEdit):
                for box in part.findChildren(kind):
                    box.installEventFilter(self)
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        stack.addLayout(head)
        stack.addWidget(self._stacked, 1)
        self.tabs.currentChanged.connect(self._turned)
        desk.scanned.connect(lambda scan: self._scanned(scan.text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.parts[self.tabs.currentIndex()].begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return is_key and isinstance(event, QKeyEvent) and self.tabs.turns(event)

    def _turned(self, at: int) -> None:
        self._stacked.setCurrentIndex(at)
        self.parts[at].begin()

    def _scanned(self, text: str) -> None:
        if self.isVisible():
            self.parts[self.tabs.currentIndex()].model.take_scan(text)
