"""Tabs over the parts of a page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QWidget


class PartTabs(QTabBar):
    """The parts of a page; its `keyPressEvent`, and filters over boxes that keep Tab for themselves, ask `turns`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Args:
        name: what a screen reader calls them.
        """
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName(name)

    def turns(self, event: QKeyEvent) -> bool:
        """Ctrl+Tab goes on to the next part in sight, with Shift back; whether the key was one of them."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
        if control and step:
            around = [(self.currentIndex() + step * far) % self.count() for far in range(1, self.count() + 1)]
            self.setCurrentIndex(next(filter(self.isTabVisible, around), self.currentIndex()))
        return control and bool(step)
