"""append, pull, start-up: the clinic's store beside its own driver.

.venv/bin/python -m tests.bench append · pull · start
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from uuid import UUID

from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.feed import Item, Page, read_page, write_page
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.store.absorb import absorb
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.journal import SELF
from tests.bench.played import PASSWORD, clinic_of_its_own, day_in, days_work, entries_of
from tests.bench.raw import inserting, rows_of, without
from tests.bench.report import Measured, cost, rate

_TOGETHER = 2  # entries in a transaction, as at the desk
_PAGE = 500  # items
_COUNTY = private_key(bytes(range(32)))


def bench_append(patients: int = 60) -> list[Measured]:
    """A day's facts written again through `store.writing`, beside the same rows through sqlcipher3."""
    entries = _a_day(patients)
    with clinic_of_its_own() as clinic, tempfile.TemporaryDirectory() as folder:
        definitions, before = rows_of(clinic.store)
        residents: dict[UUID, UUID] = {}
        started = time.perf_counter()
        for run in _parts(entries, _TOGETHER):
            with clinic.store.writing(clinic.on_duty.author) as writing:
                for entry in run:
                    fact = fact_of(entry)
                    assert fact is not None
                    if entry.subject == entry.id:
                        residents[entry.id] = writing.append(fact, SELF).id
                    else:
                        writing.append(fact, residents.get(entry.subject or entry.id, entry.subject))
        taken = time.perf_counter() - started
        rows = without(rows_of(clinic.store)[1], before)
        raw = inserting(Path(folder), definitions, rows, -(-len(entries) // _TOGETHER))
    return [rate("append", len(entries) / taken, len(entries) / raw, "entries/s")]


def bench_pull(patients: int = 60) -> list[Measured]:
    """A colleague's day read from signed pages and taken in, beside the same rows through sqlcipher3."""
    epoch = new_id()
    pages = [_page(epoch, place, run) for place, run in enumerate(_parts(_a_day(patients), _PAGE))]
    count = 0
    with clinic_of_its_own() as clinic, tempfile.TemporaryDirectory() as folder:
        with clinic.store.changing() as connection:
            begin_epoch(connection, epoch)
        definitions, before = rows_of(clinic.store)
        started = time.perf_counter()
        for page in pages:
            count += absorb(clinic.store, read_page(page, public_bytes(_COUNTY))).new
        taken = time.perf_counter() - started
        raw = inserting(Path(folder), definitions, without(rows_of(clinic.store)[1], before), len(pages))
    return [rate("pull", count / taken, count / raw, "entries/s")]


def bench_start() -> list[Measured]:
    """From the start of the process to an open store, beside the interpreter with the same imports."""
    bare = "import clinic_app.wiring"
    whole = (
        f"{bare}; from pathlib import Path; import sys; "
        f"clinic_app.wiring.open_folder(Path(sys.argv[1]), 'P001', '{PASSWORD}').close()"
    )
    with clinic_of_its_own() as clinic:
        folder = str(clinic.store.folder)
        clinic.close()
        raw = min(_seconds(bare) for _ in range(3))
        value = min(_seconds(whole, folder) for _ in range(3))
        return [cost("start (with Argon2id)", 1000 * value, 1000 * raw, "ms")]


def _seconds(script: str, *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, *arguments], check=True, env=dict(os.environ))
    return time.perf_counter() - started


def _a_day(patients: int) -> list[Entry]:
    with clinic_of_its_own() as clinic:
        day_in(clinic, patients)
        return days_work(entries_of(clinic))


def _page(epoch: UUID, place: int, run: Sequence[Entry]) -> bytes:
    start = place * _PAGE
    items = tuple(Item(start + 1 + at, entry.time >> 16, "350881001", entry) for at, entry in enumerate(run))
    page = Page(epoch=epoch, after=start, upto=start + len(run), more=False, items=items)
    return write_page(page, _COUNTY.sign)


def _parts(entries: Sequence[Entry], size: int) -> list[list[Entry]]:
    rest = iter(entries)
    return list(iter(lambda: list(islice(rest, size)), []))
