"""本院中心: what a clinic's PCs, its hub and the county say to each other beside segments and pages.

A hub holds and relays segments as they came.  It can forge nothing: a device signs each segment, and the county
signs the receipts that go back through the hub.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from clinic_app.domain.errors import Damaged
from clinic_app.journal.signing import is_signed

SERVICE: Final = "_xiangyitong._tcp.local."  # where PCs look for hubs (mDNS)
_TAG: Final = b"xyt-receipt-1"


class BadNews(Damaged):
    """Bytes that no hub sends."""

    code = "hub.bad_news"


def host_name_of(hub: UUID) -> str:
    """The name in a hub's certificate: the county gives it to that device alone, whatever its address is."""
    return f"{hub.hex}.hub.xiangyitong"


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """One push as the county received it."""

    seq: int  # its last entry
    received: int  # UTC milliseconds


class CountyReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The county holds a journal's entries from `first` to the last mark durably; whoever carries it cannot make it.

    Each mark bounds the clock of the entries up to it, as it does in the feed.
    """

    epoch: UUID  # of the county: a county put back from a backup takes its word back
    device: UUID
    incarnation: UUID
    first: int
    marks: tuple[Mark, ...]
    hash: bytes  # the link at the last mark
    signature: bytes = b""

    @property
    def seq(self) -> int:
        return self.marks[-1].seq

    def signed(self, sign: Callable[[bytes], bytes]) -> "CountyReceipt":
        return msgspec.structs.replace(self, signature=sign(self.message()))

    def is_of(self, county_key: bytes) -> bool:
        """Whether the county of this key (Ed25519, 32 bytes) made it."""
        return bool(self.marks) and is_signed(county_key, self.signature, self.message())

    def message(self) -> bytes:
        marks = b"".join(struct.pack(">QQ", mark.seq, mark.received) for mark in self.marks)
        owner = self.epoch.bytes + self.device.bytes + self.incarnation.bytes
        return _TAG + owner + struct.pack(">QI", self.first, len(self.marks)) + marks + self.hash


class RosterDevice(msgspec.Struct, frozen=True):
    """A device of the hub's clinic."""

    id: UUID
    key: bytes  # Ed25519, 32 bytes
    letter: str
    revoked: bool
    hub: bool


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """Who may push to a hub, by the county's word."""

    epoch: UUID  # of the county
    facility: str
    name: str
    devices: tuple[RosterDevice, ...]

    def digest(self) -> str:
        """Names this state of things: who has it need not be told again."""
        return sha256(msgspec.json.encode(self)).hexdigest()[:16]


class Standing(msgspec.Struct, frozen=True, array_like=True):
    """How far one incarnation is held."""

    incarnation: UUID
    seq: int
    hash: bytes  # the link at `seq`


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a PC asks its hub: everything after what it has.  There is no cursor that could be wrong."""

    has: dict[UUID, dict[UUID, int]]  # of each colleague's device, how far each incarnation is held here
    safe: dict[UUID, int] = {}  # of its own incarnations, the county's durable seq as far as it knows
    pushed: dict[UUID, int] = {}  # of its own incarnations, the hub's durable seq as far as it knows
    wait: int = 0  # seconds that an empty answer may be held back


class Carried(msgspec.Struct, frozen=True, array_like=True):
    """A segment as the hub got it."""

    received: int  # UTC milliseconds, the hub's clock
    segment: bytes


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A hub's answer."""

    segments: tuple[Carried, ...] = ()
    receipts: tuple[CountyReceipt, ...] = ()  # of the asking device
    runs: tuple[Standing, ...] = ()  # of the asking device, oldest first
    more: bool = False
    county: bool = False  # the hub reached the county at its last try

    def write(self) -> bytes:
        return msgspec.msgpack.encode(self)


def read_news(data: bytes) -> News:
    """Raises:
    BadNews
    """
    try:
        return msgspec.msgpack.decode(data, type=News)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadNews(why="shape") from error


@dataclass(frozen=True, slots=True)
class Sighting:
    """A hub seen on the LAN; nothing of it is proved."""

    hub: UUID
    address: str  # https://host:port
