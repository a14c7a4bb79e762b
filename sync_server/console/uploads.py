"""A sheet that a form carries: uploaded once, then brought back as text with every further look at it."""

import csv
import io
import tempfile
from pathlib import Path

from clinic_app.domain.catalogs.columns import COLUMNS
from clinic_app.journal.catalog_report import WHY
from clinic_app.journal.catalog_sheet import Sheet
from clinic_app.journal.sheet_report import BadRow, cells_of
from clinic_app.journal.sheets import BadTable
from sync_server.console.visit import Visit


def sheet_of(visit: Visit, kind: str) -> Sheet:
    """Raises:
    BadTable: no table that can be read.
    TooManyRows
    """
    carried = visit.form.get("sheet")
    if isinstance(carried, str):
        return Sheet.of(kind, csv.reader(io.StringIO(carried)))
    upload = visit.file("file")
    if upload is None:
        raise BadTable(why="—")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{Path(upload.name).suffix.lower()[:5]}"
        path.write_bytes(upload.content)
        return Sheet.read(kind, path)


def text_of(sheet: Sheet) -> str:
    """The sheet again, each row in its line, for the form to bring back."""
    lines: list[tuple[str, ...]] = [()] * (max((line for line, _ in sheet.rows), default=sheet.line))
    lines[sheet.line - 1 : sheet.line] = [sheet.heading]
    for line, row in sheet.rows:
        lines[line - 1] = row
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(lines)
    return file.getvalue()


def by_hand(visit: Visit, kind: str) -> dict[str, str]:
    """Which heading is which column, as the form says."""
    names = (column.name for column in COLUMNS[kind])
    return {name: visit.field(f"map_{name}") for name in names if f"map_{name}" in visit.form}


def told(visit: Visit, row: BadRow) -> tuple[object, ...]:
    """Line, column, value, why, what to do."""
    line, column, value, why, todo = cells_of(row, WHY)
    if visit.language == "en":
        return line, column, value, WHY[row.why][2], ""
    return line, column, value, why, todo
