"""Where figures are computed: DuckDB in this process, or Spark through its Connect protocol.

The files come from the manifests, so a half-written export is never read.  Spark is whatever listens at the address
that is given; without one, Sail is started in this process: the same protocol, in one wheel, without a JVM.
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import ibis

from sync_server.analysis.columns import TABLES
from sync_server.analysis.errors import FileMissing, NoSpark, NotInstalled, OtherExport
from sync_server.analysis.expressions import Figure
from sync_server.analysis.manifest import manifests

_PORT: Final = 15002  # of Spark Connect, unless the address names one
_PATIENCE: Final = 5.0  # seconds for a connection


def files_of(folder: Path) -> dict[str, list[str]]:
    """Every table's files, of all counties in the folder.

    Raises:
        NothingExported
        FileMissing: one that is listed is not there, or not as long as it was.
        OtherExport: counties exported with and without identity stand side by side.
    """
    found: dict[str, list[str]] = {name: [] for name in TABLES}
    counties = manifests(folder)
    if len({one.identity for one in counties}) > 1:
        raise OtherExport(county=", ".join(one.county for one in counties), what="identity")
    for manifest in counties:
        for part in manifest.parts:
            path = folder / part.path
            if not path.is_file() or path.stat().st_size != part.bytes:
                raise FileMissing(path=part.path)
            if part.rows or part.table not in found or not found[part.table]:
                found[part.table].append(str(path.resolve()))
    return found


@contextmanager
def tables_on(engine: str, folder: Path, spark: str = "") -> Iterator[Mapping[str, Any]]:
    """The columnar tables as Ibis tables; `spark` is the address of a Connect server (sc://host:15002).

    Raises:
        NotInstalled: the libraries of the engine's extra are missing.
        NoSpark: nothing answers at the address.
        NothingExported, FileMissing, OtherExport
    """
    files = files_of(folder)
    with _duckdb(files) if engine == "duckdb" else _spark(files, spark) as tables:
        yield tables


def rows_of(figure: Figure, tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figure's answer, row by row; days as dates, amounts as whole fen."""
    found: list[dict[str, Any]] = figure.build(tables).to_pyarrow().to_pylist()
    return found


@contextmanager
def _duckdb(files: Mapping[str, list[str]]) -> Iterator[Mapping[str, Any]]:
    connection = ibis.duckdb.connect()
    try:
        yield {
            name: connection.read_parquet(paths, table_name=name, hive_partitioning=False)
            for name, paths in files.items()
        }
    finally:
        connection.disconnect()


@contextmanager
def _spark(files: Mapping[str, list[str]], address: str) -> Iterator[Mapping[str, Any]]:
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NotInstalled(extra="spark") from error
    with _listening(address) as url:
        try:
            session = SparkSession.builder.remote(url).create()
        except (PySparkException, OSError) as error:
            raise NoSpark(address=url) from error
        try:
            for name, paths in files.items():
                session.read.parquet(*paths).createOrReplaceTempView(name)
            connection = ibis.pyspark.connect(session)
            yield {name: connection.table(name) for name in files}
        finally:
            session.stop()


@contextmanager
def _listening(address: str) -> Iterator[str]:
    """The address of a Connect server; without one given, of Sail in this process."""
    if address:
        _require_answer(address)
        yield address
        return
    try:
        from pysail.spark import SparkConnectServer
    except ImportError as error:
        raise NotInstalled(extra="spark") from error
    server = SparkConnectServer()
    server.start(background=True)
    try:
        _, port = server.listening_address
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.stop()


def _require_answer(address: str) -> None:
    """The client itself would ask again for many minutes.

    Raises:
        NoSpark
    """
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or _PORT), _PATIENCE):
            pass
    except (OSError, ValueError) as error:
        raise NoSpark(address=address) from error
