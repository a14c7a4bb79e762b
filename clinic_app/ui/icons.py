"""Line icons from resources/icons, drawn in the colour of the theme in use.

The files say ``currentColor``; it is filled in here.  A widget dressed with `dress` keeps its icon
in the right colour when the theme changes.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from clinic_app.domain import resources
from clinic_app.ui import theme

_DENSITIES = (1.0, 1.5, 2.0, 3.0)
_icons: dict[tuple[str, str], QIcon] = {}
_folder: TemporaryDirectory[str] | None = None


def draw(name: str, colour: str, size: int, density: float = 1.0) -> QPixmap:
    """One icon as a picture of `size` logical pixels.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    renderer = QSvgRenderer(QByteArray(_svg(name, colour).encode()))
    pixmap = QPixmap(QSize(round(size * density), round(size * density)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def icon(name: str, colour: str, size: int) -> QIcon:
    """One icon, sharp on screens of any density."""
    key = (f"{name}/{size}", colour)
    if key not in _icons:
        made = QIcon()
        for density in _DENSITIES:
            made.addPixmap(draw(name, colour, size, density))
        _icons[key] = made
    return _icons[key]


def forget() -> None:
    """Drop the drawn icons: the theme changes."""
    _icons.clear()


def dress(widget: QAbstractButton | QLabel, name: str, colour: str = "text", size: int = 18) -> None:
    """Give a button or a label an icon.

    Args:
        name: a file of resources/icons without its suffix; empty for none.
        colour: a name of `theme.Colours`.
        size: logical pixels at 100 %.
    """
    widget.setProperty("lineIcon", name)
    widget.setProperty("lineColour", colour)
    widget.setProperty("lineSize", size)
    _paint(widget)


def refresh(widgets: Iterable[QWidget]) -> None:
    """Paint the icons of dressed widgets again, in the colours of the new theme."""
    for widget in widgets:
        if widget.property("lineIcon") and isinstance(widget, QAbstractButton | QLabel):
            _paint(widget)


def themed_file(name: str, colour: str) -> str:
    """Path of an icon in a fixed colour, for the stylesheet (which takes files only)."""
    global _folder
    if _folder is None:
        _folder = TemporaryDirectory(prefix="xiangyitong-icons-")
    path = Path(_folder.name) / f"{name}-{QColor(colour).name()[1:]}.svg"
    if not path.exists():
        path.write_text(_svg(name, colour), encoding="utf-8")
    return path.as_posix()


def _paint(widget: QAbstractButton | QLabel) -> None:
    name = widget.property("lineIcon")
    size = theme.current().px(widget.property("lineSize"))
    colour = theme.current().colour(widget.property("lineColour")).name()
    if isinstance(widget, QLabel):
        widget.setFixedSize(size, size)
        widget.setPixmap(draw(name, colour, size, 2.0) if name else QPixmap())
    else:
        widget.setIconSize(QSize(size, size))
        widget.setIcon(icon(name, colour, size) if name else QIcon())


def _svg(name: str, colour: str) -> str:
    return resources.text("icons", f"{name}.svg").replace("currentColor", colour)
