"""What is examined, and how a value is judged."""

import doctest
from decimal import Decimal

import pytest

from clinic_app.domain.catalogs import services
from clinic_app.domain.examinations import items
from clinic_app.domain.examinations.errors import ImplausibleResult, NotAnExamination
from clinic_app.domain.examinations.items import judge, lab_items
from clinic_app.domain.examinations.kinds import CATEGORIES, items_of, kind_of, phrases, slips_of

BY_CODE = {one.code: one for one in services()}


@pytest.mark.parametrize(
    ("item", "text", "sex", "age", "flag"),
    [
        pytest.param("hgb", "120", "1", 50, "L", id="a man's haemoglobin"),
        pytest.param("hgb", "120", "2", 50, "", id="the same of a woman"),
        pytest.param("hgb", "112", "2", 3, "", id="the same of a small child is another range"),
        pytest.param("hgb", "60", "2", 50, "LL", id="at the critical limit"),
        pytest.param("hgb", "61", "2", 50, "L", id="just above it"),
        pytest.param("k", "6.2", "1", 50, "HH", id="potassium at its upper critical limit"),
        pytest.param("k", "5.3", "1", 50, "", id="at the upper limit is inside"),
        pytest.param("k", "5.31", "1", 50, "H", id="above it is not"),
        pytest.param("crea", "105", "1", 59, "H", id="creatinine at 59"),
        pytest.param("crea", "105", "1", 60, "", id="a year later"),
        pytest.param("crp", "<0.5", "1", 50, "", id="below what the method sees"),
        pytest.param("crp", ">200", "1", 50, "H", id="above what the method sees"),
        pytest.param("wbc", "8.1", "", None, "", id="nobody knows sex and age"),
        pytest.param("hgb", "140", "", None, "", id="sex unknown where the sexes differ"),
        pytest.param("u_pro", "2+", "1", 50, "A", id="words beyond the normal ones"),
        pytest.param("u_pro", "阴性", "1", 50, "", id="normal words"),
        pytest.param("hbsab", "阳性", "1", 50, "", id="an antibody after vaccination is no fault"),
    ],
)
def test_a_value_is_flagged_by_the_range_of_the_person(item, text, sex, age, flag):
    assert judge(lab_items()[item], text, sex, age).flag == flag


@pytest.mark.parametrize("text", ["45", "0.2", "abc", "", "NaN", "3,9"])
def test_what_cannot_be_is_refused(text):
    with pytest.raises(ImplausibleResult):
        judge(lab_items()["k"], text, "1", 50)


def test_the_table_is_wide_and_each_line_holds_together():
    found = lab_items()
    assert len(found) >= 120
    for item in found.values():
        assert item.name, item.key
        if item.decimals is None:
            assert item.normal, item.key
            continue
        assert item.plausible_low is not None and item.plausible_high is not None, item.key
        assert item.plausible_low < item.plausible_high, item.key
        for band in item.bands:
            if band.low:
                low = Decimal(band.low)
                assert item.plausible_low <= low or low == 0, item.key
                assert item.critical_low is None or item.critical_low < low, item.key
            if band.high:
                high = Decimal(band.high)
                assert high <= item.plausible_high, item.key
                assert item.critical_high is None or item.critical_high > high, item.key
            if band.low and band.high:
                assert Decimal(band.low) <= Decimal(band.high), item.key


def test_the_ranges_of_an_item_leave_no_adult_out_and_do_not_overlap():
    for item in lab_items().values():
        for sex in ("1", "2"):
            for age in (0, 1, 5, 6, 17, 18, 49, 50, 59, 60, 79, 95):
                fits = [band for band in item.bands if band.holds(sex, age)]
                assert len(fits) <= 1, (item.key, sex, age)
                assert fits or item.key == "psa", (item.key, sex, age)


def test_every_panel_names_known_items_and_a_charge_item_that_exists():
    told = items_of([one.code for one in services()])
    assert told and not set(told) - set(lab_items())


def test_charge_items_go_onto_slips_by_specimen_and_imaging_alone():
    blood, urine, sugar = BY_CODE["ZL0002"], BY_CODE["ZL2002"], BY_CODE["ZL2005"]
    xray, ultrasound, ecg = BY_CODE["ZL3011"], BY_CODE["ZL3004"], BY_CODE["ZL3001"]
    slips = slips_of([blood, urine, sugar, xray, ultrasound, ecg])
    assert [(one.category, len(one.services)) for one in slips] == [
        ("lab", 2),
        ("lab", 1),
        ("imaging", 1),
        ("imaging", 1),
        ("ecg", 1),
    ]
    assert slips[0].services == (blood, sugar)


def test_an_injection_is_no_examination():
    assert kind_of(BY_CODE["ZL4002"]) is None
    assert kind_of(BY_CODE["ZL2040"]) is None  # taking blood is charged, never reported
    with pytest.raises(NotAnExamination):
        slips_of([BY_CODE["ZL4002"]])


def test_each_category_without_numbers_has_phrases():
    assert set(phrases()) == set(CATEGORIES)
    assert all(phrases()[category] for category in ("ecg", "imaging", "other"))
    assert any(one.critical for one in phrases()["ecg"])


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(items).failed == 0
