"""Entries side by side in columns, before compression: what repeats stands together and shrinks to almost nothing.

What the receiver can compute (body hashes, the chain, seqs of a run) does not travel.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from clinic_app.domain.errors import Damaged
from clinic_app.journal.entry import Entry

_NONE, _OWN = 0, 1  # how a subject column says "no resident" and "the resident this entry registers"


class BadColumns(Damaged):
    """Bytes that are no columns of entries."""

    code = "journal.bad_columns"


class Out:
    """A buffer of unsigned varints and bytes."""

    __slots__ = ("data",)

    def __init__(self) -> None:
        self.data = bytearray()

    def number(self, value: int) -> None:
        while value > 0x7F:
            self.data.append(value & 0x7F | 0x80)
            value >>= 7
        self.data.append(value)

    def signed(self, value: int) -> None:
        self.number(value << 1 if value >= 0 else (-value << 1) - 1)

    def sized(self, value: bytes) -> None:
        self.number(len(value))
        self.data += value


class In:
    """Reads what `Out` wrote.

    Raises:
        BadColumns: the bytes end too early, or a number is absurd.
    """

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        value = shift = 0
        while True:
            if self._at >= len(self._data) or shift > 63:
                raise BadColumns(at=self._at)
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def signed(self) -> int:
        value = self.number()
        return -(value + 1 >> 1) if value & 1 else value >> 1

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise BadColumns(at=self._at)
        part = self._data[self._at : end]
        self._at = end
        return part

    def sized(self) -> bytes:
        return self.take(self.number())

    def count(self) -> int:
        """A number of things that each take at least one byte of what is left."""
        value = self.number()
        if value > len(self._data) - self._at:
            raise BadColumns(at=self._at)
        return value

    def finish(self) -> None:
        if self._at != len(self._data):
            raise BadColumns(at=self._at)


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
    out.data += b"".join(entry.id.bytes for entry in entries)
    write_deltas(out, (entry.time >> 16 for entry in entries))
    for entry in entries:
        out.number(entry.time & 0xFFFF)
    write_words(out, (entry.type.encode("ascii") for entry in entries))
    write_words(out, (entry.author.encode() for entry in entries))
    _write_subjects(out, entries)
    for entry in entries:
        out.number(len(entry.signature))
    out.data += b"".join(entry.signature for entry in entries)
    for entry in entries:
        out.number(0 if entry.body is None else len(entry.body) + 1)
    out.data += b"".join(entry.body_hash if entry.body is None else entry.body for entry in entries)


def _write_subjects(out: Out, entries: Sequence[Entry]) -> None:
    index: dict[UUID, int] = {}
    places = [
        _NONE
        if entry.subject is None
        else _OWN
        if entry.subject == entry.id
        else index.setdefault(entry.subject, len(index) + 2)
        for entry in entries
    ]
    out.number(len(index))
    out.data += b"".join(subject.bytes for subject in index)
    for place in places:
        out.number(place)


Place = tuple[UUID, UUID, int]  # device, incarnation, seq


def read_entries(source: In, places: Sequence[Place]) -> list[Entry]:
    """The entries at `places`.

    Raises:
        BadColumns: the bytes are no columns of so many entries.
    """
    count = len(places)
    ids = [UUID(bytes=source.take(16)) for _ in range(count)]
    ms = read_deltas(source, count)
    if any(value >> 47 for value in ms):  # with its counter a stamp has 63 bits
        raise BadColumns(why="time")
    counters = [source.number() for _ in range(count)]
    try:
        types = [_text(word).decode("ascii") for word in read_words(source, count)]
        authors = [_text(word).decode() for word in read_words(source, count)]
    except UnicodeDecodeError as error:
        raise BadColumns(why="text") from error
    subjects = _read_subjects(source, ids)
    signatures = [source.take(size) for size in [_short(source.number()) for _ in range(count)]]
    sizes = [source.number() for _ in range(count)]
    entries: list[Entry] = []
    for i, (device, incarnation, seq) in enumerate(places):
        body = source.take(sizes[i] - 1) if sizes[i] else None
        body_hash = source.take(32) if body is None else sha256(body).digest()
        entries.append(
            Entry(
                id=ids[i],
                device=device,
                incarnation=incarnation,
                seq=seq,
                time=ms[i] << 16 | counters[i] & 0xFFFF,
                author=authors[i],
                type=types[i],
                subject=subjects[i],
                body=body,
                body_hash=body_hash,
                signature=signatures[i],
            )
        )
    return entries


def _text(word: bytes) -> bytes:
    # A header has one byte for the length, and PostgreSQL no place for a zero.
    if len(word) > 255 or b"\0" in word:
        raise BadColumns(why="text")
    return word


def _short(size: int) -> int:
    if size > 255:
        raise BadColumns(why="signature")
    return size


def _read_subjects(source: In, ids: Sequence[UUID]) -> list[UUID | None]:
    known = [UUID(bytes=source.take(16)) for _ in range(source.count())]
    subjects: list[UUID | None] = []
    for own in ids:
        place = source.number()
        if place - 2 >= len(known):
            raise BadColumns(why="subject")
        subjects.append(None if place == _NONE else own if place == _OWN else known[place - 2])
    return subjects
