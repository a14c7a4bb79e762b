"""Photographs from a telephone, a stick or a stranger."""

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from clinic_app.domain.rounds import NotAPicture
from clinic_app.ui.pictures import read_picture, small_picture


def saved(path: Path, wide: int, high: int, kind: str = "jpg") -> Path:
    image = QImage(wide, high, QImage.Format.Format_Grayscale8)
    image.fill(200)
    assert image.save(str(path), kind)
    return path


def test_a_hundred_megapixels_are_made_small_while_they_are_read(qapp, tmp_path: Path) -> None:
    """In colour they would take 432 MB; Qt gives a picture 256."""
    assert QImage.fromData(small_picture(saved(tmp_path / "a.jpg", 12_000, 9_000))).width() == 1600


def test_a_picture_is_known_by_what_it_is_not_by_its_name(qapp, tmp_path: Path) -> None:
    assert read_picture(saved(tmp_path / "png.jpg", 300, 200, "png")).width() == 300


def bomb() -> bytes:
    """Thirty thousand pixels square in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    data = zlib.compress(bytes(30_000 * 4 + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"PK\x03\x04" + bytes(99), b"\xff\xd8\xff\xe0", bomb()], ids=range(5)
)
def test_what_is_no_picture_or_too_large_for_any_memory_is_refused(qapp, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises(NotAPicture):
        small_picture(path)
