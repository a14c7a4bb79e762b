"""Export and figures: entries a second into Parquet, and each figure on DuckDB and on Spark over many rows.

.venv/bin/python -m tests.bench.bench_analysis [ENTRIES] [sc://HOST:PORT]     (Sail in this process unless one is named)
"""

import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from sync_server.analysis.columns import TABLES, Kind
from sync_server.analysis.engines import rows_of, tables_on
from sync_server.analysis.export import export
from sync_server.analysis.expressions import FIGURES
from sync_server.analysis.manifest import Manifest, Part, manifests, write_manifest
from sync_server.store.engine import Database
from sync_server.store.queries.progress import JUDGED, move
from sync_server.store.tables import journal_entry
from tests.bench.report import Measured, cost, rate
from tests.server.scale.city import city

_COPIED = 50_000  # entries of the export
_ENTRIES = 1_000_000  # of the figures: about 200,000 visits
_DAYS = 60


def bench_export(entries: int = _COPIED) -> list[Measured]:
    """Beside the same columns written by pyarrow alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = city(folder, counties=1)[0].database
        _copy_entries(database, entries)
        started = time.perf_counter()
        done = export(database, folder / "files")
        taken = time.perf_counter() - started
        again = time.perf_counter()
        export(database, folder / "files")
        nothing_new = time.perf_counter() - again
        raw = _written_again(folder)
        database.close()
    return [
        rate("export parquet", done.entries / taken, done.entries / raw, "entries/s"),
        cost("export, nothing new", nothing_new * 1000, raw * 1000, "ms"),
        cost("export, bytes", done.bytes / done.entries, done.bytes / done.entries, "bytes an entry"),
    ]


def _copy_entries(database: Database, entries: int) -> None:
    """What a small county holds, again and again under new ids."""
    with database.writing() as connection:
        rows = [
            dict(row._mapping) for row in connection.execute(sa.select(journal_entry).order_by("position"))
        ]
        position = len(rows)
        while position < entries:
            some = [dict(row, id=uuid4(), position=position + no) for no, row in enumerate(rows, 1)]
            connection.execute(sa.insert(journal_entry), some)
            position += len(rows)
        move(connection, JUDGED, position)


def _written_again(folder: Path) -> float:
    """Seconds for the exported columns, table by table, from memory into one file each."""
    tables = [
        pa.concat_tables(pq.read_table(folder / "files" / part.path, partitioning=None) for part in parts)
        for parts in _parts(folder / "files").values()
    ]
    started = time.perf_counter()
    for place, table in enumerate(tables):
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
        arrays = [
            pa.array(values, kind) for values, kind in zip(columns.values(), table.schema.types, strict=True)
        ]
        pq.write_table(
            pa.Table.from_arrays(arrays, schema=table.schema), folder / f"{place}.parquet", compression="zstd"
        )
    return time.perf_counter() - started


def _parts(folder: Path) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for manifest in manifests(folder):
        for part in manifest.parts:
            found.setdefault(part.table, []).append(part)
    return found


def bench_figures(entries: int = _ENTRIES, spark: str = "") -> list[Measured]:
    """DuckDB beside reading every column of the tables once; Spark beside DuckDB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city_files(folder, entries)
        raw = _read_once(folder / "large")
        with tables_on("duckdb", folder / "large") as tables:
            embedded = {figure: _milliseconds(figure, tables) for figure in FIGURES}
        with tables_on("spark", folder / "large", spark) as tables:
            distributed = {figure: _milliseconds(figure, tables) for figure in FIGURES}
    return [
        *(cost(f"{name}, DuckDB", taken, raw, "ms") for name, taken in embedded.items()),
        *(cost(f"{name}, Spark", taken, embedded[name], "ms") for name, taken in distributed.items()),
    ]


def _milliseconds(name: str, tables: Mapping[str, Any]) -> float:
    """The better of two."""
    found = []
    for _ in range(2):
        started = time.perf_counter()
        rows_of(FIGURES[name], tables)
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


def city_files(folder: Path, entries: int) -> None:
    """The files of ten small counties, every row many times over under other ids, people and days."""
    counties = city(folder)
    small = sum(export(one.database, folder / "small", city_key=b"k" * 32).entries for one in counties)
    for one in counties:
        one.database.close()
    parts = []
    times = entries // small + 1
    for table, some in _parts(folder / "small").items():
        path = folder / "large" / table / "all.parquet"
        path.parent.mkdir(parents=True)
        paths = [str(folder / "small" / part.path) for part in some]
        duckdb.sql(
            f"copy (select {_columns(table)} from read_parquet({paths}, hive_partitioning=false) "
            f"cross join range({1 if table in ('facility', 'device') else times}) copies(i)) "
            f"to '{path}' (format parquet, compression zstd)"
        )
        rows = pq.read_metadata(path).num_rows
        parts.append(Part(table, f"{table}/all.parquet", rows, path.stat().st_size, 0))
    manifest = Manifest(county="all", device="", epoch="", identity=False, key="", parts=tuple(parts))
    write_manifest(folder / "large", manifest)


_IDS = frozenset({"entry", "visit", "settlement", "record", "about"})


def _columns(table: str) -> str:
    def column(name: str, kind: Kind) -> str:
        if name in _IDS:
            return f"{name} || '-' || i as {name}"
        if kind is Kind.TOKEN:
            return f"{name} + i as {name}"
        if kind is Kind.DAY:
            return f"({name} + (i % {_DAYS})::integer) as {name}"
        return f'"{name}"'

    return ", ".join(column(name, kind) for name, kind in TABLES[table].columns)


def _read_once(folder: Path) -> float:
    """Milliseconds to read every column of journal and settlement."""
    found = []
    for _ in range(2):
        started = time.perf_counter()
        for table in ("journal", "settlement"):
            duckdb.sql(f"select max(columns(*)) from '{folder / table / 'all.parquet'}'").to_arrow_table()
        found.append((time.perf_counter() - started) * 1000)
    return min(found)


if __name__ == "__main__":
    from tests.bench.report import show

    many = int(sys.argv[1]) if len(sys.argv) > 1 else _ENTRIES
    for measured in (*bench_export(), *bench_figures(many, sys.argv[2] if len(sys.argv) > 2 else "")):
        show(measured)
