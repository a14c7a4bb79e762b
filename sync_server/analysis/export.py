"""Journals as Parquet: what is new since the last run, derived from the journal, in files that never change.

A run reads the county's order from the position that its manifest names, in chunks; after each chunk the manifest
moves on.  Why the facts are derived from the journal and not copied from the projections: docs/analysis.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
import sqlalchemy as sa

from clinic_app.projections.queries.catalogs import codes_of_medicines
from sync_server.analysis import registers
from sync_server.analysis.derive import Derivation
from sync_server.analysis.errors import OtherExport
from sync_server.analysis.files import Files
from sync_server.analysis.manifest import (
    Manifest,
    Part,
    alone,
    clear_leftovers,
    manifest_path,
    read_manifest,
    write_manifest,
)
from sync_server.analysis.tokens import Tokens, tokens_of
from sync_server.store.county import County, county_of
from sync_server.store.engine import Database
from sync_server.store.queries.entries import Arrived, arrived_of
from sync_server.store.queries.progress import JUDGED, position_of
from sync_server.store.tables import journal_entry

CHUNK: Final = 200_000  # entries between two manifests
_PAGE: Final = 5_000  # entries in one question


@dataclass(frozen=True, slots=True)
class Exported:
    """What one run added."""

    county: str
    position: int  # reached
    entries: int
    rows: Mapping[str, int]  # of facts, by table
    files: int
    bytes: int


def export(
    database: Database,
    folder: Path,
    *,
    identity: bool = False,
    city_key: bytes | None = None,
    chunk: int = CHUNK,
) -> Exported:
    """Bring the county's files in `folder` up to what the county has judged.

    Raises:
        OtherExport: the files there are another county's, or were written with other settings.
        ExportRuns: another process does the same just now.
        BadPersonKey, NotFounded
    """
    with database.reading() as connection:
        county = county_of(connection)
    tokens = tokens_of(county, city_key)
    with alone(folder, county.name):
        run = _Run(database, folder, county, tokens, _standing(folder, county, tokens, identity))
        return run.work(chunk)


def _standing(folder: Path, county: County, tokens: Tokens, identity: bool) -> Manifest:
    """What an earlier run left, without what a restored county no longer vouches for."""
    path = manifest_path(folder, county.name)
    fresh = Manifest(
        county=county.name,
        device=county.device.hex,
        epoch=county.epoch.hex,
        identity=identity,
        key=tokens.fingerprint,
    )
    if not path.exists():
        return fresh
    found = read_manifest(path)
    for what in ("device", "identity", "key"):
        if getattr(found, what) != getattr(fresh, what):
            raise OtherExport(county=county.name, what=what)
    if found.epoch == fresh.epoch:
        return found
    kept = tuple(part for part in found.parts if part.upto <= (county.kept or 0))
    return msgspec.structs.replace(fresh, position=max((part.upto for part in kept), default=0), parts=kept)


class _Run:
    """One export of one county."""

    def __init__(
        self, database: Database, folder: Path, county: County, tokens: Tokens, manifest: Manifest
    ) -> None:
        self._database = database
        self._folder = folder
        self._county = county
        self._tokens = tokens
        self._manifest = manifest
        self._files = Files(folder, county.name, manifest.identity)
        with database.reading() as connection:
            drugs = codes_of_medicines(connection, date.max)
        self._derivation = Derivation(county.name, county.device, tokens, manifest.identity, drugs)
        self._added: list[Part] = []

    def work(self, chunk: int) -> Exported:
        clear_leftovers(self._folder, self._county.name, self._manifest.parts)
        began = self._manifest.position
        if not self._manifest.parts:
            self._move(0, self._files.empty())
        with self._database.reading() as connection:
            newest = position_of(connection, JUDGED)
        while (first := self._manifest.position + 1) <= newest:
            upto = min(first + chunk - 1, newest)
            for arrived, again in self._entries(first, upto):
                self._files.add(self._derivation.rows_of(arrived, again))
            self._move(upto, self._files.write(first, upto))
        if self._manifest.position > began or not self._has_registers():
            self._write_registers()
        return self._told(began)

    def _entries(self, first: int, upto: int) -> Iterator[tuple[Arrived, bool]]:
        """A page at a time, each in a short transaction: what has been judged never changes."""
        while first <= upto:
            with self._database.reading() as connection:
                rows = connection.execute(_PAGES, {"first": first, "upto": upto, "most": _PAGE}).all()
            yield from ((arrived_of(row), row.again) for row in rows)
            first = rows[-1].position + 1 if rows else upto + 1

    def _move(self, position: int, parts: list[Part]) -> None:
        self._added += parts
        self._manifest = msgspec.structs.replace(
            self._manifest, position=position, parts=(*self._manifest.parts, *parts)
        )
        write_manifest(self._folder, self._manifest)

    def _has_registers(self) -> bool:
        return any(part.table == "facility" for part in self._manifest.parts)

    def _write_registers(self) -> None:
        """New files first, then the manifest that names them; only then the old ones go."""
        name, upto = self._county.name, self._manifest.position
        with self._database.snapshot() as connection:
            rows = {
                "facility": registers.facilities(connection, name),
                "device": registers.devices(connection, name),
                "resident": registers.residents(connection, name, self._tokens, self._manifest.identity),
            }
            parts = [
                self._files.put(table, f"as-of-{upto:012}.parquet", some, upto)
                for table, some in rows.items()
            ]
        old = tuple(part for part in self._manifest.parts if part.table not in rows)
        self._manifest = msgspec.structs.replace(self._manifest, parts=old)
        self._move(upto, parts)
        clear_leftovers(self._folder, name, self._manifest.parts)

    def _told(self, began: int) -> Exported:
        rows: dict[str, int] = {}
        for part in self._added:
            rows[part.table] = rows.get(part.table, 0) + part.rows
        return Exported(
            county=self._county.name,
            position=self._manifest.position,
            entries=self._manifest.position - began,
            rows=rows,
            files=len(self._added),
            bytes=sum(part.bytes for part in self._added),
        )


_EARLIER = journal_entry.alias("earlier")
_AGAIN: Final = sa.exists(
    sa.select(sa.literal(1)).where(
        _EARLIER.c.id == journal_entry.c.id, _EARLIER.c.position < journal_entry.c.position
    )
)
_PAGES: Final = (
    sa.select(*journal_entry.c, _AGAIN.label("again"))
    .where(
        journal_entry.c.position >= sa.bindparam("first", type_=sa.BigInteger),
        journal_entry.c.position <= sa.bindparam("upto", type_=sa.BigInteger),
    )
    .order_by(journal_entry.c.position)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
