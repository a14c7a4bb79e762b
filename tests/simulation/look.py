"""What stands on the disks, read past the simulation: nobody notices, nothing waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.journal.segment import read_segment
from clinic_app.projections.tables import metadata as projections
from clinic_app.projections.tables.facility import device as devices
from clinic_app.store import exchange, search
from clinic_app.store.journal import Store
from clinic_app.store.rows import entry_of, own_runs, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from sync_server.store.engine import Database
from sync_server.store.queries.entries import Arrived, all_entries
from sync_server.store.tables import derived, held_entry, inbox, journal_entry, journal_segment
from tests.simulation.county import CountyPlace
from tests.simulation.pc import Pc


@contextmanager
def at_pc(pc: Pc) -> Iterator[sa.Connection]:
    with Store.reading(pc.store) as connection:
        yield connection


@contextmanager
def at_county(county: CountyPlace) -> Iterator[sa.Connection]:
    with Database.reading(county.database) as connection:
        yield connection


def content(entry: Entry) -> tuple[object, ...]:
    """What of an entry never changes, wherever it goes."""
    return entry.type, entry.author, entry.subject, entry.time, entry.body, entry.signature


def own_ids(pc: Pc) -> dict[UUID, tuple[object, ...]]:
    """The PC's own journal, as content by id."""
    with at_pc(pc) as connection:
        rows = connection.execute(selection().where(incarnations.c.owner == "own"))
        return {row.id: content(entry_of(row)) for row in rows}


def own_numbers(pc: Pc) -> set[bytes]:
    """The ids of the PC's own journal, as bytes."""
    with at_pc(pc) as connection:
        return {bytes(row[0]) for row in _raw(connection).execute(_OWN_NUMBERS)}


def own_runs_of(pc: Pc) -> dict[UUID, list[bytes]]:
    """The PC's own journal, run by run: headers and bodies."""
    found: dict[UUID, list[bytes]] = {}
    with at_pc(pc) as connection:
        for run in own_runs(connection):
            rows = connection.execute(
                selection().where(entries.c.incarnation_no == run.no).order_by(entries.c.seq)
            )
            if run.head_seq:
                found[run.incarnation] = [whole(entry_of(row)) for row in rows]
    return found


def foreign(pc: Pc) -> dict[UUID, Entry]:
    """What came to this PC from elsewhere."""
    with at_pc(pc) as connection:
        rows = connection.execute(selection().where(incarnations.c.owner == "foreign"))
        return {row.id: entry_of(row) for row in rows}


def stands_at(pc: Pc) -> Any:
    """Epoch and number up to which the PC has heard the county."""
    with at_pc(pc) as connection:
        return exchange.position(connection)


def county_entries_on(pc: Pc) -> set[UUID]:
    """The county's own entries that this PC holds."""
    with at_pc(pc) as connection:
        rows = connection.execute(
            selection().where(incarnations.c.owner == "foreign", incarnations.c.facility == "")
        )
        return {row.id for row in rows}


def whole(entry: Entry) -> bytes:
    return entry.header() + (entry.body or b"")


def arrived(county: CountyPlace) -> list[Arrived]:
    with at_county(county) as connection:
        return list(all_entries(connection))


def county_ids(county: CountyPlace) -> set[UUID]:
    """Everything that the county holds durably, numbered or not."""
    with at_county(county) as connection:
        return {one.entry.id for one in all_entries(connection)} | _waiting(connection)


def _waiting(connection: sa.Connection) -> set[UUID]:
    """What has been received and has no number yet."""
    rows = connection.execute(_WAITING).all()
    if not rows:
        return set()
    keys: dict[Any, bytes] = {row.id: bytes(row.public_key) for row in connection.execute(_KEYS)}
    segments = (read_segment(bytes(row.data), keys[row.device]) for row in rows)
    return {entry.id for segment in segments for entry in segment.entries}


def county_numbers(county: CountyPlace) -> set[bytes]:
    """`county_ids`, as bytes and without a look into what has its number."""
    with at_county(county) as connection:
        numbered = {bytes(row[0]) for row in _raw(connection).execute("SELECT id FROM journal_entry")}
        return numbered | {one.bytes for one in _waiting(connection)}


def set_aside(county: CountyPlace) -> set[UUID]:
    """Entries that count nowhere at the county yet, and the residents that they are about."""
    with at_county(county) as connection:
        rows = connection.execute(
            sa.select(journal_entry.c.id, journal_entry.c.subject)
            .join(held_entry, held_entry.c.position == journal_entry.c.position)
            .where(held_entry.c.released_at.is_(None))
        ).all()
    return {one for row in rows for one in (row.id, row.subject) if one is not None}


# ------------------------------------------------------------ the tables


def digests(connection: sa.Connection) -> dict[str, bytes]:
    """A fingerprint of each of a clinic's tables, of their rows as they stand in the file."""
    return _digests(connection, (projections, search.metadata))


def county_digests(connection: sa.Connection) -> dict[str, bytes]:
    return _digests(connection, (projections,))


def empty(connection: sa.Connection) -> None:
    """A clinic's tables without a row."""
    for name, _ in _in_order((projections, search.metadata)):
        _raw(connection).execute(f'DELETE FROM "{name}"')


def empty_county(connection: sa.Connection) -> None:
    """The county's tables without a row: the same as new ones, and much sooner."""
    for name, _ in _in_order((projections, derived)):
        _raw(connection).execute(f'DELETE FROM "{name}"')


def _digests(connection: sa.Connection, kinds: tuple[sa.MetaData, ...]) -> dict[str, bytes]:
    raw = _raw(connection)
    rows = {name: raw.execute(statement).fetchall() for name, statement in _in_order(kinds)}
    return {name: sha256(repr(found).encode()).digest() for name, found in rows.items()}


@cache
def _in_order(kinds: tuple[sa.MetaData, ...]) -> tuple[tuple[str, str], ...]:
    """Each table, and the statement that reads it in the order of its keys."""
    keys = {
        table.name: ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        for kind in kinds
        for table in kind.sorted_tables
    }
    return tuple((name, f'SELECT * FROM "{name}" ORDER BY {columns}') for name, columns in keys.items())


def _raw(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


_OWN_NUMBERS = (
    "SELECT entry.id FROM entry JOIN incarnation ON incarnation.no = entry.incarnation_no WHERE owner = 'own'"
)
_WAITING = sa.select(journal_segment.c.data, journal_segment.c.device).join(
    inbox, inbox.c.segment_no == journal_segment.c.no
)
_KEYS = sa.select(devices.c.id, devices.c.public_key)
