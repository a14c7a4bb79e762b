"""Bodies taken apart: what they share is said once, what differs stands with its like.

A body is split by plain text matching into a frame (keys and punctuation) and values; nothing is parsed, so
every body comes back byte by byte, JSON or not.  Frames are numbered in order of first use.  The values
behind one key form a stream: each is what stood beside the same value before (beside a drug's name its
price), the value just written, a word met before, a new word, an id, or 16 random bytes in base85.

    frames: count, then sized frames · per body: 0 sealed, 1 as it is, else frame + 2
    per stream, in order of first use: codes · lengths of new words · new words

An id is written by its place among the ids last seen with the same resident, else in full (ids.py).
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.journal.binary import BadColumns, In, Out
from clinic_app.journal.ids import Ids, IdsIn, IdsOut
from clinic_app.journal.packing import TooLarge

# A key with its colon belongs to the frame; strings, numbers and names are values.
_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"(:?)|-?[0-9][0-9.eE+-]*|true|false|null', re.DOTALL)
_GAP: Final = b"\0"  # stands for a value in a frame; a body with a zero byte travels as it is
_SEALED, _AS_IT_IS, _FRAMES = 0, 1, 2
_EXPECTED, _NEW, _SAME, _ID, _SALT, _KNOWN = 0, 1, 2, 3, 4, 5
_SALT_CHARS: Final = 20  # 16 bytes in base85
_ID_CHARS: Final = 36


def split(body: bytes) -> tuple[bytes, list[bytes]]:
    """The frame, with a gap for each value, and the values."""
    frame: list[bytes] = []
    values: list[bytes] = []
    at = 0
    for match in _TOKEN.finditer(body):
        if match.group(1):
            continue  # a key
        start, end = match.span()
        frame.append(body[at:start])
        values.append(body[start:end])
        at = end
    frame.append(body[at:])
    return _GAP.join(frame), values


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a value goes in a frame."""

    key: bytes  # the key before it; b"" where there is none
    first: bool  # of its object


def gaps_of(frame: bytes) -> list[_Gap]:
    gaps: list[_Gap] = []
    key = b""
    for part in frame.split(_GAP)[:-1]:
        for match in _TOKEN.finditer(part):
            key = match.group() if match.group(1) else key
        gaps.append(_Gap(key, b"{" in part))
    return gaps


class _Hint:
    """What a value is expected from: the longest value of its object so far (a name, mostly), else the one before."""

    __slots__ = ("before", "clue")

    def __init__(self) -> None:
        self.before = self.clue = b""

    def passed(self, value: bytes, first: bool) -> None:
        self.before = value
        if first or len(value) > len(self.clue):
            self.clue = value


class _Words:
    """The words behind one key so far, and which of them stood beside which clue."""

    __slots__ = ("_beside", "_last")

    def __init__(self) -> None:
        self._beside: dict[bytes, bytes] = {}
        self._last = b""

    def expected(self, clue: bytes) -> bytes:
        return self._beside.get(clue, self._last)

    def learn(self, clue: bytes, value: bytes) -> None:
        self._beside[clue] = self._last = value


class _Stream(_Words):
    """The values behind one key, while they are written."""

    __slots__ = ("codes", "known", "words")

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[int] = []
        self.known: dict[bytes, int] = {}
        self.words: list[bytes] = []

    def word(self, value: bytes, hint: _Hint) -> None:
        if value == self.expected(hint.clue):
            self.codes.append(_EXPECTED)
        elif value == hint.before:
            self.codes.append(_SAME)
        elif value in self.known:
            self.codes.append(self.known[value] + _KNOWN)
        else:
            self.known[value] = len(self.words)
            self.words.append(value)
            self.codes.append(_NEW)
        self.learn(hint.clue, value)

    def write(self, out: Out) -> None:
        for code in self.codes:
            out.number(code)
        for word in self.words:
            out.number(len(word))
        out.data += b"".join(self.words)


def write_bodies(out: Out, bodies: Sequence[bytes | None], ids: Ids) -> None:
    """`ids` knows the entries' own ids and subjects.  Sealed bodies leave only their mark."""
    frames: dict[bytes, int] = {}
    gaps: list[list[_Gap]] = []
    places: list[int] = []
    streams: dict[bytes, _Stream] = {}
    references = IdsOut(ids)
    salts: list[bytes] = []
    for at, body in enumerate(bodies):
        references.begin(at)
        if body is None:
            places.append(_SEALED)
        elif _GAP in body:
            places.append(_AS_IT_IS)
            streams.setdefault(_GAP, _Stream()).word(body, _Hint())
        else:
            frame, values = split(body)
            place = frames.setdefault(frame, len(frames))
            if place == len(gaps):
                gaps.append(gaps_of(frame))
            places.append(place + _FRAMES)
            hint = _Hint()
            for gap, value in zip(gaps[place], values, strict=True):
                _write_value(streams.setdefault(gap.key, _Stream()), value, hint, references, salts)
                hint.passed(value, gap.first)
        references.end(at)
    out.number(len(frames))
    for frame in frames:
        out.sized(frame)
    for place in places:
        out.number(place)
    for stream in streams.values():
        stream.write(out)
    references.write(out)
    out.raw += b"".join(salts)


