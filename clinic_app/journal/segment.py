"""A segment: a run of consecutive entries of one incarnation, signed by its device.

    "XYS2" · device 16 · incarnation 16 · first seq 8 · count 4 · previous hash 32 · head hash 32 · schema 2
    origin 1 (0 or 1) + incarnation 16 + seq 8 + hash 32 when 1 (only a fork's first segment has one)
    signature 64 over everything before it
    columns (columns.py), packed (packing.py)

The signature covers the entries through the head hash.  tests/journal/golden.json holds the layout still.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged
from clinic_app.journal.columns import Columns, Source, read_entries, write_entries
from clinic_app.journal.entry import BrokenChain, Entry, Origin, first_link
from clinic_app.journal.packing import pack, unpack
from clinic_app.journal.signing import BadSignature, is_signed

MAGIC: Final = b"XYS2"
SCHEMA: Final = 1  # of the facts; grows when a released fact gains fields
MAX_COUNT: Final = 20_000
_HEAD: Final = struct.Struct(">4s16s16sQI32s32sH")
_ORIGIN: Final = struct.Struct(">16sQ32s")
_SIGNATURE: Final = 64

Sign = Callable[[bytes], bytes]


class BadSegment(Damaged):
    """Bytes that are no segment."""

    code = "journal.bad_segment"


@dataclass(frozen=True, kw_only=True)  # no slots: what is computed once needs a dictionary
class Segment:
    """A run of entries and the links on both sides of it."""

    device: UUID
    incarnation: UUID
    first_seq: int
    previous: bytes  # the link before the first entry
    links: tuple[bytes, ...]  # the link after each entry
    columns: Columns
    origin: Origin | None = None
    schema: int = SCHEMA

    @property
    def head(self) -> bytes:
        """The link of the last entry."""
        return self.links[-1]

    @property
    def last_seq(self) -> int:
        return self.first_seq + len(self.links) - 1

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        owners = [self.device.bytes + self.incarnation.bytes] * len(self.columns)
        return tuple(self.columns.entries(owners, range(self.first_seq, self.last_seq + 1)))


def links(previous: bytes, entries: Sequence[Entry]) -> list[bytes]:
    """The hash after each entry."""
    out: list[bytes] = []
    for entry in entries:
        previous = entry.hash_after(previous)
        out.append(previous)
    return out


def write_segment(
    entries: Sequence[Entry], previous: bytes, head: bytes, sign: Sign, origin: Origin | None = None
) -> bytes:
    """The bytes that travel; `previous` and `head` are the links around `entries`."""
    first = entries[0]
    start = _HEAD.pack(
        MAGIC,
        first.device.bytes,
        first.incarnation.bytes,
        first.seq,
        len(entries),
        previous,
        head,
        SCHEMA,
    )
    start += (
        b"\x00"
        if origin is None
        else b"\x01" + _ORIGIN.pack(origin.incarnation.bytes, origin.seq, origin.hash)
    )
    return start + sign(start) + pack(*write_entries(entries))


def read_segment(data: bytes, device_key: bytes) -> Segment:
    """A segment whose signature, columns and chain are in order.

    Raises:
        BadSegment, BadColumns, BadPacking, TooLarge: the bytes are no segment.
        BadSignature: `device_key` (32 bytes) did not sign it.
        BrokenChain: the entries do not lead from `previous` to `head`.
    """
    segment, signed, signature = _read_head(data)
    if not is_signed(device_key, signature, signed):
        raise BadSignature(what="segment")
    count, body_at = segment[4], len(signed) + _SIGNATURE
    device, incarnation, first_seq = UUID(bytes=segment[1]), UUID(bytes=segment[2]), segment[3]
    columns = _read_columns(data[body_at:], count)
    origin = _origin_of(signed)
    previous, head = segment[5], segment[6]
    if first_seq == 1 and previous != first_link(device_key, incarnation, origin):
        raise BrokenChain(seq=0)
    owners = [device.bytes + incarnation.bytes] * count
    after = _chained(previous, columns.headers(owners, range(first_seq, first_seq + count)))
    if after[-1] != head:
        raise BrokenChain(seq=first_seq + count - 1)
    return Segment(
        device=device,
        incarnation=incarnation,
        first_seq=first_seq,
        previous=previous,
        links=after,
        columns=columns,
        origin=origin,
        schema=segment[7],
    )


def _read_columns(data: bytes, count: int) -> Columns:
    columns, apart = map(Source, unpack(data))
    found = read_entries(columns, apart, count)
    columns.finish()
    apart.finish()
    return found


def _chained(previous: bytes, headers: Sequence[bytes]) -> tuple[bytes, ...]:
    out: list[bytes] = []
    for header in headers:
        previous = sha256(previous + header).digest()
        out.append(previous)
    return tuple(out)


def device_of(data: bytes) -> UUID:
    """Whose segment it says it is, before anything is checked.

    Raises:
        BadSegment: too short, or another kind of bytes.
    """
    return UUID(bytes=_read_head(data)[0][1])


def size_of(data: bytes) -> int:
    """How many entries it says it has, before anything is checked.

    Raises:
        BadSegment: too short, or another kind of bytes.
    """
    return _read_head(data)[0][4]


def _read_head(data: bytes) -> tuple[tuple[bytes, bytes, bytes, int, int, bytes, bytes, int], bytes, bytes]:
    if len(data) < _HEAD.size + 1 or data[:4] != MAGIC:
        raise BadSegment(why="magic")
    head = _HEAD.unpack_from(data)
    flag = data[_HEAD.size]
    end = _HEAD.size + 1 + (_ORIGIN.size if flag == 1 else 0)
    if (
        flag > 1
        or len(data) < end + _SIGNATURE
        or not 1 <= head[4] <= MAX_COUNT
        or not 1 <= head[3] < 1 << 62
    ):
        raise BadSegment(why="header")
    return head, data[:end], data[end : end + _SIGNATURE]


def _origin_of(signed: bytes) -> Origin | None:
    if signed[_HEAD.size] == 0:
        return None
    incarnation, seq, link = _ORIGIN.unpack_from(signed, _HEAD.size + 1)
    return Origin(UUID(bytes=incarnation), seq, link)
