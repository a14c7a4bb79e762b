"""The raw limit of a store: the same rows, put into the same tables by the database's own driver."""

import os
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from clinic_app.store.engine import connect
from clinic_app.store.journal import Store

Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(store: Store) -> tuple[list[str], Rows]:
    """Every table's and index's definition, and every table's rows."""
    with store.reading() as connection:
        driver: Any = connection.connection.driver_connection
        made = driver.execute(
            "SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "ORDER BY type DESC"
        ).fetchall()
        tables = [name for name, _, kind in made if kind == "table"]
        rows = {name: driver.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    return [sql for _, sql, _ in made], rows


def without(rows: Rows, earlier: Rows) -> Rows:
    """What came after `earlier`."""
    return {name: some[len(earlier.get(name, ())) :] for name, some in rows.items()}


def inserting(folder: Path, definitions: Sequence[str], rows: Rows, transactions: int) -> float:
    """Seconds for `rows`, spread over so many transactions, with the store's own key, cipher and pragmas."""
    connection = connect(folder / "raw.db", os.urandom(32))
    for definition in definitions:
        connection.execute(definition)
    connection.execute("PRAGMA foreign_keys=OFF")
    shares = {name: _shares(some, transactions) for name, some in rows.items() if some}
    started = time.perf_counter()
    for _ in range(transactions):
        connection.execute("BEGIN IMMEDIATE")
        for name, share in shares.items():
            part = next(share)
            if part:
                connection.executemany(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(part[0]))})', part)
        connection.execute("COMMIT")
    taken = time.perf_counter() - started
    connection.close()
    return taken


def _shares(rows: list[tuple[Any, ...]], count: int) -> Iterator[list[tuple[Any, ...]]]:
    """`count` lists of nearly equal length."""
    rest = iter(rows)
    for place in range(count):
        yield list(islice(rest, (place + 1) * len(rows) // count - place * len(rows) // count))
