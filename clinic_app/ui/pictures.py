"""A photograph made small enough to keep."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from clinic_app.domain.rounds import NotAPicture

_LONGEST: Final = 1600  # pixels: handwriting on A4 stays readable
_QUALITIES: Final = (60, 40, 25)
_ENOUGH: Final = 300_000  # bytes
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def is_picture(data: bytes) -> bool:
    """A JPEG or PNG, by its first bytes."""
    return data.startswith(_PICTURES)


def small_picture(path: Path) -> bytes:
    """The photograph of a paper as grey JPEG of at most 1600 pixels.

    Raises:
        NotAPicture: the file cannot be read as one.
    """
    return jpeg_of(read_picture(path).convertToFormat(QImage.Format.Format_Grayscale8))


def read_picture(path: Path) -> QImage:
    """A picture of at most 1600 pixels.

    Raises:
        NotAPicture: the file cannot be read as one.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)  # a telephone held upright
    size = reader.size()
    if (
        max(size.width(), size.height()) > _LONGEST
    ):  # made small while it is read: 200 megapixels fit into no memory
        reader.setScaledSize(size.scaled(_LONGEST, _LONGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise NotAPicture()
    return image


def jpeg_of(image: QImage) -> bytes:
    """A JPEG of at most 1600 pixels, mostly under 300 kB."""
    if max(image.width(), image.height()) > _LONGEST:
        image = image.scaled(
            _LONGEST,
            _LONGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    written = b""
    for quality in _QUALITIES:
        written = _written(image, quality)
        if len(written) <= _ENOUGH:
            break
    return written


def _written(image: QImage, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setQuality(quality)
    writer.write(image)
    return bytes(buffer.data().data())
