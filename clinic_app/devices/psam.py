"""PSAM: the issuer's security module in the second slot; it holds the keys and signs purchases.

A purchase is one session of it: `sign` opens the session, `check` ends it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic_app.devices import purse
from clinic_app.devices.cards import Answer, Connection, exchange
from clinic_app.devices.purse import EP_PURCHASE, Begun, PublicData, Purchase
from clinic_app.devices.purse_errors import NoPsam, PurseRefused, PurseUnreadable

SELECTS: Final = (bytes.fromhex("00A40000021001"), bytes.fromhex("00A4000002DF01"))
SELECT_MASTER: Final = bytes.fromhex("00A40000023F00")
READ_NUMBER: Final = bytes.fromhex("00B0960006")

_WRONG_LENGTH: Final = 0x6700


@dataclass(frozen=True, slots=True)
class Psam:
    """An open PSAM with its purchase application selected."""

    connection: Connection
    terminal: bytes  # 终端机编号, 6

    def close(self) -> None:
        self.connection.close()


@dataclass(frozen=True, slots=True)
class Signature:
    terminal_counter: int  # 终端交易序号
    mac1: bytes  # 4


def sign_command(
    begun: Begun, card: PublicData, amount: int, day: bytes, time: bytes, *, issuer: bool
) -> bytes:
    """INIT_SAM_FOR_PURCHASE; the issuer is left out for a PSAM whose key is that issuer's already."""
    data = (
        begun.random
        + begun.counter.to_bytes(2)
        + amount.to_bytes(4)
        + bytes([EP_PURCHASE])
        + day
        + time
        + bytes([begun.key_version, begun.algorithm])
        + card.diversifier
        + (card.issuer if issuer else b"")
    )
    return b"\x80\x70\x00\x00" + bytes([len(data)]) + data + b"\x08"


def check_command(mac2: bytes) -> bytes:
    """CREDIT_SAM_FOR_PURCHASE."""
    return b"\x80\x72\x00\x00\x04" + mac2


def open_psam(connection: Connection) -> Psam:
    """Select its application and read its terminal number.

    Raises:
        NoPsam: the card in this reader is none.
        PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    if not _select(connection):
        raise NoPsam()
    number = exchange(connection, READ_NUMBER)
    if not number.ok:
        number = _number_of_master(connection)
    if not number.ok:
        raise NoPsam()
    if len(number.data) < 6:
        raise PurseUnreadable(step="PSAM 0016", sw=f"{number.sw:04X}")
    return Psam(connection, number.data[:6])


def _select(connection: Connection) -> bool:
    return any(exchange(connection, select).ok for select in SELECTS)


def _number_of_master(connection: Connection) -> Answer:
    """Where the file with the number lies in the 主文件 and not in the application."""
    if not exchange(connection, SELECT_MASTER).ok:
        raise NoPsam()
    number = exchange(connection, READ_NUMBER)
    _select(connection)
    return number


def sign(psam: Psam, begun: Begun, card: PublicData, amount: int, day: bytes, time: bytes) -> Signature:
    """MAC1 over the purchase.  Takes nothing; the terminal counter moves on.

    Raises:
        PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    answer = exchange(psam.connection, sign_command(begun, card, amount, day, time, issuer=True))
    if answer.sw == _WRONG_LENGTH:
        answer = exchange(psam.connection, sign_command(begun, card, amount, day, time, issuer=False))
    if not answer.ok:
        raise PurseRefused(step="PSAM INIT", sw=f"{answer.sw:04X}")
    if len(answer.data) < 8:
        raise PurseUnreadable(step="PSAM INIT", sw=f"{answer.sw:04X}")
    return Signature(int.from_bytes(answer.data[:4]), answer.data[4:8])


def check(connection: Connection, mac2: bytes) -> int:
    """Whether the card really paid; the status word: 9000 yes, 9302 no, 6901 the session is gone.

    Raises:
        CardTornOut, CardDisturbed, CardMute
    """
    return exchange(connection, check_command(mac2)).sw


def begin(
    card: Connection, psam: Psam, public: PublicData, amount: int, now: datetime
) -> tuple[Begun, Purchase]:
    """消费 of `amount` fen, begun on the card and signed by the PSAM at `now` (local time).  Takes nothing.

    Raises:
        PurseShort, PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    begun = purse.initialise(card, amount, psam.terminal)
    day, clock = bytes.fromhex(f"{now:%Y%m%d}"), bytes.fromhex(f"{now:%H%M%S}")
    signed = sign(psam, begun, public, amount, day, clock)
    return begun, Purchase(amount, psam.terminal, signed.terminal_counter, day, clock, signed.mac1)
