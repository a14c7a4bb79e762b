"""Entries side by side in columns, before compression: what repeats stands together and shrinks to almost nothing.

What the receiver can compute (body hashes, the chain, seqs of a run) does not travel.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from clinic_app.journal.binary import BadColumns, In, Out
from clinic_app.journal.bodies import read_bodies, write_bodies
from clinic_app.journal.entry import Entry
from clinic_app.journal.ids import read_ids, write_ids
from clinic_app.journal.packing import MAX_UNPACKED

__all__ = ["BadColumns", "In", "Out", "read_entries", "write_entries"]


def write_words(out: Out, words: Iterable[bytes]) -> None:
    """A column whose values repeat: a dictionary in order of first use, then an index a value."""
    index: dict[bytes, int] = {}
    places = [index.setdefault(word, len(index)) for word in words]
    out.number(len(index))
    for word in index:
        out.sized(word)
    for place in places:
        out.number(place)


def read_words(source: In, count: int) -> list[bytes]:
    words = [source.sized() for _ in range(source.count())]
    try:
        return [words[source.number()] for _ in range(count)]
    except IndexError as error:
        raise BadColumns(why="word") from error


def write_deltas(out: Out, values: Iterable[int]) -> None:
    """A column of numbers that grow slowly."""
    last = 0
    for value in values:
        out.signed(value - last)
        last = value


def read_deltas(source: In, count: int) -> list[int]:
    values: list[int] = []
    last = 0
    for _ in range(count):
        last += source.signed()
        if not 0 <= last < 1 << 63:
            raise BadColumns(why="number")
        values.append(last)
    return values


def write_entries(out: Out, entries: Sequence[Entry]) -> None:
    """The columns of `entries` but for device, incarnation and seq, which the context gives."""
    ids = write_ids(out, [entry.id for entry in entries], [entry.subject for entry in entries])
    write_deltas(out, (entry.time >> 16 for entry in entries))
    for entry in entries:
        out.number(entry.time & 0xFFFF)
    write_words(out, (entry.type.encode("ascii") for entry in entries))
    write_words(out, (entry.author.encode() for entry in entries))
    for entry in entries:
        out.number(len(entry.signature))
    out.raw += b"".join(entry.signature for entry in entries)
    write_bodies(out, [entry.body for entry in entries], ids)
    out.raw += b"".join(entry.body_hash for entry in entries if entry.body is None)


Place = tuple[UUID, UUID, int]  # device, incarnation, seq


def read_entries(source: In, places: Sequence[Place]) -> list[Entry]:
    """The entries at `places`.

    Raises:
        BadColumns: the bytes are no columns of so many entries.
    """
    count = len(places)
    ids = read_ids(source, count)
    ms = read_deltas(source, count)
    if any(value >> 47 for value in ms):  # with its counter a stamp has 63 bits
        raise BadColumns(why="time")
    counters = [source.number() for _ in range(count)]
    try:
        types = [_text(word).decode("ascii") for word in read_words(source, count)]
        authors = [_text(word).decode() for word in read_words(source, count)]
    except UnicodeDecodeError as error:
        raise BadColumns(why="text") from error
    signatures = [source.take_raw(size) for size in [_short(source.number()) for _ in range(count)]]
    bodies = read_bodies(source, count, ids, MAX_UNPACKED)
    hashes = [source.take_raw(32) if body is None else sha256(body).digest() for body in bodies]
    return [
        Entry(
            id=ids.own[i],
            device=device,
            incarnation=incarnation,
            seq=seq,
            time=ms[i] << 16 | counters[i] & 0xFFFF,
            author=authors[i],
            type=types[i],
            subject=ids.subjects[i],
            body=bodies[i],
            body_hash=hashes[i],
            signature=signatures[i],
        )
        for i, (device, incarnation, seq) in enumerate(places)
    ]


def _text(word: bytes) -> bytes:
    # A header has one byte for the length, and PostgreSQL no place for a zero.
    if len(word) > 255 or b"\0" in word:
        raise BadColumns(why="text")
    return word


def _short(size: int) -> int:
    if size > 255:
        raise BadColumns(why="signature")
    return size
