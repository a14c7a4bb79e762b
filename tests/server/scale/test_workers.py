"""Several server processes over one PostgreSQL are one county: one order, feeds without holes, one set of tokens."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from sync_server.publish.enrolments import new_code
from sync_server.store.engine import Database
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import feed_item, inbox, journal_entry
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, VILLAGE, founded
from tests.server.test_serving import ROOT, _free_port

WORKERS = 3
COMMAND = (sys.executable, "-m", "sync_server", "serve", "--plain")
ROUNDS, VISITS = 6, 4


class Served:
    """`serve --workers N`: every request on a connection of its own, so that any of the processes may take it."""

    def __init__(self, url: str, database: Database, log: Path) -> None:
        self.url = url
        self.database = database
        self._log = log

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, limits=httpx.Limits(max_keepalive_connections=0))

    def first(self, facility: str) -> FakeClinic:
        return FakeClinic(self.client(), facility).join(new_code(self.database, facility))

    def further(self, first: FakeClinic) -> FakeClinic:
        device = FakeClinic(self.client(), first.facility)
        device.admin = first.admin
        assert device.enrol(new_code(self.database, first.facility), joining=True).status_code == 200
        assert device.get_token().status_code == 200
        return device

    def settle(self) -> None:
        """Until everything that was pushed is numbered and judged."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with self.database.reading() as connection:
                waiting = connection.scalar(sa.select(sa.func.count()).select_from(inbox))
                if not waiting and position_of(connection, SEQUENCED) == position_of(connection, JUDGED):
                    return
            time.sleep(0.05)
        raise AssertionError("not everything was numbered")

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")


@contextmanager
def serving(url: str) -> Iterator[Served]:
    port, database = _free_port(), founded(url)
    with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
        process = subprocess.Popen(
            [*COMMAND, "--database", url, "--port", str(port), "--workers", str(WORKERS)],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            served = Served(f"http://127.0.0.1:{port}", database, Path(log.name))
            end = time.monotonic() + 60
            while time.monotonic() < end and served.said().count("startup complete") < WORKERS:
                assert process.poll() is None, served.said()
                time.sleep(0.05)
            yield served
        finally:
            process.terminate()
            process.wait(60)
            database.close()


@pytest.fixture
def served(postgres_url: str) -> Iterator[Served]:
    with serving(postgres_url) as served:
        yield served


def push_in_rounds(clinic: FakeClinic) -> None:
    for _ in range(ROUNDS):
        before = len(clinic.entries)
        for _ in range(VISITS):
            clinic.visit()
        assert clinic.push(clinic.segment(before + 1)).status_code == 200


def pull_until(reader: FakeClinic, wanted: set[UUID], found: list[Entry]) -> None:
    end = time.monotonic() + 120
    while not wanted <= {entry.id for entry in found} and time.monotonic() < end:
        found += reader.pull(wait=2)


@pytest.mark.slow
def test_many_devices_at_several_processes_give_one_order_and_feeds_without_holes(served: Served) -> None:
    firsts = [served.first(code) for code in (TOWNSHIP, VILLAGE, OTHER)]
    writers = [*firsts, *(served.further(first) for first in firsts)]
    readers = [served.further(first) for first in firsts]
    for first in firsts:
        assert first.push().status_code == 200
    read: list[list[Entry]] = [[] for _ in readers]
    stop = threading.Event()

    def keep_reading(reader: FakeClinic, found: list[Entry]) -> None:
        while not stop.is_set():
            found += reader.pull(wait=1)

    reading = [threading.Thread(target=keep_reading, args=pair) for pair in zip(readers, read, strict=True)]
    writing = [threading.Thread(target=push_in_rounds, args=(one,)) for one in writers]
    for thread in (*reading, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    served.settle()
    stop.set()
    for thread in reading:
        thread.join()
    with served.database.reading() as connection:
        positions = list(connection.scalars(sa.select(journal_entry.c.position).order_by("position")))
        seqs = connection.execute(
            sa.select(journal_entry.c.device, journal_entry.c.seq).order_by(journal_entry.c.position)
        ).all()
    assert positions == list(range(1, len(positions) + 1))
    for writer in writers:
        own = [seq for device, seq in seqs if device == writer.device]
        assert own == list(range(1, len(writer.entries) + 1))
    for reader, found in zip(readers, read, strict=True):
        found += reader.pull()
        expected = feed_of(served.database, reader)
        assert [entry.id for entry in found] == expected
        theirs = {e.id for w in writers if w.facility == reader.facility for e in w.entries}
        assert len(theirs) >= 2 * ROUNDS * VISITS and theirs <= set(expected)
    assert "failed" not in served.said()


def feed_of(database: Database, reader: FakeClinic) -> list[UUID]:
    """What the reader is to have seen, in the county's order."""
    with database.reading() as connection:
        return list(
            connection.scalars(
                sa.select(journal_entry.c.id)
                .join(feed_item, feed_item.c.position == journal_entry.c.position)
                .where(
                    feed_item.c.audience.in_((reader.facility, "*")), journal_entry.c.device != reader.device
                )
                .order_by(journal_entry.c.position)
            )
        )


@pytest.mark.slow
def test_a_long_poll_wakes_whichever_process_took_the_push_and_tokens_hold_everywhere(served: Served) -> None:
    clinic = served.first(TOWNSHIP)
    assert clinic.push().status_code == 200
    reader = served.further(clinic)
    served.settle()
    reader.pull()
    for _ in range(8):
        with ThreadPoolExecutor(1) as pool:
            polling = pool.submit(reader.page, wait=20)
            visit = clinic.visit()
            assert clinic.push(clinic.segment(len(clinic.entries))).status_code == 200
            page = polling.result()
        assert visit.id in {item.entry.id for item in page.items}
        reader.cursor = page.upto
    request = reader.signed_request()
    answers = {str(reader.http.send(request).json().get("error")) for _ in range(8)}
    assert answers == {"None", "server.replayed"}
    told = {metric(served, "/v1/journals/{device}") for _ in range(40)}
    assert len(told) > 1, "all requests were answered by one process"


def metric(served: Served, route: str) -> str:
    """How many requests of a route the process that answers has counted."""
    with served.client() as http:
        lines = http.get("/metrics").text.splitlines()
    return next(
        (line for line in lines if line.startswith("xyt_requests_total") and f'"{route}"' in line), ""
    )
