"""The county's database is put back from last night's backup: nothing that anybody holds is lost."""

import sqlite3
from pathlib import Path

import pytest

from clinic_app.journal.feed import write_page
from sync_server.publish.facilities import register_facility
from sync_server.publish.founding import mark_restored
from sync_server.publish.policies import publish_policy
from sync_server.reports.journals import exported, verify
from sync_server.store.engine import Database
from sync_server.store.queries import entries
from tests.server.clinic import FakeClinic
from tests.server.county import TestCounty, founded, running
from tests.server.test_adjudication import POLICY, accumulated, reversal, settled, state_person, verdicts


def copied(database: Database, path: Path) -> Database:
    """A backup of now, taken while the server runs."""
    raw = sqlite3.connect(database.url.removeprefix("sqlite:///"))
    raw.execute(f"VACUUM INTO '{path}'")
    raw.close()
    return Database(f"sqlite:///{path}")


def give_back(county: TestCounty, clinic: FakeClinic, page: bytes) -> int:
    answer = county.http.post("/v1/returns", content=page, headers=clinic.bearer)
    assert answer.status_code == 200, answer.text
    adopted: int = answer.json()["adopted"]
    return adopted


def test_verdicts_come_back_and_are_not_given_again(sqlite_url: str, tmp_path: Path) -> None:
    before = founded(sqlite_url)
    with running(before) as county:
        publish_policy(before, POLICY)
        state_person(county)
        clinic = county.clinic()
        clinic.push()
        county.work()
        clinic.pull()
        backup = copied(before, tmp_path / "backup.db")
        entry, outcome = settled(clinic, 8000)
        reversal(clinic, entry, outcome)
        settled(clinic, 5000)
        clinic.push()
        county.work()
        held = clinic.get_page().content
        told = verdicts(clinic)
        sums = accumulated(county)
    assert len(told) == 3

    mark_restored(backup)
    with running(backup) as county:
        clinic.http = county.http
        answer = clinic.get_page().json()
        assert answer["error"] == "feed.epoch"
        clinic.epoch, clinic.cursor = answer["epoch"], 0
        assert give_back(county, clinic, held) == 3
        assert give_back(county, clinic, held) == 0
        assert clinic.push().status_code == 200
        county.work()
        assert accumulated(county) == sums
        assert verdicts(clinic) == told
        register_facility(backup, "350881009", "永福镇卫生院", "township")
        with backup.reading() as connection:
            assert verify(connection).entries > 0
            lines = list(exported(connection, entries.all_entries(connection), None, None))
        assert sum(line["hash"] is None for line in lines) == 3


def test_only_the_countys_own_signature_brings_entries_back(county: TestCounty) -> None:
    clinic = county.clinic()
    page = clinic.page()
    forged = write_page(page, clinic.key.sign)
    answer = county.http.post("/v1/returns", content=forged, headers=clinic.bearer)
    assert (answer.status_code, answer.json()["error"]) == (400, "journal.bad_signature")
    for garbage in (b"", b"XYF2", b"XYF1" + bytes(300)):
        answer = county.http.post("/v1/returns", content=garbage, headers=clinic.bearer)
        assert answer.status_code == 400
    assert county.http.post("/v1/returns", content=b"").status_code == 401


def test_a_lost_enrolment_comes_back_with_its_administrator(sqlite_url: str, tmp_path: Path) -> None:
    before = founded(sqlite_url)
    with running(before) as county:
        keeper = county.clinic()
        backup = copied(before, tmp_path / "backup.db")
        sister = FakeClinic(county.http).join(county.code())
        page = keeper.get_page().content
    mark_restored(backup)
    with running(backup) as county:
        keeper.http = sister.http = county.http
        assert sister.get_token().json()["error"] == "server.not_enrolled"
        assert give_back(county, keeper, page) == 1
        assert sister.get_token().status_code == 200


@pytest.mark.parametrize("more", [0, 1])
def test_a_county_put_back_in_silence_says_that_it_is_behind(county: TestCounty, more: int) -> None:
    clinic = county.clinic()
    clinic.pull()
    clinic.cursor += more
    assert clinic.get_page().status_code == (409 if more else 200)
