"""电子钱包 (PBOC EP): the commands of the purse on a card, and what its answers mean.

Bytes only: no key is known here, the PSAM computes what needs one (psam.py).  Layouts as public programs
for FMCOS 2.0 cards have them; amounts are four bytes of fen, days and times packed digits.
"""

from dataclasses import dataclass
from typing import Final

from clinic_app.devices.cards import Answer, Connection, exchange, exchange_once
from clinic_app.devices.purse_errors import PurseOtherCard, PurseRefused, PurseShort, PurseUnreadable

AID: Final = bytes.fromhex("A00000000386980701")
SELECT: Final = b"\x00\xa4\x04\x00" + bytes([len(AID)]) + AID
READ_EF15: Final = bytes.fromhex("00B095001E")
GET_BALANCE: Final = bytes.fromhex("805C000204")  # 02: the purse; 01 would be the passbook (ED)

EP_PURCHASE: Final = 0x06  # 交易类型标识 of a purchase from the purse
COMPOUND: Final = 0x09  # 复合消费, which counts with the same offline counter
LARGEST: Final = 0xFFFFFFFF  # fen, what four bytes hold

_KEY_INDEX: Final = 0x01
_LOG_RECORDS: Final = 10
_LOG_LENGTH: Final = 23
_LOCKED: Final = {0x6283, 0x6A81, 0x9303}  # 应用锁定, for a time or for ever
_TOO_MUCH: Final = 0x9401
_NO_RECORD: Final = 0x6A83

# Status words by which a card says that it did not carry out a DEBIT.  Any other leaves it open.
REFUSALS: Final = frozenset(
    {0x6700, 0x6901, 0x6985, 0x6A80, 0x6A86, 0x6D00, 0x6E00, 0x9302, 0x9303, 0x9401, 0x9402, 0x9403}
)


@dataclass(frozen=True, slots=True)
class PublicData:
    """公共应用基本数据文件 EF15, as far as a purchase needs it."""

    issuer: bytes  # 发卡方标识, 8
    serial: bytes  # 应用序列号, 10

    @property
    def number(self) -> str:
        """The serial as people compare it: 20 digits."""
        return self.serial.hex().upper()

    @property
    def diversifier(self) -> bytes:
        """分散因子: the last 8 bytes of the serial, from which the PSAM derives this card's key."""
        return self.serial[-8:]


@dataclass(frozen=True, slots=True)
class Begun:
    """消费初始化: what the card answers, valid until its next command but one."""

    balance: int  # fen
    counter: int  # 电子钱包脱机交易序号 before the purchase
    overdraft: int  # fen
    key_version: int
    algorithm: int
    random: bytes  # 4


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is to be debited, as the PSAM signed it."""

    amount: int  # fen
    terminal: bytes  # 终端机编号, 6
    terminal_counter: int  # 终端交易序号
    day: bytes  # YYYYMMDD packed, 4
    time: bytes  # HHMMSS packed, 3
    mac1: bytes  # 4


@dataclass(frozen=True, slots=True)
class Proof:
    """What the card gives for a purchase: MAC2 for the PSAM, TAC for the issuer, four bytes each."""

    mac2: bytes
    tac: bytes


@dataclass(frozen=True, slots=True)
class LogRecord:
    """交易明细: one line of the card's own log."""

    counter: int
    amount: int  # fen
    kind: int  # EP_PURCHASE …
    terminal: bytes
    day: bytes
    time: bytes


def initialise_command(amount: int, terminal: bytes) -> bytes:
    """INITIALIZE FOR PURCHASE."""
    return b"\x80\x50\x01\x02\x0b" + bytes([_KEY_INDEX]) + amount.to_bytes(4) + terminal + b"\x0f"


def debit_command(purchase: Purchase) -> bytes:
    """DEBIT FOR PURCHASE: the one command that takes money."""
    data = purchase.terminal_counter.to_bytes(4) + purchase.day + purchase.time + purchase.mac1
    return b"\x80\x54\x01\x00\x0f" + data + b"\x08"


def proof_command(counter: int) -> bytes:
    """GET TRANSACTION PROOF (取交易认证)."""
    return b"\x80\x5a\x00" + bytes([EP_PURCHASE, 2]) + (counter & 0xFFFF).to_bytes(2) + b"\x08"


def log_command(number: int) -> bytes:
    """READ RECORD of EF18; 1 is the newest."""
    return b"\x00\xb2" + bytes([number, 0xC4, _LOG_LENGTH])


