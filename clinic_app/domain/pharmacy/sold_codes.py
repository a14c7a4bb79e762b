"""已售追溯码: which boxes were sold in the county, small enough to be on every PC.

A code is known by the first 48 bits of its SHA-256: of a million codes a wrong "sold" is one look-up in 280 million,
and nobody learns a code from its mark.  The county sends each night's new marks, sorted, six bytes each.
docs/pharmacy.md says why this and no cleverer filter.
"""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Final

BYTES: Final = 6
MOST: Final = 5_000  # marks in one message: it is written in some tens of milliseconds
MONTHS: Final = 60  # that are looked back: no box lasts longer


def mark_of(code: str) -> int:
    """What a code is known by; below 2**48."""
    return int.from_bytes(sha256(code.encode()).digest()[:BYTES], "big")


def packed(marks: Iterable[int]) -> bytes:
    """Sorted, each once."""
    return b"".join(mark.to_bytes(BYTES, "big") for mark in sorted(set(marks)))


def unpacked(data: bytes) -> list[int]:
    """A last part that is no whole mark says nothing."""
    return [int.from_bytes(data[at : at + BYTES], "big") for at in range(0, len(data) - BYTES + 1, BYTES)]


def month_of(day: date) -> int:
    """Months since the year 0: the drawer that a night's marks are kept in."""
    return day.year * 12 + day.month - 1


def months_until(day: date) -> list[int]:
    """The drawers to look into; the next one too, for the county's night may be ahead of this PC's day."""
    return list(range(month_of(day) - MONTHS, month_of(day) + 2))
