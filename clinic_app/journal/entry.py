"""An entry of a journal: a header of fixed layout, a body kept verbatim, and the chain over both.

``hash = SHA-256(previous hash ‖ header)``, and the header holds only the body's hash, so a body can be
sealed (erased by law) and the chain still verifies.  Layout, version 1, all integers big-endian:

    version 1 · id 16 · device 16 · incarnation 16 · seq 8 · time 8
    type     1 length + ASCII
    author   1 length + UTF-8
    subject  1 (0 or 1) + 16 when 1
    body hash 32
    signature 1 length (0 or 64) + bytes

tests/journal/golden.json holds it still.
"""

import os
import secrets
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged

HEADER_VERSION: Final = 1
_FIXED: Final = struct.Struct(">B16s32sQQ")
_CHAIN_TAG: Final = b"xyt-chain-1"
_AUTHOR_TAG: Final = b"xyt-author-1"


class BrokenChain(Damaged):
    """An entry does not follow from the one before it."""

    code = "journal.broken_chain"


@dataclass(frozen=True, slots=True)
class Origin:
    """The point of an older incarnation that a fork left."""

    incarnation: UUID
    seq: int
    hash: bytes  # 32 bytes: the hash at `seq`


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact as it stands in a journal."""

    id: UUID
    device: UUID
    incarnation: UUID
    seq: int  # 1, 2, 3 … gapless within the incarnation
    time: int  # hybrid clock, see clock.py
    author: str  # staff id; "" when a machine wrote it
    type: str
    subject: UUID | None  # the resident, if it is about one
    body: bytes | None  # JSON, verbatim; None when sealed
    body_hash: bytes  # 32 bytes
    signature: bytes = b""  # the author's, 64 bytes where one is due

    def header(self) -> bytes:
        """The bytes that the chain covers: a pure function of the fields."""
        return header_bytes(
            self.id.bytes,
            self.device.bytes + self.incarnation.bytes,
            self.seq,
            self.time,
            self.type,
            self.author,
            None if self.subject is None else self.subject.bytes,
            self.body_hash,
            self.signature,
        )

    def hash_after(self, previous: bytes) -> bytes:
        """This entry's link, given the one before it."""
        return sha256(previous + self.header()).digest()

    def body_is_true(self) -> bool:
        """Whether the body is the one that the header names; a sealed body cannot be checked and is."""
        return self.body is None or sha256(self.body).digest() == self.body_hash


def header_bytes(
    own: bytes,
    owner: bytes,
    seq: int,
    time: int,
    kind: str,
    author: str,
    subject: bytes | None,
    body_hash: bytes,
    signature: bytes,
) -> bytes:
    """The header of an entry from its fields; `own` is its id, `owner` device ‖ incarnation."""
    about = b"\x00" if subject is None else b"\x01" + subject
    return (
        _FIXED.pack(HEADER_VERSION, own, owner, seq, time)
        + _who(kind, author)
        + about
        + body_hash
        + (b"\x40" + signature if signature else b"\x00")
    )


@lru_cache(maxsize=4096)
def _who(kind: str, author: str) -> bytes:
    type_, staff = kind.encode("ascii"), author.encode()
    return bytes((len(type_),)) + type_ + bytes((len(staff),)) + staff


def first_link(device_key: bytes, incarnation: UUID, origin: Origin | None) -> bytes:
    """The link before seq 1: binds the device's public key (32 bytes) and, after a fork, the point it left."""
    left = b"" if origin is None else origin.incarnation.bytes + struct.pack(">Q", origin.seq) + origin.hash
    return sha256(_CHAIN_TAG + device_key + incarnation.bytes + left).digest()


def device_id(public_key: bytes) -> UUID:
    """A device is named by the hash of its Ed25519 public key (32 bytes): the first 16 bytes of SHA-256."""
    return UUID(bytes=sha256(public_key).digest()[:16])


def new_id() -> UUID:
    """A new id: 90 random bits that this process keeps, then a counter of 32 (version 4 in form).

    Ids of one process follow one another, so a run of them costs next to nothing on the line and lands on
    neighbouring pages of an index (docs/adr/0003-journal-format.md).  The random part is never stored: a restored or
    cloned disk draws another one when it is opened, so that two branches of a journal never give out one id.
    """
    global _ids
    with _ids_lock:
        found = next(_ids, None)
        if found is None:
            _ids = _id_range()
            found = next(_ids)
    return found


def _id_range(draw: Callable[[int], bytes] = secrets.token_bytes) -> Iterator[UUID]:
    start = UUID(bytes=draw(16), version=4).int >> 32 << 32
    return (UUID(int=start | counter) for counter in range(1 << 32))


def begin_ids(draw: Callable[[int], bytes] = secrets.token_bytes) -> None:
    """A range of its own for a process that begins, forked ones too; `draw` gives so many random bytes."""
    global _ids, _ids_lock
    _ids, _ids_lock = _id_range(draw), Lock()


_ids, _ids_lock = _id_range(), Lock()
if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=begin_ids)


def signed_by_author(
    entry_id: UUID, kind: str, author: str, subject: UUID | None, time: int, body_hash: bytes
) -> bytes:
    """What an author's signature covers: enough to check a paper against the journal years later,
    and nothing of the device's chain, so that it survives a fork."""
    parts = (kind.encode("ascii"), author.encode(), b"" if subject is None else subject.bytes)
    lengths = b"".join(bytes((len(part),)) + part for part in parts)
    return _AUTHOR_TAG + entry_id.bytes + lengths + struct.pack(">Q", time) + body_hash
