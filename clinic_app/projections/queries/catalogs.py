"""目录: what is in force on a day, published or shipped."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.catalogs import (
    KINDS,
    Catalogue,
    Catalogues,
    Drug,
    Herb,
    Item,
    Service,
    item_of,
    starter,
)
from clinic_app.domain.catalogs.publication import (
    Change,
    Edition,
    Part,
    Row,
    chain,
    edition_of,
    history,
    rows_of,
)
from clinic_app.domain.closing.records import DRUG, categories_of
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
_KEPT: Final = (
    18  # catalogues ready to be searched: of each kind the one in force, the one before, all that was
)

# Entries never change, so what they come to is the same for whoever asks.
_prepared: Final[dict[tuple[UUID | str, ...], Catalogue[Any]]] = {}


def in_force(connection: sa.Connection, kind: str, today: date) -> Catalogue[Any]:
    """The catalogue of a kind on a day, ready to be searched; read and prepared once for each publication."""
    parts = chain(parts_of(connection, kind), today)
    if not parts:
        return starter(kind)
    key: tuple[UUID | str, ...] = tuple(part.entry for part in parts)
    found = _prepared.get(key)
    if found is None:
        edition = edition_of(parts, _changes(connection, kind))
        found = _keep(key, Catalogue[Item](_items(kind, edition.rows if edition else {})))
    return found


def _keep(key: tuple[UUID | str, ...], made: Catalogue[Any]) -> Catalogue[Any]:
    for old in list(_prepared)[: 1 - _KEPT]:
        _prepared.pop(old, None)
    _prepared[key] = made
    return made


def known(connection: sa.Connection, kind: str, today: date) -> Catalogue[Any]:
    """Every line that was ever in force up to a day, as it was told last: what the records of the past name.

    A line that was withdrawn keeps what it was; the shipped ones stand where nothing was published for their code.
    """
    parts = history(parts_of(connection, kind), today)
    if not parts:
        return starter(kind)
    key: tuple[UUID | str, ...] = ("known", *(part.entry for part in parts))
    found = _prepared.get(key)
    if found is None:
        changes = _changes(connection, kind)
        rows = {row["code"]: row for part in parts for row in changes[part.entry].rows}
        told = {item.code: item for item in _items(kind, rows)}
        items = {one.code: one for one in starter(kind)} | told
        found = _keep(key, Catalogue[Item](items.values()))
    return found


def codes_of_medicines(connection: sa.Connection, day: date) -> frozenset[str]:
    """Drugs and decoction pieces, whatever was withdrawn since."""
    return frozenset(code for code, category in categories_on(connection, day).items() if category == DRUG)


def categories_on(connection: sa.Connection, day: date) -> Mapping[str, str]:
    """费用类别 by code, of everything that was ever charged up to a day."""
    return _categories(*(known(connection, kind, day) for kind in ("drugs", "herbs", "services")))


@lru_cache(maxsize=8)
def _categories(
    drugs: Catalogue[Drug], herbs: Catalogue[Herb], services: Catalogue[Service]
) -> Mapping[str, str]:
    """A catalogue never changes, so it is its own key."""
    return categories_of(drugs, herbs, services)


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


def _items(kind: str, rows: Mapping[str, Row]) -> Iterator[Item]:
    """A row that this version cannot read is left out; the county lets none through that its own could not."""
    for row in rows.values():
        try:
            yield item_of(kind, row)
        except (KeyError, ValueError):
            continue
