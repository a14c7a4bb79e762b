"""A chip card: the connection to it, its answers, and how often a reading is tried.

ISO/IEC 7816-4.  No PC/SC here: pcsc.py gives real connections, tests give their own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from clinic_app.devices.errors import CardDisturbed, CardTornOut, CardUnreadable

T = TypeVar("T")

EXCHANGE_LIMIT = 3.0  # seconds for one command; a T=0 card at 9600 baud needs about 0.05
ATTEMPTS = 3  # of one whole reading
PAUSE = 0.25  # seconds between attempts, so that the reader notices that a card has gone

# Status words that the programs here tell apart.
OK = 0x9000
SECURITY = 0x6982  # not without a key of the issuer
WRONG_LENGTH = 0x6700

_GET_RESPONSE = bytes.fromhex("00C00000")
_MOST_PARTS = 32  # of one answer; a card that goes on with 61xx for ever is broken


class Connection(Protocol):
    """An open card."""

    @property
    def reader(self) -> str: ...

    @property
    def atr(self) -> bytes: ...

    def transmit(self, command: bytes) -> bytes:
        """One command to the card and its answer as it came, status word last.

        Raises:
            CardTornOut, CardDisturbed, CardMute, CardServiceRestarted, ReaderTrouble
        """

    def close(self) -> None:
        """Let go of the card and leave it as it is; never waits long, never raises."""


@dataclass(frozen=True, slots=True)
class Answer:
    data: bytes
    sw: int  # status word

    @property
    def ok(self) -> bool:
        return self.sw == OK


def exchange(connection: Connection, command: bytes) -> Answer:
    """Send a command and fetch the whole answer, as T=0 cards want it.

    ``61xx``: the answer waits and is fetched by GET RESPONSE; ``6Cxx``: asked once more with that Le.

    Raises:
        CardTornOut: the card answered with nothing; and whatever `Connection.transmit` raises.
    """
    answer = _once(connection, command)
    data = answer.data
    for _ in range(_MOST_PARTS):
        if answer.sw >> 8 != 0x61:
            break
        answer = _once(connection, _GET_RESPONSE + bytes([answer.sw & 0xFF]))
        data += answer.data
    return Answer(data, answer.sw)


def exchange_once(connection: Connection, command: bytes) -> Answer:
    """Send a command that must not reach the card twice, whatever comes back.

    ``61xx`` says that it was carried out and its answer waits; that the fetching is refused does not undo it.

    Raises:
        CardDisturbed: carried out, and the answer cannot be had.
        CardTornOut: the card answered with nothing; and whatever `Connection.transmit` raises.
    """
    answer = _split(connection, connection.transmit(command))
    if answer.sw >> 8 != 0x61:
        return answer
    fetched = exchange(connection, _GET_RESPONSE + bytes([answer.sw & 0xFF]))
    if not fetched.ok:
        raise CardDisturbed(reader=connection.reader)
    return fetched


def _once(connection: Connection, command: bytes) -> Answer:
    answer = _split(connection, connection.transmit(command))
    if answer.sw >> 8 != 0x6C:
        return answer
    again = (command[:-1] if len(command) == 5 else command) + bytes([answer.sw & 0xFF])
    return _split(connection, connection.transmit(again))


def _split(connection: Connection, raw: bytes) -> Answer:
    # A card pulled out of a virtual reader shows as success with no bytes at all.
    if len(raw) < 2:
        raise CardTornOut(reader=connection.reader)
    return Answer(raw[:-2], int.from_bytes(raw[-2:]))


def read_whole(open_card: Callable[[], Connection], read: Callable[[Connection], T]) -> T:
    """Read a card from the start, up to three times while it is disturbed.

    Only for reading: what changes a card must not be repeated.  A mute card is not asked again.

    Raises:
        ClinicError: of the last attempt.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _read_once(open_card, read)
        except (CardTornOut, CardDisturbed, CardUnreadable):
            if attempt == ATTEMPTS:
                raise
            time.sleep(PAUSE)
    raise AssertionError("the last attempt returns or raises")


def _read_once(open_card: Callable[[], Connection], read: Callable[[Connection], T]) -> T:
    connection = open_card()
    try:
        return read(connection)
    finally:
        connection.close()
