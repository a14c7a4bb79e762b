"""复核 in batches: however the entries are cut into batches, each sees what those before it did."""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from clinic_app.domain.policy import load
from clinic_app.domain.resources import text
from clinic_app.domain.settlement import Bill, BillLine, Circumstances, Mode, Person, State, settle
from clinic_app.journal import bills
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import insurance
from clinic_app.projections.tables import metadata
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.pen import held_pen
from sync_server.intake.project import project
from sync_server.intake.rebuild import rebuild
from sync_server.intake.sequence import sequence
from sync_server.publish.policies import publish_policy
from sync_server.store.engine import Database
from sync_server.store.queries import accumulated
from sync_server.store.queries.entries import Arrived
from sync_server.store.tables import held_entry, journal_entry
from tests.server.clinic import FakeClinic
from tests.server.county import OTHER, TOWNSHIP, TestCounty, founded, running

POLICY = text("policies", "open_sample.toml")
RULES = load(POLICY)
FIRST = date(2026, 10, 1)
PEOPLE = ("P1", "P2", "P3")  # the county does not know the last one
COMPARED = ("settlement", "accumulator_effect", "fee_day")
OF_THE_COUNTY = ("entry_id", "adjudicated_at", "adjudicated_by", "adjudicated_entry")  # differ in each run


@dataclass(frozen=True)
class Bought:
    """A visit's bill: who, where, what, on which day; `again`: on an earlier visit."""

    person: int
    place: int
    fen: int
    fee: bool
    day: int
    again: bool


@dataclass(frozen=True)
class TakenBack:
    """The red of an earlier settlement, by its number among them."""

    which: int


Step = Bought | TakenBack
bought = st.builds(
    Bought,
    person=st.integers(0, 2),
    place=st.integers(0, 1),
    fen=st.integers(100, 60_000),
    fee=st.booleans(),
    day=st.integers(0, 3),
    again=st.integers(0, 5).map(lambda n: n == 0),
)
steps = st.lists(st.one_of(bought, bought, st.builds(TakenBack, which=st.integers(0, 9))), max_size=14)


def made(step: Bought, visit: UUID, facility: str) -> SettlementMade:
    """What a clinic settles that knows of nothing before."""
    day = FIRST + timedelta(days=step.day)
    codes = (("YP0001", step.fen), ("ZL0001", 1200)) if step.fee else (("YP0001", step.fen),)
    bill = Bill(
        mdtrt_id=str(visit),
        fixmedins_code=facility,
        inst_lv="township",
        med_type="11",
        begndate=day,
        enddate=day,
        setl_date=day,
        mdtrt_cert_type="03",
        lines=tuple(
            BillLine(feedetl_sn=str(no), med_list_codg=code, pric_e6=fen * 10_000, cnt_e4=10_000)
            for no, (code, fen) in enumerate(codes)
        ),
    )
    person = Person(psn_no=PEOPLE[step.person], insutype="390")
    outcome = settle(RULES, person, State(), bill, Circumstances(mode=Mode.OFFLINE))
    assert not outcome.rejected, outcome.error
    names = {str(no): ("药", "盒") for no in range(len(codes))}
    return bills.settlement_made(bill, outcome, person, visit_id=visit, number="A1", names=names)


def taken_back(original: SettlementMade, entry: Entry) -> SettlementReversed:
    return SettlementReversed(
        settlement_id=entry.id,
        number="A2",
        refund_date=original.setl_date,
        amounts={name: -value for name, value in original.amounts.items()},
        psn_no=original.psn_no,
    )


def tell(clinics: Sequence[FakeClinic], story: Sequence[Step]) -> None:
    """Write the story into the clinics' journals; a red is its own clinic's."""
    done: list[tuple[FakeClinic, Entry, SettlementMade]] = []
    for step in story:
        if isinstance(step, TakenBack):
            if done:
                clinic, entry, fact = done[step.which % len(done)]
                clinic.write(taken_back(fact, entry), None, entry.subject)
            continue
        clinic = clinics[step.place]
        visit = done[-1][2].visit_id if step.again and done else new_id()
        fact = made(step, visit, clinic.facility)
        done.append((clinic, clinic.write(fact, None, new_id()), fact))


def one_by_one(connection: sa.Connection, arrived: Arrived, fact: Fact) -> Fact | None:
    """Without a look at the batch."""
    return adjudicate(connection, arrived, fact)


@pytest.fixture(scope="module")
def begun() -> Iterator[TestCounty]:
    """A county with its policy and two insured people; each story begins with a copy of its file."""
    with tempfile.TemporaryDirectory() as folder:
        database = founded(f"sqlite:///{Path(folder) / 'county.db'}")
        publish_policy(database, POLICY)
        with held_pen(database) as pen:
            for psn_no in PEOPLE[:2]:
                pen.append(InsuredStated(psn_no=psn_no, id_number="", insutype="390", salt="salt"))
        with running(database) as county:
            yield county
        database.close()


def copied(database: Database, path: Path) -> Database:
    with (
        closing(sqlite3.connect(str(database.url).removeprefix("sqlite:///"))) as old,
        closing(sqlite3.connect(path)) as new,
    ):
        old.backup(new)
    return Database(f"sqlite:///{path}")


def said(database: Database) -> list[Any]:
    """The verdicts in their order, what is set aside, and the tables without what differs in each run."""
    with database.reading() as connection:
        verdicts = connection.scalars(
            sa.select(journal_entry.c.body)
            .where(journal_entry.c.type == SettlementAdjudicated.type)
            .order_by(journal_entry.c.position)
        ).all()
        held = connection.execute(
            sa.select(held_entry.c.id, held_entry.c.reason).order_by(held_entry.c.id)
        ).all()
        return [verdicts, held, *(rows_of(connection, name) for name in COMPARED)]


