"""演练: what the county says beforehand is what it does afterwards, and nothing of it stays."""

import random
import struct
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

import pytest
import sqlalchemy as sa

from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.quarantine import Unprocessable, Waits
from clinic_app.journal.refusal import Busy, Gap
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.receive import receive
from sync_server.intake.rehearse import MOST_ENTRIES, Outcome, rehearse
from sync_server.limits import MAX_REHEARSALS
from sync_server.store.engine import Database
from sync_server.store.queries import entries, held
from tests.server.clinic import FakeClinic, Staff
from tests.server.county import TestCounty
from tests.server.test_adjudication import NOTHING, bring, insured_county, reversal, settled
from tests.server.test_batches import NOW, Writer, county_with, state_of, work, written

__all__ = ["insured_county"]


def framed(segments: Sequence[bytes]) -> bytes:
    return b"".join(struct.pack(">I", len(one)) + one for one in segments)


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table there is."""
    with database.reading() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in tables.sorted_tables
        }


def done(database: Database, clinic: FakeClinic, after: int) -> Outcome:
    """What the county did with the clinic's entries after seq `after`, told as a rehearsal tells it."""
    seqs = {entry.id: entry.seq for entry in clinic.entries[after:]}
    with database.reading() as connection:
        aside = {seqs[one.id]: one.reason for one in held.unreleased(connection) if one.id in seqs}
        said = [
            SettlementAdjudicated.parse(one.entry.body or b"")
            for one in entries.all_entries(connection)
            if one.entry.type == SettlementAdjudicated.type
        ]
    judged = sorted((seqs[one.settlement_id], one) for one in said if one.settlement_id in seqs)
    return Outcome(
        incarnation=clinic.incarnation,
        held=0,
        entries=len(seqs),
        adjusted=tuple((seq, one.fund_diff, one.cause) for seq, one in judged if one.status == "adjusted"),
        voided=tuple((seq, one.fund_diff, one.error) for seq, one in judged if one.status == "voided"),
        set_aside=tuple((seq, code) for seq, code in sorted(aside.items()) if code != Waits.code),
        provisional=tuple((seq, code) for seq, code in sorted(aside.items()) if code == Waits.code),
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_rehearsed_is_what_happens_and_no_row_of_it_stays(seed: int, url: str) -> None:
    clinic = FakeClinic(None)  # type: ignore[arg-type]
    Writer(clinic, random.Random(seed), []).write(150)
    before = len(clinic.entries) // 3
    database = county_with(url, [(clinic, clinic.segment(1, before))])
    work(database, 1000, numbers=True)
    held_before = contents(database)
    evening = [clinic.segment(before + 1, before + 40), clinic.segment(before + 41)]
    told = rehearse(database, clinic.device, framed(evening), adjudicate, lambda: NOW)
    assert contents(database) == held_before
    for segment in evening:
        receive(database, clinic.device, segment, lambda: NOW)
    work(database, 1000, numbers=True)
    assert told == done(database, clinic, before)
    assert told.set_aside and told.voided and 0 < told.accepted < told.entries
    database.close()


def ask(clinic: FakeClinic, *segments: bytes) -> dict[str, object]:
    answer = clinic.http.post("/v1/rehearsals", content=framed(segments), headers=clinic.bearer)
    return {"status": answer.status_code, **answer.json()}


def test_a_settlement_with_an_older_state_is_told_with_its_difference(insured_county: TestCounty) -> None:
    first, second = insured_county.clinic(), insured_county.clinic("350881002")
    _, outcome = settled(first, 8000)
    settled(first, 8000, NOTHING.plus(outcome.effect))  # type: ignore[arg-type]
    bring(insured_county, first)
    bring(insured_county, second)
    held_already = len(second.entries)
    settled(second, 8000)  # does not know what the other clinic has settled
    told = ask(second, second.segment())
    assert (told["status"], told["held"], told["entries"], told["accepted"]) == (200, held_already, 1, 0)
    assert told["adjusted"] == [[held_already + 1, -400, "ACCUM"]]
    bring(insured_county, second)
    assert [list(one) for one in done(insured_county.database, second, held_already).adjusted] == told[
        "adjusted"
    ]


def test_the_reversal_of_what_is_set_aside_is_provisional(insured_county: TestCounty) -> None:
    clinic = insured_county.clinic()
    bring(insured_county, clinic)
    original, outcome = settled(clinic, 8000)
    clinic.entries.pop(), clinic.links.pop()
    bad = clinic.write_body(original.type, b"{}", subject=original.subject)
    good, _ = settled(clinic, 9000)
    red = reversal(clinic, bad, outcome)
    told = ask(clinic, clinic.segment(good.seq - 1))
    assert told["set_aside"] == [[bad.seq, "journal.bad_fact"]]
    assert told["provisional"] == [[red.seq, "journal.waits"]]
    assert told["accepted"] == 1


def test_someone_without_the_role_is_told_before_the_day_is_closed(county: TestCounty) -> None:
    clinic = county.clinic()
    cashier = Staff("C1")
    clinic.certify(cashier, ("cashier",))
    bring(county, clinic)
    clinic.chart(), clinic.chart(cashier), clinic.chart(Staff("nobody"))
    told = ask(clinic, clinic.segment(len(clinic.entries) - 2))
    last = len(clinic.entries)
    assert told["set_aside"] == [[last - 1, "staff.not_allowed"], [last, "journal.unknown_author"]]
    assert told["accepted"] == 1


def test_what_a_push_would_refuse_is_refused(county: TestCounty) -> None:
    clinic = county.clinic()
    bring(county, clinic)
    for _ in range(3):
        clinic.chart()
    with pytest.raises(Gap):
        rehearse(county.database, clinic.device, framed([clinic.segment(5)]), adjudicate)
    assert ask(clinic, clinic.segment(5))["error"] == "journal.gap"
    assert ask(clinic)["error"] == "journal.bad_segment"
    cut = framed([clinic.segment(3)])[:-1]
    answer = clinic.http.post("/v1/rehearsals", content=cut, headers=clinic.bearer)
    assert answer.json()["error"] == "journal.bad_segment"
    other = county.clinic("350881002")
    answer = other.http.post("/v1/rehearsals", content=framed([clinic.segment(3)]), headers=other.bearer)
    assert answer.json()["error"] == "journal.other_device"
    assert clinic.http.post("/v1/rehearsals", content=b"").status_code == 401


def test_a_fault_of_the_program_tells_nothing_and_keeps_nothing(county: TestCounty) -> None:
    clinic = county.clinic()
    bring(county, clinic)
    clinic.chart()
    before = contents(county.database)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(Unprocessable):
        rehearse(county.database, clinic.device, framed([clinic.segment(3)]), broken)  # type: ignore[arg-type]
    assert contents(county.database) == before


def test_more_than_a_second_of_the_pen_is_refused(county: TestCounty) -> None:
    clinic = county.clinic()
    bring(county, clinic)
    for _ in range(MOST_ENTRIES + 1):
        clinic.chart()
    assert ask(clinic, clinic.segment(3))["error"] == "journal.too_large"


def test_who_rehearses_all_the_time_is_told_to_come_later(county: TestCounty) -> None:
    clinic = county.clinic()
    bring(county, clinic)
    clinic.chart()
    answers = [ask(clinic, clinic.segment(3))["status"] for _ in range(12)]
    assert answers[0] == 200 and answers[-1] == 429
    assert clinic.push().status_code == 200  # its pushes have a rate of their own


def test_one_rehearsal_at_a_time_and_pushes_go_on(county: TestCounty) -> None:
    assert MAX_REHEARSALS == 1
    clinic = county.clinic()
    bring(county, clinic)
    clinic.chart()
    core = county.http.app.state.core  # type: ignore[attr-defined]
    with core.rehearsals.one():
        assert ask(clinic, clinic.segment(3))["error"] == "server.busy"
        assert clinic.push().status_code == 200
    county.work()
    assert ask(clinic, clinic.segment(3))["entries"] == 0


def test_before_what_was_pushed_is_judged_nothing_is_said(county: TestCounty) -> None:
    clinic = county.clinic()
    clinic.push()
    clinic.chart()
    assert ask(clinic, clinic.segment(3))["error"] == "server.busy"
    county.work()
    assert ask(clinic, clinic.segment(3))["accepted"] == 1


def test_rehearsals_beside_pushes_and_judging_change_nothing(url: str, sqlite_url: str) -> None:
    brought = written(5, 100)
    quiet = county_with(f"{sqlite_url}.quiet", brought)
    work(quiet, 17, numbers=True)
    busy = county_with(url, [(clinic, clinic.segment(1, 1)) for clinic in dict(brought)])
    told: list[Outcome] = []
    over = threading.Event()

    def keep_asking(clinic: FakeClinic) -> None:
        while not over.is_set():
            with suppress(Busy):
                told.append(
                    rehearse(busy, clinic.device, framed([clinic.segment()]), adjudicate, lambda: NOW)
                )

    threads = [threading.Thread(target=keep_asking, args=(clinic,)) for clinic in dict(brought)]
    for thread in threads:
        thread.start()
    try:
        for clinic, segment in brought:
            receive(busy, clinic.device, segment, lambda: NOW)
        while len(told) < 3:
            assert any(thread.is_alive() for thread in threads)
            time.sleep(0.05)
            work(busy, 17, numbers=True)
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
    work(busy, 17, numbers=True)
    left, right = state_of(quiet), state_of(busy)
    assert {name: rows for name, rows in left.items() if name != "position"} == {
        name: rows for name, rows in right.items() if name != "position"
    }
    quiet.close()
    busy.close()
