"""A clinic in a temporary folder, and a played day in it, for the benchmarks."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from clinic_app.day.clock import clock_of
from clinic_app.day.play import Played, play
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.journal.entry import Entry
from clinic_app.store.duty import duty_of
from clinic_app.store.rows import current_run, entry_of, run_rows
from clinic_app.store.setup import found
from clinic_app.wiring import Clinic

DAY = date(2026, 11, 20)
PASSWORD = "password-12"
SET_UP = frozenset({"facility.founded", "staff.certified", "policy.published", "insured.stated"})


@contextmanager
def clinic_of_its_own(facility: str = "350881001") -> Iterator[Clinic]:
    """A clinic as `init` founds it, whose clock stands at 08:00 of `DAY`."""
    with tempfile.TemporaryDirectory() as folder:
        store, holder, _ = found(
            Path(folder) / "clinic",
            facility=facility,
            name="漳平卫生院",
            inst_lv="township",
            credit_code="",
            admin="P001",
            admin_name="王敏",
            roles=ALL_ROLES,
            password=PASSWORD,
            wall=clock_of(DAY),
        )
        clinic = Clinic.of(store, holder, duty_of(store, holder))
        try:
            yield clinic
        finally:
            clinic.close()


def day_in(clinic: Clinic, patients: int, seed: int = 1) -> Played:
    return play(clinic, patients, seed)


def entries_of(clinic: Clinic) -> list[Entry]:
    """The clinic's own journal, whole."""
    with clinic.store.reading() as connection:
        return [entry_of(row) for row in run_rows(connection, current_run(connection), 0, 10**9)]


def days_work(entries: list[Entry]) -> list[Entry]:
    """A day's entries without the set-up before it: it begins where the last set-up entry stands."""
    last = max((place for place, entry in enumerate(entries) if entry.type in SET_UP), default=-1)
    return entries[last + 1 :]
