"""The icon of the Windows program from the SVG: ``python installers/icon.py FILE.ico``."""

import os
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SIZES: Final = (16, 24, 32, 48, 64, 256)
_DRAWING: Final = Path(__file__).parent / "xiangyitong.svg"


def ico(images: Mapping[int, bytes]) -> bytes:
    """An .ico of PNG images by their width in pixels (at most 256, which is written as 0)."""
    offset = 6 + 16 * len(images)
    directory = struct.pack("<HHH", 0, 1, len(images))
    for width, png in images.items():
        directory += struct.pack("<BBBBHHII", width % 256, width % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return directory + b"".join(images.values())


def png(drawing: Path, width: int) -> bytes:
    """The drawing at one size."""
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(width, width, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def main(target: str) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    Path(target).write_bytes(ico({width: png(_DRAWING, width) for width in SIZES}))
    del application


if __name__ == "__main__":
    main(sys.argv[1])
