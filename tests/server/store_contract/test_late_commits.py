"""A cursor never passes over an entry that commits late.

Writers push with commits delayed by chance, so what was begun first is often durable last; sequencer and
readers run meanwhile.  Every reader ends with every entry, once, in rising numbers.
"""

import random
import threading
import time
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.store.engine import Database
from sync_server.store.queries import feeds
from tests.server.clinic import FakeClinic
from tests.server.county import TestCounty, founded, running

WRITERS, PUSHES = 6, 8


def slow_to_commit(url: str, seed: int) -> Database:
    """A further process's connection to the same county, whose commits take 0 to 60 ms."""
    database = Database(url)
    chance = random.Random(seed)

    @sa.event.listens_for(database.engine, "commit")
    def _late(connection: sa.Connection) -> None:
        time.sleep(chance.random() * 0.06)

    return database


def write(url: str, clinic: FakeClinic, seed: int) -> None:
    database = slow_to_commit(url, seed)
    for _ in range(PUSHES):
        first = len(clinic.entries) + 1
        clinic.visit()
        clinic.visit()
        receive(database, clinic.device, clinic.segment(first))
    database.close()


def read(
    database: Database, facility: str, device: UUID, limit: int, done: threading.Event
) -> list[tuple[int, UUID]]:
    """Follow the feed until the writers are done and nothing more comes."""
    found: list[tuple[int, UUID]] = []
    cursor = 0
    while True:
        last_round = done.is_set()
        with database.reading() as connection:
            page = feeds.stretch(connection, facility, device, cursor, limit, 1 << 22)
        found += [(one.position, one.entry.id) for one in page.entries]
        cursor = page.upto
        if last_round and not page.entries and not page.more:
            return found
        if not page.entries:
            time.sleep(0.002)


def number(database: Database, done: threading.Event) -> None:
    while True:
        last_round = done.is_set()
        if not (sequence(database, limit=3) or project(database, adjudicate, limit=10)):
            if last_round:
                return
            time.sleep(0.001)


def test_every_reader_ends_with_every_entry(url: str) -> None:
    with running(founded(url)) as county:
        first = county.clinic()
        first.push()
        county.work()
        clinics = [county.further(first) for _ in range(WRITERS)]
        readers = [(county.further(first).device, limit) for limit in (1, 2, 7, 1000)]
        found = follow(url, county, clinics, readers, first.facility)
    wanted = {entry.id for clinic in clinics for entry in clinic.entries}
    assert len(wanted) == WRITERS * PUSHES * 2
    for items in found:
        numbers = [item[0] for item in items]
        assert numbers == sorted(set(numbers))
        visits = [item[1] for item in items if item[1] in wanted]
        assert len(visits) == len(wanted)
        assert set(visits) == wanted


def follow(
    url: str, county: TestCounty, clinics: list[FakeClinic], readers: list[tuple[UUID, int]], facility: str
) -> list[list[tuple[int, UUID]]]:
    written, numbered = threading.Event(), threading.Event()
    found: list[Any] = [None] * len(readers)

    def read_into(index: int) -> None:
        device, limit = readers[index]
        found[index] = read(county.database, facility, device, limit, numbered)

    writing = [
        threading.Thread(target=write, args=(url, clinic, seed)) for seed, clinic in enumerate(clinics)
    ]
    numbering = [threading.Thread(target=number, args=(Database(url), written)) for _ in range(2)]
    reading = [threading.Thread(target=read_into, args=(index,)) for index in range(len(readers))]
    for thread in (*writing, *numbering, *reading):
        thread.start()
    for stage, over in ((writing, written), (numbering, numbered), (reading, None)):
        for thread in stage:
            thread.join(timeout=60)
        if over is not None:
            over.set()
    return found


@pytest.mark.parametrize("late", [0, 1, 2])
def test_a_push_that_was_begun_first_and_commits_last_is_numbered_then(postgres_url: str, late: int) -> None:
    """Three pushes begin in turn; one of them commits after the two others were numbered and read."""
    with running(founded(postgres_url)) as county:
        first = county.clinic()
        first.push()
        county.work()
        clinics = [county.further(first) for _ in range(3)]
        reader = county.further(first)
        county.work()
        reader.pull()
        hold, begun = threading.Event(), threading.Event()
        held_back = Database(postgres_url)

        @sa.event.listens_for(held_back.engine, "commit")
        def _wait(connection: sa.Connection) -> None:
            if connection.get_execution_options().get("write"):
                begun.set()
                hold.wait(20)

        entries = [clinic.visit() for clinic in clinics]
        push = threading.Thread(
            target=receive, args=(held_back, clinics[late].device, clinics[late].segment())
        )
        for index in range(3):
            if index == late:
                push.start()
                assert begun.wait(10)
            else:
                clinics[index].push()
        county.work()
        on_time = {entry.id for index, entry in enumerate(entries) if index != late}
        assert {entry.id for entry in reader.pull()} == on_time
        hold.set()
        push.join(timeout=20)
        county.work()
        assert [entry.id for entry in reader.pull()] == [entries[late].id]
        held_back.close()
