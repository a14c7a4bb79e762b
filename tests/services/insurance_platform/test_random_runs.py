"""Whatever is lost, refused, late or wrong on the way, and wherever the program stops: both books agree.

A run is one act at the desk (settle, refund, ask) with faults at any call and, in a third of them, a stop of the
program at any step of its own books.  Now and then the line is good again, and everything must be certain.

2,500 runs in ten parts, so that two cores share them; XYT_PLATFORM_RUNS sets how many a part has (1000: four minutes
of a processor).  What a program assumes wrongly is found within 400 runs of one part: the planted faults below.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.platform.message import own_number
from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned, ServiceLine
from clinic_app.journal.facts.registration import VisitRegistered
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.platform import PlatformService
from clinic_app.services.platform.values import Became, Resolved
from clinic_app.sync.simulated.faults import Fault
from tests.services.insurance_platform.desk import Desk, begin

RUNS = int(os.environ.get("XYT_PLATFORM_RUNS", "250"))
VISITS = max(20, RUNS // 10)
PARTS = 10
FAULTS = [fault for fault in Fault if fault not in (Fault.NONE, Fault.CUT, Fault.SLOW)]


class Stopped(BaseException):
    """The program ends here: a power cut."""


class Chance:
    """Faults at the platform and stops at the store, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.share = 0.0  # of requests with a fault
        self.steps = 0  # of our books until the program stops; 0: it does not
        self.before = False

    def __call__(self, infno: str, msgid: str) -> Fault:
        return self.dice.choice(FAULTS) if self.dice.random() < self.share else Fault.NONE

    @contextmanager
    def stopping(self, writing, author) -> Iterator[object]:
        """A transaction that may not be reached, or after which nothing more happens."""
        self.steps -= 1
        if self.steps == 0 and self.before:
            raise Stopped
        with writing(author) as work:
            yield work
        if self.steps == 0:
            raise Stopped


class Runs:
    """A desk under random faults."""

    def __init__(self, desk: Desk, chance: Chance, visits: list[UUID]) -> None:
        self.desk = desk
        self.chance = chance
        self.visits = visits
        self.touched: set[UUID] = set()
        self.stops = 0
        self.store = desk.day.clinic.store
        self._writing = self.store.writing
        self.store.writing = lambda author: chance.stopping(self._writing, author)  # type: ignore[method-assign]
        self.service = desk.service

    def run(self) -> None:
        dice = self.chance.dice
        self.desk.day.clock.now += 1500
        self.chance.share = 0.12
        self.chance.steps = dice.randrange(1, 12) if dice.random() < 0.35 else 0
        self.chance.before = dice.random() < 0.5
        visit = dice.choice(self.visits)
        self.touched.add(visit)
        try:
            self._act(visit)
        except ClinicError:
            pass
        except Stopped:
            self.stops += 1
            self.restart()

    def restart(self) -> None:
        self.desk.day.clock.pass_minutes(2)
        self.service = PlatformService(self.store, self.desk.platform)

    def _act(self, visit: UUID) -> None:
        act = self.chance.dice.random()
        me = self.desk.me
        if act < 0.2:
            self.service.resolve(me)
            return
        with self.store.reading() as connection:
            live = settlements.live_settlement_of_visit(connection, visit)
        if live is None:
            self.service.settle(me, visit)
        elif act < 0.8:
            self.service.reverse(me, live.id)

    def heal(self) -> None:
        """The line is good: after two rounds nothing is uncertain, and what was touched agrees."""
        self.chance.share, self.chance.steps = 0.0, 0
        for _ in range(2):
            self.desk.day.clock.now += 1500
            self.service.resolve(self.desk.me, at_once=True)
        assert self.service.open_calls() == []
        for visit in self.touched:
            self.compare(visit)
        self.touched.clear()

    def compare(self, visit: UUID) -> None:
        with self.store.reading() as connection:
            live = settlements.live_settlement_of_visit(connection, visit)
        row = None if live is None else self.desk.made(live.id)
        books = self.desk.platform.books
        theirs = [
            one
            for found in books.visits_by_otp(own_number(visit))
            for one in books.settlements(found["mdtrt_id"])
            if one.state == "live" and not one.of_setl_id
        ]
        assert len(theirs) <= 1, "one visit settled twice there"
        assert [one.setl_id for one in theirs] == ([] if row is None else [row.setl_id])
        if row is not None:
            assert theirs[0].amounts["fund_pay_sumamt"] == row.amounts.get("fund_pay_sumamt", 0)
            assert theirs[0].amounts["psn_part_amt"] == row.amounts.get("psn_part_amt", 0)


def opened(founded: Path, folder: Path, seed: int, visits: int) -> Runs:
    desk = begin(founded, folder, ":memory:")
    for _ in range(10):
        desk.day.bill(len(desk.day.residents))
    found = many_bills(desk, visits)
    chance = Chance(seed)
    desk.platform.plan = chance
    return Runs(desk, chance, found)


def many_bills(desk: Desk, count: int) -> list[UUID]:
    """Signed visits of the day's insured people, in one go."""
    people = [(f"P{id_number[-8:]}", resident) for id_number, resident in desk.day.residents.items()]
    found: list[UUID] = []
    with desk.day.clinic.store.writing(desk.me.author) as writing:
        for number in range(count):
            psn_no, resident = people[number % len(people)]
            visit = writing.append(
                VisitRegistered(
                    day=desk.service.today(),
                    number=f"A{number:04d}",
                    department="全科",
                    psn_no=psn_no,
                    mdtrt_cert_type="02",
                ),
                resident,
            ).id
            writing.append(
                EncounterSigned(
                    visit_id=visit,
                    complaint="咳嗽",
                    diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),),
                    services=(
                        ServiceLine(
                            code="ZL0002",
                            name="血常规",
                            cnt_e4=10_000 * (1 + number % 3),
                            unit="次",
                            pric_e6=2_000_000 + number % 7 * 10_000,
                        ),
                    ),
                    prescriptions=(),
                ),
                resident,
            )
            found.append(visit)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_after_any_run_both_books_agree(founded, tmp_path, part):
    runs = opened(founded, tmp_path / "data", 20261122 + part, VISITS)
    for number in range(1, RUNS + 1):
        runs.run()
        if number % 10 == 0:
            runs.heal()
    runs.heal()
    assert runs.stops > RUNS // 20
    assert runs.desk.ours() == runs.desk.theirs()
    assert len(runs.desk.ours()) > VISITS // 10


def silence_is_a_no(self, by, call):
    """No answer to 2207 is concluded as a failure."""
    self._ledger.conclude(by.author, call.id, CallState.FAILED, "answer")
    return Resolved(call=call, became=Became.DROPPED)


def not_there_is_a_no(self, by, call):
    """What 5203 does not know is dropped without 2601: it may still arrive."""
    self._ledger.conclude(by.author, call.id, CallState.FAILED, "asked")
    return True


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        pytest.param("resolving.Resolving._settlement", silence_is_a_no, id="silence is a no"),
        pytest.param("sending.Sending.take_back", not_there_is_a_no, id="not there is a no"),
    ],
)
def test_a_program_that_assumes_is_found_out(founded, tmp_path, monkeypatch, where, fault):
    """Planted faults: the same runs that the program passes fail."""
    runs = opened(founded, tmp_path / "data", 5, 20)
    monkeypatch.setattr(f"clinic_app.services.platform.{where}", fault)
    with pytest.raises(AssertionError):
        for _ in range(400):
            runs.run()
            if runs.chance.dice.random() < 0.3:
                runs.heal()
