"""未知的扣款: what a card that comes back tells about a debit whose answer never came.

`gather` asks the card, `judge` decides; the rules stand in docs/purse.md.
"""

from dataclasses import dataclass
from typing import Final

from clinic_app.devices import purse
from clinic_app.devices.cards import Connection
from clinic_app.devices.purse import COMPOUND, EP_PURCHASE, LogRecord, Proof
from clinic_app.devices.purse_errors import PurseRefused, PurseShort

PROOF: Final = "proof"  # the card gave MAC2 and TAC
LOG: Final = "log"  # a record of the card's log
COUNTER: Final = "counter"  # the card has counted no purchase since
BALANCE: Final = "balance"

_COUNTERS: Final = 0x10000  # two bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A debit as it was written down before it was sent."""

    counter: int  # the card's, before
    amount: int  # fen
    balance: int  # fen, before
    terminal: bytes
    day: bytes
    time: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the card says now."""

    balance: int  # fen
    after: Proof | None = None  # proof by the counter after the purchase
    before: Proof | None = None  # the same by the counter before, as some cards number it
    counter: int | None = None  # as a fresh initialisation returns it; None: refused
    log: tuple[LogRecord, ...] | None = None  # newest first; None: not shown


@dataclass(frozen=True, slots=True)
class Verdict:
    done: bool | None  # None: the card does not decide it
    evidence: str = ""
    proof: Proof | None = None


def gather(connection: Connection, asked: Asked) -> Told:
    """Ask the card, with its purse selected.  Changes nothing on it.

    The proof comes first: a new initialisation might cost it.

    Raises:
        PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    after = purse.proof(connection, asked.counter + 1)
    before = None if after else purse.proof(connection, asked.counter)
    balance = purse.balance(connection)
    records = purse.log(connection)
    return Told(
        balance=balance, after=after, before=before, log=records, counter=_counter_now(connection, asked)
    )


def _counter_now(connection: Connection, asked: Asked) -> int | None:
    try:
        return purse.initialise(connection, 0, asked.terminal).counter
    except (PurseRefused, PurseShort):
        return None


def judge(asked: Asked, told: Told) -> Verdict:
    """Whether the debit happened.

    A proof alone names no terminal: it may be of a purchase made elsewhere since, so it counts
    together with the balance; the log, where the card shows it, names terminal and time.
    """
    proof = (told.after or told.before) if _purchases_since(asked, told) in (None, 1) else None
    paid = asked.balance - told.balance == asked.amount
    if _in_log(asked, told):
        return Verdict(True, PROOF if proof else LOG, proof)
    if _another_in_its_place(asked, told):
        return Verdict(False, LOG)
    if told.counter == asked.counter and told.after is None:
        return Verdict(False, COUNTER)
    if proof is not None and paid:
        return Verdict(True, PROOF, proof)
    if told.after is None and told.counter is None and told.balance == asked.balance:
        return Verdict(False, BALANCE)
    return Verdict(None)


def _in_log(asked: Asked, told: Told) -> bool:
    if told.counter == asked.counter:
        return False  # no purchase since: an equal one of the same second is an earlier one
    ours = (EP_PURCHASE, asked.amount, asked.terminal, asked.day, asked.time)
    return any((one.kind, one.amount, one.terminal, one.day, one.time) == ours for one in told.log or ())


def _another_in_its_place(asked: Asked, told: Told) -> bool:
    """Whether the log still holds the purchase that took the number ours would have had."""
    since = _purchases_since(asked, told)
    purchases = [one for one in told.log or () if one.kind in (EP_PURCHASE, COMPOUND)]
    if since is None or not 1 <= since <= len(purchases):
        return False
    # By its number too: a card whose log lags behind, or counts otherwise, is not believed.
    return purchases[since - 1].counter in (asked.counter, (asked.counter + 1) % _COUNTERS)


def _purchases_since(asked: Asked, told: Told) -> int | None:
    return None if told.counter is None else (told.counter - asked.counter) % _COUNTERS
