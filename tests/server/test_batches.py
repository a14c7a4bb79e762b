"""Batches: whatever their size, and whichever the database, the same journals give equal tables and equal quarantine."""

import base64
import random
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.time import wall_clock
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.registration import VisitCalled
from clinic_app.journal.facts.residents import Change, ResidentAmended
from clinic_app.projections.tables import metadata
from clinic_app.projections.tables.residents import chart_view
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.pen import held_pen
from sync_server.intake.project import project
from sync_server.intake.rebuild import rebuild
from sync_server.intake.receive import receive
from sync_server.intake.sequence import sequence
from sync_server.publish.enrolments import PROOF_TAG, Application, enrol, new_code
from sync_server.publish.policies import publish_policy
from sync_server.store.engine import Database
from sync_server.store.queries import entries, held
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.progress import JUDGED, SEQUENCED, position_of
from sync_server.store.tables import journal_entry
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import OTHER, TOWNSHIP, TestCounty, founded
from tests.server.test_adjudication import POLICY, reversal, settled
from tests.server.test_judging import encounter_with, reasons

Segments = list[tuple[FakeClinic, bytes]]
NOW = wall_clock()


# ------------------------------------------------------------ journals with everything in them


class Writer:
    """Writes what a clinic writes, and what it must not, by the dice."""

    def __init__(self, clinic: FakeClinic, dice: random.Random, foreign: list[UUID]) -> None:
        self.clinic = clinic
        self._dice = dice
        self._foreign = foreign  # visits of other clinics
        self._doctor = Staff("D1")
        self._residents: list[Entry] = []
        self._visits: list[UUID] = [new_id()]
        self._papers: list[Entry] = []
        self._bills: list[Any] = []
        clinic.found()
        self._steps: list[Callable[[], object]] = [
            self._register,
            self._amend,
            self._visit,
            self._call,
            self._prescribe,
            self._examine,
            self._settle,
            self._settle,
            self._take_back,
            self._certify,
            self._poison,
            lambda: clinic.chart(self._doctor),
            lambda: clinic.chart(Staff("nobody")),
            lambda: clinic.chart(),
        ]

    def write(self, count: int) -> None:
        for _ in range(count):
            self._dice.choice(self._steps)()
        self._foreign += self._visits

    def _register(self) -> None:
        self._residents.append(self.clinic.resident())

    def _amend(self) -> None:
        about = self._dice.choice(self._residents).id if self._residents else new_id()
        changes = {"phone": Change(value=f"1{self._dice.randrange(9)}", replaces=about)}
        self.clinic.write(ResidentAmended(changes=changes, salt="s"), None, about)

    def _visit(self) -> None:
        self._visits.append(self.clinic.visit(self._dice.choice([None, self._doctor])).id)

    def _call(self) -> None:
        wanted = self._dice.choice(
            self._foreign if self._foreign and self._dice.random() < 0.3 else self._visits
        )
        self.clinic.write(VisitCalled(visit_id=wanted), None, new_id())

    def _prescribe(self) -> None:
        self._papers.append(self.clinic.prescription(signed=self._dice.random() < 0.7))

    def _examine(self) -> None:
        encounter_with(self.clinic, self._dice.sample(self._papers, min(2, len(self._papers))))

    def _settle(self) -> None:
        fen = self._dice.randrange(1000, 90000)
        self._bills.append(settled(self.clinic, fen, visit=self._dice.choice(self._visits)))

    def _take_back(self) -> None:
        if self._bills:
            reversal(self.clinic, *self._dice.choice(self._bills))

    def _certify(self) -> None:
        self.clinic.certify(self._doctor, self._dice.choice([("doctor",), ("cashier",)]))

    def _poison(self) -> None:
        body = self._dice.choice([b"not json", b'{"purpose": 3}', b"\xff", b'{"purpose": "a\\u0000b"}'])
        self.clinic.write_body("chart.viewed", body)


