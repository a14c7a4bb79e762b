"""Entries side by side, before compression: what is alike stands together and shrinks to almost nothing.

    types, authors      words: count 2, then length 1 + bytes each
    planes              of every fixed-width column all first bytes, then all second bytes …:
                        type 2 · author 2 · id 16 · subject 1 (0 or 1) + 16 · time 8 · body length 4 · signed 1
    bodies              those of the first type, then of the second …, each type in the journal's order

Of ids the first 12 bytes stand as they are, the last 4 as the step from the entry before; times as steps too.  A
sealed body has the length 0xFFFFFFFF.  What cannot shrink stands apart (packing.py): the authors' signatures, 64
bytes each, then the hashes of sealed bodies.

Everything is done by slices of whole columns, so reading costs about three microseconds an entry.  What the receiver
can compute (body hashes, the chain, seqs) does not travel.  tests/journal/golden.json holds the layout still.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import Damaged
from clinic_app.journal.entry import Entry, header_bytes

_SEALED: Final = 0xFFFFFFFF
_LOW: Final = (1 << 32) - 1
_TIME: Final = (1 << 64) - 1
_NO_SUBJECT: Final = bytes(16)


class BadColumns(Damaged):
    """The bytes are no columns of entries."""

    code = "journal.bad_columns"


class Source:
    """Unpacked bytes, read from the front.

    Raises:
        BadColumns: they end too early, or something is left at the end.
    """

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        if self._at > len(self._data):
            raise BadColumns(why="short")
        return self._data[start : self._at]

    def number(self, width: int) -> int:
        return int.from_bytes(self.take(width))

    def finish(self) -> None:
        if self._at != len(self._data):
            raise BadColumns(why="rest")


@dataclass(frozen=True, slots=True)
class Columns:
    """Entries without their place in a journal, field by field; item i of each list is of entry i."""

    ids: list[bytes]
    subjects: list[bytes | None]
    times: Sequence[int]
    types: list[str]
    authors: list[str]
    bodies: list[bytes | None]  # None: sealed
    body_hashes: list[bytes]
    signatures: list[bytes]

    def __len__(self) -> int:
        return len(self.ids)

    def headers(self, owners: Sequence[bytes], seqs: Iterable[int]) -> list[bytes]:
        """The bytes that the chain covers; `owners` are device ‖ incarnation, 32 bytes each."""
        return [
            header_bytes(own, owner, seq, time, kind, author, subject, body_hash, signature)
            for own, owner, seq, time, kind, author, subject, body_hash, signature in zip(
                self.ids,
                owners,
                seqs,
                self.times,
                self.types,
                self.authors,
                self.subjects,
                self.body_hashes,
                self.signatures,
                strict=True,
            )
        ]

    def entries(self, owners: Sequence[bytes], seqs: Iterable[int]) -> list[Entry]:
        """The same as entries."""
        journals = {owner: (UUID(bytes=owner[:16]), UUID(bytes=owner[16:])) for owner in set(owners)}
        return [
            Entry(
                id=UUID(bytes=own),
                device=journals[owner][0],
                incarnation=journals[owner][1],
                seq=seq,
                time=time,
                author=author,
                type=kind,
                subject=None if subject is None else UUID(bytes=subject),
                body=body,
                body_hash=body_hash,
                signature=signature,
            )
            for own, owner, seq, time, author, kind, subject, body, body_hash, signature in zip(
                self.ids,
                owners,
                seqs,
                self.times,
                self.authors,
                self.types,
                self.subjects,
                self.bodies,
                self.body_hashes,
                self.signatures,
                strict=True,
            )
        ]


def write_entries(entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    """The columns, and what cannot shrink."""
    types, kinds = _indexed([entry.type.encode("ascii") for entry in entries])
    authors, people = _indexed([entry.author.encode() for entry in entries])
    subjects = b"".join(_NO_SUBJECT if entry.subject is None else entry.subject.bytes for entry in entries)
    lengths = [_SEALED if entry.body is None else len(entry.body) for entry in entries]
    columns = b"".join(
        (
            write_words(types),
            write_words(authors),
            planes(_packed("H", kinds), 2),
            planes(_packed("H", people), 2),
            _id_planes(b"".join(entry.id.bytes for entry in entries)),
            bytes(entry.subject is not None for entry in entries),
            _id_planes(subjects),
            planes(_packed("Q", steps([entry.time for entry in entries], _TIME)), 8),
            planes(_packed("I", lengths), 4),
            bytes(_signed(entry.signature) for entry in entries),
            *(entries[at].body or b"" for at in _by_type(kinds)),
        )
    )
    apart = [entry.signature for entry in entries]
    apart += [entry.body_hash for entry in entries if entry.body is None]
    return columns, b"".join(apart)


def read_entries(source: Source, apart: Source, count: int) -> Columns:
    """Raises:
    BadColumns: the bytes are no columns of so many entries.
    """
    types, authors = read_words(source, "ascii"), read_words(source, "utf-8")
    kinds = _unpacked("H", _joined(source, count, 2), count)
    people = _unpacked("H", _joined(source, count, 2), count)
    ids = _read_ids(source, count)
    named, subjects = source.take(count), _read_ids(source, count)
    times = _read_times(source, count)
    lengths = _unpacked("I", _joined(source, count, 4), count)
    signed = source.take(count)
    if count and (max(named) > 1 or max(signed) > 1):
        raise BadColumns(why="flag")
    bodies: list[bytes | None] = [None] * count
    for at in _by_type(kinds):
        if lengths[at] != _SEALED:
            bodies[at] = source.take(lengths[at])
    signatures = [apart.take(64) if one else b"" for one in signed]
    try:
        words = [types[at] for at in kinds], [authors[at] for at in people]
    except IndexError as error:
        raise BadColumns(why="word") from error
    return Columns(
        ids,
        [subject if one else None for one, subject in zip(named, subjects, strict=True)],
        times,
        *words,
        bodies,
        [apart.take(32) if body is None else sha256(body).digest() for body in bodies],
        signatures,
    )


def write_words(words: Sequence[bytes]) -> bytes:
    return struct.pack(">H", len(words)) + b"".join(bytes((len(word),)) + word for word in words)


def read_words(source: Source, encoding: str) -> list[str]:
    words = [source.take(source.number(1)) for _ in range(source.number(2))]
    if any(b"\0" in word for word in words):  # PostgreSQL has no place for it
        raise BadColumns(why="text")
    try:
        return [word.decode(encoding) for word in words]
    except UnicodeDecodeError as error:
        raise BadColumns(why="text") from error


def write_indexed(words: Sequence[bytes]) -> bytes:
    """A column whose values repeat."""
    known, places = _indexed(words)
    return write_words(known) + planes(_packed("H", places), 2)


def read_indexed(source: Source, count: int, encoding: str) -> list[str]:
    known = read_words(source, encoding)
    try:
        return [known[at] for at in _unpacked("H", _joined(source, count, 2), count)]
    except IndexError as error:
        raise BadColumns(why="word") from error


def write_numbers(values: Sequence[int]) -> bytes:
    """A column of numbers below 2^63 that grow slowly."""
    return planes(_packed("Q", steps(values, _TIME)), 8)


def read_numbers(source: Source, count: int) -> list[int]:
    return _read_times(source, count)


def _indexed(words: Sequence[bytes]) -> tuple[list[bytes], list[int]]:
    known: dict[bytes, int] = {}
    places = [known.setdefault(word, len(known)) for word in words]
    return list(known), places


def _by_type(kinds: Sequence[int]) -> list[int]:
    return sorted(range(len(kinds)), key=kinds.__getitem__)


def _signed(signature: bytes) -> bool:
    if len(signature) not in (0, 64):
        raise AssertionError("a signature has 64 bytes")
    return bool(signature)


def planes(data: bytes, width: int) -> bytes:
    """All first bytes, then all second bytes …"""
    return b"".join([data[at::width] for at in range(width)])


def _joined(source: Source, count: int, width: int) -> bytearray:
    out = bytearray(count * width)
    for at in range(width):
        out[at::width] = source.take(count)
    return out


def steps(values: Sequence[int], mask: int) -> list[int]:
    return [(value - before) & mask for before, value in zip((0, *values), values, strict=False)]


def _packed(kind: str, values: Sequence[int]) -> bytes:
    return struct.pack(f">{len(values)}{kind}", *values)


def _unpacked(kind: str, data: bytes | bytearray, count: int) -> tuple[int, ...]:
    return struct.unpack(f">{count}{kind}", data)


def _id_planes(ids: bytes) -> bytes:
    low = bytearray(len(ids) // 4)
    for at in range(4):
        low[at::4] = ids[12 + at :: 16]
    counters = _unpacked("I", low, len(ids) // 16)
    high = b"".join([ids[at::16] for at in range(12)])
    return high + planes(_packed("I", steps(counters, _LOW)), 4)


def _read_ids(source: Source, count: int) -> list[bytes]:
    out = bytearray(count * 16)
    for at in range(12):
        out[at::16] = source.take(count)
    counters = [value & _LOW for value in accumulate(_unpacked("I", _joined(source, count, 4), count))]
    low = _packed("I", counters)
    for at in range(4):
        out[12 + at :: 16] = low[at::4]
    whole = bytes(out)
    return [whole[at : at + 16] for at in range(0, count * 16, 16)]


def _read_times(source: Source, count: int) -> list[int]:
    found = [value & _TIME for value in accumulate(_unpacked("Q", _joined(source, count, 8), count))]
    if count and max(found) >> 63:
        raise BadColumns(why="number")
    return found
