"""目录: what is in force on a day, published or shipped."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import KINDS, Catalogue, Catalogues, Item, item_of, starter
from clinic_app.domain.catalogs.publication import Change, Edition, Part, chain, edition_of, rows_of
from clinic_app.projections.tables.catalogs import catalog_part

_PARTS = sa.select(
    catalog_part.c.published_entry,
    catalog_part.c.published_at,
    catalog_part.c.version,
    catalog_part.c.before,
    catalog_part.c.effective,
    catalog_part.c.part,
    catalog_part.c.parts,
).where(catalog_part.c.kind == sa.bindparam("wanted"))
_TEXTS = sa.select(catalog_part.c.published_entry, catalog_part.c.text, catalog_part.c.withdrawn).where(
    catalog_part.c.kind == sa.bindparam("wanted")
)
_KEPT: Final = 12  # catalogues ready to be searched: of each kind the one in force and the one before

# Entries never change, so what they come to is the same for whoever asks.
_prepared: Final[dict[tuple[UUID, ...], Catalogue[Any]]] = {}


def in_force(connection: sa.Connection, kind: str, today: date) -> Catalogue[Any]:
    """The catalogue of a kind on a day, ready to be searched; read and prepared once for each publication."""
    parts = chain(parts_of(connection, kind), today)
    if not parts:
        return starter(kind)
    key = tuple(part.entry for part in parts)
    found = _prepared.get(key)
    if found is None:
        found = Catalogue[Item](_items(kind, edition_of(parts, _changes(connection, kind))))
        for old in list(_prepared)[: 1 - _KEPT]:
            _prepared.pop(old, None)
        _prepared[key] = found
    return found


def all_in_force(connection: sa.Connection, today: date) -> Catalogues:
    """The catalogues of a day."""
    return Catalogues(**{kind: in_force(connection, kind, today) for kind in KINDS})


def edition_in_force(connection: sa.Connection, kind: str, today: date) -> Edition | None:
    """What was published last and is in force on a day, row by row; None: the shipped catalogue stands."""
    parts = chain(parts_of(connection, kind), today)
    return edition_of(parts, _changes(connection, kind)) if parts else None


def parts_of(connection: sa.Connection, kind: str) -> list[Part]:
    """Every part of every publication of a kind."""
    return [
        Part(
            entry=row.published_entry,
            at=row.published_at,
            version=row.version,
            before=row.before,
            effective=row.effective,
            part=row.part,
            parts=row.parts,
        )
        for row in connection.execute(_PARTS, {"wanted": kind})
    ]


def _changes(connection: sa.Connection, kind: str) -> dict[UUID, Change]:
    return {
        row.published_entry: Change(tuple(rows_of(row.text)), tuple(json.loads(row.withdrawn)))
        for row in connection.execute(_TEXTS, {"wanted": kind})
    }


def _items(kind: str, edition: Edition | None) -> Iterator[Item]:
    """A row that this version cannot read is left out; the county lets none through that its own could not."""
    for row in edition.rows.values() if edition else ():
        try:
            yield item_of(kind, row)
        except (KeyError, ValueError):
            continue
