"""A field for a file: chosen, dropped or pasted, shown small, opened by Enter."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.domain.forms import Field
from clinic_app.ui import theme
from clinic_app.ui.forms.files import Files
from clinic_app.ui.pictures import is_picture
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.overlay import Overlay

_HIGH: Final = 58  # pixels at 100 %, of a field with or without a picture
_ROOM: Final = 0.86  # of the window, for a picture that is looked at
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class PictureCard(Overlay):
    """A picture as large as the window allows; Esc or a click beside closes it."""

    def __init__(self, window: QWidget, image: QImage) -> None:
        super().__init__(window)
        label = QLabel(self.card)
        label.setPixmap(_fitted(image, (window.size() * _ROOM).boundedTo(image.size())))
        column = QVBoxLayout(self.card)
        column.addWidget(label)
        self.closed.connect(self.deleteLater)


class Attached(QWidget):
    """One file, by its reference.

    The blank chooses, Ctrl+V pastes, a file may be dropped; Enter opens, Del takes away.

    Signals:
        edited: another file, or none.
    """

    edited = Signal()

    def __init__(self, field: Field, files: Files | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self._value: str | None = None
        self._data = b""
        self._small = QImage()
        self._trouble = ""
        self._busy = False
        self._locked = files is None
        self.setAccessibleName(field.name_zh)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._focusable()

    # What a form asks of every control.

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        if value == self._value:
            return
        self._value = value if isinstance(value, str) and value else None
        self._data, self._small, self._trouble = b"", QImage(), ""
        self._focusable()
        if self._value is not None and self._files is not None:
            asked = self._value
            self._files.read(asked, lambda data: self._arrived(asked, data), self._failed)
        self.update()

    def lock(self, locked: bool = True) -> None:
        self._locked = locked or self._files is None
        self._focusable()

    def stops(self) -> list[QWidget]:
        return [self]

    def natural(self) -> int:
        return theme.current().px(460)

    def room(self, width: int) -> int:
        return theme.current().px(_HIGH)

    def finish(self) -> None:
        """Nothing is held back here."""

    def wants_enter(self) -> bool:
        """Enter opens what is here; with nothing here it goes on."""
        return bool(self._data)

    # What a person does.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._data:
            self.open()
        elif event.key() == Qt.Key.Key_Space:
            self.choose()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_away()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if self._data:
            self.open()
        else:
            self.choose()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._locked and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData().imageData(), [Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def choose(self) -> None:
        """Ask for a file."""
        if not self._locked and self._files is not None:
            path = self._files.ask_file(self)
            if path is not None:
                self._keep(path)

    def paste(self) -> None:
        """What lies on the clipboard."""
        found = QGuiApplication.clipboard().mimeData()
        self._take(found.imageData(), [Path(url.toLocalFile()) for url in found.urls()])

    def open(self) -> None:
        """A picture over the window; of any other file a copy where the person wants it."""
        if self._files is None or not self._data:
            return
        if is_picture(self._data):
            PictureCard(self.window(), QImage.fromData(self._data)).open()
        elif (place := self._files.ask_place(self)) is not None:
            try:
                place.write_bytes(self._data)
            except OSError as error:
                self._failed(error.strerror or "")

    # What is kept.

    def _take(self, image: object, paths: list[Path]) -> None:
        if paths:
            self._keep(paths[0])
        elif isinstance(image, QImage) and not image.isNull():
            self._keep(image)

    def _keep(self, found: Path | QImage | bytes) -> None:
        if self._locked or self._files is None or self._busy:
            return
        self._busy, self._trouble = True, ""
        self._files.keep(found, self._kept, self._failed)
        self.update()

    def _kept(self, reference: str) -> None:
        self._busy = False
        self.show_value(reference)
        self.edited.emit()

    def _arrived(self, asked: str, data: bytes) -> None:
        if asked == self._value:
            self._data = data
            self._small = QImage.fromData(data) if is_picture(data) else QImage()
            self._focusable()
            self.update()

    def _failed(self, words: str) -> None:
        self._busy, self._trouble = False, words
        self.update()

    def _take_away(self) -> None:
        if not self._locked and self._value is not None:
            self.show_value(None)
            self.edited.emit()

    def _focusable(self) -> None:
        """What is signed can still be opened."""
        stops = not self._locked or bool(self._data)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.NoFocus)

    # How it looks.

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), now.px(4), now.px(4))
        left = now.px(8)
        if not self._small.isNull():
            small = _fitted(self._small, QSize(self.width() // 3, self.height() - now.px(8)))
            painter.drawPixmap(left, (self.height() - small.height()) // 2, small)
            left += small.width() + now.px(8)
        painter.setFont(now.font(TextSize.SMALL))
        painter.setPen(now.colour("danger" if self._trouble else "text_soft"))
        place = QRect(left, 0, self.width() - left - now.px(8), self.height())
        painter.drawText(place, _LEFT, self._words())

    def _invitation(self) -> str:
        return self.tr("空格键选文件，或拖进来，或 Ctrl+V 粘贴")

    def _words(self) -> str:
        if self._trouble:
            return self._trouble
        if self._busy:
            return self.tr("正在加密保存…")
        if self._value is None:
            return self.tr("—") if self._locked else self._invitation()
        if not self._data:
            return self.tr("有附件")
        what = self.tr("照片") if not self._small.isNull() else self.tr("文件")
        size = f"{what} {max(1, len(self._data) // 1000)} KB"
        does = self.tr("Enter 打开") if self._locked else self.tr("Enter 打开，Del 去掉")
        return "　".join((size, does, self.tr("加密存在本机，不上传")))


def _fitted(image: QImage, room: QSize) -> QPixmap:
    """The picture as large as it can be in this room."""
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaled(room, keep, smooth))
