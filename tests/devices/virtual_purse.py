"""An electronic purse and a PSAM made of Python: chips that answer APDUs, and the ways to lay them.

What is on a chip survives its removal: balance, counters, log.  `PursePlace` carries a chip into a slot of
a real pcscd; `DirectTerminal` gives the same chips to a service without reader and wire.
"""

import os
from dataclasses import dataclass, field
from typing import Final, Protocol

from clinic_app.devices import purse
from clinic_app.devices.cards import Connection
from clinic_app.devices.errors import CardTornOut
from clinic_app.devices.psam import Psam, open_psam
from clinic_app.devices.purse_errors import NoPsam, PurseNoCard
from tests.devices.purse_keys import diversified, mac, session_key, tac_key
from tests.devices.virtual_card import Profile, VirtualCard

GMPK: Final = bytes.fromhex("00112233445566778899AABBCCDDEEFF")
GTK: Final = bytes.fromhex("F0E1D2C3B4A5968778695A4B3C2D1E0F")
ISSUER: Final = bytes.fromhex("6399000000000001")
SERIAL: Final = bytes.fromhex("00016399000000BF7C7A")
TERMINAL: Final = bytes.fromhex("112233445566")
ATR: Final = bytes.fromhex("3B6D00000001020386984B4F50425531")

OK, ORDER, FORGED, NO_PROOF = b"\x90\x00", b"\x69\x01", b"\x93\x02", b"\x94\x06"


class Chip(Protocol):
    asked: list[bytes]

    def reset(self) -> None: ...

    def respond(self, apdu: bytes) -> bytes: ...


@dataclass(frozen=True)
class Line:
    """One purchase in the card's own log."""

    counter: int
    amount: int
    terminal: bytes
    when: bytes  # day and time, packed
    kind: int = purse.EP_PURCHASE

    @property
    def record(self) -> bytes:
        head = self.counter.to_bytes(2) + bytes(3) + self.amount.to_bytes(4)
        return head + bytes([self.kind]) + self.terminal + self.when


@dataclass
class _Answering:
    """T=0 cards let the answer to a command with data be fetched."""

    t0: bool = False
    asked: list[bytes] = field(default_factory=list)
    _pending: bytes = b""

    def _done(self, data: bytes) -> bytes:
        if not self.t0 or not data:
            return data + OK
        self._pending = data
        return b"\x61" + bytes([len(data)])

    def _fetched(self) -> bytes:
        data, self._pending = self._pending, b""
        return data + OK if data else b"\x69\x85"


