"""考核指标 of a township's year, beside a bare read of the same rows by the driver.

    .venv/bin/python -m tests.bench indicators
    .venv/bin/python -m tests.bench.bench_indicators [RESIDENTS]

Of ten residents nine have a record with 个人基本信息表, two are over 65 and were checked, one has hypertension and four
follow-ups, three have a contract; of a hundred four have diabetes and four follow-ups, eight are children with two
visits.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from clinic_app.projections.queries import indicators
from clinic_app.store.engine import writing
from clinic_app.wiring import Clinic, open_folder
from tests.bench.report import Measured, cost, share
from tests.ui.clinic_day import NOW, Clock, found_clinic
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD

_RESIDENTS: Final = 50_000
_TIMES: Final = 5
_GOAL_MS: Final = 2000.0  # a year of 50,000 residents
_FOLLOWUP: Final = (
    '{{"class":"1","date":"2026-01-05","drugs":[{{"dose":"1 片","name":"氨氯地平","times":1}}],"sbp":138,"dbp":82,'
    '"fpg":"6.4","mode":"1","symptoms":["1"],"weight":"62.5","bmi":"23.8","heart_rate":72,"salt":"2",'
    '"smoke_daily":0,"drink_daily":"0","exercise_times":5,"exercise_minutes":30,"psych":"1","obey":"1"}}'
)
_BORN: Final = (
    "case when x % 10 < 2 then '1950-03-01' when x % 100 > 91 then '2022-03-01' else '1975-03-01' end"
)
# A child's doses with the months of age.
_DOSES: Final = " union all ".join(
    f"select '{vaccine}' as vaccine, '{series}' as series, {months} as months"
    for vaccine, series, ages in (
        ("HepB", "HepB", (0, 1, 6)),
        ("BCG", "BCG", (0,)),
        ("IPV", "POLIO", (2, 3)),
        ("bOPV", "POLIO", (4, 48)),
        ("DTaP", "DTP", (3, 4, 5, 18)),
        ("MMR", "MMR", (8, 18)),
        ("JE-L", "JE", (8,)),
        ("MPSV-A", "MEN", (6, 9)),
        ("HepA-L", "HEPA", (18,)),
    )
    for months in ages
)
_FILL: Final = (
    "create temp table many as with recursive up(x) as (select 1 union all select x + 1 from up where x < {n})"
    " select x, randomblob(16) as person from up",
    "insert into resident (id, facility, name, sex, birth_date, village, registered_at)"
    f" select person, '{{here}}', '张三', '1', {_BORN}, '村' || (x % 25), 1 from many",
    "insert into health_record (id, resident, facility, number, day, doctor, opened_at, opened_by)"
    " select randomblob(16), person, '{here}', x, '2024-01-01', '', 1, '' from many where x % 10",
    "create temp table made as"
    " select person, 'person_basic' as form, '2024-01-01' as day, '{filled}' as filled from many where x % 10"
    " union all select person, 'health_check', '2026-05-01', '{long}' from many where x % 10 < 2"
    " union all select person, 'htn_followup', '2026-0' || m || '-05', '{filled}' from many,"
    " (select 1 as m union select 4 union select 7 union select 9) where x % 10 = 3"
    " union all select person, 'dm_followup', '2026-0' || m || '-05', '{filled}' from many,"
    " (select 1 as m union select 4 union select 7 union select 9) where x % 25 = 4"
    " union all select person, 'child_check_3_6y', '2026-0' || m || '-05', '{filled}' from many,"
    " (select 1 as m union select 7) where x % 100 > 91",
    "insert into form_record (id, resident, facility, form, version, day, filled, reason, origin, recorded_at)"
    " select randomblob(16), person, '{here}', form, 1, day, filled, '', '', 1 from made",
    "insert into care_change (entry_id, resident, facility, service, opened, day, doctor, reason, note, told_at,"
    " told_by) select randomblob(16), person, '{here}', case when x % 10 = 3 then 'htn' else 'dm' end, 1,"
    " '2024-01-01', '', '', '', 1, '' from many where x % 10 = 3 or x % 25 = 4",
    "insert into contract (id, resident, facility, number, team, packages, groups, signed_on, valid_from, valid_to,"
    " years, fee_insurance, fee_public, fee_resident, signature, representative, note, signed_at, signed_by)"
    ' select randomblob(16), person, \'{here}\', x, randomblob(16), \'[["basic",1],["elderly",1],["hypertension",1]]\','
    " '1,5', '2026-01-01', '2026-01-01', '2026-12-31', 1, 500, 0, 0, 'paper', '', '', 1, 'P001' from many"
    " where x % 10 in (0, 1, 3)",
    "insert into vaccination (id, resident, facility, vaccine, series, day, at, elsewhere, given_at)"
    " select randomblob(16), person, '{here}', vaccine, series, date('2022-03-01', '+' || months || ' months'), 0,"
    f" 0, 1 from many, ({_DOSES}) where x % 100 > 91",
)
_RAW: Final = (
    "select id, birth_date, village from resident where facility = ?",
    "select id, resident, form, day, case when form like '%followup' then filled end from form_record"
    " where facility = ? and day >= '2026-01-01'",
)


def bench_indicators(residents: int = _RESIDENTS) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        found_clinic(place)
        clinic = open_folder(place, ADMIN, PASSWORD, Clock(NOW))
        try:
            with writing(clinic.store.engine) as connection:
                for statement in _FILL:
                    long = _FOLLOWUP.format() * 6
                    told = statement.format(n=residents, here=FACILITY, filled=_FOLLOWUP.format(), long=long)
                    connection.exec_driver_sql(told)
            return _measured(clinic)
        finally:
            clinic.close()


def _measured(clinic: Clinic) -> list[Measured]:
    day = clinic.indicators.today()
    with clinic.store.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        raw = _median(lambda: [driver.execute(one, (FACILITY,)).fetchall() for one in _RAW])
        found = indicators.appraise(connection, [FACILITY], day.year, day)
        assert found.figures["htn_control_rate"].rate == 100_00, "every pressure is at target"
        year = _median(lambda: indicators.appraise(connection, [FACILITY], day.year, day))
    by = clinic.on_duty
    wanted = _median(lambda: clinic.indicators.wanted(by, found, "htn_standard_rate"))
    return [
        share("indicators, a year", year, _GOAL_MS, "ms (p50)"),
        cost("indicators, a year", year, raw, "ms (p50)"),
        cost("indicators, who is next", wanted, raw, "ms (p50)"),
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

    for measured in bench_indicators(*map(int, sys.argv[1:])):
        show(measured)
