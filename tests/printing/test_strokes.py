"""A drawn signature stands on the paper where the hand put it."""

import subprocess
from uuid import UUID

from PySide6.QtGui import QImage, qGray

from clinic_app.domain.strokes import GRID
from clinic_app.printing.documents import Document, Paper, Strokes
from clinic_app.ui.printing.pdf import pdf

DPI = 300
HIGH_MM = 14.0


def test_the_hand_is_on_the_paper_with_its_proportions(qapp, tmp_path):
    corners = (((0, 0), (0, GRID[1])), ((GRID[0], 0), (GRID[0], GRID[1])), ((300, 100),))
    blocks = (Strokes(corners, HIGH_MM),)
    document = Document(document_id=UUID(int=1), made_at=0, title="x", paper=Paper.A4, blocks=blocks)
    (tmp_path / "x.pdf").write_bytes(pdf(document))
    command = [
        "pdftoppm",
        "-r",
        str(DPI),
        "-png",
        "-singlefile",
        str(tmp_path / "x.pdf"),
        str(tmp_path / "x"),
    ]
    subprocess.run(command, check=True)
    image = QImage(str(tmp_path / "x.png"))
    dark = [
        (x, y)
        for y in range(image.height() // 4)
        for x in range(image.width())
        if qGray(image.pixel(x, y)) < 128
    ]
    left, right = min(x for x, _ in dark), max(x for x, _ in dark)
    top, bottom = min(y for _, y in dark), max(y for _, y in dark)
    high = HIGH_MM / 25.4 * DPI
    assert abs((bottom - top) - high) < 6 and abs((right - left) - 3 * high) < 6
    assert any(
        abs(x - (left + right) / 2) < 4 and abs(y - (top + bottom) / 2) < 4 for x, y in dark
    )  # the dot
