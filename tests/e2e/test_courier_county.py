"""Sticks beside a line that comes and goes: the same end state as by the line, and the commands as typed."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clinic_app.cli import main
from clinic_app.journal.sealing import sealing_public
from clinic_app.store import local
from clinic_app.store.journal import Author, Store
from clinic_app.store.keys import KeyHolder
from clinic_app.store.rebuild import rebuild
from clinic_app.store.setup import unlock
from clinic_app.store.verify import verify
from clinic_app.sync import courier_in, courier_out
from clinic_app.sync.courier_key import learn_key
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of
from sync_server.cli import run
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import mark_restored
from sync_server.store.county import county_of as founded_county
from sync_server.store.engine import Database
from sync_server.store.queries.registry import facility_of
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.e2e.test_sync_county import enrolled, equal, moved_to, registered, synced
from tests.server.county import TOWNSHIP
from tests.sync.courier_world import carried_to
from tests.sync.doings import held
from tests.sync.fake_county import ids

PASSWORD = "correct horse"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def key_of(store: Store) -> bytes | None:
    with store.reading() as connection:
        return local.read(connection, local.COURIER_KEY)


def county_seed(county: CountyAtWork) -> bytes:
    with county.database().reading() as connection:
        return founded_county(connection).seed


def test_the_county_s_key_comes_with_the_enrolment_or_with_the_next_round(tmp_path) -> None:
    with at_work(tmp_path) as county:
        store, _, _ = enrolled(tmp_path / "a", county)
        expected = sealing_public(county_seed(county))
        assert key_of(store) == expected
        with store.changing() as connection:
            local.forget(connection, local.COURIER_KEY)  # enrolled by an earlier version
        peer = county_of(store)
        sync_once(store, peer)
        learn_key(store, peer)
        asked = peer.traffic.requests
        learn_key(store, peer)
        assert (key_of(store), peer.traffic.requests) == (expected, asked), "asked once in its life"
        peer.close()
        store.close()


def test_a_stick_that_comes_back_after_the_line_did_the_same_work_changes_nothing(tmp_path, stick) -> None:
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        registered(store, holder, 20)
        courier_out.write(store, stick)
        assert synced(store).safe
        intake, _ = carried_to(county.database(), stick)
        assert intake.devices[store.device].entries == 0
        registered(store, holder, 5)
        assert synced(store).safe
        before = held(store), ids(store)
        taken = courier_in.take(store, stick)
        assert (taken.pulled, taken.waiting, taken.again) == (0, 0, False)
        assert (held(store), ids(store)) == before
        equal(store, county)
        store.close()


def test_stick_and_line_take_turns(tmp_path, stick) -> None:
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        for number in range(1, 4):
            registered(store, holder, number)
            courier_out.write(store, stick)
            registered(store, holder, 1)
            if number == 2:
                synced(store)
            carried_to(county.database(), stick)
            courier_in.take(store, stick)
            with store.reading() as connection:
                assert courier_in.exchange.unsent(connection).count == (0 if number == 2 else 1)
        assert synced(store).safe
        equal(store, county)
        store.close()


def copied(database: Path, to: Path) -> None:
    to.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def night_and_loss(county: CountyAtWork, tmp_path: Path, store: Store, holder: KeyHolder) -> None:
    """A backup, and what only came after it: entries of the clinic, and one of the county's own."""
    registered(store, holder, 3)
    synced(store)
    copied(tmp_path / "county.db", tmp_path / "night.db")
    registered(store, holder, 4)
    register_facility(county.database(), "350881103", "后来的村", "village", TOWNSHIP)
    synced(store)
    synced(store)


def test_a_county_put_back_learns_by_stick_and_then_by_line_what_it_had_lost(tmp_path, stick) -> None:
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        night_and_loss(county, tmp_path, store, holder)
        courier_out.write(store, stick)
        carried_to(county.database(), stick)
        old = tmp_path / "old"
        shutil.copytree(stick, old)
    copied(tmp_path / "night.db", tmp_path / "county.db")
    mark_restored(Database(county.database_url))
    shutil.rmtree(stick)
    stick.mkdir()
    courier_out.write(store, stick)
    carried_to(county.database(), stick)
    taken = courier_in.take(store, stick)
    assert taken.waiting == 4 and taken.again, "what was green is not, because the county has lost it"
    old_answer = courier_in.take(store, old)
    assert (old_answer.old, old_answer.waiting) == (1, 4), "the word of before the loss proves nothing"
    with at_work(tmp_path, database_url=county.database_url) as after:
        moved_to(after, store)
        assert synced(store).safe
        assert synced(store).safe
        equal(store, after)
        with after.database().reading() as connection:
            assert facility_of(connection, "350881103") is not None, "the county's own entry came back"
    store.close()


def test_a_county_put_back_gets_its_own_entries_by_stick_alone(tmp_path, stick) -> None:
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        night_and_loss(county, tmp_path, store, holder)
    copied(tmp_path / "night.db", tmp_path / "county.db")
    database = Database(county.database_url)
    mark_restored(database)
    for _ in range(3):
        courier_out.write(store, stick)
        carried_to(database, stick)
        courier_in.take(store, stick)
    with database.reading() as connection:
        assert facility_of(connection, "350881103") is not None
    assert held(store) == county.journal_of(store)
    verify(store)
    assert rebuild(store, check=True).different == ()
    store.close()


def test_the_commands_there_and_back(tmp_path, stick, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)
    data = str(tmp_path / "a")
    with at_work(tmp_path) as county:
        store, holder, _ = enrolled(tmp_path / "a", county)
        with store.writing(Author.of(holder)):
            pass
        registered(store, holder, 7)
        store.close()
    assert main(["courier", "take", str(stick), "--data", data]) == 2, "nothing from the county yet"
    assert "courier.nothing" in capsys.readouterr().err
    assert main(["courier", "write", str(stick), "--data", data, "--json"]) == 0
    written = json.loads(capsys.readouterr().out)
    assert (written["entries"], written["left"], written["files"]) == (9, 0, 1)
    where = ["--database", county.database_url]
    assert run(["courier", "take", str(stick), *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["devices"], told["entries"], told["answered"], told["refused"]) == (1, 9, 1, {})
    assert main(["courier", "take", str(stick), "--data", data, "--json"]) == 0
    taken = json.loads(capsys.readouterr().out)
    assert (taken["confirmed"], taken["waiting"], taken["again"]) == (9, 0, False)
    assert run(["courier", "take", str(tmp_path / "nowhere"), *where]) == 3
    assert "courier.no_folder" in capsys.readouterr().err
    assert run(["courier", "take", str(stick), *where, "--all"]) == 0
    assert "1 台电脑" in capsys.readouterr().out
    store, _ = unlock(tmp_path / "a", "P001", PASSWORD)
    assert held(store) == county.journal_of(store)
    store.close()
