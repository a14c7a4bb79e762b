"""100 changed entries that a colleague's PC has pushed: one round of ours over HTTP, up to tables on our disk.

    .venv/bin/python -m tests.bench pulled

The limit is of the same run: the same rows, put into the same tables by sqlcipher3, one transaction a round.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import Entry
from clinic_app.store.journal import SELF, Store
from clinic_app.sync.county import County
from clinic_app.sync.engine import Round, sync_once
from clinic_app.sync.enrolment import county_of, enrol, join
from clinic_app.wiring import Clinic
from sync_server.publish.enrolments import new_code
from sync_server.store.engine import Database
from tests.bench.played import PASSWORD, clinic_of_its_own, day_in, days_work, entries_of
from tests.bench.raw import inserting, rows_of, without
from tests.bench.report import Measured, cost, share
from tests.bench.serving import Served, served
from tests.server.county import TOWNSHIP, founded

_CHANGED = 100
_ROUNDS = 12
_WARM = 4  # rounds that are not counted: statements are built the first time
_SKIPPED = ("chart.viewed", "closing.made")  # the one stays at the county, the other names what is not copied


def bench_pulled() -> list[Measured]:
    """Requests, bytes with headers, and milliseconds of the median round."""
    with clinic_of_its_own(TOWNSHIP) as other:
        day_in(other, 30)
        day = [entry for entry in days_work(entries_of(other)) if entry.type not in _SKIPPED]
    with tempfile.TemporaryDirectory() as name, clinic_of_its_own(TOWNSHIP) as clinic:
        folder = Path(name)
        database = founded(f"sqlite:///{folder / 'county.db'}")
        with (
            served(database.url, works=True) as server,
            _two(clinic, database, server, folder) as (colleague, store, county),
        ):
            return _measured(clinic, colleague, store, county, day, folder)


def _measured(
    clinic: Clinic, colleague: County, store: Store, county: County, day: Sequence[Entry], folder: Path
) -> list[Measured]:
    rounds: list[Round] = []
    times: list[float] = []
    definitions, before = rows_of(store)
    for number in range(_WARM + _ROUNDS):
        if number == _WARM:
            definitions, before = rows_of(store)
        _write(clinic, day)
        sync_once(clinic.store, colleague)
        time.sleep(1.0)  # until the county has numbered them
        began = time.perf_counter()
        rounds.append(sync_once(store, county))
        times.append((time.perf_counter() - began) * 1000)
        assert rounds[-1].pulled >= _CHANGED, rounds[-1]
    counted = rounds[_WARM:]
    taken = statistics.median(times[_WARM:])
    raw = inserting(folder, definitions, without(rows_of(store)[1], before), _ROUNDS) * 1000 / _ROUNDS
    size = max(one.bytes_down + one.bytes_up for one in counted)
    return [
        share("100 changed entries, requests", max(one.requests for one in counted), 1, "requests"),
        share("100 changed entries, bytes", size, 16_000, "bytes both ways"),
        share("100 changed entries pulled", taken, 20.0, "ms (p50)"),
        cost("100 changed entries, of raw", taken, raw, "ms (p50)"),
    ]


def _write(clinic: Clinic, day: Sequence[Entry]) -> None:
    """A hundred facts of a day again, as a colleague writes them."""
    residents = {}
    with clinic.store.writing(clinic.on_duty.author) as writing:
        for entry in day[:_CHANGED]:
            fact = fact_of(entry)
            assert fact is not None
            if entry.subject == entry.id:
                residents[entry.id] = writing.append(fact, SELF).id
            else:
                writing.append(fact, residents.get(entry.subject or entry.id, entry.subject))


@contextmanager
def _two(
    clinic: Clinic, database: Database, server: Served, folder: Path
) -> Iterator[tuple[County, Store, County]]:
    """The colleague's line, and a second PC of the clinic with its own, both up to date."""
    enrol(clinic.store, clinic.holder, server.address, new_code(database, TOWNSHIP))
    colleague = county_of(clinic.store)
    sync_once(clinic.store, colleague)
    time.sleep(1.0)
    code = new_code(database, TOWNSHIP)
    store = join(folder / "second", server.address, code, None, clinic.holder.staff_id, PASSWORD)
    county = county_of(store)
    try:
        sync_once(store, county)
        yield colleague, store, county
    finally:
        county.close()
        colleague.close()
        store.close()
