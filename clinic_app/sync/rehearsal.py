"""演练: what the county does not hold yet is shown to it, and it says what it would do; nothing changes at either end."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from clinic_app.store import exchange
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, own_runs
from clinic_app.sync.county import Rehearsed
from clinic_app.sync.errors import BadAnswer

MOST_ENTRIES: Final = 4000  # what the county rehearses at once
_MOST_BYTES: Final = 7 << 20  # of segments in one request
_SEGMENT: Final = 1 << 20  # bytes of bodies in one segment
_LENGTH: Final = struct.Struct(">I")


class Rehearses(Protocol):
    """What a rehearsal needs of the county; `county.County` is the real one."""

    def rehearse(self, segments: bytes) -> Rehearsed: ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is shown to the county."""

    run: Run
    segments: tuple[bytes, ...]
    upto: int  # the last seq in them
    left: int  # entries that do not fit, or are of a later run: nothing is said of them


def waiting(store: Store) -> Waiting | None:
    """The oldest entries that the county does not hold, of one run; `None`: it holds everything."""
    with store.reading() as connection:
        behind = [run for run in own_runs(connection) if run.safe_seq < run.head_seq]
    if not behind:
        return None
    run = behind[0]
    segments, upto = _cut(store, run)
    left = sum(one.head_seq - one.safe_seq for one in behind) - (upto - run.safe_seq)
    return Waiting(run, tuple(segments), upto, left)


def rehearse(shown: Waiting, county: Rehearses) -> Rehearsed:
    """The county's word on it.

    Raises:
        NoLine, ServerBusy, TooMany, Busy: later.
        NoSuchRoute: an older county.
        BadAnswer: it speaks of something else.
        Unprocessable and whatever a push would be refused with.
    """
    told = county.rehearse(framed(shown.segments))
    seqs = [
        seq for some in (told.adjusted, told.voided, told.set_aside, told.provisional) for seq, *_ in some
    ]
    inside = all(shown.run.safe_seq < seq <= shown.upto for seq in seqs)
    whole = told.held + told.entries == shown.upto - shown.run.safe_seq
    if told.incarnation != shown.run.incarnation or not inside or not whole:
        raise BadAnswer(server="", why="rehearsal")
    return told


def framed(segments: Sequence[bytes]) -> bytes:
    """Each segment after its length (4 bytes, big-endian)."""
    return b"".join(_LENGTH.pack(len(one)) + one for one in segments)


def _cut(store: Store, run: Run) -> tuple[list[bytes], int]:
    segments: list[bytes] = []
    upto, size = run.safe_seq, 0
    while upto < run.head_seq:
        cut = exchange.segment_after(store, run, upto, _SEGMENT)
        assert cut is not None
        segment, last = cut
        full = size + len(segment) > _MOST_BYTES or last - run.safe_seq > MOST_ENTRIES
        if segments and full:
            break
        segments.append(segment)
        upto, size = last, size + len(segment)
    return segments, upto
