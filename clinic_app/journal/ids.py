"""Ids in few bytes.

An id is 12 bytes that one run of the program shares and a counter of 4 (`entry.new_id`), so a journal's own ids
follow one another, and an id in a body is mostly one that the same resident had a moment ago.  Any other
UUID can be written too, at its full length.
"""

from collections.abc import Sequence
from typing import Final, TypeVar
from uuid import UUID

from clinic_app.journal.binary import BadColumns, In, Out

_PREFIX: Final = 12  # bytes
_RECENT: Final = 16  # ids remembered for each resident
_RECENT_SUBJECTS: Final = 256
_NONE, _OWN, _OTHER, _KNOWN = 0, 1, 2, 3  # how a subject is written
_WRITTEN_OUT: Final = 0  # how a reference is written; else its place among the recent ones + 1

Subject = UUID | None
T = TypeVar("T")


class Prefixes:
    """The shared parts met so far, and the last counter of each."""

    __slots__ = ("last", "places", "prefixes")

    def __init__(self) -> None:
        self.places: dict[bytes, int] = {}
        self.prefixes: list[bytes] = []
        self.last: list[int] = []

    def add(self, prefix: bytes) -> int:
        self.places[prefix] = len(self.prefixes)
        self.prefixes.append(prefix)
        self.last.append(-1)
        return len(self.prefixes) - 1


class _Column:
    """Ids as differences to the one after the last of the same prefix."""

    __slots__ = ("_prefixes", "_steps", "_where")

    def __init__(self, prefixes: Prefixes) -> None:
        self._prefixes = prefixes
        self._where: list[int] = []  # 0: a new prefix, else its place + 1
        self._steps: list[int] = []

    def add(self, out: Out, value: UUID) -> None:
        prefix, counter = value.bytes[:_PREFIX], int.from_bytes(value.bytes[_PREFIX:])
        known = self._prefixes.places.get(prefix)
        if known is None:
            known = self._prefixes.add(prefix)
            out.raw += value.bytes
            self._where.append(0)
        else:
            self._where.append(known + 1)
            self._steps.append(counter - self._prefixes.last[known] - 1)
        self._prefixes.last[known] = counter

    def write(self, out: Out) -> None:
        for place in self._where:
            out.number(place)
        for step in self._steps:
            out.signed(step)


class _ColumnIn:
    """Raises:
    BadColumns
    """

    __slots__ = ("_prefixes", "_steps", "_where", "_whole")

    def __init__(self, prefixes: Prefixes, source: In, count: int) -> None:
        self._prefixes = prefixes
        where = [source.number() for _ in range(count)]
        self._where = iter(where)
        self._whole = iter([source.take_raw(16) for _ in range(where.count(0))])
        self._steps = iter([source.signed() for _ in range(count - where.count(0))])

    def next(self) -> UUID:
        place = next(self._where)
        prefixes = self._prefixes
        if place == 0:
            whole = next(self._whole)
            place = prefixes.places.get(whole[:_PREFIX], -1)
            if place < 0:
                place = prefixes.add(whole[:_PREFIX])
            prefixes.last[place] = int.from_bytes(whole[_PREFIX:])
            return UUID(bytes=whole)
        if place > len(prefixes.prefixes):
            raise BadColumns(why="prefix")
        counter = prefixes.last[place - 1] + 1 + next(self._steps)
        if not 0 <= counter < 1 << 32:
            raise BadColumns(why="counter")
        prefixes.last[place - 1] = counter
        return UUID(bytes=prefixes.prefixes[place - 1] + counter.to_bytes(4))


class Ids:
    """The ids and subjects of a run of entries: what references in their bodies lean on."""

    __slots__ = ("own", "prefixes", "subjects")

    def __init__(self, prefixes: Prefixes, own: Sequence[UUID], subjects: Sequence[Subject]) -> None:
        self.prefixes = prefixes
        self.own = own
        self.subjects = subjects


