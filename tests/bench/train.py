"""Makes a dictionary for segments and pages (clinic_app/journal/packing.py) from played days.

.venv/bin/python -m tests.bench.train FILE

A released dictionary never changes; a better one gets the next number.  The seeds are others than the benchmark's.
"""

import sys
from pathlib import Path

import zstandard

from clinic_app.journal.columns import write_entries
from tests.bench.bench_format import by_count
from tests.bench.played import clinic_of_its_own, day_in, days_work, entries_of

_SIZE = 48 << 10
_SEEDS = (2, 3)
_PATIENTS = 100


def samples() -> list[bytes]:
    """Columns of short runs: what a village clinic sends every few minutes."""
    found: list[bytes] = []
    for seed in _SEEDS:
        with clinic_of_its_own() as clinic:
            day_in(clinic, _PATIENTS, seed)
            entries = days_work(entries_of(clinic))
        found += [write_entries(run)[0] for count in (5, 10, 30) for run in by_count(entries, count)]
    return found


if __name__ == "__main__":
    words = zstandard.train_dictionary(_SIZE, samples()).as_bytes()
    Path(sys.argv[1]).write_bytes(words)
    print(f"{len(words)} bytes")
