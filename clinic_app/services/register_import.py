"""Reads a clinic's register from .xlsx or .csv; the rules for its rows are in domain/register.py.

Nothing here touches the store: what becomes of a row is decided by who asked for it.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.register import (
    FIELDS,
    Cell,
    RegisterRow,
    find_header,
    read_row,
    with_duplicates,
)
from clinic_app.journal.sheets import BadTable, opened_book

_HEADER_WITHIN = 15  # rows from the top
_WIDEST = 200  # columns


class UnreadableRegister(RuleBroken):
    """`why` is ``kind`` (neither .xlsx nor .csv), ``damaged``, ``encoding`` or ``missing``."""

    code = "register.unreadable"


class BadMapping(RuleBroken):
    """The map file names a field that does not exist, or cannot be read."""

    code = "register.bad_mapping"


def read_register(path: Path, mapping: Mapping[str, str], today: date) -> Iterator[RegisterRow]:
    """The rows of a register, tidied and doubted, duplicates marked; empty rows are left out.

    Raises:
        UnreadableRegister: the file is of another kind, damaged, or not there.
        NoNameColumn: no header among the first rows.
    """
    rows = enumerate(_cells(path), start=1)
    top = list(islice(rows, _HEADER_WITHIN))
    place, columns = find_header([cells for _, cells in top], mapping)
    people = chain(top[place + 1 :], rows)
    return with_duplicates(_read(people, columns, today))


def read_mapping(path: Path) -> dict[str, str]:
    """A map file: ``[columns]`` with one line a heading, ``"病人" = "name"``.

    Raises:
        BadMapping: it is not TOML, or a line names no known field.
    """
    try:
        columns = tomllib.loads(path.read_text(encoding="utf-8")).get("columns", {})
    except (OSError, ValueError) as error:
        raise BadMapping(problem=str(error), known=" ".join(FIELDS)) from error
    unknown = [f"{heading} = {field}" for heading, field in columns.items() if field not in FIELDS]
    if unknown:
        raise BadMapping(problem=", ".join(unknown), known=" ".join(FIELDS))
    return dict(columns)


def _read(
    rows: Iterable[tuple[int, Sequence[Cell]]], columns: Mapping[str, int], today: date
) -> Iterator[RegisterRow]:
    for line, row in rows:
        cells = {field: row[place] for field, place in columns.items() if place < len(row)}
        if any(str(cell).strip() for cell in cells.values() if cell is not None):
            yield read_row(line, cells, today)


def _cells(path: Path) -> Iterator[Sequence[Cell]]:
    if not path.is_file():
        raise UnreadableRegister(file=path.name, why="missing")
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _sheet(path)
    if kind == ".csv":
        return _table(path)
    raise UnreadableRegister(file=path.name, why="kind")


def _sheet(path: Path) -> Iterator[Sequence[Cell]]:
    """The active sheet, row by row: a register of 60,000 people must not be held as a whole."""
    try:
        book = opened_book(path)
    except BadTable as error:
        raise UnreadableRegister(file=path.name, why="damaged") from error
    try:
        sheet = book.active
        if sheet is None:
            raise UnreadableRegister(file=path.name, why="damaged")
        yield from sheet.iter_rows(values_only=True, max_col=_WIDEST)
    finally:
        book.close()


def _table(path: Path) -> Iterator[Sequence[Cell]]:
    """UTF-8, or GB18030 as Chinese Excel writes it; comma, semicolon or tab."""
    data = path.read_bytes()
    text = _decoded(data)
    if text is None or "\0" in text:
        raise UnreadableRegister(file=path.name, why="encoding")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
