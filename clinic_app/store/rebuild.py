"""The tables again from the journal, and whether they are what they should be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from clinic_app.projections.tables import metadata
from clinic_app.store import local, search
from clinic_app.store.behind import catch_up
from clinic_app.store.exchange import project_if_known
from clinic_app.store.journal import Store
from clinic_app.store.lenient import write_leniently
from clinic_app.store.rows import all_rows, placed_of

_AT_ONCE: Final = 500  # entries


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many entries were replayed, and the tables whose rows were not what the journal says."""

    entries: int
    different: tuple[str, ...]


def _tables() -> Iterable[sa.Table]:
    return (*metadata.sorted_tables, *search.metadata.sorted_tables)


def digests(connection: sa.Connection) -> dict[str, bytes]:
    """A fingerprint of each table's rows, in the order of their keys."""
    found: dict[str, bytes] = {}
    for table in _tables():
        total = sha256()
        rows = connection.execute(
            sa.select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": 1000}
        )
        for row in rows:
            total.update(repr(tuple(row)).encode())
        found[table.name] = total.digest()
    return found


def rebuild(store: Store, *, check: bool = False) -> Rebuilt:
    """Replay the journal into empty tables, in one transaction.

    With `check` the old tables come back afterwards, so nothing is changed.
    """

    class _PutBack(Exception):
        pass

    catch_up(store)
    result = Rebuilt(0, ())
    try:
        with store.changing() as connection:
            before = digests(connection)
            for table in _tables():
                connection.execute(sa.delete(table))
            count = _replay(connection)
            after = digests(connection)
            different = tuple(name for name in before if before[name] != after[name])
            result = Rebuilt(count, different)
            if check:
                raise _PutBack
            local.forget(connection, local.REBUILD_WANTED)
    except _PutBack:
        pass
    return result


def rebuild_if_wanted(store: Store) -> None:
    """After an upgrade that changed what the tables hold."""
    with store.reading() as connection:
        wanted = local.read(connection, local.REBUILD_WANTED)
    if wanted:
        rebuild(store)


def _replay(connection: sa.Connection) -> int:
    count = 0
    every = all_rows(connection)
    while some := list(islice(every, _AT_ONCE)):
        count += len(some)
        write_leniently(connection, some, lambda rows: _tell(connection, rows))
    return count


def _tell(connection: sa.Connection, rows: Sequence[Any]) -> None:
    for row in rows:
        project_if_known(connection, placed_of(row), own=row.owner == "own")