def write_ids(out: Out, own: Sequence[UUID], subjects: Sequence[Subject]) -> Ids:
    prefixes = Prefixes()
    column = _Column(prefixes)
    for one in own:
        column.add(out, one)
    column.write(out)
    others = _Column(prefixes)
    recent: list[int] = []  # UUID.int: comparing UUIDs is slow
    for one, subject in zip(own, subjects, strict=True):
        if subject is None:
            out.number(_NONE)
            continue
        if subject == one:
            out.number(_OWN)
        elif subject.int in recent:
            out.number(recent.index(subject.int) + _KNOWN)
        else:
            out.number(_OTHER)
            others.add(out, subject)
        _to_front(recent, subject.int, _RECENT_SUBJECTS)
    others.write(out)
    return Ids(prefixes, own, subjects)


def read_ids(source: In, count: int) -> Ids:
    """Raises:
    BadColumns
    """
    prefixes = Prefixes()
    column = _ColumnIn(prefixes, source, count)
    own = [column.next() for _ in range(count)]
    codes = [source.number() for _ in range(count)]
    others = _ColumnIn(prefixes, source, codes.count(_OTHER))
    recent: list[int] = []
    subjects: list[Subject] = []
    for one, code in zip(own, codes, strict=True):
        if code == _NONE:
            subjects.append(None)
            continue
        if code - _KNOWN >= len(recent):
            raise BadColumns(why="subject")
        if code == _OWN:
            subject = one
        elif code == _OTHER:
            subject = others.next()
        else:
            subject = UUID(int=recent[code - _KNOWN])
        _to_front(recent, subject.int, _RECENT_SUBJECTS)
        subjects.append(subject)
    return Ids(prefixes, own, subjects)


def _to_front(recent: list[T], value: T, most: int) -> None:
    if recent and recent[0] == value:
        return
    if value in recent:
        recent.remove(value)
    recent.insert(0, value)
    del recent[most:]


class _Recent:
    """The ids last seen with each resident, the newest first."""

    __slots__ = ("_by_subject", "_ids", "_now")

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._by_subject: dict[Subject, list[UUID]] = {}
        self._now: list[UUID] = []

    def begin(self, at: int) -> None:
        """The body of entry `at` is next."""
        self._now = self._by_subject.setdefault(self._ids.subjects[at], [])

    def end(self, at: int) -> None:
        _to_front(self._now, self._ids.own[at], _RECENT)


class IdsOut(_Recent):
    """References in bodies, while they are written."""

    __slots__ = ("_codes", "_column", "_spelled")

    def __init__(self, ids: Ids) -> None:
        super().__init__(ids)
        self._codes: list[int] = []
        self._column = _Column(ids.prefixes)
        self._spelled = Out()

    def refer(self, value: UUID) -> None:
        if value in self._now:
            self._codes.append(self._now.index(value) + 1)
        else:
            self._codes.append(_WRITTEN_OUT)
            self._column.add(self._spelled, value)
        _to_front(self._now, value, _RECENT)

    def write(self, out: Out) -> None:
        for code in self._codes:
            out.number(code)
        self._column.write(out)
        out.raw += self._spelled.raw


class IdsIn(_Recent):
    """References in bodies, while they are read; they are met in the order in which they were written."""

    __slots__ = ("_codes", "_column")

    def __init__(self, ids: Ids, source: In, count: int) -> None:
        super().__init__(ids)
        codes = [source.number() for _ in range(count)]
        self._codes = iter(codes)
        self._column = _ColumnIn(ids.prefixes, source, codes.count(_WRITTEN_OUT))

    def next(self) -> UUID:
        """Raises:
        BadColumns
        """
        code = next(self._codes)
        if code > len(self._now):
            raise BadColumns(why="reference")
        value = self._column.next() if code == _WRITTEN_OUT else self._now[code - 1]
        _to_front(self._now, value, _RECENT)
        return value
