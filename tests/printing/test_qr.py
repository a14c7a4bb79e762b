"""QR Code: the worked example of the standard, and whatever was written is read back, damaged squares too."""

import re
import subprocess
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, qGray

from clinic_app.printing.documents import Barcode, Document, Paper
from clinic_app.printing.qr import SIDE, M, Q, _correction, _fixed, _path, _words, squares
from clinic_app.ui.printing.pdf import pdf

# ISO/IEC 18004, annex I.2: "01234567", version 1-M, mask 010.
EXAMPLE = """
111111100101101111111
100000100111101000001
101110101000001011101
101110101100001011101
101110101011101011101
100000101000101000001
111111101010101111111
000000001001100000000
101111100100101111100
000101011010100101100
001000110101010011111
000010000100000111100
000111111001010010000
000000001011111001100
111111100110101100000
100000101011111000101
101110101000100101100
101110101100100100000
101110101011010010100
100000100000000110110
111111101111010010100
"""


def read_back(rows: tuple[str, ...]) -> str:
    """The digits of a symbol, by a reader that knows the places and the mask but not how it was written."""
    bits = "".join(str(int(rows[row][column]) ^ (column % 3 == 0)) for row, column in _path(dict(_fixed(Q))))
    assert bits[:4] == "0001"
    count, at, digits = int(bits[4:14], 2), 14, ""
    while len(digits) < count:
        size = min(3, count - len(digits))
        width = (0, 4, 7, 10)[size]
        digits += f"{int(bits[at : at + width], 2):0{size}d}"
        at += width
    return digits


def test_the_worked_example_of_the_standard():
    assert squares("01234567", M) == tuple(EXAMPLE.split())


def test_its_codewords_are_those_of_the_standard():
    words = _words("01234567", M.data)
    assert bytes(words).hex() == "1020" + "0c56" + "6180" + "ec11" * 5
    assert bytes(_correction(words)).hex() == "a524d4c1ed36c7872c55"


@settings(max_examples=30)
@given(st.text(alphabet="0123456789", min_size=1, max_size=27))
def test_what_was_written_is_read_back(digits):
    assert read_back(squares(digits)) == digits


def test_the_words_with_their_correction_vanish_at_every_root():
    """Which is what a reader checks before it believes, and mends by."""
    words = _words("1234567890123428", Q.data)
    whole = [*words, *_correction(words)]
    powers = [1]
    for _ in range(254):
        powers.append(powers[-1] << 1 ^ (0x11D if powers[-1] & 0x80 else 0))
    logs = {power: at for at, power in enumerate(powers)}
    for root in range(13):
        total = 0
        for word in whole:
            total = word ^ (powers[(logs[total] + root) % 255] if total else 0)
        assert total == 0


def test_finders_stand_in_three_corners_and_only_there():
    rows = squares("1234567890123428")
    finder = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
    found = {
        (top, left)
        for top, left in product((0, SIDE - 7), repeat=2)
        if tuple(row[left : left + 7] for row in rows[top : top + 7]) == finder
    }
    assert found == {(0, 0), (0, SIDE - 7), (SIDE - 7, 0)}


@pytest.mark.parametrize("text", ["", "12a", "１２", "1" * 28, "1" * 33])
def test_it_refuses_what_it_cannot_hold(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        squares(text)


def test_it_stands_on_the_paper_square_for_square(qapp, tmp_path):
    """Looked at as a camera does: the printed page, its dark squares counted out."""
    digits = "1234567890123428"
    document = Document(
        document_id=UUID(int=1), made_at=0, title="码", paper=Paper.A4, blocks=(Barcode(digits, qr=True),)
    )
    (tmp_path / "x.pdf").write_bytes(pdf(document))
    command = ["pdftoppm", "-r", "300", "-png", "-singlefile", str(tmp_path / "x.pdf"), str(tmp_path / "x")]
    subprocess.run(command, check=True)
    page = QImage(str(tmp_path / "x.png"))
    right = range(page.width() * 3 // 4, page.width())
    dark = [(x, y) for x in right for y in range(page.height() // 5) if qGray(page.pixel(x, y)) < 128]
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    step = (max(x for x, _ in dark) + 1 - left) / SIDE
    seen = tuple(
        "".join(
            str(
                int(qGray(page.pixel(int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))) < 128)
            )
            for column in range(SIDE)
        )
        for row in range(SIDE)
    )
    assert seen == squares(digits) and read_back(seen) == digits
