"""The edges of every rule, worked out by hand from the norm and not from the code, through the command."""

import csv
from pathlib import Path

import pytest

from tests.cases.test_cases import run

_HTN = "age sbp dbp emergency_sign pregnant_or_lactating adverse_reaction complication prev_class visit_date"
_DM = "fpg sbp dbp heart_rate temp emergency_sign adverse_reaction complication prev_class visit_date"
_HSC = "age sex sbp dbp bmi waist family_history high_salt heavy_drinking"
_PSY = "risk symptom insight social adverse somatic visit_date"
_TB = "notified_at first_visit_at doses_due doses_taken missed_days phase"
_CHILD = "birth_or_discharge as_of done visit"
_PACKAGE = "budget actual appraisal_coefficient audited_reasonable_overrun fund_share overrun_cap_ratio"

# rule, its inputs, then one line a case: the inputs | the answers.  "-" is an empty cell, "~" a blank in one.
TABLES: list[tuple[str, str, list[str]]] = [
    (
        "hypertension",
        _HTN,
        [
            "64 139 89 0 0 0 0 0 2026-11-30 | 1 1 CONTINUE 2027-02-28",
            "64 140 89 0 0 0 0 0 2026-12-31 | 0 2 ADJUST 2027-01-14",
            "65 149 89 0 0 0 0 4 2027-11-29 | 1 1 CONTINUE 2028-02-29",
            "65 149 90 0 0 0 0 4 2026-03-10 | 0 2 ADJUST 2026-03-24",
            "65 150 89 0 0 0 0 1 2026-03-10 | 0 2 ADJUST 2026-03-24",
            "65 150 89 0 0 0 0 2 2026-03-10 | 0 2 REFERRAL 2026-03-24",
            "50 120 80 0 0 1 0 2 2026-03-10 | 1 3 REFERRAL 2026-03-24",
            "50 150 80 0 0 1 0 - 2026-03-10 | 0 3 ADJUST 2026-03-24",
            "50 120 80 0 0 1 1 3 2026-03-10 | 1 4 REFERRAL 2026-03-24",
            "50 179 109 0 0 0 0 0 2026-03-10 | 0 2 ADJUST 2026-03-24",
            "50 180 80 0 0 0 0 3 2026-03-10 | 0 2 EMERGENCY_REFERRAL 2026-03-24",
            "50 120 110 0 0 0 0 0 2026-03-10 | 0 2 EMERGENCY_REFERRAL 2026-03-24",
            "50 120 80 1 0 0 1 0 2026-03-10 | 1 4 EMERGENCY_REFERRAL 2026-03-24",
            "50 120 80 1 0 0 0 0 2026-03-10 | 1 2 EMERGENCY_REFERRAL 2026-03-24",
            "30 139 89 0 1 0 0 0 2026-03-10 | 1 1 CONTINUE 2026-06-10",
            "30 140 70 0 1 0 0 0 2026-03-10 | 0 2 EMERGENCY_REFERRAL 2026-03-24",
            "30 120 90 - 1 - - - 2026-03-10 | 0 2 EMERGENCY_REFERRAL 2026-03-24",
        ],
    ),
    (
        "diabetes",
        _DM,
        [
            "6.999 120 80 70 36.5 0 0 0 0 2026-03-10 | 1 1 CONTINUE 2026-06-10",
            "7 120 80 70 36.5 0 0 0 0 2026-03-10 | 0 2 ADJUST 2026-03-24",
            "7.0 120 80 70 36.5 0 0 0 3 2026-03-10 | 0 2 REFERRAL 2026-03-24",
            "3.9 120 80 70 36.5 0 0 0 0 2026-03-10 | 1 2 EMERGENCY_REFERRAL 2026-03-24",
            "3.91 120 80 70 36.5 0 0 0 0 2026-03-10 | 1 1 CONTINUE 2026-06-10",
            "16.69 120 80 70 36.5 0 0 0 0 2026-03-10 | 0 2 ADJUST 2026-03-24",
            "16.7 120 80 70 36.5 0 0 0 0 2026-03-10 | 0 2 EMERGENCY_REFERRAL 2026-03-24",
            "6.0 120 80 100 39.0 0 0 0 0 2026-03-10 | 1 1 CONTINUE 2026-06-10",
            "6.0 120 80 101 36.5 0 0 0 0 2026-03-10 | 1 2 EMERGENCY_REFERRAL 2026-03-24",
            "6.0 120 80 70 39.01 0 0 0 0 2026-03-10 | 1 2 EMERGENCY_REFERRAL 2026-03-24",
            "6.0 179 109 70 36.5 0 0 0 0 2026-03-10 | 1 1 CONTINUE 2026-06-10",
            "6.0 180 80 70 36.5 0 0 0 2 2026-03-10 | 1 2 EMERGENCY_REFERRAL 2026-03-24",
            "6.0 - - - - - 1 - - 2026-03-10 | 1 3 ADJUST 2026-03-24",
        ],
    ),
    (
        "htn_screening",
        _HSC,
        [
            "34 1 200 120 30 100 1 1 1 | NOT_TARGET -",
            "35 1 129 84 23.9 89 0 0 0 | ROUTINE -",
            "35 2 129 84 23.94 84.9 0 0 0 | ROUTINE -",
            "35 2 129 84 23.95 80 0 0 0 | HIGH_RISK WEIGHT",
            "35 2 120 70 22.0 85 0 0 0 | HIGH_RISK WEIGHT",
            "35 1 120 70 22.0 85 0 0 0 | ROUTINE -",
            "35 1 139 89 22.0 80 0 0 0 | HIGH_RISK HIGH_NORMAL",
            "54 1 140 85 22.0 80 0 0 1 | RECHECK ALCOHOL",
            "55 1 120 90 22.0 80 0 1 0 | RECHECK SALT+AGE55",
            "40 - - - - - 1 - - | HIGH_RISK FAMILY",
        ],
    ),
    (
        "mental_disorder",
        _PSY,
        [
            "0 1 1 2 1 1 2026-11-30 | 3 CONTINUE 2027-02-28",
            "0 1 1 3 0 0 2026-11-30 | 2 ADJUST 2026-12-14",
            "0 1 1 9 - - 2026-11-30 | 3 CONTINUE 2027-02-28",
            "3 1 1 1 0 0 2026-11-30 | 1 EMERGENCY_REFERRAL 2026-12-14",
            "2 2 2 3 1 1 2026-11-30 | 2 ADJUST 2026-12-14",
            "0 1 1 1 0 2 2026-11-30 | 1 EMERGENCY_REFERRAL 2026-12-14",
        ],
    ),
    (
        "tuberculosis",
        _TB,
        [
            "2028-02-27T23:59 2028-03-01T23:59 7 6 7 INTENSIVE | 1 85.71 0 1 10",
            "2028-02-27T23:59 2028-03-02T00:00 10 9 6 CONTINUATION | 0 90.00 1 0 30",
            "2026-03-01T09:00 - 0 0 0 CONTINUATION | 0 - 0 0 30",
            "2026-03-01T00:30 2026-03-03T16:30Z 100000 89999 - CONTINUATION | 1 90.00 0 0 30",
        ],
    ),
    (
        "child_visits",
        _CHILD,
        [
            "2024-02-29 2025-02-28 - M12 | 2025-02-28 DUE",
            "2024-02-29 2025-03-28 - M12 | 2025-02-28 OVERDUE",
            "2024-02-29 2025-08-28 - M12 | 2025-02-28 OVERDUE",
            "2024-02-29 2025-08-29 - M12 | 2025-02-28 MISSED",
            "2024-02-29 2031-02-27 - Y6 | 2030-02-28 OVERDUE",
            "2024-02-29 2031-02-28 - Y6 | 2030-02-28 MISSED",
            "2024-02-29 2031-02-28 Y6 Y6 | 2030-02-28 DONE",
            "2024-01-01 2024-01-07 - NB | 2024-01-01 DUE",
            "2024-01-01 2024-01-08 - NB | 2024-01-01 OVERDUE",
            "2024-01-01 2024-01-29 - NB | 2024-01-01 MISSED",
            "2024-01-01 2023-12-31 - NB | 2024-01-01 FUTURE",
        ],
    ),
    (
        "maternal_visits",
        "lmp visit_date",
        [
            "2026-01-01 2026-01-01 | 0 0 2026-10-08 EARLY 1",
            "2026-01-01 2026-04-01 | 12 6 2026-10-08 EARLY 1",
            "2026-01-01 2026-04-02 | 13 0 2026-10-08 EXTRA 0",
            "2026-01-01 2026-04-23 | 16 0 2026-10-08 MID1 0",
            "2026-01-01 2026-05-28 | 21 0 2026-10-08 MID2 0",
            "2026-01-01 2026-06-25 | 25 0 2026-10-08 EXTRA 0",
            "2026-01-01 2026-07-16 | 28 0 2026-10-08 LATE1 0",
            "2026-01-01 2026-10-14 | 40 6 2026-10-08 LATE2 0",
            "2026-01-01 2026-10-15 | 41 0 2026-10-08 EXTRA 0",
            "2026-01-01 2026-11-05 | 44 0 2026-10-08 EXTRA 0",
        ],
    ),
    (
        "age",
        "birth_date on",
        [
            "1960-02-29 2025-02-27 | 64 779 0",
            "1960-02-29 2025-02-28 | 65 780 1",
            "2026-01-31 2026-02-28 | 0 1 0",
            "2026-01-31 2026-01-31 | 0 0 0",
        ],
    ),
    ("bmi", "height_cm weight_kg", ["100 18.45 | 18.5 NORMAL", "100 27.949 | 27.9 OVERWEIGHT", "100 27.95 | 28.0 OBESE"]),
    (
        "infectious_deadline",
        "disease diagnosed_at reported_at",
        [
            "CHOLERA 2026-12-31T22:30 2027-01-01T00:30 | 2 2027-01-01T00:30 1",
            "CHOLERA 2026-12-31T22:30 2027-01-01T00:31 | 2 2027-01-01T00:30 0",
            "CHOLERA 2026-12-31T22:30:59 2027-01-01T00:30:01 | 2 2027-01-01T00:30 0",
            "COVID19_OLD 2023-01-07T23:59 - | 2 2023-01-08T01:59 -",
            # 16:01 UTC of the day before is the first minute of the list's day in Beijing.
            "MPOX 2023-09-19T16:01Z 2023-09-21T00:01+08:00 | 24 2023-09-21T00:01 1",
        ],
    ),
    (
        "tcm_items",
        "item value",
        [
            "9 23.94 | 1", "9 23.95 | 2", "9 27.9 | 4", "9 28 | 5",
            "28 79.4 | 1", "28 79.5 | 2", "28 85.5 | 3", "28 105 | 4", "28 105.5 | 5",
            "14 0 | 1", "14 2 | 2", "14 5 | 3", "14 7 | 4", "14 12 | 5",
            "17 0 | 1", "17 2 | 2", "17 3 | 3", "17 99 | 4", "17 EVERY | 5",
        ],
    ),
    (
        "total_package",
        _PACKAGE,
        [
            "100 99.99 0.5 0 0 0 | SURPLUS 0.01 0.01 0.00 0.00 0.00 99.99",
            "100 0 0.98765 0 1 1 | SURPLUS 100.00 98.77 1.23 0.00 0.00 0.00",
            "100.00 0.00 0.33333 0 1 1 | SURPLUS 100.00 33.33 66.67 0.00 0.00 0.00",
                "100 100.05 1 1 0.5 0.1 | DEFICIT -0.05 0.00 0.00 0.03 0.02 100.03",
            # Budget times ratio is half a fen, and is not rounded before the fund's part is.
            "0.10 0.20 1 1 1 0.05 | DEFICIT -0.10 0.00 0.00 0.01 0.09 0.11",
            "0.10 0.20 1 1 1 0.04 | DEFICIT -0.10 0.00 0.00 0.00 0.10 0.10",
        ],
    ),
    (
        "pool_split",
        "pool members",
        [
            "0.01 1*1;1*1 | 0.01;0.00",
            "10 1*0;2*0 | 0.00;0.00",
            "1.00 1*0.333;1*0.333;1*0.334 | 0.33;0.33;0.34",
            "0.05 1*1;2*1;2*1 | 0.01;0.02;0.02",
        ],
    ),
    (
        "contract_validity",
        "signed_on term_years as_of",
        [
            "2024-02-29 4 2028-02-28 | 2028-02-28 RENEWABLE",
            "2025-01-01 1 2025-12-01 | 2025-12-31 ACTIVE",
            "2025-01-01 1 2025-12-02 | 2025-12-31 RENEWABLE",
            "2025-01-01 1 2026-01-01 | 2025-12-31 EXPIRED",
            "2025-01-01 1 2024-12-31 | 2025-12-31 NOT_STARTED",
        ],
    ),
    (
        "contract_targets",
        "year residents contracted contracted_in_outpatient_pool",
        [
            "2016 0 0 0 | - 30 - 0.00",
            "2017 20000 6999 1 | 35.00 35 0 5.00",
            "2018 1000 400 0 | 40.00 40 1 0.00",
            "2030 1000 400 7 | 40.00 - - 35.00",
        ],
    ),
    (
        "indicators",
        "indicator numerator denominator",
        ["any 0 7 | 0.00", "any 1 8 | 12.50", "any 1 0 | -", "any 2 3 | 66.67"],
    ),
    (
        "ten_day_period",
        "date",
        ["2028-02-29 | 202802-3 2028-02-21 2028-02-29", "2026-12-20 | 202612-2 2026-12-11 2026-12-20"],
    ),
    (
        "moving_percentile",
        "baseline current p",
        ["- 9 0.8 | - 0", "3 3 0.8 | 3.0000 0", "3 4 - | 3.0000 1", "5~1 2 0.5 | 3.0000 0"],
    ),
    (
        "cusum",
        "counts mu sigma k h",
        ["4~4 0 1 0 4 | 4.0000~8.0000 1", "5~5 0 1 0 4 | 5.0000~5.0000 0~1", "0 9 1 - - | 0.0000 -"],
    ),
    (
        "ears",
        "counts",
        [
            "1~1~1~1~1~1~1 | - - - 0 0 0",
            "1~1~1~1~1~1~1~2 | 2.0000 - - 0 0 0",
            "1~1~1~1~1~1~1~1~1~3 | 4.0000 4.0000 - 1 1 0",
            "0~0~0~0~0~0~0~0~0~1~1~1 | 1.4286 2.0000 3.0000 0 0 1",
        ],
    ),
    (
        "referral_states",
        "state event actor",
        [
            "approved decline RECEIVER | 1 rejected",
            "accepted cancel SENDER | 1 cancelled",
            "admitted cancel SENDER | 0 admitted",
            "accepted expire SYSTEM | 0 accepted",
            "closed reopen NOBODY | 0 closed",
        ],
    ),
    ("elderly_selfcare", "eat wash dress toilet move", ["1 1 1 1 1 | 0 1", "4 4 4 4 4 | 37 4"]),
    (
        "id_numbers",
        "input as_of",
        [
            "130503670401001 2026-01-01 | 1 130503196704010016 1967-04-01 1 RESIDENT15 -",
            "３５０８８１１９０１０２０３００１９ 2026-01-01 | 1 350881190102030019 1901-02-03 1 RESIDENT -",
            "350881190102030019 1901-02-03 | 1 350881190102030019 1901-02-03 1 RESIDENT -",
            "350881190102030019 1901-02-02 | 0 - - - - date",
            "٣٥٠٨٨١١٩٠١٠٢٠٣٠٠١٩ 2026-01-01 | 0 - - - - format",
            "810001197001010000 2026-01-01 | 0 - - - - area",
        ],
    ),
]  # fmt: skip


