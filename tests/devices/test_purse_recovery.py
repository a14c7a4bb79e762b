"""What a card that comes back proves about a debit whose answer never came (docs/purse.md)."""

import pytest

from clinic_app.devices.purse import COMPOUND, EP_PURCHASE, LogRecord, Proof
from clinic_app.devices.purse_recovery import Asked, Told, Verdict, gather, judge
from tests.devices.virtual_purse import TERMINAL, DirectTerminal, Line, PurseChip

DAY, TIME = bytes.fromhex("20260915"), bytes.fromhex("093000")
ASKED = Asked(counter=7, amount=1234, balance=10_000, terminal=TERMINAL, day=DAY, time=TIME)
PAID, UNPAID = 10_000 - 1234, 10_000
PROOF = Proof(mac2=b"MAC2", tac=b"TAC_")
OURS = LogRecord(7, 1234, EP_PURCHASE, TERMINAL, DAY, TIME)
OLD = LogRecord(6, 500, EP_PURCHASE, TERMINAL, DAY, bytes.fromhex("080000"))
BUS = LogRecord(7, 200, EP_PURCHASE, b"BUS001", DAY, bytes.fromhex("100000"))
BUS_ALIKE = LogRecord(7, 1234, COMPOUND, b"BUS001", DAY, bytes.fromhex("100000"))
LATER_BUS = LogRecord(8, 200, EP_PURCHASE, b"BUS001", DAY, bytes.fromhex("110000"))
LOAD = LogRecord(3, 1234, 0x02, b"BANK01", DAY, bytes.fromhex("120000"))


@pytest.mark.parametrize(
    ("told", "done", "evidence"),
    [
        pytest.param(Told(balance=PAID, after=PROOF, counter=8, log=(OURS, OLD)), True, "proof", id="proof"),
        pytest.param(Told(balance=PAID, after=PROOF), True, "proof", id="a proof and nothing else to ask"),
        pytest.param(
            Told(balance=PAID, before=PROOF, counter=8), True, "proof", id="numbered by the counter before"
        ),
        pytest.param(
            Told(balance=PAID, counter=8, log=(OURS, OLD)), True, "log", id="9406, balance lower, in the log"
        ),
        pytest.param(Told(balance=PAID, log=(OURS, OLD)), True, "log", id="the log alone"),
        pytest.param(
            Told(balance=PAID - 200, counter=9, log=(LATER_BUS, OURS, OLD)),
            True,
            "log",
            id="and a bus ride after it",
        ),
        pytest.param(
            Told(balance=UNPAID, counter=8, log=(LOAD, OURS, OLD)),
            True,
            "log",
            id="paid, then loaded with as much",
        ),
        pytest.param(Told(balance=UNPAID, counter=7, log=(OLD,)), False, "counter", id="nothing happened"),
        pytest.param(Told(balance=UNPAID), False, "balance", id="9406 twice and the balance as it was"),
        pytest.param(
            Told(balance=UNPAID, before=PROOF, counter=7),
            False,
            "counter",
            id="that is the proof of the purchase before",
        ),
        pytest.param(
            Told(balance=UNPAID + 5000, counter=7, log=(OLD,)), False, "counter", id="not paid, then loaded"
        ),
        pytest.param(
            Told(balance=UNPAID - 200, after=PROOF, counter=8, log=(BUS, OLD)),
            False,
            "log",
            id="the proof is a bus ride's",
        ),
        pytest.param(
            Told(balance=PAID, after=PROOF, counter=8, log=(BUS_ALIKE, OLD)),
            False,
            "log",
            id="a ride for as much",
        ),
        pytest.param(
            Told(balance=UNPAID, counter=7, log=(OURS,)),
            False,
            "counter",
            id="an equal one of the same second before",
        ),
        pytest.param(
            Told(balance=PAID, after=PROOF, counter=8, log=(OLD,)), True, "proof", id="a log that lags behind"
        ),
        pytest.param(Told(balance=PAID, counter=8), None, "", id="balance lower, no proof, no log"),
        pytest.param(
            Told(balance=UNPAID - 200, after=PROOF, counter=8), None, "", id="a proof and another balance"
        ),
        pytest.param(Told(balance=UNPAID, counter=20), None, "", id="much happened since, no log"),
    ],
)
def test_judge(told, done, evidence):
    verdict = judge(ASKED, told)
    assert (verdict.done, verdict.evidence) == (done, evidence)
    assert (verdict.proof is not None) == (evidence == "proof")


def test_counters_go_round():
    last = Asked(counter=0xFFFF, amount=1, balance=5, terminal=TERMINAL, day=DAY, time=TIME)
    line = LogRecord(0xFFFF, 1, EP_PURCHASE, TERMINAL, DAY, TIME)
    assert judge(last, Told(balance=4, after=PROOF, counter=0, log=(line,))) == Verdict(True, "proof", PROOF)


def test_a_card_is_asked_without_being_changed():
    chip = PurseChip(balance=PAID, counter=8, log=[Line(7, 1234, TERMINAL, DAY + TIME)])
    told = gather(DirectTerminal.of(chip, None).card(), ASKED)
    assert told == Told(balance=PAID, counter=8, log=(OURS,))
    assert (chip.balance, chip.counter, len(chip.log)) == (PAID, 8, 1)


def test_a_card_that_refuses_a_question_answers_the_others():
    chip = PurseChip(balance=PAID, counter=8, shows_log=False, refuses={0x50: b"\x69\x85", 0x5A: b"\x6d\x00"})
    assert gather(DirectTerminal.of(chip, None).card(), ASKED) == Told(balance=PAID)
