"""A social-security card made of Python, put into the Virtual PCD's slots over TCP.

`Chip` answers APDUs and knows no wire; `VirtualCard` carries a chip into a reader of a real pcscd
and can be torn out, hang or be slow.  Everybody on these cards is made up.
"""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field, replace
from typing import Final, Self

AID: Final = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
HISTORY: Final = bytes.fromhex("00814E43238697159900BF7C7A")
T0_ATR: Final = bytes.fromhex("3B6D0000") + HISTORY
BANK_ATR: Final = bytes.fromhex("3B6900FF4A434F503331563232")  # a card of another kind
GAP: Final = 0.6  # seconds a slot stays empty between two cards, or pcscd 1.9.9 loses the second

BY_TAG, BY_TAG_AND_SFI, BY_NUMBER_AND_SFI, BY_NUMBER = "tag", "tag+sfi", "number+sfi", "number"
EVERY_WAY: Final = frozenset({BY_TAG, BY_TAG_AND_SFI, BY_NUMBER_AND_SFI, BY_NUMBER})


def id_number(area: str = "350881", birth: str = "19810203", sequence: str = "001") -> str:
    """A made-up 公民身份号码 with its right check character."""
    digits = area + birth + sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def text(value: str, length: int, filler: bytes = b"\x00") -> bytes:
    return value.encode("gb18030").ljust(length, filler)


def digits(value: str, length: int) -> bytes:
    return bytes.fromhex(value.ljust(2 * length, "F"))


def tlv(tag: int, value: bytes) -> bytes:
    return bytes([tag, len(value)]) + value


@dataclass(frozen=True)
class Profile:
    """What is on a card and how it behaves."""

    files: dict[int, tuple[bytes, ...]]  # short file identifier: records in their order
    atr: bytes = T0_ATR
    aid: bytes = AID
    ways: frozenset[str] = EVERY_WAY  # of READ RECORD, that the card understands
    protected: frozenset[int] = frozenset()  # files that answer 6982
    t0: bool = False  # 61xx after SELECT, 6Cxx after a wrong Le
    exact_le: bool = False  # 6700 when Le is not the record's length

    def with_record(self, tag: int, record: bytes | None) -> Self:
        """The same card with another record under `tag`; None takes it away."""

        def changed(records: tuple[bytes, ...]) -> tuple[bytes, ...]:
            new = (record if old[0] == tag else old for old in records)
            return tuple(one for one in new if one is not None)

        return replace(self, files={sfi: changed(records) for sfi, records in self.files.items()})


def social_security_card(
    generation: int = 2,
    *,
    name: str = "张三",
    number: str | None = None,
    sex: str = "1",
    birth: str = "19810203",
    ethnic: str = "01",
    birthplace: str = "350881",
    card_number: str = "X00000019",
    issued: str = "20230101",
    valid_to: str = "20991231",
    version: str | None = None,
) -> Profile:
    """A card of generation 1, 2 or 3; a man born on 1981-02-03 unless told otherwise."""
    raw_name = name.encode("gb18030").ljust(50 if generation > 1 else 30, b"\x00")
    holder = [
        tlv(0x08, text(number or id_number(birth=birth, sequence="001" if sex == "1" else "002"), 18)),
        tlv(0x09, raw_name[:30]),
        *([tlv(0x4E, raw_name[30:50])] if generation > 1 else []),
        tlv(0x0A, text(sex, 1)),
        tlv(0x0B, digits(ethnic, 1)),
        tlv(0x0C, digits(birthplace, 3)),
        tlv(0x0D, digits(birth, 4)),
    ]
    issuer = [
        tlv(0x01, bytes.fromhex("350881D15600000500BF7C7A48FB4966")),
        tlv(0x02, b"2"),
        tlv(0x03, text(version or f"{generation}.00", 4)),
        tlv(0x04, digits("410100813475", 12)),
        tlv(0x05, digits(issued, 4)),
        tlv(0x06, digits(valid_to, 4)),
        tlv(0x07, text(card_number, 9)),
    ]
    protected = frozenset({6}) if generation == 3 else frozenset[int]()
    return Profile({5: tuple(issuer), 6: tuple(holder)}, protected=protected)


def bank_card() -> Profile:
    """A card of another kind: only a bank's application."""
    return Profile({}, atr=BANK_ATR, aid=bytes.fromhex("A000000333010101"))