def written(seed: int, count: int) -> Segments:
    """The segments of two clinics in the order of their arrival."""
    dice = random.Random(seed)
    foreign: list[UUID] = []
    brought: Segments = []
    for facility in (TOWNSHIP, OTHER):
        clinic = FakeClinic(None, facility)  # type: ignore[arg-type]
        Writer(clinic, dice, foreign).write(count)
        place = 0
        while place < len(clinic.entries):
            upto = min(place + dice.randrange(1, 30), len(clinic.entries))
            brought.append((clinic, clinic.segment(place + 1, upto)))
            place = upto
    return _in_journal_order(brought, dice)


def _in_journal_order(brought: Segments, dice: random.Random) -> Segments:
    left = {id(clinic): [one for one in brought if one[0] is clinic] for clinic, _ in brought}
    mixed: Segments = []
    while any(left.values()):
        mixed.append(dice.choice([one for one in left.values() if one]).pop(0))
    return mixed


# ------------------------------------------------------------ a county that takes them in


def county_with(url: str, brought: Segments) -> Database:
    database = founded(url)
    publish_policy(database, POLICY)
    with held_pen(database, lambda: NOW) as pen:
        pen.append(InsuredStated(psn_no="P1", id_number="", insutype="380", salt="s"))
    for clinic in {id(clinic): clinic for clinic, _ in brought}.values():
        code = new_code(database, clinic.facility)
        enrol(
            database,
            Application(
                code=code,
                device_key=clinic.public_key,
                facility=clinic.facility,
                admin=clinic.admin.id,
                admin_key=clinic.admin.public_key,
                proof=clinic.key.sign(PROOF_TAG + code.encode()),
            ),
            lambda: NOW,
        )
    for clinic, data in brought:
        receive(database, clinic.device, data, lambda: NOW)
    return database


def work(database: Database, limit: int, *, numbers: bool) -> None:
    while (not numbers and sequence(database, lambda: NOW, limit)) or project(
        database, adjudicate, lambda: NOW, limit, numbers=numbers
    ):
        pass
    with database.reading() as connection:
        assert position_of(connection, JUDGED) == position_of(connection, SEQUENCED)


def state_of(database: Database) -> dict[str, list[tuple[str, ...]]]:
    """Every table, the county's own entries named by what they say: their ids and times are drawn anew each time."""
    with database.reading() as connection:
        own = {
            row.id: f"{row.type} {bytes(row.body).decode()}"
            for row in connection.execute(sa.select(journal_entry).where(journal_entry.c.facility == ""))
        }
        found = {
            table.name: sorted(
                tuple(repr(value) for value in _told(dict(row), own).values())
                for row in connection.execute(sa.select(table)).mappings()
            )
            for table in metadata.sorted_tables
            if table.name not in ("device", "facility")
        }
        found["held"] = sorted(
            (str(item.id), item.reason, item.detail, str(item.waits_for))
            for item in held.unreleased(connection)
        )
        found["position"] = [(str(position_of(connection, JUDGED)),)]
    return found


def _told(row: dict[str, Any], own: dict[UUID, str]) -> dict[str, Any]:
    told = {name: own.get(value, value) if isinstance(value, UUID) else value for name, value in row.items()}
    for name, value in row.items():
        if name.endswith("_entry") and value in own:
            told[name.replace("_entry", "_at")] = "then"
    if row.get("entry_id") in own:
        told = {name: "then" if name.endswith("_at") else value for name, value in told.items()}
    return told


@pytest.mark.parametrize("seed", range(3))
def test_batches_of_any_size_give_equal_tables_and_equal_quarantine(
    seed: int, tmp_path: Any, postgres_url: str
) -> None:
    brought = written(seed, 120)
    found = []
    for number, (url, limit, numbers) in enumerate(
        [
            ("", 1, False),
            ("", 1000, True),
            ("", 17, True),
            (postgres_url, 1000, True),
        ]
    ):
        database = county_with(url or f"sqlite:///{tmp_path / f'{number}.db'}", brought)
        work(database, limit, numbers=numbers)
        found.append(state_of(database))
        database.close()
    one_by_one = found[0]
    assert len({reason for _, reason, _, _ in one_by_one["held"]}) > 4
    assert one_by_one["settlement"]
    for other in found[1:]:
        for name, rows in one_by_one.items():
            assert name == "position" or other[name] == rows, name


