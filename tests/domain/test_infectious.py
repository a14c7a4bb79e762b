"""传染病: which diagnoses have to be reported on which day."""

from datetime import date, timedelta

import pytest

from clinic_app.domain.catalogs import starter
from clinic_app.domain.codes import rows
from clinic_app.domain.infectious import diseases, is_same_case, notifiable

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("icd", "ids"),
    [
        ("B18.1", ["HEP_B"]),
        ("B16.903", ["HEP_B"]),
        ("B19.9", ["HEP_U"]),
        ("A16.2", ["TB_PULM"]),
        ("A17.0", []),
        ("B08.4", ["HFMD"]),
        ("B50.9", ["MALARIA"]),
        ("B54", ["MALARIA"]),
        ("B55.0", ["KALA_AZAR"]),
        ("I10", []),
        ("", []),
    ],
)
def test_a_diagnosis_means_the_most_particular_disease(icd, ids):
    assert [one.id for one in notifiable(icd, TODAY)] == ids


def test_the_list_is_that_of_the_day():
    assert [one.id for one in notifiable("U07.1", date(2022, 6, 1))] == ["COVID19_OLD"]
    assert [one.id for one in notifiable("U07.1", date(2023, 1, 8))] == ["COVID19"]
    assert [one.report_hours for one in notifiable("U07.1", date(2022, 6, 1))] == [2]
    assert notifiable("B04", date(2023, 9, 19)) == ()
    assert [one.id for one in notifiable("B04", date(2023, 9, 20))] == ["MPOX"]


def test_every_part_names_a_whole_and_every_span_runs_upwards():
    ids = {one.id for one in diseases()}
    for one in diseases():
        assert not one.part_of or one.part_of in ids
        assert all(first[0] == last[0] and first <= last for first, last in one.spans)


def test_the_starter_catalogue_has_notifiable_diagnoses():
    found = {one.id for line in starter("diagnoses") for one in notifiable(line.code, TODAY)}
    assert {"HFMD", "TB_PULM", "HEP_B", "MUMPS"} <= found


@pytest.mark.parametrize(
    ("disease", "course", "days", "same"),
    [
        ("HFMD", "", 30, True),
        ("HFMD", "", 31, False),
        ("DYSENTERY", "", 14, True),
        ("DYSENTERY", "", 15, False),
        ("HEP_B", "2", 9000, True),
        ("SCHISTO", "1", 31, False),
        ("SCHISTO", "2", 9000, True),
        ("TB_PULM", "", 365, True),
        ("TB_PULM", "", 366, False),
    ],
)
def test_how_long_one_case_lasts(disease, course, days, same):
    assert is_same_case(disease, course, TODAY, TODAY + timedelta(days=days)) is same


def test_every_line_of_the_cases_is_of_the_list():
    ids = {one.id for one in diseases()}
    assert {row["disease"] for row in rows("public_health", "infectious_cases.csv")} - {""} <= ids
