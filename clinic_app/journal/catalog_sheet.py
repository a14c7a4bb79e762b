"""目录 from a spreadsheet as somebody sends it: which column is which, and row by row what our files would have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from clinic_app.domain.catalogs.columns import COLUMNS, Place, guessed, heading_among, tidy
from clinic_app.domain.catalogs.publication import Row
from clinic_app.domain.errors import RuleBroken
from clinic_app.journal.sheet_report import BadRow
from clinic_app.journal.sheets import rows_of
from clinic_app.journal.spoken import words_of

MOST_ROWS: Final = 100_000
_LOOKED_AT: Final = 20  # rows among which the heading stands


class NoColumn(RuleBroken):
    """Needed columns are not among the headings; they can be named by hand."""

    code = "catalog.no_column"


class TooManyRows(RuleBroken):
    """More rows than any catalogue has."""

    code = "catalog.too_many_rows"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of cells: the heading, and the rows under it by line from 1."""

    kind: str
    line: int  # of the heading, from 1
    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @classmethod
    def read(cls, kind: str, path: Path) -> "Sheet":
        """Raises:
        BadTable: not .xlsx or .csv, or unreadable.
        TooManyRows
        """
        return cls.of(kind, rows_of(path))

    @classmethod
    def of(cls, kind: str, rows: Iterator[Sequence[str]]) -> "Sheet":
        """Raises:
        TooManyRows
        """
        cells = [tuple(" ".join(cell.split()) for cell in row) for row in islice(rows, MOST_ROWS + 1)]
        if len(cells) > MOST_ROWS:
            raise TooManyRows(limit=MOST_ROWS)
        at = heading_among(kind, cells[:_LOOKED_AT])
        under = enumerate(cells[at + 1 :], start=at + 2)
        return cls(
            kind, at + 1, cells[at] if cells else (), tuple((line, row) for line, row in under if any(row))
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet says under a mapping of its columns."""

    rows: tuple[Row, ...]  # ready to be published
    bad: tuple[BadRow, ...]  # a cell each
    bad_rows: int


def mapping_of(sheet: Sheet, by_hand: Mapping[str, str] | None = None) -> dict[str, Place]:
    """Which column is which: as its heading says, or as named by hand (field to heading; empty: not there)."""
    found = guessed(sheet.kind, sheet.heading)
    for name, title in (by_hand or {}).items():
        if title in sheet.heading:
            found[name] = Place(sheet.heading.index(title), title)
        else:
            found.pop(name, None)
    return found


def reading_of(sheet: Sheet, mapping: Mapping[str, Place]) -> Reading:
    """Every row, good or bad.

    Raises:
        NoColumn: a needed column is not mapped.
    """
    columns = COLUMNS[sheet.kind]
    missing = [one.title for one in columns if one.needed and one.name not in mapping]
    if "name" not in mapping and "generic_name" in mapping:  # a list of drugs names the product by its parts
        missing.remove(next(one.title for one in columns if one.name == "name"))
    if missing:
        raise NoColumn(columns="、".join(missing))
    good: list[Row] = []
    bad: list[BadRow] = []
    seen: set[str] = set()
    bad_lines = set()
    for line, cells in sheet.rows:
        row, problems = _row(sheet.kind, line, cells, mapping)
        code = row.get("code", "")
        if code in seen:
            problems.append(BadRow(line, "code", "doubled", mapping["code"].title, code))
        if code:
            seen.add(code)
        if problems:
            bad += problems
            bad_lines.add(line)
        else:
            good.append(row)
    return Reading(tuple(good), tuple(bad), len(bad_lines))


def _row(
    kind: str, line: int, cells: Sequence[str], mapping: Mapping[str, Place]
) -> tuple[dict[str, str], list[BadRow]]:
    row: dict[str, str] = {}
    problems: list[BadRow] = []
    for column in COLUMNS[kind]:
        place = mapping.get(column.name)
        if place is None:
            continue
        cell = cells[place.at] if place.at < len(cells) else ""
        try:
            row[column.name] = tidy(column, cell, place.title)
        except ValueError as why:
            if column.name == "name" and str(why) == "empty" and "generic_name" in mapping:
                continue
            problems.append(BadRow(line, column.name, str(why), place.title, cell))
    if not problems:
        _fill(kind, row, line, problems)
    return row, problems


def _fill(kind: str, row: dict[str, str], line: int, problems: list[BadRow]) -> None:
    """What follows from the other cells: a product's name, the search words; nothing of a price list."""
    if kind == "prices":
        return
    if kind == "drugs":
        row["generic_name"] = row.get("generic_name") or row.get("name", "")
        row["name"] = row.get("name") or _product(row)
    if not row.get("name"):
        problems.append(BadRow(line, "name", "empty"))
        return
    initials, pinyin = words_of(row.get("generic_name") or row["name"])
    aliases = row.get("aliases", "").split()
    row["initials"] = " ".join([initials, *(words_of(alias)[0] for alias in aliases)])
    row["pinyin"] = pinyin


def _product(row: Row) -> str:
    """阿莫西林胶囊 0.25g×24粒, as on a bill."""
    pack = f"×{row['pack_qty']}{row['unit']}" if row.get("pack_qty", "1") != "1" else ""
    return f"{row['generic_name']} {row.get('spec', '')}{pack}".strip() if row["generic_name"] else ""
