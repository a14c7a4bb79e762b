"""hub: a colleague's day as a hub carries it, checked and taken in, beside the same rows through sqlcipher3.

.venv/bin/python -m tests.bench hub
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from clinic_app.journal.entry import Entry, device_id, first_link, new_id
from clinic_app.journal.hub import Carried
from clinic_app.journal.segment import links, write_segment
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.projections.tables.facility import device
from clinic_app.store import siblings
from tests.bench.played import clinic_of_its_own, day_in, days_work, entries_of
from tests.bench.raw import inserting, rows_of, without
from tests.bench.report import Measured, rate

_SEGMENT = 500  # entries
_COLLEAGUE = private_key(bytes(range(1, 33)))


def bench_hub(patients: int = 60) -> list[Measured]:
    """Signature, chain, tables and search keys of a colleague's entries."""
    entries = _a_day(patients)
    carried = _carried(entries)
    with clinic_of_its_own() as clinic, tempfile.TemporaryDirectory() as folder:
        with clinic.store.changing() as connection:
            connection.execute(
                sa.insert(device).values(
                    id=entries[0].device,
                    public_key=public_bytes(_COLLEAGUE),
                    facility=clinic.store.facility,
                    letter="B",
                    enrolled_at=1,
                )
            )
        definitions, before = rows_of(clinic.store)
        started = time.perf_counter()
        count = siblings.take(clinic.store, carried)
        taken = time.perf_counter() - started
        raw = inserting(Path(folder), definitions, without(rows_of(clinic.store)[1], before), len(carried))
    return [rate("hub, a colleague's work", count / taken, count / raw, "entries/s")]


def _a_day(patients: int) -> list[Entry]:
    """What a colleague's own PC would have written."""
    with clinic_of_its_own() as clinic:
        day_in(clinic, patients)
        found = days_work(entries_of(clinic))
    own, run = device_id(public_bytes(_COLLEAGUE)), new_id()
    return [replace(entry, device=own, incarnation=run, seq=seq) for seq, entry in enumerate(found, 1)]


def _carried(entries: Sequence[Entry]) -> list[Carried]:
    previous = first_link(public_bytes(_COLLEAGUE), entries[0].incarnation, None)
    found: list[Carried] = []
    for start in range(0, len(entries), _SEGMENT):
        some = entries[start : start + _SEGMENT]
        head = links(previous, some)[-1]
        found.append(Carried(some[-1].time >> 16, write_segment(some, previous, head, _COLLEAGUE.sign)))
        previous = head
    return found
