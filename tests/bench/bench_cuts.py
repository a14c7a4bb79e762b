"""A push over a slow line that is cut twenty times, beside the same push over the same line uncut.

.venv/bin/python -m tests.bench cuts
"""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import Unavailable
from clinic_app.store import local
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of, enrol
from clinic_app.wiring import Clinic
from tests.bench.played import clinic_of_its_own, day_in
from tests.bench.report import Measured, cost
from tests.e2e.county_at_work import at_work
from tests.faults.proxy import Fate, Proxy

CUTS: Final = 20
RATE: Final = 48_000.0  # bits a second: a phone's line at the edge of its cell


def bench_cuts(patients: int = 150) -> list[Measured]:
    """Seconds, and bytes up, until the county holds a day; the goal: the cuts cost no more than the push itself."""
    whole, bytes_whole = _pushed(patients, iter(()))
    cut, bytes_cut = _pushed(patients, _evenly(bytes_whole))
    return [
        cost("cuts, twenty in one push", cut, whole, "s", goal=2.0),
        cost("cuts, bytes up", bytes_cut, bytes_whole, "bytes", goal=2.0),
    ]


def _evenly(size: int) -> Iterator[Fate]:
    """Connections of random length that together are as long as the push."""
    dice = random.Random(20261122)
    for _ in range(CUTS):
        yield Fate(up=dice.randint(1, 2 * size // CUTS), rate=RATE)


def _pushed(patients: int, fates: Iterator[Fate]) -> tuple[float, int]:
    """Seconds and bytes up."""
    with tempfile.TemporaryDirectory() as name, clinic_of_its_own() as clinic:
        day_in(clinic, patients)
        with at_work(Path(name)) as county:
            enrol(clinic.store, clinic.holder, county.url, county.code(clinic.store.facility), None)
            port = int(county.url.rsplit(":", 1)[1])
            with Proxy(port, fates, Fate(rate=RATE)) as line:
                with clinic.store.changing() as connection:
                    local.write(connection, local.SERVER, line.url)
                started = time.perf_counter()
                while not _is_through(clinic):
                    pass
                return time.perf_counter() - started, line.up


def _is_through(clinic: Clinic) -> bool:
    """One round; a clinic's own runner would wait a while after one that was cut."""
    county = county_of(clinic.store)
    try:
        return sync_once(clinic.store, county).safe
    except Unavailable:
        return False
    finally:
        county.close()
