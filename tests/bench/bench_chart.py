"""Opening the chart of a resident with 500 entries, among many residents, beside bare indexed queries of the same rows.

    .venv/bin/python -m tests.bench chart
    .venv/bin/python -m tests.bench.bench_chart [RESIDENTS]

Everybody else has one visit with its prescription and two measurements; who is opened has a hundred visits and
prescriptions, and ten years of record sheets.  `open` also writes and flushes that the chart was looked at.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.forms import form
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.clock import stamp
from clinic_app.projections.tables import chart, outpatient, residents
from clinic_app.projections.tables.forms import form_record
from clinic_app.services.chart import TRENDS
from clinic_app.store.engine import writing
from clinic_app.wiring import Clinic, open_folder
from tests.bench.report import Measured, cost, share
from tests.forms import filled
from tests.ui.clinic_day import found_clinic
from tests.ui.workplace import ADMIN, FACILITY, PASSWORD

_CROWD: Final = 100_000
_OPENED: Final = 20  # residents, each opened twice
_VISITS: Final = 100
_DAY_MS: Final = 86_400_000
_GOAL_MS: Final = 100.0
_TABLES: Final = (
    residents.resident,
    outpatient.encounter,
    outpatient.prescription,
    outpatient.order_line,
    chart.measurement,
)
_MANY: Final = (  # id, number of the resident: x
    "insert into resident (id, facility, name, sex, birth_date, id_doc_type, registered_at) "
    "select randomblob(16), '{facility}', '张三', '1', '1960-01-01', '01', {at} from many",
    "insert into encounter (id, visit_id, resident, facility, complaint, history, findings, advice, diagnoses,"
    " prescriptions, signed_at, signed_by) select randomblob(16), randomblob(16), id, '{facility}', '咽痛2天', '',"
    " 'T 36.8', '', '[[\"J06.9\",\"急性上呼吸道感染\"]]', '[]', {at}, 'P001' from resident",
    "insert into prescription (id, visit_id, resident, facility, issued_at, issued_by)"
    " select randomblob(16), visit_id, resident, '{facility}', {at}, 'P001' from encounter",
    "insert into order_line (entry_id, line_no, kind, code, name, spec, dose, frequency, route, days, cnt_e4, unit,"
    " pric_e6) select id, 0, 'drug', 'YP0001', '阿莫西林胶囊', '', '0.5g', 'tid', 'po', 3, 10000, '盒', 1"
    " from prescription",
    "insert into measurement (entry_id, key, resident, taken_ms, source, value_e4, text)"
    " select randomblob(16), k, resident, {at} >> 16, 'clinic', 1300000, '' from encounter,"
    " (select 'sbp' as k union select 'dbp')",
)


def bench_chart(crowd: int = _CROWD) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        found_clinic(place)
        clinic = open_folder(place, ADMIN, PASSWORD)
        try:
            began = time.perf_counter()
            opened = _fill(clinic, crowd)
            size = (place / "clinic.db").stat().st_size / 1e6
            print(f"{crowd} residents: filled in {time.perf_counter() - began:.0f} s, {size:.0f} MB")
            return _measured(clinic, opened)
        finally:
            clinic.close()


def _measured(clinic: Clinic, opened: Sequence[UUID]) -> list[Measured]:
    by = clinic.on_duty
    with clinic.store.reading() as connection:
        raw_connection = connection.connection.driver_connection
        raw = _times(lambda one: _raw(raw_connection, one), opened)
    read = _times(lambda one: clinic.chart.read(by, one), opened)
    whole = _times(lambda one: clinic.chart.open(by, one), opened)
    slowest = statistics.quantiles(whole, n=20)[-1]
    return [
        cost("chart, read", statistics.median(read), statistics.median(raw), "ms (p50)"),
        cost("chart, opened", statistics.median(whole), statistics.median(raw), "ms (p50)"),
        share("chart, opened", slowest, _GOAL_MS, "ms (p95)"),
    ]


def _times(ask: Callable[[UUID], object], opened: Sequence[UUID]) -> list[float]:
    taken = []
    for one in (*opened, *opened):
        began = time.perf_counter()
        ask(one)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _raw(connection: Any, resident: UUID) -> None:
    """What the chart shows, by the driver alone: one look-up by index a table, and the newest of each curve."""
    key = resident.bytes
    for table in (
        "resident",
        "allergy",
        "noted_condition",
        "skin_test",
        "sickness_certificate",
        "resident_card",
        "form_record",
        "duty_task",
    ):
        column = "id" if table == "resident" else "resident"
        connection.execute(f"select * from {table} where {column} = ?", (key,)).fetchall()
    newest = "select * from encounter where resident = ? order by signed_at desc limit 50"
    connection.execute(newest, (key,)).fetchall()
    lines = "select l.* from prescription p join order_line l on l.entry_id = p.id where p.resident = ?"
    connection.execute(lines, (key,)).fetchall()
    curve = "select * from measurement where resident = ? and key = ? order by taken_ms desc limit 40"
    for name in TRENDS:
        connection.execute(curve, (key, name)).fetchall()


def _fill(clinic: Clinic, crowd: int) -> list[UUID]:
    """The crowd in five statements, with the indexes made afterwards; then who is opened."""
    now = wall_clock()
    dice = random.Random(1)
    indexes = [index for table in _TABLES for index in table.indexes]
    with writing(clinic.store.engine) as connection:
        for index in indexes:
            index.drop(connection)
        for number, statement in enumerate(_MANY):
            many = f"with recursive many(x) as (select 1 union all select x + 1 from many where x < {crowd}) "
            told = statement.format(facility=FACILITY, at=stamp(now - _DAY_MS))
            if number == 0:
                told = told.replace("select randomblob", many + "select randomblob", 1)
            connection.exec_driver_sql(told)
        for index in indexes:
            index.create(connection)
    opened = [UUID(int=dice.getrandbits(128)) for _ in range(_OPENED)]
    with writing(clinic.store.engine) as connection:
        for table, rows in _known_well(opened, now, dice):
            connection.execute(sa.insert(table), rows)
    return opened


def _known_well(
    opened: Sequence[UUID], now: int, dice: random.Random
) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """Five hundred and fifty entries each: 100 records, 100 prescriptions of three drugs, 286 measurements, 51 record
    sheets, and what is noted."""
    for one in opened:
        yield residents.resident, [_person(one, now)]
        visits = [
            (_id(dice), now - _DAY_MS * 14 * number, [_id(dice), _id(dice)]) for number in range(_VISITS)
        ]
        yield outpatient.encounter, [_record(one, *visit) for visit in visits]
        yield outpatient.prescription, [_paper(one, *visit) for visit in visits]
        yield outpatient.order_line, [_line(ids[1], number) for _, _, ids in visits for number in range(3)]
        yield chart.measurement, [
            {"entry_id": _id(dice), "key": key, "resident": one, "taken_ms": now - _DAY_MS * number,
             "source": "clinic", "value_e4": 1_300_000, "text": ""}
            for number in range(143) for key in islice(TRENDS, 2)
        ]  # fmt: skip
        yield chart.allergy, [
            {"id": _id(dice), "resident": one, "kind": "drug", "code": "penicillin", "name": "青霉素类",
             "reaction": "皮疹", "severe": False, "recorded_at": stamp(now), "recorded_by": ADMIN,
             "recorded_entry": _id(dice)}
            for _ in range(4)
        ]  # fmt: skip
        yield chart.noted_condition, [
            {"id": _id(dice), "resident": one, "code": f"I1{number}", "name": "高血压", "noted_at": stamp(now),
             "noted_by": ADMIN, "noted_entry": _id(dice)}
            for number in range(5)
        ]  # fmt: skip
        yield form_record, _sheets(one, now, dice)
        yield chart.skin_test, [
            {"id": _id(dice), "resident": one, "substance": "penicillin", "name": "青霉素", "lot": "",
             "positive": False, "read_ms": now, "read_by": ADMIN}
            for _ in range(5)
        ]  # fmt: skip


def _sheets(one: UUID, now: int, dice: random.Random) -> list[dict[str, Any]]:
    """Ten years of public health: four follow-ups and a check a year, and who it is."""
    keys = ["person_basic", *["health_check"] * 10, *["htn_followup"] * 40]
    return [
        {"id": _id(dice), "resident": one, "facility": FACILITY, "form": key, "version": 1,
         "day": beijing_day(now - _DAY_MS * 70 * number).isoformat(),
         "filled": json.dumps(filled(form(key), seed=number % 4), ensure_ascii=False),
         "recorded_at": stamp(now - _DAY_MS * 70 * number), "recorded_by": ADMIN, "recorded_entry": _id(dice)}
        for number, key in enumerate(keys)
    ]  # fmt: skip


def _id(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128))


def _person(one: UUID, now: int) -> dict[str, Any]:
    return {
        "id": one,
        "facility": FACILITY,
        "name": "李四",
        "sex": "2",
        "birth_date": date(1955, 5, 5).isoformat(),
        "registered_at": stamp(now),
    }


def _record(one: UUID, visit: UUID, at: int, ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        "id": ids[0],
        "visit_id": visit,
        "resident": one,
        "facility": FACILITY,
        "complaint": "头晕3天",
        "history": "高血压病史10年，规律服药",
        "findings": "BP 150/95mmHg",
        "advice": "低盐饮食，监测血压，两周后复诊",
        "diagnoses": '[["I10","原发性高血压"],["E78.5","高脂血症"]]',
        "prescriptions": f'["{ids[1]}"]',
        "signed_at": stamp(at),
        "signed_by": ADMIN,
    }


def _paper(one: UUID, visit: UUID, at: int, ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        "id": ids[1],
        "visit_id": visit,
        "resident": one,
        "facility": FACILITY,
        "issued_at": stamp(at),
        "issued_by": ADMIN,
    }


def _line(entry_id: UUID, number: int) -> dict[str, Any]:
    return {
        "entry_id": entry_id,
        "line_no": number,
        "kind": "drug",
        "code": f"YP000{number + 1}",
        "name": "苯磺酸氨氯地平片",
        "spec": "5mg×28片",
        "dose": "5mg",
        "frequency": "qd",
        "route": "po",
        "days": 28,
        "cnt_e4": 10_000,
        "unit": "盒",
        "pric_e6": 4_340_000,
    }


if __name__ == "__main__":
    from tests.bench.report import show

    for measured in bench_chart(int(sys.argv[1]) if len(sys.argv) > 1 else _CROWD):
        show(measured)
