"""发布: what a county's publications of one kind come to, and how a new one is cut into parts.

A publication is all there is (`whole`), or what differs from the one before it: rows that are new or changed, and codes
that were withdrawn.  It travels in parts, counts when all of them are there, and is in force from its day on.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, zip_longest
from typing import Final
from uuid import UUID

Row = Mapping[str, str]  # a line of the CSV file, by column

PART_CHARACTERS: Final = 40_000  # at most 120 kB of Chinese in one entry
_CODES: Final = 2_000  # withdrawn ones in one part


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entry of a publication, without its rows."""

    entry: UUID
    at: int  # hybrid clock of the county
    version: str
    before: str  # the version that this one changes; empty: it is whole
    effective: date
    part: int  # from 1
    parts: int

    @property
    def is_whole(self) -> bool:
        return not self.before


@dataclass(frozen=True, slots=True)
class Edition:
    """What is in force: the rows by code, and the publication that made them so."""

    version: str
    effective: date
    rows: Mapping[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a publication says: by one entry, or in all."""

    rows: tuple[Row, ...] = ()
    withdrawn: tuple[str, ...] = ()


def chain(parts: Iterable[Part], today: date) -> tuple[Part, ...]:
    """The parts that make up what is in force on a day, in the order in which they change the catalogue.

    Empty: nothing was published, so that the shipped catalogue stands.  A publication that changes one which is not
    here yet waits for it.
    """
    found: list[Part] = []
    for publication in _complete(parts, today):
        first = publication[0]
        if first.is_whole:
            found = publication
        elif found and found[-1].version == first.before:
            found += publication
    return tuple(found)


def history(parts: Iterable[Part], today: date) -> tuple[Part, ...]:
    """The parts of every publication that ever was in force up to a day, the oldest first."""
    return tuple(part for publication in _complete(parts, today) for part in publication)


def _complete(parts: Iterable[Part], today: date) -> list[list[Part]]:
    """Publications whose day has come and whose parts are all here, in the order of their days."""
    in_order = sorted(parts, key=lambda one: one.version)
    publications = [sorted(group, key=_part_no) for _, group in groupby(in_order, lambda one: one.version)]
    return [
        one
        for one in sorted(publications, key=_order)
        if one[0].effective <= today and len(one) >= one[0].parts
    ]


def edition_of(parts: Sequence[Part], changes: Mapping[UUID, Change]) -> Edition | None:
    """The rows that a chain comes to; `changes` by entry."""
    if not parts:
        return None
    rows: dict[str, Row] = {}
    for part in parts:
        if part.is_whole and part.part == 1:
            rows = {}
        change = changes[part.entry]
        for code in change.withdrawn:
            rows.pop(code, None)
        rows.update({row["code"]: row for row in change.rows})
    return Edition(parts[-1].version, parts[-1].effective, rows)


def difference(before: Mapping[str, Row], rows: Sequence[Row]) -> Change:
    """What turns one catalogue into another; empty cells and columns that are not there say the same."""
    now = {row["code"]: row for row in rows}
    changed = tuple(row for row in rows if _filled(before.get(row["code"], {})) != _filled(row))
    return Change(changed, tuple(sorted(before.keys() - now.keys())))


def cut(change: Change) -> list[Change]:
    """Parts of bounded size, one at least; codes that were withdrawn come first."""
    gone = change.withdrawn
    parts = [Change((), gone[at : at + _CODES]) for at in range(0, len(gone), _CODES)] or [Change()]
    rows: list[Row] = []
    size = 0
    for row in change.rows:
        length = sum(map(len, row.values())) + len(row)
        if rows and size + length > PART_CHARACTERS:
            parts[-1] = Change(tuple(rows), parts[-1].withdrawn)
            parts.append(Change())
            rows, size = [], 0
        rows.append(row)
        size += length
    parts[-1] = Change(tuple(rows), parts[-1].withdrawn)
    return parts


def text_of(rows: Sequence[Row]) -> str:
    """Rows as CSV with a heading; columns that are empty in all of them are left out."""
    names = [
        name
        for name in dict.fromkeys(name for row in rows for name in row)
        if any(row.get(name) for row in rows)
    ]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return file.getvalue() if rows else ""


def rows_of(text: str) -> Iterator[Row]:
    """The rows of such a text; a row without a code says nothing, and nor does what is no CSV."""
    reader = csv.reader(io.StringIO(text))
    with suppress(csv.Error):
        names = next(reader, [])
        for cells in reader:
            row = dict(zip_longest(names, cells[: len(names)], fillvalue=""))
            if row.get("code"):
                yield row


def _part_no(part: Part) -> int:
    return part.part


def _order(publication: Sequence[Part]) -> tuple[date, int, UUID]:
    first = publication[0]
    return first.effective, first.at, first.entry


def _filled(row: Row) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}