def _write_value(stream: _Stream, value: bytes, hint: _Hint, references: IdsOut, salts: list[bytes]) -> None:
    if len(value) == _ID_CHARS + 2 and (known := _id_in(value)) is not None:
        stream.codes.append(_ID)
        references.refer(known)
    elif len(value) == _SALT_CHARS + 2 and (salt := _salt_in(value)) is not None:
        stream.codes.append(_SALT)
        salts.append(salt)
    else:
        stream.word(value, hint)


def _id_in(value: bytes) -> UUID | None:
    """The id that a string holds, if it comes back as it stands."""
    try:
        found = UUID(value[1:-1].decode("ascii"))
    except ValueError:
        return None
    return found if b'"%s"' % str(found).encode() == value else None


def _salt_in(value: bytes) -> bytes | None:
    try:
        salt = base64.b85decode(value[1:-1])
    except ValueError:
        return None
    return salt if b'"%s"' % base64.b85encode(salt) == value else None


def read_bodies(source: In, count: int, ids: Ids, limit: int) -> list[bytes | None]:
    """Raises:
    BadColumns: the bytes are no bodies.
    TooLarge: they come to more than `limit` bytes.
    """
    frames = [source.sized() for _ in range(source.count())]
    gaps = [gaps_of(frame) for frame in frames]
    places = [source.number() for _ in range(count)]
    wanted = _wanted(source, places, gaps)
    streams = {key: _read_stream(source, number) for key, number in wanted.items()}
    references = IdsIn(ids, source, sum(stream.ids for stream in streams.values()))
    bodies: list[bytes | None] = []
    left = limit
    for at, place in enumerate(places):
        references.begin(at)
        body = None
        if place == _AS_IT_IS:
            body = streams[_GAP].next(_Hint(), references, source)
        elif place != _SEALED:
            body = _joined(frames[place - _FRAMES], gaps[place - _FRAMES], streams, references, source, left)
        references.end(at)
        left -= len(body or b"")
        if left < 0:
            raise TooLarge(limit=limit)
        bodies.append(body)
    return bodies


def _joined(
    frame: bytes,
    gaps: Sequence[_Gap],
    streams: dict[bytes, "_StreamIn"],
    references: IdsIn,
    source: In,
    left: int,
) -> bytes:
    parts = frame.split(_GAP)
    out = [parts[0]]
    size, hint = len(frame), _Hint()
    for gap, part in zip(gaps, parts[1:], strict=True):
        value = streams[gap.key].next(hint, references, source)
        hint.passed(value, gap.first)
        size += len(value)
        if size > left + len(frame):
            raise TooLarge(limit=left)
        out += (value, part)
    return b"".join(out)


def _wanted(source: In, places: Sequence[int], gaps: Sequence[Sequence[_Gap]]) -> dict[bytes, int]:
    """How many values each stream has, in the order of first use.

    Raises:
        BadColumns: a frame that is not there, or more values than bytes are left.
    """
    wanted: dict[bytes, int] = {}
    total = 0
    for place in places:
        if place == _SEALED:
            continue
        if place - _FRAMES >= len(gaps):
            raise BadColumns(why="frame")
        keys = [_GAP] if place == _AS_IT_IS else [gap.key for gap in gaps[place - _FRAMES]]
        total += len(keys)
        if total > source.left:
            raise BadColumns(why="values")
        for key in keys:
            wanted[key] = wanted.get(key, 0) + 1
    return wanted


class _StreamIn(_Words):
    """The values behind one key, while they are read."""

    __slots__ = ("_codes", "_new", "_words", "ids")

    def __init__(self, codes: list[int], words: list[bytes]) -> None:
        super().__init__()
        self._codes = iter(codes)
        self._words = words
        self._new = 0
        self.ids = codes.count(_ID)

    def next(self, hint: _Hint, references: IdsIn, source: In) -> bytes:
        code = next(self._codes)
        if code == _ID:
            return b'"%s"' % str(references.next()).encode()
        if code == _SALT:
            return b'"%s"' % base64.b85encode(source.take_raw(16))
        value = self._word(code, hint)
        self.learn(hint.clue, value)
        return value

    def _word(self, code: int, hint: _Hint) -> bytes:
        if code == _EXPECTED:
            return self.expected(hint.clue)
        if code == _SAME:
            return hint.before
        if code == _NEW:
            self._new += 1
            return self._words[self._new - 1]
        if code - _KNOWN >= self._new:
            raise BadColumns(why="word")
        return self._words[code - _KNOWN]


def _read_stream(source: In, count: int) -> _StreamIn:
    codes = [source.number() for _ in range(count)]
    lengths = [source.number() for _ in range(codes.count(_NEW))]
    return _StreamIn(codes, [source.take(length) for length in lengths])
