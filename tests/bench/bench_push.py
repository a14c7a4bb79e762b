"""Push: the whole way of a segment up to the durable answer, over HTTP, beside PostgreSQL's own COPY of the same bodies.

    .venv/bin/python -m tests.bench push

Authorisation, signature, chain, shape, roles, sums and a flushed commit are in it; the clinic's own work (reading its
store, packing, signing) is a row of its own, and so is what runs behind the answer (bench_behind.py).
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import requests
import zstandard
from urllib3.util import SKIP_HEADER

from clinic_app.domain.time import wall_clock
from clinic_app.journal.entry import Entry
from clinic_app.journal.where import standing_of, write_where
from sync_server.auth import token_for
from sync_server.store.county import county_of
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.worker import work_off
from tests.bench.clinic_days import ClinicDay, bring, long_journal, publish_policies
from tests.bench.played import clinic_of_its_own, day_in, entries_of
from tests.bench.report import Measured, cost, rate, share
from tests.bench.serving import Served, served
from tests.server.county import founded
from tests.server.postgres import Cluster, running_cluster

_ENTRIES = 20_000
_FIRST = 100
_SEGMENT = 1600  # entries: about a mebibyte of bodies
_CLINICS, _AT_ONCE = 50, 8
_NOTHINGS = 200


def bench_push() -> list[Measured]:
    with clinic_of_its_own() as clinic:
        day_in(clinic, 132)
        played = entries_of(clinic)
    found: list[Measured] = []
    with running_cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as folder:
        for name, url in (
            ("SQLite", f"sqlite:///{Path(folder) / 'county.db'}"),
            ("PostgreSQL", cluster.new_url()),
        ):
            database = founded(url)
            publish_policies(database, played)
            found += _one_device(name, database, played, cluster)
            found += _an_evening(name, database, played)
            database.close()
    return found


def _one_device(name: str, database: Database, played: Sequence[Entry], cluster: Cluster) -> list[Measured]:
    """20,000 entries of one device, one request after the other, after a first small one."""
    day = long_journal(database, played, 900, _ENTRIES + _FIRST)
    first, segments = next(day.segments(_FIRST)), list(day.segments(_SEGMENT, _FIRST))
    raw = _copied(cluster, [entry.body or b"" for entry in day.entries[_FIRST:]])
    with served(database.url, works=False) as server:
        with _line(server, database, day) as line:
            line.push(first)
            began, busy = time.perf_counter(), server.cpu()
            sent = [line.push(data) for data in segments]
            taken, busy = time.perf_counter() - began, server.cpu() - busy
        peak = server.peak()
    work_off(database)
    with served(database.url, works=False) as server, _line(server, database, day) as line:
        nothing = _nothing_to_do(server, line)
    bodies = [entry.body or b"" for entry in day.entries[_FIRST:]]
    alone = sum(
        len(zstandard.ZstdCompressor(level=3).compress(b"".join(bodies[at : at + 1000])))
        for at in range(0, len(bodies), 1000)
    )
    goal = 4.0 if name == "SQLite" else 5.0
    return [
        rate(f"push, {name}", _ENTRIES / taken, _ENTRIES / raw, "entries/s", goal),
        share(f"push, {name}, server's core", busy * 1e6 / _ENTRIES, 30.0, "µs an entry"),
        share(f"push, {name}, memory", peak, 120.0, "MiB")
        if name == "SQLite"
        else cost(f"push, {name}, memory", peak, 120.0, "MiB"),
        cost(f"push, {name}, up", sum(sent) / _ENTRIES, alone / _ENTRIES, "bytes an entry", 1.25),
        *nothing,
    ]


def _nothing_to_do(server: Served, line: "_Line") -> list[Measured]:
    times, size, busy = [], 0, server.cpu()
    for _ in range(_NOTHINGS):
        began = time.perf_counter()
        size = line.nothing()
        times.append(time.perf_counter() - began)
    busy = (server.cpu() - busy) / _NOTHINGS * 1000
    middle = sorted(times)[len(times) // 2] * 1000
    return [
        share("nothing to do, bytes", size, 250, "bytes both ways"),
        share("nothing to do, server's core", busy, 3.0, "ms"),
        cost("nothing to do, answered", middle, busy, "ms (p50, with the client)"),
    ]


def _an_evening(name: str, database: Database, played: Sequence[Entry]) -> list[Measured]:
    """Fifty clinics push their day, eight at a time, while the county works behind the answers."""
    days = [bring(database, played, number) for number in range(_CLINICS)]
    ready = [(day, list(day.segments(_SEGMENT))) for day in days]
    with served(database.url, works=True) as server:
        began = time.perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda one: _push_all(server, database, *one), ready))
        taken = time.perf_counter() - began
    return [share(f"{_CLINICS} clinic-days, {name}", taken, 3.0, "s, answered")]


def _push_all(server: Served, database: Database, day: ClinicDay, segments: Sequence[bytes]) -> None:
    with _line(server, database, day) as line:
        for data in segments:
            line.push(data)


class _Line:
    """A device's requests, as the client makes them, with as few headers."""

    def __init__(self, server: Served, token: str, where: str, day: ClinicDay) -> None:
        self._server, self._day, self._where = server, day, where
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.headers.update({"Authorization": f"Bearer {token}"})

    def push(self, data: bytes) -> int:
        """Bytes sent, headers included."""
        answer = self._session.post(f"{self._server.address}/v1/journals/{self._day.device.hex}", data=data)
        assert answer.status_code == 200, answer.text
        return len(data) + _size(answer)

    def nothing(self) -> int:
        """Bytes of a request and an answer that say that there is nothing to do."""
        spared = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}
        answer = self._session.get(f"{self._server.address}/v1/sync/{self._where}", headers=spared)
        assert answer.status_code == 204, (answer.status_code, answer.text[:200])
        headers = sum(len(name) + len(text) + 4 for name, text in answer.headers.items())
        return _size(answer) + 17 + len(answer.reason) + headers

    def close(self) -> None:
        self._session.close()


def _size(answer: requests.Response) -> int:
    request = answer.request
    sent = {"Host": "127.0.0.1:65535", **request.headers}
    lines = sum(len(name) + len(text) + 4 for name, text in sent.items() if not text.startswith("@@@"))
    return len(request.method or "") + len(request.path_url) + 14 + lines


@contextmanager
def _line(server: Served, database: Database, day: ClinicDay) -> Iterator[_Line]:
    """With a token as the device gets it once an hour."""
    with database.reading() as connection:
        county, device = county_of(connection), registry.device_of(connection, day.device)
        newest = position_of(connection, SEQUENCED)
    assert device is not None
    token = token_for(county, device, wall_clock()).text
    standing = standing_of([(day.entries[0].incarnation, len(day.entries), day.links[-1])])
    line = _Line(server, token, write_where(county.epoch, newest, standing), day)
    try:
        yield line
    finally:
        line.close()


def _copied(cluster: Cluster, bodies: Sequence[bytes]) -> float:
    """Seconds that COPY needs for the same bodies, flushed once."""
    url = cluster.new_url()
    name = url.split("/")[3].split("?")[0]
    with psycopg.connect(cluster.dsn(name)) as connection:
        connection.execute("create table body (data text not null)")
        connection.commit()
        best = 1e9
        for _ in range(3):
            began = time.perf_counter()
            with connection.cursor().copy("copy body (data) from stdin") as copy:
                copy.write(b"".join(body.replace(b"\\", b"\\\\") + b"\n" for body in bodies))
            connection.commit()
            best = min(best, time.perf_counter() - began)
    return best
