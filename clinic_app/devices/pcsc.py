"""PC/SC through pyscard's thin layer `smartcard.scard`; nothing else imports pyscard.

pyscard's own monitors die with the PC/SC service and its connections reset the card when they are
dropped, so neither is used.  Results are compared by number: their texts come localised and garbled.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from smartcard import scard

from clinic_app.devices.cards import EXCHANGE_LIMIT
from clinic_app.devices.errors import (
    CardDisturbed,
    CardHeld,
    CardMute,
    CardServiceMissing,
    CardServiceRefused,
    CardServiceRestarted,
    CardTornOut,
    ReaderTrouble,
)
from clinic_app.devices.lane import Lane, Late
from clinic_app.domain.errors import ClinicError

T = TypeVar("T")

_TIMEOUT = 0x8010000A
_NO_READERS = 0x8010002E
_NO_SERVICE = {0x8010001D, 0x8010001E, 0x80100013, 0x80100003, 0x80100002}
_REFUSED = 0x8010006A

# What a card operation reports; a pulled card shows as one of several.
_CARD_ERRORS: dict[int, type[ClinicError]] = {
    0x8010000B: CardHeld,  # sharing violation
    0x8010000C: CardTornOut,  # no card
    0x80100069: CardTornOut,  # removed
    0x80100009: CardTornOut,  # reader unknown
    0x80100017: CardTornOut,  # reader unavailable
    0x80100016: CardDisturbed,  # not transacted
    0x8010002F: CardDisturbed,  # communication lost
    0x80100068: CardDisturbed,  # reset, perhaps by another program
}
_UNPLUGGED = {0x80100009, 0x80100017}
_MUTE = {0x80100066, 0x80100067}  # unresponsive, unpowered


def _raise_for_service(hresult: int, reader: str = "") -> NoReturn:
    code = hresult & 0xFFFFFFFF  # negative on Windows
    # libpcsclite says "refused" too when the service closes the line under a call.
    if code in _NO_SERVICE or code == _REFUSED:
        raise CardServiceRestarted()
    raise ReaderTrouble(reader=reader, hresult=f"0x{code:08X}")


def _raise_for_card(hresult: int, reader: str) -> NoReturn:
    code = hresult & 0xFFFFFFFF
    if code in _MUTE:
        raise CardMute(reader=reader, seconds=0)
    if code in _CARD_ERRORS:
        raise _CARD_ERRORS[code](reader=reader)
    _raise_for_service(code, reader)


@dataclass(frozen=True, slots=True)
class ReaderState:
    """What PC/SC says of one reader; hand it back to `Context.changes` to hear of what comes after."""

    raw: int
    atr: bytes = b""

    @property
    def occupied(self) -> bool:
        return bool(self.raw & scard.SCARD_STATE_PRESENT)

    @property
    def events(self) -> int:
        """Counts insertions and removals: another number means another insertion, even if none was seen."""
        return self.raw >> 16 & 0xFFFF


class Context:
    """A connection to the PC/SC service; once the service has gone it is worthless: make a new one."""

    def __init__(self) -> None:
        """
        Raises:
            CardServiceMissing, CardServiceRefused, ReaderTrouble
        """
        hresult, self.handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        code = hresult & 0xFFFFFFFF
        if code in _NO_SERVICE:
            raise CardServiceMissing()
        if code == _REFUSED:
            raise CardServiceRefused()
        if code:
            _raise_for_service(code)

    def readers(self) -> tuple[str, ...]:
        """The names of all readers; empty when none is plugged in.

        Raises:
            CardServiceRestarted: the service went away.
        """
        hresult, names = scard.SCardListReaders(self.handle, [])
        code = hresult & 0xFFFFFFFF
        if code == _NO_READERS:
            return ()
        if code:
            _raise_for_service(code)
        return tuple(names)

    def changes(self, known: Mapping[str, ReaderState | None], milliseconds: int) -> dict[str, ReaderState]:
        """The readers that are no longer as `known`, waiting for one up to `milliseconds`.

        None stands for a reader never looked at: it answers at once.

        Raises:
            CardServiceRestarted, ReaderTrouble
        """
        asked = [(name, state.raw if state else scard.SCARD_STATE_UNAWARE) for name, state in known.items()]
        hresult, states = scard.SCardGetStatusChange(self.handle, milliseconds, asked)
        code = hresult & 0xFFFFFFFF
        if code == _TIMEOUT:
            return {}
        if code in _UNPLUGGED:
            time.sleep(0.05)  # the list of readers tells which one, in a moment
            return {}
        if code:
            _raise_for_service(code)
        return {name: _state(raw, atr) for name, raw, atr in states if raw & scard.SCARD_STATE_CHANGED}

    def release(self) -> None:
        scard.SCardReleaseContext(self.handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _state(raw: int, atr: list[int]) -> ReaderState:
    return ReaderState(raw & 0xFFFFFFFF & ~scard.SCARD_STATE_CHANGED, bytes(atr))


class PcscConnection:
    """One card, open for us alone while we read it.  See `Connection` in cards.py.

    It has a context and a thread of its own, so that a card that hangs takes nothing along.
    """

    def __init__(
        self, reader: str, limit: float = EXCHANGE_LIMIT, stopping: threading.Event | None = None
    ) -> None:
        """Open the card of `reader`; `limit` in seconds holds for every single call.

        Raises:
            CardTornOut: there is no card.
            CardHeld: another program has it.
            CardMute, CardDisturbed, CardServiceMissing, ReaderTrouble
        """
        self.reader = reader
        self.atr = b""
        self._limit = limit
        self._context: Context | None = None
        self._card: Any = None
        self._protocol = 0
        self._lane = Lane(f"card in {reader}", stopping)
        self._hangs = False
        try:
            self._call(self._connect, CardMute(reader=reader, seconds=limit))
            # Another program's transaction blocks ours: that is no fault of the card.
            self._call(self._begin, CardHeld(reader=reader))
        except ClinicError:
            self.close()
            raise

    def transmit(self, command: bytes) -> bytes:
        """
        Raises:
            CardTornOut, CardDisturbed, CardMute, CardServiceRestarted, ReaderTrouble
        """
        return self._call(lambda: self._transmit(command), CardMute(reader=self.reader, seconds=self._limit))

    def let_others_in(self) -> None:
        """End the transaction and stay connected: the card keeps its power, and so what it was about to do.

        Raises:
            CardTornOut, CardDisturbed, CardMute, CardServiceRestarted, ReaderTrouble
        """
        self._call(self._end, CardMute(reader=self.reader, seconds=self._limit))

    def come_back(self) -> None:
        """After `let_others_in`.

        Raises:
            CardTornOut: the card was out in the meantime.
            CardDisturbed: it was reset.
            CardHeld, CardMute, CardServiceRestarted, ReaderTrouble
        """
        self._call(self._begin, CardHeld(reader=self.reader))

    def close(self) -> None:
        """Leave the card powered and as it is: other programs may be at it too."""
        self._lane.end(self._release, 0 if self._hangs else self._limit)

    def _call(self, work: Callable[[], T], late: ClinicError) -> T:
        try:
            return self._lane.call(work, self._limit)
        except Late:
            self._hangs = True
            raise late from None

    # On the lane's thread:

    def _connect(self) -> None:
        self._context = Context()
        hresult, card, self._protocol = scard.SCardConnect(
            self._context.handle,
            self.reader,
            scard.SCARD_SHARE_SHARED,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
        )
        if hresult & 0xFFFFFFFF == _REFUSED:
            raise CardServiceRefused()
        self._check(hresult)
        self._card = card
        hresult, _name, _state, _protocol, atr = scard.SCardStatus(card)
        self._check(hresult)
        self.atr = bytes(atr)

    def _begin(self) -> None:
        self._check(scard.SCardBeginTransaction(self._card))

    def _end(self) -> None:
        self._check(scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD))

    def _transmit(self, command: bytes) -> bytes:
        hresult, answer = scard.SCardTransmit(self._card, self._pci(), list(command))
        self._check(hresult)
        return bytes(byte & 0xFF for byte in answer)

    def _pci(self) -> Any:
        return scard.SCARD_PCI_T0 if self._protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def _release(self) -> None:
        if self._card is not None:
            scard.SCardEndTransaction(self._card, scard.SCARD_LEAVE_CARD)
            scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
        if self._context is not None:
            self._context.release()

    def _check(self, hresult: int) -> None:
        if hresult & 0xFFFFFFFF:
            _raise_for_card(hresult, self.reader)
