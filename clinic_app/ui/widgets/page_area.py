"""Room for a page: as large as the screen gives, scrolling only when its least size is larger."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class PageArea(QScrollArea):
    """A page too high for the screen scrolls; it is never squeezed until its words are cut.

    Qt's own resizable scroll area asks a page with wrapped text for the height it would like, not the
    least it needs, and so pushes buttons off the screen; hence this one.
    """

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        page.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        page = self.widget()
        if page is None:
            return
        room = self.maximumViewportSize()
        least = _least(page, room.width())
        if least.height() > room.height():
            bar = self.verticalScrollBar().sizeHint().width()
            least = _least(page, room.width() - bar)
            room.setWidth(room.width() - bar)
        page.resize(room.expandedTo(least))


def _least(page: QWidget, width: int) -> QSize:
    layout = page.layout()
    if layout is None:
        return page.minimumSizeHint().expandedTo(page.minimumSize())
    least = layout.totalMinimumSize()
    if layout.hasHeightForWidth():
        least.setHeight(layout.totalMinimumHeightForWidth(max(width, least.width())))
    return least.expandedTo(page.minimumSize())