@dataclass
class PurseChip(_Answering):
    """The card.  `counts_after`: its proofs go by the counter after the purchase; `false_mac2`: no genuine one."""

    balance: int = 10_000
    counter: int = 7
    serial: bytes = SERIAL
    random: bytes | None = None  # fixed, for published vectors
    counts_after: bool = True
    gives_proof: bool = True
    shows_log: bool = True
    false_mac2: bool = False
    refuses: dict[int, bytes] = field(default_factory=dict)  # instruction: status word
    log: list[Line] = field(default_factory=list)  # newest first
    _proof: tuple[int, bytes, bytes] | None = None  # number, MAC2, TAC
    _selected: bool = False
    _session: tuple[int, bytes, bytes] | None = None  # amount, terminal, random

    def reset(self) -> None:
        self._selected, self._session, self._pending = False, None, b""

    @property
    def key(self) -> bytes:
        """DPK."""
        return diversified(diversified(GMPK, ISSUER), self.serial[-8:])

    @property
    def taken(self) -> int:
        """Fen by the card's own log."""
        return sum(line.amount for line in self.log if line.kind == purse.EP_PURCHASE)

    def respond(self, apdu: bytes) -> bytes:
        self.asked.append(apdu)
        if apdu[1] == 0xC0:
            return self._fetched()
        session, self._session = self._session, None
        if apdu[1] in self.refuses:
            return self.refuses[apdu[1]]
        if apdu[1] == 0xA4:
            return self._select(apdu)
        if not self._selected:
            return b"\x69\x85"
        match apdu[:2]:
            case b"\x00\xb0":
                return self._done(self._public())
            case b"\x80\x5c":
                return self._done(self.balance.to_bytes(4))
            case b"\x80\x50":
                return self._initialise(apdu)
            case b"\x80\x54":
                return self._debit(apdu, session)
            case b"\x80\x5a":
                return self._give_proof(apdu)
            case b"\x00\xb2":
                return self._record(apdu[2])
        return b"\x6d\x00"

    def load(self, amount: int) -> None:
        """圈存, at the bank: not by a purchase's counter."""
        self.balance += amount

    def _select(self, apdu: bytes) -> bytes:
        self._selected = apdu == purse.SELECT
        return self._done(b"\x6f\x02\x84\x00") if self._selected else b"\x6a\x82"

    def _public(self) -> bytes:
        return ISSUER + b"\x02\x01" + self.serial + bytes.fromhex("2023010120991231") + b"\x00\x00"

    def _initialise(self, apdu: bytes) -> bytes:
        if apdu[5] != 0x01:
            return b"\x94\x03"
        amount, terminal = int.from_bytes(apdu[6:10]), apdu[10:16]
        if amount > self.balance:
            return b"\x94\x01"
        random = self.random or os.urandom(4)
        self._session = amount, terminal, random
        head = self.balance.to_bytes(4) + self.counter.to_bytes(2)
        return self._done(head + bytes(3) + b"\x01\x00" + random)

    def _debit(self, apdu: bytes, session: tuple[int, bytes, bytes] | None) -> bytes:
        if session is None:
            return ORDER
        amount, terminal, random = session
        number, when, mac1 = apdu[5:9], apdu[9:16], apdu[16:20]
        key = session_key(self.key, random + self.counter.to_bytes(2) + number[-2:])
        body = amount.to_bytes(4) + bytes([purse.EP_PURCHASE]) + terminal
        if mac(key, body + when) != mac1:
            return FORGED
        mac2 = bytes(4) if self.false_mac2 else mac(key, amount.to_bytes(4))
        dtk = diversified(diversified(GTK, ISSUER), self.serial[-8:])
        tac = mac(tac_key(dtk), body + number + when)
        self.log.insert(0, Line(self.counter, amount, terminal, when))
        self.balance -= amount
        self.counter += 1
        self._proof = self.counter if self.counts_after else self.counter - 1, mac2, tac
        return self._done(tac + mac2)

    def _give_proof(self, apdu: bytes) -> bytes:
        wanted = int.from_bytes(apdu[5:7])
        if not self.gives_proof or self._proof is None or self._proof[0] != wanted:
            return NO_PROOF
        return self._done(self._proof[1] + self._proof[2])

    def _record(self, number: int) -> bytes:
        if not self.shows_log:
            return b"\x69\x82"
        return self.log[number - 1].record + OK if number <= min(10, len(self.log)) else b"\x6a\x83"


