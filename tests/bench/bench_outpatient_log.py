"""门诊日志 of a busy township's year, beside a bare read of the same rows by the driver.

    .venv/bin/python -m tests.bench outpatient_log
    .venv/bin/python -m tests.bench.bench_outpatient_log [VISITS]

One visit in thirty has a disease to be reported, one of three of these has no answer.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from clinic_app.projections.queries.outpatient_log import Duty, Wanted
from clinic_app.services.outpatient_log import PAGE
from clinic_app.store.engine import writing
from clinic_app.wiring import Clinic, open_folder
from tests.bench.report import Measured, cost, share
from tests.ui.clinic_day import NOW, Clock, found_clinic
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD

_VISITS: Final = 60_000
_TIMES: Final = 15
_GOAL_MS: Final = 300.0  # the first page of a year
_COLD, _FLU = '[["J06.900","急性上呼吸道感染"]]', '[["J10.101","流行性感冒"]]'
_YEAR: Final = Wanted(since=date(2025, 11, 21), until=date(2026, 11, 20))
_FILL: Final = (
    "create temp table many as with recursive up(x) as (select 1 union all select x + 1 from up where x < {n})"
    " select x, randomblob(16) as visit, randomblob(16) as signed, randomblob(16) as person from up",
    "insert into resident (id, facility, name, sex, birth_date, id_number, phone, address, registered_at)"
    " select person, '{here}', '张三', '1', '1960-01-01', '350881196001010017', '13800000000', '坑源村', 1 from many",
    "insert into visit (id, resident, facility, day, number, registered_at, signed_at, signed_by, signed_entry)"
    " select visit, person, '{here}', date('2025-11-21', '+' || (x * 365 / ({n} + 1)) || ' days'), 'A' || x, x, x,"
    " 'P00' || (x % 5), signed from many",
    "insert into encounter (id, visit_id, resident, facility, complaint, history, findings, advice, diagnoses,"
    " prescriptions, signed_at, signed_by) select signed, visit, person, '{here}', '咽痛2天', '', 'T 36.8', '',"
    " case when x % 30 = 0 then '{flu}' else '{cold}' end, '[]', x, 'P00' || (x % 5) from many",
    "insert into measurement (entry_id, key, resident, visit_id, taken_ms, source, value_e4, text)"
    " select randomblob(16), k, person, visit, x, 'clinic', 1300000, '' from many,"
    " (select 'sbp' as k union select 'dbp')",
    "insert into infectious_answer (visit_id, disease, facility, report, reason, answered_at)"
    " select visit, 'FLU', '{here}', 1, '', x from many where x % 30 = 0 and x % 90",
)
_RAW: Final = (
    "select v.*, e.*, r.* from visit v join encounter e on e.id = v.signed_entry join resident r on r.id = v.resident"
    " where v.facility = ? and v.day between ? and ? order by v.day limit ?"
)


def bench_outpatient_log(visits: int = _VISITS) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        found_clinic(place)
        clinic = open_folder(place, ADMIN, PASSWORD, Clock(NOW))
        try:
            with writing(clinic.store.engine) as connection:
                for statement in _FILL:
                    told = statement.format(n=visits, here=FACILITY, flu=_FLU, cold=_COLD)
                    connection.exec_driver_sql(told)
            return _measured(clinic, visits)
        finally:
            clinic.close()


def _measured(clinic: Clinic, visits: int) -> list[Measured]:
    log, by = clinic.outpatient_log, clinic.on_duty
    with clinic.store.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        days = (FACILITY, _YEAR.since.isoformat(), _YEAR.until.isoformat(), PAGE)
        raw = _median(lambda: driver.execute(_RAW, days).fetchall())
    assert log.page(by, _YEAR).total == visits, "the year holds every visit"
    first = _median(lambda: log.page(by, _YEAR))
    last = _median(lambda: log.page(by, _YEAR, visits))
    due = _median(lambda: log.page(by, replace(_YEAR, duty=Duty.DUE)))
    named = _median(lambda: log.page(by, replace(_YEAR, diagnosis="流行")))
    mine = _median(lambda: log.unanswered(by))
    return [
        share("log, first page of a year", first, _GOAL_MS, "ms (p50)"),
        cost("log, first page", first, raw, "ms (p50)"),
        cost("log, last page", last, raw, "ms (p50)"),
        cost("log, to be reported", due, raw, "ms (p50)"),
        cost("log, one diagnosis", named, raw, "ms (p50)"),
        cost("log, what I have to answer", mine, raw, "ms (p50)"),
    ]


def _median(ask: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    taken = []
    for _ in range(_TIMES):
        began = time.process_time()
        ask()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    from tests.bench.report import show

    for measured in bench_outpatient_log(*map(int, sys.argv[1:])):
        show(measured)
