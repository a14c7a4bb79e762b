"""Widgets beside each other, and in another line where the room ends: large buttons on a small screen."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """It needs no more width than its widest widget, and as many lines as that takes."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        """Args:
        gap: pixels between two widgets and two lines.
        """
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._bottom(self._places(width))

    def minimumSize(self) -> QSize:
        widest = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(widest, max((item.sizeHint().height() for item in self._items), default=0))

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        for item, place in zip(self._items, self._places(room.width()), strict=True):
            item.setGeometry(place.translated(room.topLeft()))

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        corner = QPoint(0, 0)
        for item in self._items:
            size = item.sizeHint()
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, self._bottom(places) + self._gap)
            places.append(QRect(corner, size))
            corner = QPoint(corner.x() + size.width() + self._gap, corner.y())
        return places

    @staticmethod
    def _bottom(places: list[QRect]) -> int:
        return max((one.y() + one.height() for one in places), default=0)