def _cells(text: str) -> list[str]:
    return ["" if cell == "-" else cell.replace("~", " ") for cell in text.split()]


@pytest.mark.parametrize(("rule", "inputs", "lines"), TABLES, ids=[table[0] for table in TABLES])
def test_the_edges_of_a_rule(rule: str, inputs: str, lines: list[str], tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    split = [[_cells(part) for part in line.split("|")] for line in lines]
    with cases.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["case_id", *inputs.split()],
                *([line, *given] for line, (given, _) in zip(lines, split, strict=True)),
            ]
        )
    assert run(rule, "--cases", str(cases), "--out", str(out)) == 0
    with out.open(encoding="utf-8", newline="") as file:
        answered = list(csv.reader(file))[1:]
    assert answered == [[line, *wanted] for line, (_, wanted) in zip(lines, split, strict=True)]


_SOUND = {
    "hypertension": (_HTN, "64 139 89 0 0 0 0 0 2026-11-30"),
    "diabetes": (_DM, "6.0 120 80 70 36.5 0 0 0 0 2026-03-10"),
    "htn_screening": (_HSC, "35 1 129 84 23.9 89 0 0 0"),
    "tuberculosis": (_TB, "2026-03-01T09:00 2026-03-01T10:00 7 6 7 INTENSIVE"),
    "tcm_items": ("item value", "14 3"),
    "child_visits": (_CHILD, "2024-02-29 2025-02-28 NB M12"),
    "total_package": (_PACKAGE, "100 99 0.5 0 0 0"),
    "pool_split": ("pool members", "1 1*1"),
    "contract_validity": ("signed_on term_years as_of", "2025-01-01 1 2025-12-02"),
    "infectious_deadline": ("disease diagnosed_at reported_at", "CHOLERA 2026-12-31T22:30 -"),
    "cusum": ("counts mu sigma k h", "1 0 1 0 4"),
    "moving_percentile": ("baseline current p", "1 1 0.5"),
    "ten_day_period": ("date", "2026-01-01"),
}


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        ("hypertension", "sbp", ""), ("hypertension", "sbp", "-120"), ("hypertension", "sbp", "1_20"),
        ("hypertension", "sbp", "１２０"), ("hypertension", "sbp", "139.5"), ("hypertension", "sbp", "9" * 5000),
        ("hypertension", "dbp", "0"), ("hypertension", "prev_class", "5"), ("hypertension", "complication", "yes"),
        ("hypertension", "visit_date", "2026-02-29"), ("hypertension", "visit_date", "20260228"),
        ("hypertension", "visit_date", "9999-12-31"), ("hypertension", "visit_date", ""),
        ("diabetes", "fpg", "NaN"), ("diabetes", "fpg", "1e2"), ("diabetes", "fpg", "-7"), ("diabetes", "fpg", ""),
        ("htn_screening", "sex", "男"), ("htn_screening", "waist", "-1"),
        ("tuberculosis", "missed_days", "-1"), ("tuberculosis", "phase", ""), ("tuberculosis", "notified_at", "2026-03-01"),
        ("tcm_items", "value", "2.5"), ("tcm_items", "value", "every"), ("tcm_items", "item", "15"),
        ("child_visits", "done", "NB XX"), ("child_visits", "visit", "M13"),
        ("total_package", "appraisal_coefficient", "1.01"), ("total_package", "budget", "0.001"),
        ("pool_split", "members", "1*-1"), ("pool_split", "members", "1*1;"), ("pool_split", "pool", "-1"),
        ("contract_validity", "term_years", "0"), ("contract_validity", "term_years", "99999"),
        ("infectious_deadline", "diagnosed_at", "0001-01-01T00:00+14:00"),
        ("infectious_deadline", "diagnosed_at", "2026-12-31"),
        ("cusum", "sigma", "0"), ("cusum", "counts", "1 -1"), ("moving_percentile", "p", "1.01"),
        ("ten_day_period", "date", "2026-W01-1"),
    ],
)  # fmt: skip
def test_what_no_rule_can_read_is_never_guessed(
    rule: str, name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, sound = _SOUND[rule]
    row = {"case_id": "C1"} | dict(zip(inputs.split(), _cells(sound), strict=True))
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    with cases.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [list(row), list((row | {"case_id": "C2", name: text}).values()), list(row.values())]
        )
    assert run(rule, "--cases", str(cases), "--out", str(out)) == 2
    with out.open(encoding="utf-8", newline="") as file:
        (_, *unread), (_, *read) = list(csv.reader(file))[1:]
    assert set(unread) == {""} and any(read)
    assert "C2: " in capsys.readouterr().err