@dataclass
class PsamChip(_Answering):
    """The PSAM.  `knows_issuer`: its key is that issuer's already, and it wants the shorter command."""

    terminal: bytes = TERMINAL
    counter: int = 0x2A
    number_in_master: bool = False
    knows_issuer: bool = False
    _selected: str = "master"
    _expected: bytes | None = None  # MAC2 of the purchase it is in the middle of

    def reset(self) -> None:
        self._selected, self._expected, self._pending = "master", None, b""

    def respond(self, apdu: bytes) -> bytes:
        self.asked.append(apdu)
        match apdu[:2]:
            case b"\x00\xc0":
                return self._fetched()
            case b"\x00\xa4":
                return self._select(apdu)
            case b"\x00\xb0":
                there = ("master" if self.number_in_master else "application") == self._selected
                return self._done(self.terminal) if there else b"\x6a\x82"
            case b"\x80\x70":
                return self._sign(apdu)
            case b"\x80\x72":
                return self._check(apdu[5:9])
        return b"\x6d\x00"

    def _select(self, apdu: bytes) -> bytes:
        self._expected = None
        known = {b"\x10\x01": "application", b"\x3f\x00": "master"}
        if apdu[2] != 0x00 or apdu[5:7] not in known:
            return b"\x6a\x82"
        self._selected = known[apdu[5:7]]
        return OK

    def _sign(self, apdu: bytes) -> bytes:
        if self._selected != "application":
            return b"\x69\x85"
        data = apdu[5 : 5 + apdu[4]]
        if len(data) != (28 if self.knows_issuer else 36):
            return b"\x67\x00"
        random, counter, amount = data[:4], data[4:6], data[6:10]
        kind_and_when, serial = data[10:18], data[20:28]
        key = diversified(diversified(GMPK, ISSUER), serial)
        number = self.counter.to_bytes(4)
        self.counter += 1
        session = session_key(key, random + counter + number[-2:])
        mac1 = mac(session, amount + kind_and_when[:1] + self.terminal + kind_and_when[1:])
        self._expected = mac(session, amount)
        return self._done(number + mac1)

    def _check(self, mac2: bytes) -> bytes:
        if self._expected is None:
            return ORDER
        if mac2 != self._expected:
            return FORGED
        self._expected = None
        return OK


class PursePlace(VirtualCard):
    """A chip in a slot of pcscd; its APDUs are counted from 1 at each insertion."""

    def __init__(
        self,
        chip: Chip,
        port: int,
        *,
        tear_at: int | None = None,
        tear_after: int | None = None,
        mute_at: int | None = None,
    ) -> None:
        super().__init__(Profile({}, atr=ATR), port, tear_at=tear_at, tear_after=tear_after, mute_at=mute_at)
        self._kept = chip

    def _powered_chip(self) -> Chip:
        self._kept.reset()
        self._kept.asked = []
        return self._kept


@dataclass
class Slot:
    """A place for one chip, without reader and wire.  It is torn out at the APDU `tear_at`, before or after."""

    chip: Chip | None
    tear_at: int | None = None
    after: bool = False
    count: int = 0

    def lay(self, chip: Chip | None) -> None:
        self.chip, self.tear_at, self.count = chip, None, 0
        if chip is not None:
            chip.reset()

    def exchange(self, chip: Chip, command: bytes) -> bytes:
        if self.chip is not chip:
            raise CardTornOut(reader="slot")
        self.count += 1
        if self.count == self.tear_at and not self.after:
            self.chip = None
            raise CardTornOut(reader="slot")
        answer = chip.respond(command)
        if self.count == self.tear_at:
            self.chip = None
            return b""
        return answer


@dataclass
class _Direct:
    slot: Slot
    chip: Chip
    reader: str = "slot"
    atr: bytes = ATR

    def transmit(self, command: bytes) -> bytes:
        return self.slot.exchange(self.chip, command)

    def close(self) -> None: ...


@dataclass
class DirectTerminal:
    """The `Terminal` of tests that need no reader: lay chips into its two slots."""

    hand: Slot
    second: Slot

    @classmethod
    def of(cls, card: Chip | None, psam: Chip | None) -> "DirectTerminal":
        return cls(Slot(card), Slot(psam))

    def card(self) -> Connection:
        if self.hand.chip is None:
            raise PurseNoCard()
        connection = _Direct(self.hand, self.hand.chip)
        purse.select(connection)
        return connection

    def psam(self) -> Psam:
        return open_psam(self._second())

    def leave(self, psam: Psam) -> None: ...

    def psam_as_left(self) -> Connection:
        return self._second()

    def _second(self) -> Connection:
        if self.second.chip is None:
            raise NoPsam()
        return _Direct(self.second, self.second.chip)
