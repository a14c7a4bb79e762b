"""Paying from a purse through a real pcscd: cards torn out, processes killed, other cards, PSAMs restarted."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from clinic_app.devices.errors import NoReader, ReaderNotFound
from clinic_app.devices.pcsc import Context
from clinic_app.devices.purse_errors import (
    NoPsam,
    PurseAnotherCard,
    PurseNoCard,
    PurseOtherCard,
    PurseTwoCards,
    PurseUnknown,
)
from clinic_app.devices.purse_terminal import PcscTerminal
from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.calls import Call, CallState, calls_of_visit
from clinic_app.services.purse import PurseService
from clinic_app.wiring import Clinic
from tests.clinics import made_template, opened_copy
from tests.devices.pcscd import Pcscd
from tests.devices.virtual_card import VirtualCard, bank_card
from tests.devices.virtual_purse import SERIAL, PsamChip, PurseChip, PursePlace

ROOT = Path(__file__).parents[2]
SLOT_0, SLOT_1 = "Virtual PCD 00 00", "Virtual PCD 00 01"
# SELECT, EF15, balance, begin, debit; and looked at in three commands: SELECT, number, sign, check.
STEPS = [*(("card", step) for step in range(1, 6)), *(("psam", step) for step in range(4, 8))]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """One for all: each test debits for a visit of its own and leaves nothing open."""
    folder = tmp_path_factory.mktemp("purse")
    made_template(folder / "template")
    opened = opened_copy(folder / "template", folder / "data")
    yield opened
    opened.close()


class Desk:
    """Two slots, chips that go in and out, and what the clinic wrote down."""

    def __init__(self, clinic: Clinic, pcscd: Pcscd, places: ExitStack) -> None:
        self.clinic = clinic
        self.by = clinic.on_duty
        self.purses = PurseService(clinic.store, PcscTerminal(limit=2.0))
        self._pcscd = pcscd
        self._places = places
        self._lying: dict[int, VirtualCard] = {}

    def lay(self, chip: PurseChip | PsamChip | None, slot: int = 0, **tears: int | None) -> None:
        """Into the slot, out of which comes what lay there; waits until pcscd knows."""
        if slot in self._lying:
            self._lying.pop(slot).remove()
            until((SLOT_0, SLOT_1)[slot], occupied=False)
        if chip is not None:
            self._lying[slot] = self._places.enter_context(PursePlace(chip, self._pcscd.port(slot), **tears))
            until((SLOT_0, SLOT_1)[slot], occupied=True)

    def called(self, visit: UUID) -> list[Call]:
        with self.clinic.store.reading() as connection:
            return calls_of_visit(connection, visit)


@pytest.fixture
def desk(clinic: Clinic, pcscd: Pcscd) -> Iterator[Desk]:
    with ExitStack() as places:
        yield Desk(clinic, pcscd, places)


def until(reader: str, *, occupied: bool) -> None:
    deadline = time.monotonic() + 30
    with Context() as context:
        while context.changes({reader: None}, 0)[reader].occupied is not occupied:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def settled(desk: Desk, visit: UUID, card: PurseChip, before: int) -> CallState | None:
    """How the debit of `visit` ended; the card's balance and log agree with the clinic's tables."""
    states = [one.state for one in desk.called(visit)]
    assert len(states) <= 1 and set(states) <= {CallState.SUCCEEDED, CallState.FAILED}
    taken = sum(one.amount for one in desk.called(visit) if one.state is CallState.SUCCEEDED)
    assert before - card.balance == taken == card.taken
    return states[0] if states else None


def test_the_cards_are_found_in_whichever_slot_they_lie(desk):
    card, visit = PurseChip(), uuid4()
    desk.lay(PsamChip(), 0)
    desk.lay(card, 1)
    assert desk.purses.balance().balance == 10_000
    desk.purses.debit(desk.by, 1234, visit)
    desk.lay(card, 0)  # they change places
    desk.lay(PsamChip(), 1)
    assert desk.purses.debit(desk.by, 66, uuid4()).balance_after == 8700
    assert desk.called(visit)[0].answer["psam"] == "9000"


def test_a_card_that_somebody_forgot_pays_nothing(desk):
    forgotten, own = PurseChip(), PurseChip(serial=SERIAL[:-1] + b"\x7b")
    desk.lay(forgotten, 1)
    desk.lay(own, 0)
    with pytest.raises(PurseTwoCards):
        desk.purses.balance()
    with pytest.raises(PurseTwoCards):
        desk.purses.debit(desk.by, 100)
    assert PurseService(desk.clinic.store, PcscTerminal("00 00")).balance().serial == own.serial.hex().upper()


@pytest.mark.parametrize("t0", [False, True], ids=["T=1", "T=0"])
def test_a_debit_over_either_protocol(desk, t0):
    card, visit = PurseChip(t0=t0), uuid4()
    desk.lay(card, 0)
    desk.lay(PsamChip(t0=t0), 1)
    desk.purses.debit(desk.by, 1234, visit)
    assert settled(desk, visit, card, 10_000) is CallState.SUCCEEDED


@pytest.mark.parametrize("how", ["tear_at", "tear_after"], ids=["before", "after"])
@pytest.mark.parametrize(("which", "step"), STEPS)
def test_torn_out_at_any_command(desk, which, step, how):
    """Whichever card, whichever command: done or not done in the end, and the same card pays once."""
    card, visit = PurseChip(), uuid4()
    tear = {how: step}
    desk.lay(card, 0, **(tear if which == "card" else {}))
    desk.lay(PsamChip(), 1, **(tear if which == "psam" else {}))
    with pytest.raises(ClinicError) if (which, step) != ("psam", 7) else ExitStack() as caught:
        desk.purses.debit(desk.by, 1234, visit)
    if (which, step) == ("card", 5):
        assert isinstance(caught.value, PurseUnknown)
        desk.lay(card, 0)
        [told] = desk.purses.resolve(desk.by)
        assert (told.evidence, told.why) == ("proof" if how == "tear_after" else "counter", None)
    assert desk.purses.resolve(desk.by) == []
    paid = settled(desk, visit, card, 10_000) is CallState.SUCCEEDED
    assert paid == ((which, step) == ("psam", 7) or (which, step, how) == ("card", 5, "tear_after"))


@pytest.mark.parametrize("moment", ["intended", "sent", "answered", "concluded"])
def test_killed_after_each_line_of_the_ledger(desk, moment):
    card, visit = PurseChip(), uuid4()
    desk.lay(card, 0)
    desk.lay(PsamChip(), 1)
    assert working(desk, visit, moment).wait(30) == -signal.SIGKILL
    told = desk.purses.resolve(desk.by)
    ends = {"intended": ["never_sent"], "sent": ["counter"], "answered": ["proof"], "concluded": []}
    assert [one.evidence for one in told] == ends[moment]
    paid = moment in {"answered", "concluded"}
    assert settled(desk, visit, card, 10_000) is (CallState.SUCCEEDED if paid else CallState.FAILED)
    unspent = desk.purses.unspent(visit)
    assert (unspent is not None and unspent[1] == 1234) == paid


@pytest.mark.parametrize("taken", [False, True], ids=["before it takes", "after it took"])
def test_killed_while_the_card_works(desk, taken):
    visit, work = uuid4(), []

    class Killing(PurseChip):
        def _debit(self, apdu, session):
            answer = super()._debit(apdu, session) if taken else b"\x65\x81"
            os.kill(work[0].pid, signal.SIGKILL)
            work[0].wait(10)
            return answer

    card = Killing()
    desk.lay(card, 0)
    desk.lay(PsamChip(), 1)
    work.append(working(desk, visit, "none"))
    assert work[0].wait(30) == -signal.SIGKILL
    [told] = desk.purses.resolve(desk.by)
    assert told.state is (CallState.SUCCEEDED if taken else CallState.FAILED)
    settled(desk, visit, card, 10_000)


def test_another_card_on_return_and_then_the_right_one(desk):
    card, visit = PurseChip(), uuid4()
    desk.lay(PsamChip(), 1)
    desk.lay(card, 0, tear_after=5)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    desk.lay(PurseChip(serial=SERIAL[:-1] + b"\x7b", balance=8766, counter=8), 0)
    [told] = desk.purses.resolve(desk.by)
    assert isinstance(told.why, PurseAnotherCard) and told.state is CallState.UNKNOWN
    desk.lay(None, 0)
    [told] = desk.purses.resolve(desk.by)
    assert isinstance(told.why, PurseNoCard)
    desk.lay(card, 0)
    desk.purses.resolve(desk.by)
    assert settled(desk, visit, card, 10_000) is CallState.SUCCEEDED


@pytest.mark.parametrize("restarted", [False, True], ids=["as it was", "restarted"])
def test_the_psam_after_a_torn_debit(desk, restarted):
    """As it was, it checks the proof that the card gives later; restarted, it cannot, and the TAC stands."""
    card, psam, visit = PurseChip(), PsamChip(), uuid4()
    desk.lay(psam, 1)
    desk.lay(card, 0, tear_after=5)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    if restarted:
        desk.lay(psam, 1)
    desk.lay(None, 0)
    assert isinstance(desk.purses.resolve(desk.by)[0].why, PurseNoCard)
    desk.lay(card, 0)
    desk.purses.resolve(desk.by)
    assert settled(desk, visit, card, 10_000) is CallState.SUCCEEDED
    [call] = desk.called(visit)
    assert (call.answer["psam"], len(str(call.answer["tac"]))) == ("" if restarted else "9000", 8)


@pytest.mark.parametrize("after", [True, False], ids=["N+1", "N"])
def test_cards_that_number_their_proofs_either_way(desk, after):
    card, visit = PurseChip(counts_after=after), uuid4()
    desk.lay(PsamChip(), 1)
    desk.lay(card, 0, tear_after=5)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    desk.lay(card, 0)
    assert [one.evidence for one in desk.purses.resolve(desk.by)] == ["proof"]
    assert settled(desk, visit, card, 10_000) is CallState.SUCCEEDED


def test_no_proof_and_a_lower_balance_are_settled_by_the_log(desk):
    card, visit = PurseChip(gives_proof=False), uuid4()
    desk.lay(PsamChip(), 1)
    desk.lay(card, 0, tear_after=5)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    desk.lay(card, 0)
    assert [one.evidence for one in desk.purses.resolve(desk.by)] == ["log"]
    assert settled(desk, visit, card, 10_000) is CallState.SUCCEEDED


def test_a_card_that_hangs_in_the_debit_is_walked_away_from(clinic, desk):
    """The command may still arrive; so nothing is said until the card was out and in again."""
    card, visit = PurseChip(), uuid4()
    desk.lay(PsamChip(), 1)
    desk.lay(card, 0, mute_at=5)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    [told] = desk.purses.resolve(desk.by)
    assert told.state is CallState.UNKNOWN
    desk.lay(card, 0)
    desk.purses.resolve(desk.by)
    assert settled(desk, visit, card, 10_000) is CallState.FAILED


@pytest.mark.parametrize("taken", [False, True], ids=["before it takes", "after it took"])
def test_the_card_service_dies_in_the_debit(desk, pcscd, taken):
    visit, died = uuid4(), threading.Event()

    class Crashing(PurseChip):
        def _debit(self, apdu, session):
            answer = super()._debit(apdu, session) if taken else b"\x65\x81"
            pcscd.kill()
            died.set()
            return answer

    card = Crashing()
    desk.lay(card, 0)
    desk.lay(PsamChip(), 1)
    with pytest.raises(PurseUnknown):
        desk.purses.debit(desk.by, 1234, visit)
    assert [one.state for one in desk.purses.resolve(desk.by)] == [CallState.UNKNOWN]
    assert died.wait(30)  # on a busy machine the terminal gives up before the card has done its worst
    pcscd.ensure()
    for slot, chip in ((0, card), (1, PsamChip())):
        desk.lay(chip, slot)
    [told] = desk.purses.resolve(desk.by)
    assert told.state is (CallState.SUCCEEDED if taken else CallState.FAILED)
    settled(desk, visit, card, 10_000)


def test_the_desktops_own_watching_of_cards_does_not_disturb(desk, monitor):
    """It reads each card that comes, as a social-security card, while the purse is asked."""
    card, visit = PurseChip(), uuid4()
    desk.lay(PsamChip(), 1)
    desk.lay(card, 0)
    desk.purses.debit(desk.by, 1234, visit)
    desk.lay(None, 0)
    desk.lay(card, 0)
    assert desk.purses.debit(desk.by, 66, uuid4()).balance_after == card.balance == 8700


def test_what_is_missing_is_named(desk, pcscd):
    with pytest.raises(PurseNoCard):
        desk.purses.balance()
    desk.lay(PsamChip(), 1)
    with pytest.raises(PurseNoCard):  # the PSAM is no card
        desk.purses.balance()
    desk.lay(None, 1)
    desk.lay(PurseChip(), 0)
    with pytest.raises(NoPsam):
        desk.purses.debit(desk.by, 100)
    with pytest.raises(ReaderNotFound):
        PurseService(desk.clinic.store, PcscTerminal(reader="Omnikey")).balance()
    desk.lay(None, 0)
    with VirtualCard(bank_card(), pcscd.port(0)):
        until(SLOT_0, occupied=True)
        with pytest.raises(PurseOtherCard):
            desk.purses.balance()


def test_without_any_reader_the_program_says_so(clinic, pcscd):
    pcscd.ensure(0)
    with pytest.raises(NoReader):
        clinic.purse.balance()


def working(desk: Desk, visit: UUID, moment: str) -> subprocess.Popen[bytes]:
    """A process of its own that debits 12.34 from the card and is killed at its moment."""
    words = [sys.executable, "-m", "tests.devices.purse_worker", str(desk.clinic.store.folder), str(visit)]
    return subprocess.Popen([*words, "1234", moment], cwd=ROOT)
