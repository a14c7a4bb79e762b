"""工作清单 of fifty thousand managed residents, beside a bare indexed read of as many lines and a bare count by
the driver.

    .venv/bin/python -m tests.bench worklist
    .venv/bin/python -m tests.bench.bench_worklist [RESIDENTS]

Everybody is followed for one disease and has the yearly check; half are of 65 and have two forms more.
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

from clinic_app.projections.queries.worklist import View, Wanted
from clinic_app.services.worklist import PAGE
from clinic_app.store.engine import writing
from clinic_app.wiring import Clinic, open_folder
from tests.bench.report import Measured, cost, share
from tests.ui.clinic_day import NOW, Clock, found_clinic
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD

_RESIDENTS: Final = 50_000
_TIMES: Final = 9
_GOAL_MS: Final = 200.0  # the first page with all the counts
_TODAY: Final = Wanted(today=date(2026, 11, 20))
_TASK: Final = (
    "insert into duty_task (resident, service, form, step, facility, doctor, village, group_name, due_from, due_by,"
    " missed_from, last, failed, reason) select person, "
)
_FILL: Final = (
    "create temp table many as with recursive up(x) as (select 1 union all select x + 1 from up where x < {n})"
    " select x, randomblob(16) as person, randomblob(16) as house from up",
    "insert into resident (id, facility, name, sex, birth_date, phone, registered_at)"
    " select person, '{here}', '张三', '1', '1960-01-01', '13800000000', 1 from many",
    "insert into household (id, facility, village, group_name, house)"
    " select house, '{here}', '村' || (x % 12), x % 9, x from many where x % 3 = 0",
    "insert into household_member (resident, household) select person,"
    " (select house from many as near where near.x = many.x / 3 * 3) from many where x > 3",
    _TASK
    + "case when x % 3 then 'htn' else 'dm' end, 'htn_followup', '', '{here}', 'P00' || (x % 5), '村' || (x % 12),"
    " x % 9, date('2026-11-20', (x % 110 - 41) || ' days'), date('2026-11-20', (x % 110 - 20) || ' days'),"
    " '9999-12-31', '2026-09-01', x % 50 = 0, 'usual' from many",
    _TASK + "'htn', 'health_check', '', '{here}', 'P00' || (x % 5), '村' || (x % 12), x % 9, '2026-01-01',"
    " (2025 + x % 2) || '-12-31', '9999-12-31', '', 0, 'yearly' from many",
    _TASK + "'elderly', 'tcm_elderly', '', '{here}', '', '村' || (x % 12), x % 9, '2027-01-01', '2027-12-31',"
    " '9999-12-31', '2026-03-01', 0, 'yearly' from many where x % 2",
)
_RAW: Final = "select * from duty_task where facility = ? and due_by >= ? order by due_by limit ?"
_COUNT: Final = (
    "select sum(due_from > ?), sum(due_by < ?) from duty_task where facility = ?"  # by the same index
)


def bench_worklist(residents: int = _RESIDENTS) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        found_clinic(place)
        clinic = open_folder(place, ADMIN, PASSWORD, Clock(NOW))
        try:
            with writing(clinic.store.engine) as connection:
                connection.exec_driver_sql(_FILL[0].format(n=residents))
                connection.exec_driver_sql("create index temp.of_x on many (x)")
                for statement in _FILL[1:]:
                    connection.exec_driver_sql(statement.format(here=FACILITY))
            return _measured(clinic, residents)
        finally:
            clinic.close()


def _measured(clinic: Clinic, residents: int) -> list[Measured]:
    worklist, by = clinic.worklist, clinic.on_duty
    with clinic.store.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        day = _TODAY.today.isoformat()
        lines = _median(lambda: driver.execute(_RAW, (FACILITY, day, PAGE)).fetchall())
        raw = lines + _median(lambda: driver.execute(_COUNT, (day, day, FACILITY)).fetchall())
    counts = worklist.page(by, _TODAY).counts
    assert counts[View.ALL] == residents * 2 + (residents + 1) // 2, "everything is listed"
    first = _median(lambda: worklist.page(by, _TODAY))
    overdue = _median(lambda: worklist.page(by, replace(_TODAY, view=View.OVERDUE)))
    village = _median(lambda: worklist.page(by, replace(_TODAY, village="村3")))
    item = worklist.items(by, _TODAY, 1)[0]
    one = _median(lambda: worklist.of(by, item.resident_id))
    return [
        share("work list, first page", first, _GOAL_MS, "ms (p50)"),
        cost("work list, first page", first, raw, "ms (p50)"),
        cost("work list, overdue", overdue, raw, "ms (p50)"),
        cost("work list, one village", village, raw, "ms (p50)"),
        cost("work list, one person", one, lines, "ms (p50)"),
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

    for measured in bench_worklist(*map(int, sys.argv[1:])):
        show(measured)
