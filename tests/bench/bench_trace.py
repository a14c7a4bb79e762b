"""追溯码 at the window: was this box sold, among a million marks of boxes sold elsewhere, in a clinic's encrypted store.

    .venv/bin/python -m tests.bench trace

The look-up is the window's whole question: own movements and the county's marks.  Its raw limit of the same run is the
driver's own look-up by the key; for taking a night's marks in, the driver's own insert of as many rows.
"""

import secrets
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

from clinic_app.domain.pharmacy.sold_codes import BYTES, MOST, mark_of, month_of, unpacked
from clinic_app.journal.entry import Entry, new_id
from clinic_app.journal.facts.stock import SoldCodesPublished
from clinic_app.projections.apply import apply
from clinic_app.projections.queries.trace import box_of
from clinic_app.projections.upsert import Placed, Rows
from clinic_app.store.journal import Store
from tests.bench.played import clinic_of_its_own
from tests.bench.report import Measured, cost, share

_MARKS: Final = 1_000_000
_TIMED: Final = 20  # nights whose taking in is timed, once the others are there
_QUESTIONS: Final = 1_000
_MOST_MS: Final = 5.0


def bench_trace() -> list[Measured]:
    with clinic_of_its_own() as clinic:
        store = clinic.store
        nights = [secrets.token_bytes(BYTES * MOST) for _ in range(_MARKS // MOST + _TIMED)]
        _take_in(store, nights[: -2 * _TIMED])
        taking = _busy(lambda: _take_in(store, nights[-2 * _TIMED : -_TIMED]))
        inserting = _busy(lambda: _insert(store, nights[-_TIMED:]))
        with store.reading() as connection:
            raw = [_asked(lambda code: _look_up(connection, code), number) for number in range(_QUESTIONS)]
            whole = [
                _asked(lambda code: box_of(connection, store.facility, code, _nights_day(0)), number)
                for number in range(_QUESTIONS)
            ]
        size = sum(one.stat().st_size for one in store.folder.glob("clinic.db*")) / 1e6
    print(f"{_MARKS + _TIMED * MOST} marks, {size:.0f} MB of store with its log")
    return [
        cost("trace, a box asked for", statistics.median(whole), statistics.median(raw), "cpu ms (p50)"),
        share("trace, one in a hundred", sorted(whole)[_QUESTIONS * 99 // 100], _MOST_MS, "cpu ms (p99)"),
        cost("trace, 5,000 marks taken in", taking / _TIMED, inserting / _TIMED, "cpu ms"),
    ]


def _take_in(store: Store, nights: Sequence[bytes]) -> None:
    for number, marks in enumerate(nights, start=-len(nights) + 1):
        with store.changing() as connection:
            rows = Rows(connection)
            apply(rows, _placed(), SoldCodesPublished(day=_nights_day(number), marks=marks))
            rows.flush()


def _insert(store: Store, nights: Sequence[bytes]) -> None:
    for number, marks in enumerate(nights, start=-len(nights) + 1):
        with store.changing() as connection:
            driver: Any = connection.connection.driver_connection
            month = month_of(_nights_day(number))
            told = [(month, mark) for mark in unpacked(marks)]
            driver.executemany("INSERT OR IGNORE INTO sold_code VALUES (?, ?)", told)


def _look_up(connection: Any, code: str) -> object:
    driver = connection.connection.driver_connection
    wanted = (month_of(_nights_day(0)), mark_of(code))
    return driver.execute("SELECT mark FROM sold_code WHERE month = ? AND mark = ?", wanted).fetchone()


def _asked(ask: Callable[[str], object], number: int) -> float:
    """Processor milliseconds for a code that nobody asked for before."""
    code = f"8100001{number:013d}"
    began = time.process_time()
    ask(code)
    return (time.process_time() - began) * 1000


def _busy(work: Callable[[], None]) -> float:
    """Processor milliseconds."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _nights_day(number: int) -> date:
    """The newest is 0; two days lie between two nights."""
    return date(2026, 11, 22) + timedelta(days=number * 2)


def _placed() -> Placed:
    nobody = new_id()
    entry = Entry(
        id=nobody,
        device=nobody,
        incarnation=nobody,
        seq=1,
        time=1,
        author="",
        type=SoldCodesPublished.type,
        subject=None,
        body=b"",
        body_hash=sha256(b"").digest(),
    )
    return Placed(entry, 1, "")