def select(connection: Connection) -> None:
    """
    Raises:
        PurseOtherCard: no purse on this card.
        PurseRefused: there is one, and its issuer locked it.
        CardTornOut, CardDisturbed, CardMute: see `Connection.transmit`.
    """
    answer = exchange(connection, SELECT)
    if answer.sw in _LOCKED:
        raise _refused("SELECT EP", answer)
    if not answer.ok:
        atr = connection.atr.hex().upper()
        raise PurseOtherCard(reader=connection.reader, atr=atr, sw=f"{answer.sw:04X}")


def public_data(connection: Connection) -> PublicData:
    """
    Raises:
        PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    data = _asked(connection, READ_EF15, "EF15", 20)
    return PublicData(issuer=data[:8], serial=data[10:20])


def balance(connection: Connection) -> int:
    """In fen.

    Raises:
        PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    return int.from_bytes(_asked(connection, GET_BALANCE, "GET BALANCE", 4)[:4])


def initialise(connection: Connection, amount: int, terminal: bytes) -> Begun:
    """消费初始化.  Takes nothing.

    Raises:
        PurseShort: the card itself says that it holds less.
        PurseRefused, PurseUnreadable, CardTornOut, CardDisturbed, CardMute
    """
    answer = exchange(connection, initialise_command(amount, terminal))
    if answer.sw == _TOO_MUCH:
        raise PurseShort(balance=balance(connection), amount=amount)
    return begun(_whole(answer, "INITIALIZE FOR PURCHASE", 15))


def begun(data: bytes) -> Begun:
    """The 15 bytes of the card's answer to INITIALIZE FOR PURCHASE."""
    return Begun(
        balance=int.from_bytes(data[:4]),
        counter=int.from_bytes(data[4:6]),
        overdraft=int.from_bytes(data[6:9]),
        key_version=data[9],
        algorithm=data[10],
        random=data[11:15],
    )


def debit(connection: Connection, purchase: Purchase) -> Proof:
    """Take the money, once.

    Raises:
        PurseRefused: the card says that it took nothing.
        PurseUnreadable, CardTornOut, CardDisturbed, CardMute, …: nobody knows; never send it again.
    """
    answer = exchange_once(connection, debit_command(purchase))
    if answer.sw in REFUSALS:
        raise _refused("DEBIT FOR PURCHASE", answer)
    if not answer.ok or len(answer.data) < 8:
        raise PurseUnreadable(step="DEBIT FOR PURCHASE", sw=f"{answer.sw:04X}")
    return Proof(tac=answer.data[:4], mac2=answer.data[4:8])


def proof(connection: Connection, counter: int) -> Proof | None:
    """取交易认证 of the card's last purchase, if `counter` is its number.

    None: the card has none of this number (9406), or none to give.

    Raises:
        CardTornOut, CardDisturbed, CardMute
    """
    answer = exchange(connection, proof_command(counter))
    if not answer.ok or len(answer.data) < 8:
        return None
    return Proof(mac2=answer.data[:4], tac=answer.data[4:8])


def log(connection: Connection) -> tuple[LogRecord, ...] | None:
    """交易明细, newest first; None when the card does not show it, or in a layout that is not this one.

    Raises:
        CardTornOut, CardDisturbed, CardMute
    """
    records: list[LogRecord] = []
    for number in range(1, _LOG_RECORDS + 1):
        answer = exchange(connection, log_command(number))
        if answer.sw == _NO_RECORD or (answer.ok and not answer.data.strip(b"\x00\xff")):
            break
        if not answer.ok:
            return None
        record = log_record(answer.data)
        if record is None:
            return None
        records.append(record)
    return tuple(records)


def log_record(data: bytes) -> LogRecord | None:
    """The 23 bytes of one record; None when they cannot be one."""
    day, time = data[16:20], data[20:23]
    if len(data) < _LOG_LENGTH or not 0x01 <= data[9] <= 0x11 or not (day + time).hex().isdecimal():
        return None
    return LogRecord(
        counter=int.from_bytes(data[:2]),
        amount=int.from_bytes(data[5:9]),
        kind=data[9],
        terminal=data[10:16],
        day=day,
        time=time,
    )


def _asked(connection: Connection, command: bytes, step: str, length: int) -> bytes:
    return _whole(exchange(connection, command), step, length)


def _whole(answer: Answer, step: str, length: int) -> bytes:
    if not answer.ok:
        raise _refused(step, answer)
    if len(answer.data) < length:
        raise PurseUnreadable(step=step, sw=f"{answer.sw:04X}")
    return answer.data


def _refused(step: str, answer: Answer) -> PurseRefused:
    return PurseRefused(step=step, sw=f"{answer.sw:04X}")
