"""Rows of a spreadsheet that somebody sends us: .xlsx or .csv, as text."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from clinic_app.domain.errors import RuleBroken

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED: Final = 1 << 30  # bytes
_PART: Final = 1 << 20  # characters


class BadTable(RuleBroken):
    """The file is no table that we can read: `why` says where."""

    code = "sheet.bad_table"


def rows_of(path: Path) -> Iterator[Sequence[str]]:
    """Each row's cells as text; dates as YYYY-MM-DD.

    Raises:
        BadTable: not .xlsx or .csv, or unreadable.
    """
    if path.suffix.lower() == ".xlsx":
        return _sheet(path)
    if path.suffix.lower() == ".csv":
        return _lines(path)
    raise BadTable(why=f"{path.suffix}: .xlsx, .csv")


def opened_book(path: Path) -> "Workbook":
    """An .xlsx to be read row by row; its cells hold values, not formulas.

    Raises:
        BadTable: no workbook, or one that unpacks to more than memory should hold.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise BadTable(why=f"{unpacked >> 20} MB > {MOST_UNPACKED >> 20} MB")
        return load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException) as error:
        raise BadTable(why=str(error)) from error
    except Exception as error:  # openpyxl lets the XML parser's own errors through
        if type(error).__module__.startswith("xml"):
            raise BadTable(why=str(error)) from error
        raise


def _sheet(path: Path) -> Iterator[Sequence[str]]:
    for row in opened_book(path).worksheets[0].iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _lines(path: Path) -> Iterator[Sequence[str]]:
    with path.open(encoding=_encoding_of(path), newline="") as file:
        try:
            for row in csv.reader(file):
                yield [cell.strip() for cell in row]
        except csv.Error as error:
            raise BadTable(why=str(error)) from error


def _encoding_of(path: Path) -> str:
    """Read through once, a part at a time: a register of a million people need not fit into memory."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding) as file:
                while file.read(_PART):
                    pass
        except OSError as error:
            raise BadTable(why=str(error)) from error
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadTable(why="UTF-8, GB18030")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
