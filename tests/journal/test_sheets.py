"""Spreadsheets that somebody sends us."""

import zipfile
from pathlib import Path

import pytest

from clinic_app.journal import sheets
from clinic_app.journal.sheets import BadTable, rows_of


def test_a_workbook_that_unpacks_to_more_than_memory_holds_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", bytes(3 << 20))
    assert file.stat().st_size < 10_000
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 2 << 20)
    with pytest.raises(BadTable) as refused:
        list(rows_of(file))
    assert refused.value.facts["why"] == "3 MB > 2 MB"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"no workbook at all"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(content)
    with pytest.raises(BadTable):
        list(rows_of(file))
