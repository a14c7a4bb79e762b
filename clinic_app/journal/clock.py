"""Hybrid logical clock: UTC milliseconds and a counter in one integer, never going back.

A stamp is ``milliseconds << 16 | counter``: it sorts by time, fits 8 bytes until the year 10,889,
and two stamps of one device are never equal.
"""

from typing import Final

from clinic_app.domain.time import Wall

_COUNTER_BITS: Final = 16
BOUND_MS: Final = 5 * 60 * 1000  # nobody's clock is moved further than this past its own wall clock


def stamp(ms: int, counter: int = 0) -> int:
    return ms << _COUNTER_BITS | counter


def ms_of_stamp(value: int) -> int:
    """UTC milliseconds of a stamp."""
    return value >> _COUNTER_BITS


def next_stamp(last: int, wall: Wall) -> int:
    """The stamp of the next entry: the wall clock, or one more than `last` when that is ahead."""
    return max(last + 1, stamp(wall()))


def seen_stamp(last: int, seen: int, wall: Wall) -> int:
    """Our clock after seeing another device's stamp: moved forward, but at most `BOUND_MS` past the wall."""
    return max(last, min(seen, stamp(wall() + BOUND_MS)))


def effective_stamp(time: int, received_ms: int) -> int:
    """The time that orders amendments: a clock that runs ahead counts as `received_ms` + 5 minutes at most."""
    return min(time, stamp(received_ms + BOUND_MS))
