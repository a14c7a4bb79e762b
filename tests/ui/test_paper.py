"""Paper: the same document is the same file, its text can be read back, nothing falls off the page."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.printing.code128 import _PATTERNS, modules
from clinic_app.printing.documents import (
    Align,
    Barcode,
    Document,
    Fields,
    Gap,
    Line,
    Pair,
    Paper,
    Rule,
    Size,
    Table,
    TableColumn,
    Tint,
)
from clinic_app.ui.printing.pdf import page_mm, pdf

ROOT = Path(__file__).parents[2]
COLUMNS = (TableColumn("药品", 5), TableColumn("规格", 4), TableColumn("数量", 2, number=True))


def prescription(drugs: int = 2, **changes: object) -> Document:
    document = Document(
        document_id=UUID(int=7),
        made_at=1_795_000_000_000,
        title="处方笺",
        paper=Paper.A5,
        corner="儿科",
        tint=Tint.GREEN,
        blocks=(
            Line("处方笺", Size.TITLE, bold=True, align=Align.CENTRE),
            Fields((("姓名", "龙小青"), ("性别", "男"), ("年龄", "8 岁"), ("生日", "2018-01-02"))),
            Rule(),
            Table(COLUMNS, tuple((f"青霉素第{n}号", "0.25g×24粒", f"{n}盒") for n in range(1, drugs + 1))),
            Gap(),
            Barcode("202611220012"),
        ),
        foot=(Pair("药品金额", "¥36.40", Size.LARGE, bold=True),),
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def text_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    assert done.stderr == ""  # a broken cross-reference table is complained of
    return done.stdout


def test_a_reprint_is_byte_identical(qapp):
    assert pdf(prescription()) == pdf(prescription())


def test_a_reprint_in_another_zone_and_process_is_byte_identical(qapp, tmp_path):
    """Qt writes the local time, and longer where the zone is not UTC."""
    program = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from tests.ui.test_paper import prescription; from clinic_app.ui.printing.pdf import pdf;"
        "open(sys.argv[1], 'wb').write(pdf(prescription()))"
    )
    for zone in ("Asia/Shanghai", "UTC", "America/New_York"):
        path = tmp_path / f"{zone.replace('/', '-')}.pdf"
        environment = {**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program, str(path)], check=True, env=environment, cwd=ROOT)
        assert path.read_bytes() == pdf(prescription()), zone
        assert "龙小青" in text_of(path.read_bytes(), tmp_path)


def test_another_document_is_another_file(qapp):
    assert pdf(prescription()) != pdf(prescription(document_id=UUID(int=8)))
    assert pdf(prescription()) != pdf(prescription(made_at=1_795_000_001_000))


def test_the_entrys_time_stands_in_the_file(qapp):
    data = pdf(prescription())
    assert data.count(b"20261118110640Z") == 2
    assert data.count(b"2026-11-18T11:06:40+00:00") == 3


def test_the_text_can_be_copied_and_searched(qapp, tmp_path):
    """With Noto Sans CJK 青, 龙, 生, 方 would come out as radicals."""
    text = text_of(pdf(prescription()), tmp_path)
    for word in ("处方笺", "龙小青", "青霉素第1号", "生日", "0.25g×24粒", "¥36.40", "儿科"):
        assert word in text


def test_a_long_table_goes_on_with_its_head_and_loses_nothing(qapp, tmp_path):
    text = text_of(pdf(prescription(drugs=70)), tmp_path)
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert [int(n) for n in re.findall(r"青霉素第(\d+)号", text)] == list(range(1, 71))
    assert all("药品" in page for page in pages)
    assert "¥36.40" in pages[-1]
    assert "¥36.40" not in pages[0]
    assert "—2—" in pages[1].replace(" ", "")


def test_a_slip_is_as_long_as_what_stands_on_it(qapp):
    short = prescription(paper=Paper.SLIP, drugs=3)
    long = prescription(paper=Paper.SLIP, drugs=30)
    assert page_mm(short).width() == page_mm(long).width() == 80
    assert page_mm(long).height() > page_mm(short).height() + 60
    assert pdf(long).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("paper", list(Paper))
def test_every_paper_holds_every_block(qapp, tmp_path, paper):
    assert "青霉素第2号" in text_of(pdf(prescription(paper=paper, mark="演示")), tmp_path)


def test_code_128_of_the_standard():
    """The usual worked example: "PJJ123C" has the weighted sum 775, with start B (104) check symbol 55."""
    row = modules("PJJ123C")
    assert row.endswith("".join("10"[at % 2] * int(w) for at, w in enumerate(_PATTERNS[55] + _PATTERNS[106])))
    assert row.startswith("11010010000")  # start B


def test_code_128_patterns_are_distinct_and_eleven_wide():
    assert len(set(_PATTERNS)) == 107
    assert all(sum(map(int, pattern)) == 11 for pattern in _PATTERNS[:106])
    assert all(sum(int(w) for w in pattern[::2]) % 2 == 0 for pattern in _PATTERNS[:106])


def test_even_digits_are_half_as_wide():
    assert len(modules("202611220012")) < len(modules("A02611220012")) * 0.65


@pytest.mark.parametrize("text", ["", "编号", "a\n"])
def test_code_128_refuses_what_it_cannot_say(text):
    with pytest.raises(ValueError, match=rf"\A{re.escape(text)}\Z"):
        modules(text)