def test_a_rebuild_gives_what_the_batches_gave(url: str) -> None:
    database = county_with(url, written(7, 80))
    work(database, 1000, numbers=True)
    before = state_of(database)
    rebuild(database)
    assert state_of(database) == before
    database.close()


# ------------------------------------------------------------ one that breaks the program, or the database


def test_one_entry_that_breaks_the_program_costs_no_other_one_its_place(county: TestCounty) -> None:
    clinic = county.clinic()
    charts = [clinic.chart() for _ in range(40)]
    clinic.push()

    def broken(connection: sa.Connection, arrived: Arrived, fact: Fact) -> None:
        if arrived.entry.id in (charts[3].id, charts[21].id):
            raise ZeroDivisionError

    while project(county.database, broken, numbers=True):
        pass
    assert reasons(county) == dict.fromkeys((charts[3].id, charts[21].id), "journal.unprocessable")
    with county.database.reading() as connection:
        assert len(connection.execute(sa.select(chart_view)).all()) == 38


def test_what_a_limit_of_the_database_forbids_is_set_aside_and_is_no_outage(postgres_url: str) -> None:
    clinic = FakeClinic(None)  # type: ignore[arg-type]
    clinic.found()
    digits = base64.b64encode(
        random.Random(1).randbytes(30_000)
    ).decode()  # does not compress into an index page
    bad, good = clinic.visit(psn_no=digits), clinic.chart()
    database = county_with(postgres_url, [(clinic, clinic.segment())])
    with database.writing() as connection:  # an index that this version happens not to have
        connection.execute(sa.text("create index long on visit (psn_no)"))
    work(database, 1000, numbers=True)
    with database.reading() as connection:
        assert {item.id: item.reason for item in held.unreleased(connection)} == {
            bad.id: "journal.unprocessable"
        }
        assert set(connection.scalars(sa.select(chart_view.c.entry_id))) == {good.id}
    database.close()


def test_what_a_failing_entry_says_is_not_logged(postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    clinic = FakeClinic(None)  # type: ignore[arg-type]
    clinic.found()
    secret = base64.b64encode(random.Random(2).randbytes(30_000)).decode()
    clinic.visit(psn_no=secret)
    database = county_with(postgres_url, [(clinic, clinic.segment())])
    with database.writing() as connection:
        connection.execute(sa.text("create index long on visit (psn_no)"))
    work(database, 1000, numbers=True)
    database.close()
    assert "cannot be processed" in caplog.text
    assert secret[:20] not in caplog.text


# ------------------------------------------------------------ two processes, and a crash between


def test_two_processes_judge_each_entry_once(url: str) -> None:
    brought = written(11, 60)
    databases = [county_with(url, brought), Database(url)]
    threads = [
        threading.Thread(target=work, args=(database, 9), kwargs={"numbers": True}) for database in databases
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with databases[0].reading() as connection:
        theirs = [one.entry.id for one in entries.all_entries(connection) if one.facility]
    assert len(theirs) == len(set(theirs)) == sum(len(clinic.entries) for clinic in {c for c, _ in brought})
    state_of(databases[0])
    for database in databases:
        database.close()


def test_a_crash_before_the_commit_leaves_nothing_behind(url: str) -> None:
    brought = written(13, 60)
    database = county_with(url, brought)
    for stop in range(0, 60, 7):
        calls = 0

        def killed(connection: sa.Connection, arrived: Arrived, fact: Fact, last: int = stop) -> None:
            nonlocal calls
            calls += 1
            if calls > last:
                raise KeyboardInterrupt

        before = state_of(database)
        with pytest.raises(KeyboardInterrupt):
            project(database, killed, lambda: NOW, numbers=True)
        assert state_of(database) == before
    work(database, 1000, numbers=True)
    assert len(state_of(database)["visit"]) > 0
    database.close()
