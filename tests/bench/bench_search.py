"""找人 among many residents, in an encrypted file, beside a raw look-up by primary key in the same run.

.venv/bin/python -m tests.bench.bench_search [RESIDENTS]
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import sqlcipher3

from clinic_app.domain.made_up import MadeUp, made_up_people
from clinic_app.store import search
from clinic_app.store.pinyin import initials, readings
from clinic_app.store.search_keys import keys_of

TODAY = date(2026, 11, 22)
ROUNDS = 300  # queries of one shape


def bench_search(residents: int = 1_000_000) -> dict[str, tuple[float, float]]:
    """p50 and p95 in ms of every shape of query, and of the raw look-up (``raw``); prints them as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.db"
        key = os.urandom(32).hex()
        started = time.perf_counter()
        samples = _build(path, key, residents)
        size = path.stat().st_size / 1e6
        print(f"{residents} residents: built in {time.perf_counter() - started:.0f} s, {size:.0f} MB")
        engine = sa.create_engine("sqlite+pysqlite://", module=sqlcipher3, creator=lambda: _opened(path, key))
        with engine.connect() as connection:
            return _measure(connection, samples)


def _opened(path: Path, key: str) -> sqlcipher3.Connection:
    connection = sqlcipher3.connect(str(path), check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _build(path: Path, key: str, residents: int) -> list[tuple[UUID, MadeUp]]:
    """Fills the tables by hand, sorted, and keeps every so many-th resident to ask for."""
    connection = _opened(path, key)
    connection.execute("PRAGMA journal_mode = OFF")
    for statement in _statements():
        connection.execute(statement)
    ids = random.Random(1)
    samples: list[tuple[UUID, MadeUp]] = []
    pairs: list[tuple[str, bytes]] = []
    terms: list[tuple[bytes, str]] = []
    for number, one in enumerate(islice(made_up_people(1, TODAY), residents)):
        resident = UUID(int=ids.getrandbits(128))
        keys = keys_of(one.name, one.id_number, one.phone, (one.card_number,), one.birth_date)
        pairs += ((each, resident.bytes) for each in keys)
        terms.append((resident.bytes, "".join(f"\n{each}" for each in sorted(keys))))
        if number % max(residents // ROUNDS, 1) == 0:
            samples.append((resident, one))
    pairs.sort()
    terms.sort()
    connection.executemany("INSERT INTO resident_key VALUES (?, ?)", pairs)
    connection.executemany("INSERT INTO resident_search VALUES (?, ?)", terms)
    connection.commit()
    print(f"{len(pairs) / residents:.1f} keys a resident")
    connection.close()
    return samples


def _statements() -> Iterable[str]:
    engine = sa.create_engine("sqlite://")
    for table in search.metadata.sorted_tables:
        yield str(sa.schema.CreateTable(table).compile(engine))


SHAPES: dict[str, Callable[[MadeUp], str]] = {
    "surname": lambda one: one.name[0],
    "name": lambda one: one.name,
    "two characters of the name": lambda one: one.name[:2],
    "given name (inside)": lambda one: one.name[1:],
    "initials": lambda one: initials(readings(one.name)[0]),
    "two initials": lambda one: initials(readings(one.name)[0])[:2],
    "full pinyin": lambda one: "".join(readings(one.name)[0]),
    "pinyin, six letters": lambda one: "".join(readings(one.name)[0])[:6],
    "whole identity number": lambda one: one.id_number,
    "identity number, 6": lambda one: one.id_number[:6],
    "identity number, 14": lambda one: one.id_number[:14],
    "last four": lambda one: one.id_number[-4:],
    "telephone": lambda one: one.phone,
    "card number": lambda one: one.card_number,
    "surname and birth year": lambda one: f"{one.name[0]} {one.birth_date.year}",
    "initials and county": lambda one: f"{initials(readings(one.name)[0])} {one.id_number[:6]}",
    "surname and county": lambda one: f"{one.name[0]} {one.id_number[:6]}",
    "surname and province": lambda one: f"{one.name[0]} {one.id_number[:2]}",
    "surname and ten digits": lambda one: f"{one.name[0]} {one.id_number[:10]}",
    "pinyin surname and county": lambda one: f"{readings(one.name)[0][0]} {one.id_number[:6]}",
    "surname and last four": lambda one: f"{one.name[0]} {one.id_number[-4:]}",
}


def _measure(connection: sa.Connection, samples: list[tuple[UUID, MadeUp]]) -> dict[str, tuple[float, float]]:
    raw_connection = connection.connection.driver_connection
    assert raw_connection is not None
    select = "SELECT terms FROM resident_search WHERE resident = ?"
    results = {
        "raw": _times(lambda pair: raw_connection.execute(select, (pair[0].bytes,)).fetchall(), samples)
    }
    for shape, typed in SHAPES.items():
        results[shape] = _times(partial(_find, connection, typed), samples)
    raw = results["raw"][0]
    for shape, (middle, slow) in results.items():
        print(f"{shape:28} p50 {middle:7.2f} ms   p95 {slow:7.2f} ms   {middle / raw:6.0f} x raw")
    return results


def _find(connection: sa.Connection, typed: Callable[[MadeUp], str], sample: tuple[UUID, MadeUp]) -> None:
    search.find(connection, typed(sample[1]), 30)


def _times(
    ask: Callable[[tuple[UUID, MadeUp]], object], samples: list[tuple[UUID, MadeUp]]
) -> tuple[float, float]:
    ask(samples[0])
    taken: list[float] = []
    for sample in samples:
        started = time.perf_counter()
        ask(sample)
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


if __name__ == "__main__":
    bench_search(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
