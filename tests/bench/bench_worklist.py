"""工作清单 of fifty thousand managed residents, beside a bare indexed read of as many lines and a bare count by
the driver.

    .venv/bin/python -m tests.bench worklist
    .venv/bin/python -m tests.bench.bench_worklist [RESIDENTS]

Everybody is followed for one disease and has the yearly check; half are of 65 and have a form more.  Three live in a
house.  The slowest is taken over both orders, every view and every kind of filter.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.rounds import Place, walked
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
_IN_GROUP: Final[dict[str, Any]] = {"village": "村3", "group": "3"}
_FILTERS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"village": "村3"},
    _IN_GROUP,
    {"service": "htn"},
    {"doctor": "P001"},
    {"doctor": "nobody"},
)
_TASK: Final = (
    "insert into duty_task (resident, service, form, step, facility, doctor, village, group_name, walk, due_from, due_by,"
    " missed_from, last, failed, reason) select person, "
)
_FILL: Final = (
    "create temp table homes as with recursive up(x) as (select 1 union all select x + 1 from up where x < {n})"
    " select x / 3 as h, '村' || (x / 3 % 12) as village, x / 36 % 9 as part, randomblob(16) as house"
    " from up group by h",
    "create index temp.of_h on homes (h)",
    "create temp table many as with recursive up(x) as (select 1 union all select x + 1 from up where x < {n})"
    " select x, randomblob(16) as person, h, village, part, house,"
    " walked(village, part, h, hex(house)) as walk"
    " from up join homes on h = x / 3",
    "insert into resident (id, facility, name, sex, birth_date, phone, registered_at)"
    " select person, '{here}', '张三', '1', '1960-01-01', '13800000000', 1 from many",
    "insert into household (id, facility, village, group_name, house)"
    " select house, '{here}', village, part, h from homes",
    "insert into household_member (resident, household) select person, house from many",
    _TASK
    + "case when x % 3 then 'htn' else 'dm' end, 'htn_followup', '', '{here}', 'P00' || (x % 5), village, part, walk,"
    " date('2026-11-20', (x % 110 - 41) || ' days'), date('2026-11-20', (x % 110 - 20) || ' days'),"
    " '9999-12-31', '2026-09-01', x % 50 = 0, 'usual' from many",
    _TASK + "'htn', 'health_check', '', '{here}', 'P00' || (x % 5), village, part, walk, '2026-01-01',"
    " (2025 + x % 2) || '-12-31', '9999-12-31', '', 0, 'yearly' from many",
    _TASK + "'elderly', 'tcm_elderly', '', '{here}', '', village, part, walk, '2027-01-01', '2027-12-31',"
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
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.create_function("walked", 4, _walked)
                for statement in _FILL:
                    connection.exec_driver_sql(statement.format(n=residents, here=FACILITY))
            return _measured(clinic, residents)
        finally:
            clinic.close()


def _walked(village: str, group: int, house: int, home: str) -> str:
    return walked(Place(village=village, group=str(group), house=str(house), home=home.lower()))


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
    assert worklist.page(by, replace(_TODAY, **_IN_GROUP)).counts[View.ALL] > residents // 100, (
        "a group is found"
    )
    first = _median(lambda: worklist.page(by, _TODAY))
    overdue = _median(lambda: worklist.page(by, replace(_TODAY, view=View.OVERDUE)))
    house = _median(lambda: worklist.page(by, replace(_TODAY, by_house=True)))
    village = _median(lambda: worklist.page(by, replace(_TODAY, village="村3")))
    slowest = max(
        _median(lambda: worklist.page(by, wanted), 3)  # noqa: B023 (called at once)
        for wanted in (
            replace(_TODAY, by_house=by_house, view=view, **asked)
            for by_house, view, asked in product((False, True), View, _FILTERS)
        )
    )
    item = worklist.items(by, _TODAY, 1)[0]
    one = _median(lambda: worklist.of(by, item.resident_id))
    return [
        share("work list, first page", first, _GOAL_MS, "ms (p50)"),
        share("work list, first page by house", house, _GOAL_MS, "ms (p50)"),
        share("work list, slowest first page", slowest, _GOAL_MS, "ms (p50)"),
        cost("work list, first page", first, raw, "ms (p50)"),
        cost("work list, overdue", overdue, raw, "ms (p50)"),
        cost("work list, one village", village, raw, "ms (p50)"),
        cost("work list, one person", one, lines, "ms (p50)"),
    ]


def _median(ask: Callable[[], object], times: int = _TIMES) -> float:
    """Milliseconds of the processor."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        ask()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    from tests.bench.report import show

    for measured in bench_worklist(*map(int, sys.argv[1:])):
        show(measured)
