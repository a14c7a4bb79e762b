"""有误的行: the rows of a spreadsheet that were left out, for who sent it: row, column, value, why, what to do.

Rows go into the file as they are met, so a million bad ones need no memory.
"""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from clinic_app.domain.spreadsheet import quoted
from clinic_app.journal.sheets import BadTable

if TYPE_CHECKING:
    from openpyxl import Workbook

HEADING: Final = ("行号", "列", "值", "原因", "怎么办")

Whys = Mapping[str, tuple[str, str, str]]  # by reason: Chinese, what to do, English


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, whole."""

    line: int  # of the file, from 1
    field: str  # by its platform name
    why: str  # a reason
    column: str = ""  # as the file calls it
    value: str = ""


class Writer(Protocol):
    def write(self, row: BadRow) -> None: ...


class _Nowhere:
    def write(self, row: BadRow) -> None:
        """Nobody wants a file."""


class _Csv:
    def __init__(self, file: Any, whys: Whys) -> None:
        self._whys = whys
        self._rows = csv.writer(file)
        self._rows.writerow(HEADING)

    def write(self, row: BadRow) -> None:
        self._rows.writerow(cells_of(row, self._whys))


class _Sheet:
    def __init__(self, book: "Workbook", whys: Whys) -> None:
        self._whys = whys
        self._sheet = book.create_sheet("有误的行")
        for letter, width in zip("ABCDE", (8, 20, 28, 40, 60), strict=True):
            self._sheet.column_dimensions[letter].width = width
        self._sheet.append(HEADING)

    def write(self, row: BadRow) -> None:
        self._sheet.append(cells_of(row, self._whys))


def cells_of(row: BadRow, whys: Whys) -> tuple[int, str, str, str, str]:
    """One line of the report.  A value that a spreadsheet would run as a formula is quoted."""
    why, todo, _ = whys.get(row.why, (row.why, "", ""))
    return row.line, row.column or row.field, quoted(row.value), why, todo


def sentence_of(row: BadRow, whys: Whys) -> str:
    """身份证号：不是日期。按 …"""
    _, column, value, why, todo = cells_of(row, whys)
    shown = f"“{value}”" if value else ""
    return f"{column}{shown}：{why}。{todo}。"


@contextmanager
def report_file(path: Path | None, whys: Whys) -> Iterator[Writer]:
    """Where bad rows go: .csv (UTF-8, opens in Excel) or .xlsx; None: nowhere.

    Raises:
        BadTable: another kind of file.
    """
    if path is None:
        yield _Nowhere()
    elif path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            yield _Csv(file, whys)
    elif path.suffix.lower() == ".xlsx":
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        yield _Sheet(book, whys)
        book.save(path)
    else:
        raise BadTable(why=f"{path.suffix}: .xlsx, .csv")
