"""快照: a facility's whole feed up to a number, ready-made in parts that never change, and a mark that closes it.

A part is a page of the feed (feed.py) that always says there is more; the first begins after 0, each next one where
the one before it ends.  A mark is the county's word on how many parts, how many entries and which ones:

    "XYM1" · epoch 16 · upto 8 · parts 4 · entries 8 · checksum 32 · facility (length 1 + UTF-8) · signature 64

`checksum` runs over the parts' signatures, so it covers every entry of every part, in order.  On the line:

    frame    kind 1 · length 4 · that many bytes
    "S"      entries in the feed by now 8, so that progress can be told before the mark comes
    "P"      a part
    "M"      the mark; always the last frame
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged, Unavailable
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.signing import BadSignature, is_signed

MAGIC: Final = b"XYM1"
PART_ENTRIES: Final = 2000
PART_BYTES: Final = 4 << 20  # of bodies; a single entry may go over it
MAX_FRAME: Final = 24 << 20
START, PART, MARK = b"S", b"P", b"M"
_TAG: Final = b"xyt-snapshot-1"
_HEAD: Final = struct.Struct(">4s16sQIQ32sB")
_FRAME: Final = struct.Struct(">cI")
_SIGNATURE: Final = 64


class BadSnapshot(Damaged):
    """Bytes that are no snapshot, a part out of its place, or not all that the county signed for."""

    code = "snapshot.bad"


class CutSnapshot(Unavailable):
    """The bytes end within a frame."""

    code = "snapshot.cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a snapshot holds, or as much of one as has been taken in."""

    epoch: UUID
    facility: str
    upto: int  # the feed's number behind the last part; 0 for an empty snapshot
    parts: int
    entries: int
    checksum: bytes  # 32 bytes

    def with_part(self, upto: int, entries: int, signature: bytes) -> "Mark":
        """The same with one part more."""
        return replace(
            self,
            upto=upto,
            parts=self.parts + 1,
            entries=self.entries + entries,
            checksum=sha256(self.checksum + signature).digest(),
        )


def begun(epoch: UUID, facility: str) -> Mark:
    """A snapshot without a part."""
    start = sha256(_TAG + epoch.bytes + facility.encode()).digest()
    return Mark(epoch=epoch, facility=facility, upto=0, parts=0, entries=0, checksum=start)


def checksum_of(epoch: UUID, facility: str, signatures: Iterable[bytes]) -> bytes:
    """The checksum of a snapshot whose parts are signed so."""
    total = begun(epoch, facility).checksum
    for signature in signatures:
        total = sha256(total + signature).digest()
    return total


def write_mark(mark: Mark, sign: Callable[[bytes], bytes]) -> bytes:
    facility = mark.facility.encode()
    head = _HEAD.pack(
        MAGIC, mark.epoch.bytes, mark.upto, mark.parts, mark.entries, mark.checksum, len(facility)
    )
    return head + facility + sign(head + facility)


def read_mark(data: bytes, county_key: bytes) -> Mark:
    """A mark that the county (Ed25519 key, 32 bytes) vouches for.

    Raises:
        BadSnapshot: no mark.
        BadSignature: another key signed it.
    """
    if len(data) < _HEAD.size or data[:4] != MAGIC:
        raise BadSnapshot(why="magic")
    _, epoch, upto, parts, entries, checksum, length = _HEAD.unpack_from(data)
    signed, signature = data[: _HEAD.size + length], data[_HEAD.size + length :]
    if len(signature) != _SIGNATURE:
        raise BadSnapshot(why="length")
    if not is_signed(county_key, signature, signed):
        raise BadSignature(what="mark")
    try:
        facility = signed[_HEAD.size :].decode()
    except UnicodeDecodeError as error:
        raise BadSnapshot(why="facility") from error
    return Mark(
        epoch=UUID(bytes=epoch),
        facility=facility,
        upto=upto,
        parts=parts,
        entries=entries,
        checksum=checksum,
    )


def frame(kind: bytes, data: bytes) -> bytes:
    return _FRAME.pack(kind, len(data)) + data


def start_frame(entries: int) -> bytes:
    """The first frame: how many entries the feed has by now."""
    return frame(START, struct.pack(">Q", entries))


def entries_told(data: bytes) -> int:
    """What the first frame says.

    Raises:
        BadSnapshot
    """
    if len(data) != 8:
        raise BadSnapshot(why="start")
    return int.from_bytes(data)


def frames(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each whole frame in a stream of bytes; never more than one of them in memory.

    Raises:
        BadSnapshot: another kind of frame.
        CutSnapshot: the stream ends within one.
        TooLarge: a frame of more than `MAX_FRAME` bytes.
    """
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= _FRAME.size:
            kind, length = _FRAME.unpack_from(held)
            if kind not in (START, PART, MARK):
                raise BadSnapshot(why="frame")
            if length > MAX_FRAME:
                raise TooLarge(limit=MAX_FRAME)
            end = _FRAME.size + length
            if len(held) < end:
                break
            yield kind, bytes(held[_FRAME.size : end])
            del held[:end]
    if held:
        raise CutSnapshot()
