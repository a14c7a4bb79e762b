"""Reports over a filled county, held against what a plain look at the tables gives, on both databases."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.entry import Entry
from clinic_app.projections.tables.settlement import settlement
from sync_server.reports import devices, entries, facilities, overview, proof, quarantine, settlements
from sync_server.reports.entries import Filter
from sync_server.reports.proof import Mark
from sync_server.store.tables import journal_entry, journal_segment
from tests.server.console.world import HOUR, World, made_up_county


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("reports")
    return made_up_county(f"sqlite:///{folder / 'county.db'}", wall_clock(), days=3, patients=2)


@pytest.fixture(scope="module")
def postgres_world(cluster) -> Iterator[World]:
    url = cluster.new_url()
    world = made_up_county(url, wall_clock(), days=3, patients=2)
    yield world
    world.database.close()
    cluster.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> World:
    found: World = request.getfixturevalue("sqlite_world" if request.param == "sqlite" else "postgres_world")
    return found


@pytest.fixture
def db(world: World) -> Iterator[sa.Connection]:
    with world.database.reading() as connection:
        yield connection


def rows(db: sa.Connection) -> list[sa.Row]:
    return list(db.execute(sa.select(journal_entry).order_by(journal_entry.c.position)))


def test_a_moment_is_found_by_bisection_as_by_looking_at_every_row(db, world):
    every = rows(db)
    moments = [every[0].received - 1, every[0].received, every[-1].received, every[-1].received + 1]
    moments += [world.now - hours * HOUR for hours in range(0, 100, 7)]
    for moment in moments:
        plain = next((row.position for row in every if row.received >= moment), every[-1].position + 1)
        assert entries.position_at(db, moment) == plain


def test_counts_between_marks_add_up_to_everything(db, world):
    every = rows(db)
    marks = [every[0].received, world.now - 40 * HOUR, world.now - HOUR, world.now + HOUR]
    counts = entries.counts_between(db, marks)
    assert counts == [sum(1 for row in every if low <= row.received < high) for low, high in pairwise(marks)]
    assert sum(counts) == len(every)


@pytest.mark.parametrize(
    ("name", "value"), [("facility", "350881101"), ("facility", ""), ("type", "settlement.made")]
)
def test_a_filter_finds_what_a_look_at_every_row_finds(db, name, value):
    wanted = [row.id for row in reversed(rows(db)) if getattr(row, name) == value]
    assert wanted, "the made-up county has some"
    assert everything(db, Filter(**{name: value}), limit=7) == wanted


def test_a_device_and_a_stretch_of_time_filter_too(db, world):
    clinic = world.clinics["350881002"]
    since, until = world.now - 60 * HOUR, world.now - 10 * HOUR
    wanted = [
        row.id for row in reversed(rows(db)) if row.device == clinic.device and since <= row.received < until
    ]
    assert wanted
    found = everything(db, Filter(device=clinic.device, since=since, until=until), limit=5)
    assert found == wanted


def everything(db: sa.Connection, wanted: Filter, limit: int) -> list:
    """All pages of a filter, turned one by one."""
    found, before = [], None
    while True:
        page = entries.entries(db, wanted, before, limit)
        found += [line.id for line in page.lines]
        if page.before is None:
            return found
        before = page.before


def test_a_rare_filter_stops_and_says_where_to_go_on(db, monkeypatch):
    monkeypatch.setattr(entries, "_STRETCHES", 1)
    monkeypatch.setattr(entries, "_FIRST", 10)
    newest = entries.newest_position(db)
    page = entries.entries(db, Filter(type="county.founded"))
    assert page.lines == ()
    assert page.before == newest + 1 - 10
    assert len(everything(db, Filter(type="county.founded"), limit=5)) == 1


def test_settlements_turn_pages_without_loss(db, world):
    today = beijing_day(world.now)
    wanted = settlements.Filter(since=today - timedelta(days=9), until=today)
    found, after = [], None
    while True:
        page = settlements.settlements(db, wanted, after, limit=4)
        found += [line.id for line in page.lines]
        if page.after is None:
            break
        after = page.after
    table = settlement.c
    plain = db.scalars(
        sa.select(table.id).where(table.kind == "settle").order_by(table.made_at.desc(), table.id.desc())
    ).all()
    assert found == list(plain)


def test_sums_are_the_sums_of_the_lines(db, world):
    today = beijing_day(world.now)
    wanted = settlements.Filter(since=today - timedelta(days=9), until=today)
    lines = settlements.settlements(db, wanted, limit=10_000).lines
    plain = Counter()
    for line in lines:
        state = "reversed" if line.reversed else line.state
        plain[state, "count"] += 1
        plain[state, "fund"] += line.fund_fen
        plain[state, "diff"] += line.fund_diff_fen or 0
    sums = settlements.sums(db, wanted)
    assert {(one.state, one.count, one.fund_fen, one.fund_diff_fen) for one in sums} == {
        (state, plain[state, "count"], plain[state, "fund"], plain[state, "diff"])
        for state, what in plain
        if what == "count"
    }
    whole = settlements.total(sums)
    assert whole.count == sum(1 for line in lines if not line.reversed)
    by_day = settlements.by_day(db, wanted.since, wanted.until)
    assert sum(sum(states.values()) for states in by_day.values()) == len(lines)


def test_a_judged_red_record_is_no_settlement_of_its_own(db, world):
    reds = db.scalars(sa.select(settlement.c.id).where(settlement.c.kind == "red")).all()
    assert len(reds) == 1
    with pytest.raises(settlements.UnknownSettlement):
        settlements.account(db, reds[0])
    original = db.scalar(sa.select(settlement.c.id).where(settlement.c.reversed_entry == reds[0]))
    account = settlements.account(db, original)
    assert account.red is not None and account.red.reason == "开错药品"
    assert account.red_judged is not None and account.red_judged.status == "agreed"


def test_a_facilitys_day_leaves_out_what_was_cancelled_or_reversed(db, world):
    today = beijing_day(world.now)
    mine = settlements.Filter(since=today, until=today, facility="350881001")
    lines = settlements.settlements(db, mine, limit=1000).lines
    found = facilities.facility_of(db, "350881001", today)
    assert found.settlements == sum(1 for line in lines if not line.reversed)
    assert found.fund_fen == sum(line.fund_fen for line in lines if not line.reversed)
    assert [one.code for one in facilities.facilities(db, today, below="350881001")] == [
        "350881101",
        "350881102",
    ]


def test_a_device_is_silent_after_a_day_and_not_before(db, world):
    device = devices.device_of(db, world.clinics["350881001"].device)
    assert device.contact is not None
    assert device.state(device.contact + devices.SILENT_MS) == "fine"
    assert device.state(device.contact + devices.SILENT_MS + 1) == "silent"
    assert [one.facility for one in devices.silent(devices.devices(db), world.now)] == ["350881102"]


def test_the_overview_agrees_with_the_rest(db, world):
    seen = overview.overview(db, world.now)
    assert seen.quarantined == len(quarantine.held(db).lines) == 2
    assert (seen.facilities, seen.devices, seen.lag) == (5, 4, 0)
    assert len(seen.hours) == 24 and len(seen.days) == overview.DAYS
    start = overview.start_of(beijing_day(world.now))
    assert seen.entries_today == sum(1 for row in rows(db) if row.received >= start)


def test_every_entry_of_a_clinic_proves_true(db):
    for row in rows(db):
        if row.facility:
            entry, line = entries.entry_of(db, row.id)
            marks = proof.proof_of(db, entry, line.facility)
            assert (marks.body, marks.chain) == (Mark.TRUE, Mark.TRUE)
            assert marks.author in {Mark.TRUE, Mark.NOT_DUE}
            assert len(marks.link) == 32
        else:
            entry, line = entries.entry_of(db, row.id)
            assert proof.proof_of(db, entry, "").chain is Mark.WHOLE


def altered(entry: Entry, **fields: object) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return Entry(**(values | fields))


def test_what_was_altered_does_not_prove_true(db):
    signed = next(row for row in rows(db) if row.type == "prescription.issued")
    entry, line = entries.entry_of(db, signed.id)
    other_body = proof.proof_of(db, altered(entry, body=b"{}"), line.facility)
    assert (other_body.body, other_body.chain) == (Mark.FALSE, Mark.TRUE)
    other_time = proof.proof_of(db, altered(entry, time=entry.time + 1), line.facility)
    assert (other_time.author, other_time.chain) == (Mark.FALSE, Mark.FALSE)
    unsigned = proof.proof_of(db, altered(entry, signature=b""), line.facility)
    assert unsigned.author is Mark.FALSE
    elsewhere = proof.proof_of(db, entry, "350881999")
    assert elsewhere.author is Mark.UNKNOWN


def test_a_damaged_segment_does_not_prove_true(world):
    with world.database.reading() as db:
        row = next(row for row in rows(db) if row.facility)
        entry, line = entries.entry_of(db, row.id)
    with pytest.raises(RuntimeError, match="undo"), world.database.writing() as db:
        table = journal_segment.c
        number, data = db.execute(
            sa.select(table.no, table.data)
            .where(table.incarnation == entry.incarnation)
            .order_by(table.last_seq)
            .limit(1)
        ).one()
        db.execute(
            sa.update(journal_segment)
            .where(table.no == number)
            .values(data=bytes(data)[:-20] + b"\0" + bytes(data)[-19:])
        )
        assert proof.proof_of(db, entry, line.facility).chain is Mark.FALSE
        raise RuntimeError("undo")
