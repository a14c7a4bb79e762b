"""Bytes an entry on the line: segments as the sync cuts them, beside zstd-3 of their bodies alone.

.venv/bin/python -m tests.bench format [PATIENTS]
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import zstandard

from clinic_app.journal.entry import Entry
from clinic_app.journal.segment import links, read_segment, write_segment
from clinic_app.journal.signing import private_key, public_bytes
from tests.bench.played import clinic_of_its_own, day_in, days_work, entries_of
from tests.bench.report import Measured, bytes_an_entry

_KEY = private_key(bytes(32))
_SEGMENT = 64 << 10  # bytes of bodies, as clinic_app/store/exchange.py counts them
GOAL = 1.25


def bench_format(patients: int = 150) -> list[Measured]:
    """For the whole day, segments of 64 KB and of ten entries: total bytes over those of the bodies alone."""
    with clinic_of_its_own() as clinic:
        day_in(clinic, patients)
        entries = days_work(entries_of(clinic))
    cuts = {
        "format, whole day": [entries],
        "format, 64 KB": list(by_size(entries, _SEGMENT)),
        "format, 10 entries": list(by_count(entries, 10)),
    }
    return [measure(name, runs) for name, runs in cuts.items()]


def measure(name: str, runs: Sequence[Sequence[Entry]]) -> Measured:
    count = sum(map(len, runs))
    segments = sum(len(segment_of(run)) for run in runs)
    bodies = sum(len(bodies_alone(run)) for run in runs)
    return bytes_an_entry(name, segments / count, bodies / count, GOAL)


def bodies_alone(run: Sequence[Entry]) -> bytes:
    """The raw limit: nothing but what was said."""
    return zstandard.ZstdCompressor(level=3).compress(b"".join(entry.body or b"" for entry in run))


def segment_of(run: Sequence[Entry]) -> bytes:
    """The run's segment, read again to be sure that it is whole."""
    previous = bytes(32)
    written = write_segment(run, previous, links(previous, run)[-1], _KEY.sign)
    if run[0].seq > 1:
        assert read_segment(written, public_bytes(_KEY)).entries == tuple(run)
    return written


def by_size(entries: Sequence[Entry], most: int) -> Iterator[list[Entry]]:
    """As `store.exchange.segment_after` cuts."""
    run: list[Entry] = []
    size = 0
    for entry in entries:
        size += len(entry.body or b"") + 100
        if run and size > most:
            yield run
            run, size = [], len(entry.body or b"") + 100
        run.append(entry)
    if run:
        yield run


def by_count(entries: Sequence[Entry], count: int) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while run := list(islice(rest, count)):
        yield run