class Chip:
    """Answers APDUs from a profile; remembers what is selected."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.asked: list[bytes] = []
        self._pending = b""
        self._application = False
        self._file: int | None = None

    def reset(self) -> None:
        self._application, self._file, self._pending = False, None, b""

    def respond(self, apdu: bytes) -> bytes:
        self.asked.append(apdu)
        match apdu[:2]:
            case b"\x00\xa4":
                return self._select(apdu)
            case b"\x00\xb2":
                return self._read_record(apdu)
            case b"\x00\xc0":
                data, self._pending = self._pending, b""
                return data + b"\x90\x00"
        return b"\x6d\x00"

    def _select(self, apdu: bytes) -> bytes:
        name = apdu[5 : 5 + apdu[4]]
        if apdu[2] == 0x04:
            self.reset()
            self._application = name == self.profile.aid
            return self._done(tlv(0x6F, tlv(0x84, name))) if self._application else b"\x6a\x82"
        if not self._application or name[:1] != b"\xef" or name[1] not in self.profile.files:
            return b"\x6a\x82"
        self._file = name[1]
        return self._done(tlv(0x6F, b""))

    def _done(self, data: bytes) -> bytes:
        if not self.profile.t0:
            return data + b"\x90\x00"
        self._pending = data
        return b"\x61" + bytes([len(data)])

    def _read_record(self, apdu: bytes) -> bytes:
        p1, p2, le = apdu[2], apdu[3], apdu[4]
        way = {0x00: BY_TAG, 0x04: BY_NUMBER}.get(p2)
        if way is None:
            way = BY_NUMBER_AND_SFI if p2 & 0x07 == 0x04 else BY_TAG_AND_SFI
        sfi = p2 >> 3 or self._file
        if not self._application or sfi not in self.profile.files:
            return b"\x6a\x82"
        if way not in self.profile.ways:
            return b"\x6a\x86"
        if sfi in self.profile.protected:
            return b"\x69\x82"
        record = _pick(self.profile.files[sfi], way, p1)
        if record is None:
            return b"\x6a\x83"
        if le != len(record) and self.profile.t0:
            return b"\x6c" + bytes([len(record)])
        if le != len(record) and self.profile.exact_le:
            return b"\x67\x00"
        return record + b"\x90\x00"


def _pick(records: tuple[bytes, ...], way: str, p1: int) -> bytes | None:
    if way in {BY_NUMBER, BY_NUMBER_AND_SFI}:
        return records[p1 - 1] if 1 <= p1 <= len(records) else None
    return next((record for record in records if record[0] == p1), None)


@dataclass
class DirectConnection:
    """A chip without reader and wire, for rules about bytes; see `Connection` in clinic_app/devices/cards.py."""

    chip: Chip
    reader: str = "direct"
    closed: int = 0
    atr: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.atr = self.chip.profile.atr

    def transmit(self, command: bytes) -> bytes:
        return self.chip.respond(command)

    def close(self) -> None:
        self.closed += 1


class VirtualCard:
    """One card for one slot: `insert` it, `remove` it.

    `tear_at`: pulled out instead of answering APDU n (counted from 1 at each insertion);
    `tear_after`: APDU n is carried out, and the card pulled before its answer comes;
    `mute_at`: from APDU n on it does not answer until it is removed; `slow_ms` before each answer.
    """

    _emptied: Final[dict[int, float]] = {}  # port: when its last card went, monotonic seconds

    def __init__(
        self,
        profile: Profile,
        port: int,
        *,
        tear_at: int | None = None,
        tear_after: int | None = None,
        mute_at: int | None = None,
        slow_ms: int = 0,
    ) -> None:
        self.profile = profile
        self.port = port
        self.tear_at = tear_at
        self.tear_after = tear_after
        self.mute_at = mute_at
        self.slow_ms = slow_ms
        self.chip = Chip(profile)
        self._line: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def insert(self) -> Self:
        """Into the slot; waits until it has been empty for long enough."""
        wait = self._emptied.get(self.port, 0.0) + GAP - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.chip = self._powered_chip()
        self._line = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        self._line.settimeout(None)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, args=(self._line,), daemon=True)
        self._thread.start()
        return self

    def remove(self) -> None:
        """Out of the slot; nothing happens when it is not in."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(5)
        self._line = None

    def __enter__(self) -> Self:
        return self.insert()

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _serve(self, line: socket.socket) -> None:
        try:
            while (message := _receive(line)) is not None:
                answer = self._answer(message, line)
                if answer is None:
                    return
                if answer:
                    line.sendall(len(answer).to_bytes(2) + answer)
        except OSError:
            pass
        finally:
            line.close()
            self._emptied[self.port] = time.monotonic()

    def _answer(self, message: bytes, line: socket.socket) -> bytes | None:
        """Bytes to send, none for a control without answer; None: the card is out."""
        if len(message) == 1:
            if message[0] in {0, 1, 2}:  # off, on, reset
                self.chip.reset()
            return self.profile.atr if message[0] == 4 else b""
        count = len(self.chip.asked) + 1
        if count == self.tear_at:
            return None
        if self.mute_at is not None and count >= self.mute_at:
            _until_closed(line)
            return None
        time.sleep(self.slow_ms / 1000)
        answer = self.chip.respond(message)
        return None if count == self.tear_after else answer

    def _powered_chip(self) -> Chip:
        """A fresh chip at each insertion: nothing survives on a card that is only read."""
        return Chip(self.profile)


def _receive(line: socket.socket) -> bytes | None:
    """One message of vpcd: two bytes length, then as many.  None when the line is closed."""
    head = _exactly(line, 2)
    return None if head is None else _exactly(line, int.from_bytes(head))


def _exactly(line: socket.socket, count: int) -> bytes | None:
    taken = b""
    while len(taken) < count:
        # vpcd sends length and data apart: without a quick ACK each message takes 40 ms.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = line.recv(count - len(taken))
        if not part:
            return None
        taken += part
    return taken


def _until_closed(line: socket.socket) -> None:
    while line.recv(256):
        pass
