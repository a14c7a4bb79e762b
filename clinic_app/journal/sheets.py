"""Rows of a spreadsheet that somebody sends us: .xlsx or .csv, as text."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from clinic_app.domain.errors import RuleBroken


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
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadTable(why=str(error)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadTable(why="UTF-8, GB18030")
    for row in csv.reader(io.StringIO(text)):
        yield [cell.strip() for cell in row]


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
