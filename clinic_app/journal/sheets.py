"""Rows of a spreadsheet that somebody sends us: .xlsx or .csv, as text."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.errors import RuleBroken

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


def _sheet(path: Path) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, InvalidFileException) as error:
        raise BadTable(why=str(error)) from error
    except Exception as error:  # openpyxl lets zipfile's and the XML parser's own errors through
        if type(error).__module__.startswith(("zipfile", "xml")):
            raise BadTable(why=str(error)) from error
        raise
    for row in book.worksheets[0].iter_rows(values_only=True):
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
