"""签约: two parts, Ctrl+Tab between them."""

from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.ui.pages.contracts.signing_part import SigningPart
from clinic_app.ui.pages.contracts.teams_part import TeamsPart
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs


class ContractsPage(QWidget):
    """Tabs over the parts."""

    def __init__(self, signing: SigningPart, teams: TeamsPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.signing, self.teams = signing, teams
        self.tabs = PartTabs(self.tr("签约的各部分"))
        self._stacked = QStackedWidget()
        for part in (signing, teams):
            self.tabs.addTab(part.title())
            self._stacked.addWidget(part)
        stack = Stack(self)
        head = Row()
        head.addWidget(self.tabs)
        head.addStretch()
        stack.addLayout(head)
        stack.addWidget(self._stacked, 1)
        self.tabs.currentChanged.connect(self._turned)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._turned(self.tabs.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes to the other part."""
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def _turned(self, at: int) -> None:
        self._stacked.setCurrentIndex(at)
        (self.signing, self.teams)[at].begin()
