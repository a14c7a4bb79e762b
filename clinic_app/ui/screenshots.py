"""Pictures of pages without a screen: ``screenshots DIR`` and the look of our own widgets."""

from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget

if TYPE_CHECKING:
    from clinic_app.ui.main_window import MainWindow

SMALL = QSize(1024, 768)
USUAL = QSize(1366, 768)
_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly


def grab(widget: QWidget, path: Path, scale: float = 1.0, size: QSize = USUAL) -> Path:
    """Draw a widget into a PNG.

    Args:
        scale: device pixels per logical pixel, as on a screen of that density.
        size: logical pixels; what a window of that size would show.

    Raises:
        OSError: the file cannot be written.
    """
    if widget.isWindow():
        widget.resize(size)
        if not widget.isVisible():
            hidden = QApplication.platformName() != "offscreen"
            widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, hidden)
            widget.show()
        widget.activateWindow()
    settle(100)
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path)):
        raise OSError(f"cannot write {path}")
    return path


def draw_pages(
    window: "MainWindow", folder: Path, only: str = "", scale: float = 1.0, size: QSize = USUAL
) -> list[Path]:
    """Draw the pages that the person on duty may open, one PNG each, named like the page.

    Args:
        only: the name of one page; empty for all.
        scale: device pixels per logical pixel.

    Raises:
        LookupError: `only` names no page of this person.
        OSError: a file cannot be written.
    """
    names = [spec.name for spec in window.pages() if only in ("", spec.name)]
    if not names:
        raise LookupError(only)
    drawn = []
    for name in names:
        window.open_page(name)
        settle(300)  # answers of workers come in
        drawn.append(grab(window, folder / f"{name}.png", scale, size))
    return drawn


def settle(ms: int, until: Callable[[], bool] | None = None) -> bool:
    """Let layouts, timers and answers of workers come in: until a condition holds, `ms` at most."""
    end = monotonic() + ms / 1000
    while monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if until is not None and until():
            return True
    return until is None


def cut_texts(widget: QWidget) -> Iterable[str]:
    """Labels and buttons whose text does not fit: what a look at the picture would find."""
    for child in widget.findChildren(QWidget):
        if not child.isVisible() or not isinstance(child, QLabel | QAbstractButton) or not child.text():
            continue
        if isinstance(child, QToolButton) and child.toolButtonStyle() == _ICON_ONLY:
            continue
        need = child.sizeHint()
        if isinstance(child, QLabel) and child.wordWrap():
            need = QSize(0, child.heightForWidth(child.width()))
        if need.width() > child.width() + 1 or need.height() > child.height() + 1:
            yield child.text()
