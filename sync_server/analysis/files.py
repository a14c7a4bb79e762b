"""Rows into Parquet files: one file for each table and day of a run."""

import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from sync_server.analysis.columns import FACTS, SOURCE, TABLES
from sync_server.analysis.derive import Row, Rows
from sync_server.analysis.manifest import Part, file_name, put_in_place

_GROUP: Final = 100_000  # rows
_DAY: Final = [name for name, _ in SOURCE].index("day")


class Files:
    """Gathers the rows of one run and writes them out; a table without rows gets an empty file once."""

    def __init__(self, folder: Path, county: str, identity: bool) -> None:
        self._folder = folder
        self._county = county
        self._identity = identity
        self._rows: dict[tuple[str, date], list[Row]] = defaultdict(list)

    def add(self, rows: Rows) -> None:
        for table, row in rows:
            self._rows[table, row[_DAY]].append(row)

    def write(self, first: int, upto: int) -> list[Part]:
        """The files of positions `first` to `upto`; the rows are let go."""
        parts = [
            self.put(table, f"month={day:%Y-%m}/day={day}/{first:012}-{upto:012}.parquet", rows, upto)
            for (table, day), rows in sorted(self._rows.items())
        ]
        self._rows.clear()
        return parts

    def empty(self) -> list[Part]:
        """One for each table of facts, so that readers know its columns from the first day."""
        return [self.put(table.name, "empty.parquet", [], 0) for table in FACTS]

    def put(self, table: str, name: str, rows: Iterable[Row], upto: int) -> Part:
        """Write one file of the county's; it is there whole, or not at all."""
        path = self._folder / table / f"county={file_name(self._county)}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            count = self._write(file, table, rows)
            file.flush()
            os.fsync(file.fileno())
        size = beside.stat().st_size
        put_in_place(beside, path)
        return Part(table, path.relative_to(self._folder).as_posix(), count, size, upto)

    def _write(self, file: BinaryIO, table: str, rows: Iterable[Row]) -> int:
        """In groups of rows, so that a register of a million residents is never in memory whole."""
        schema, count, rest = TABLES[table].schema(self._identity), 0, iter(rows)
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while some := list(islice(rest, _GROUP)):
                columns = zip(*some, strict=True)
                arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
                count += len(some)
        return count