def rows_of(connection: sa.Connection, name: str) -> list[str]:
    table = metadata.tables[name]
    columns = [column for column in table.c if column.name not in OF_THE_COUNTY]
    return sorted(str(tuple(row)) for row in connection.execute(sa.select(*columns)))


def require_kept_right(database: Database) -> None:
    """What is kept of each person is what its history sums up to."""
    with database.reading() as connection:
        kept = accumulated.read(connection, PEOPLE)
        summed = insurance.states_of(connection, PEOPLE, "county")
    for psn_no, state in kept.items():
        assert without_zeros(state) == without_zeros(summed[psn_no])


def without_zeros(state: State) -> tuple[object, ...]:
    years = {year: {key: n for key, n in keys.items() if n} for year, keys in state.accum.items()}
    return {year: keys for year, keys in years.items() if keys}, dict(state.gc_last)


@settings(max_examples=12, deadline=None)
@given(story=steps, sizes=st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_any_cut_into_batches_gives_equal_verdicts_and_tables(
    begun: TestCounty, story: list[Step], sizes: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        origin = copied(begun.database, Path(folder) / "origin.db")
        with running(origin) as county:
            clinics = [county.clinic(TOWNSHIP), county.clinic(OTHER)]
            tell(clinics, story)
            for clinic in clinics:
                assert clinic.push().status_code == 200
            while sequence(origin):
                pass
        found = []
        for no, (judging, cut) in enumerate(((one_by_one, [1]), (adjudicate, [1000]), (adjudicate, sizes))):
            database = copied(origin, Path(folder) / f"{no}.db")
            turn = 0
            while project(database, judging, limit=cut[turn % len(cut)]):
                turn += 1
                require_kept_right(database)
            found.append(said(database))
            database.close()
        origin.close()
    assert found[1] == found[0]
    assert found[2] == found[0]


def brought(county: TestCounty, clinic: FakeClinic) -> None:
    assert clinic.push().status_code == 200
    county.work()


@pytest.fixture
def told(county: TestCounty) -> tuple[TestCounty, FakeClinic]:
    """A county that has judged three bills of one person, two with a fee."""
    publish_policy(county.database, POLICY)
    with held_pen(county.database) as pen:
        pen.append(InsuredStated(psn_no="P1", id_number="", insutype="390", salt="salt"))
    clinic = county.clinic()
    tell([clinic], [Bought(0, 0, 3000, True, 0, False), Bought(0, 0, 900, True, 2, False)])
    tell([clinic], [Bought(0, 0, 2000, False, 3, False)])
    brought(county, clinic)
    return county, clinic


def kept(county: TestCounty) -> dict[str, State]:
    with county.database.reading() as connection:
        return accumulated.read(connection, PEOPLE)


def test_what_is_kept_of_a_person_is_what_the_history_sums_up_to(told: tuple[TestCounty, FakeClinic]) -> None:
    county, _ = told
    assert kept(county)["P1"].gc_last == {TOWNSHIP: FIRST + timedelta(days=2)}
    require_kept_right(county.database)


def test_a_new_statement_is_seen_by_the_next_settlement(told: tuple[TestCounty, FakeClinic]) -> None:
    county, clinic = told
    with held_pen(county.database) as pen:
        pen.append(
            InsuredStated(
                psn_no="P1", id_number="", insutype="390", used={"2026": {"hifp_11": 60_000}}, salt="other"
            )
        )
    assert kept(county) == {}
    tell([clinic], [Bought(0, 0, 5000, False, 3, False)])
    brought(county, clinic)
    with county.database.reading() as connection:
        newest = connection.scalars(
            sa.select(journal_entry.c.body)
            .where(journal_entry.c.type == SettlementAdjudicated.type)
            .order_by(journal_entry.c.position.desc())
        ).first()
    assert newest is not None
    assert SettlementAdjudicated.parse(newest).amounts.get("hifp_pay", 0) == 0
    require_kept_right(county.database)


def test_an_adjudication_that_comes_back_from_a_clinic_is_summed_anew(
    told: tuple[TestCounty, FakeClinic],
) -> None:
    county, _ = told
    with held_pen(county.database) as pen:
        again = SettlementAdjudicated(
            facility=TOWNSHIP,
            settlement_id=new_id(),
            psn_no="P1",
            status="agreed",
            amounts={},
            year=2026,
            effect={"hifp_11": 700},
        )
        entry = pen.append(replace(again, psn_no="P2"))
        pen.adopt(entry_with(entry, again), pen.wall(), again)
    assert "P1" not in kept(county)


def entry_with(entry: Entry, fact: Fact) -> Entry:
    from dataclasses import replace as changed
    from hashlib import sha256

    body = fact.write()
    return changed(entry, id=new_id(), seq=entry.seq + 1, body=body, body_hash=sha256(body).digest())


def test_a_rebuild_forgets_what_was_kept_and_the_next_settlement_sums_anew(
    told: tuple[TestCounty, FakeClinic],
) -> None:
    county, clinic = told
    before = kept(county)["P1"]
    rebuild(county.database)
    assert kept(county) == {}
    tell([clinic], [Bought(0, 0, 1000, False, 3, False)])
    brought(county, clinic)
    after = kept(county)["P1"]
    assert after.of(2026)["hifp_11"] > before.of(2026)["hifp_11"]
    require_kept_right(county.database)
