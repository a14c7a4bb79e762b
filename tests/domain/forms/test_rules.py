"""Computed and proposed fields: each rule with the answers it needs, and silent without them."""

from datetime import date

import pytest

from clinic_app.domain.forms import Context, compute, form, forms
from clinic_app.domain.forms.rules import RULES

DAY = date(2026, 11, 22)
WOMAN = Context(DAY, "2", date(1995, 5, 1))
OLD = Context(DAY, "1", date(1950, 1, 1))
CHILD = Context(DAY, "1", date(2026, 5, 22))  # six months


@pytest.mark.parametrize(
    ("key", "context", "given", "filled"),
    [
        pytest.param("health_check", OLD, {"height": "165", "weight": "60"}, {"bmi": "22"}, id="BMI"),
        pytest.param("child_check_3_6y", CHILD, {"length": "100", "weight": "16"}, {"bmi_age": "16"}, id="child's BMI"),
        pytest.param("referral_up", OLD, {}, {"age": 76, "date": "2026-11-22"}, id="age and day"),
        pytest.param(
            "antenatal_first",
            WOMAN,
            {"lmp": "2026-09-01"},
            {"gest_weeks": "11+5", "edd": "2027-06-08", "next_visit_date": "2026-12-22", "age": 31},
            id="pregnancy",
        ),
        pytest.param("postpartum_visit", WOMAN, {"birth_date": "2026-11-10"}, {"next_visit_date": "2026-12-22"}, id="42"),
        pytest.param(
            "postpartum_visit", WOMAN, {"birth_date": "2026-11-10", "class": "2"}, {"next_visit_date": "2026-12-06"},
            id="referred after a birth",
        ),
        pytest.param(
            "antenatal_2_5", WOMAN, {"lmp": "2026-02-24"}, {"gest_weeks": "38+5", "next_visit_date": "2026-12-01"},
            id="the due date after the last contact",
        ),
        pytest.param("antenatal_first", WOMAN, {"lmp": "2026-08-30"}, {"gest_weeks": "12+0"}, id="84 days"),
        pytest.param("antenatal_first", WOMAN, {"lmp": "2026-08-24"}, {"gest_weeks": "12+6"}, id="90 days"),
        pytest.param("antenatal_first", WOMAN, {"lmp": "2026-08-23"}, {"gest_weeks": "13+0"}, id="91 days"),
        pytest.param("antenatal_first", WOMAN, {"lmp": "2026-11-22"}, {"gest_weeks": "0+0"}, id="the first day"),
        pytest.param(
            "antenatal_first", WOMAN, {"lmp": "2026-01-18"}, {"gest_weeks": "44+0", "edd": "2026-10-25"}, id="44 weeks"
        ),
        pytest.param("health_check", OLD, {"height": "160", "weight": "47.23"}, {"bmi": "18.4"}, id="BMI below 18.45"),
        pytest.param("health_check", OLD, {"height": "160", "weight": "47.24"}, {"bmi": "18.5"}, id="BMI rounds up"),
        pytest.param("health_check", OLD, {"height": "160", "weight": "61.31"}, {"bmi": "23.9"}, id="not overweight"),
        pytest.param("health_check", OLD, {"height": "160", "weight": "61.32"}, {"bmi": "24"}, id="overweight"),
        pytest.param("child_check_1_8m", CHILD, {"visit": "M6"}, {"next_visit_date": "2027-01-22"}, id="8 months"),
        pytest.param("tcm_child", CHILD, {"visit": "M6"}, {"next_visit_date": "2027-05-22"}, id="TCM at 12 months"),
        pytest.param("htn_followup", OLD, {"sbp": 149, "dbp": 89}, {"class": "1"}, id="65 and over below 150"),
        pytest.param("htn_followup", OLD, {"sbp": 149, "dbp": 90}, {"class": "2"}, id="diastolic too high"),
        pytest.param("htn_followup", OLD, {"sbp": 130, "dbp": 80, "adverse": True}, {"class": "3"}, id="reaction"),
        pytest.param("htn_followup", OLD, {"class": "1"}, {"next_visit_date": "2027-02-22"}, id="three months"),
        pytest.param("dm_followup", OLD, {"fpg": "7", "class": ""}, {"class": "2"}, id="glucose at 7.0"),
        pytest.param("dm_followup", OLD, {"fpg": "6.9"}, {"class": "1", "next_visit_date": "2027-02-22"}, id="below"),
        pytest.param("dm_followup", OLD, {"fpg": "3.9"}, {"class": "2", "next_visit_date": "2026-12-06"}, id="too low"),
        pytest.param(
            "psych_followup",
            OLD,
            {
                "risk": "0", "symptoms": [], "insight": "1", "adverse": "1", "soc_self": "1", "soc_house": "1",
                "soc_work": "9", "soc_learn": "9", "soc_people": "1",
            },
            {"class": "3", "next_visit_date": "2027-02-22"},
            id="stable",
        ),
        pytest.param("tb_first", OLD, {}, {"next_visit_date": "2026-12-02"}, id="intensive"),
        pytest.param("tb_followup", OLD, {"month": 3}, {"next_visit_date": "2026-12-22"}, id="continuation"),
        pytest.param("tb_followup", OLD, {"doses_due": 180, "doses_taken": 170}, {"adherence": "94.44"}, id="adherence"),
        pytest.param(
            "tb_followup", OLD, {"month": 3, "adverse": True}, {"next_visit_date": "2026-12-06"}, id="reaction"
        ),
        pytest.param("tb_followup", OLD, {"month": 2, "adverse": True}, {"next_visit_date": "2026-12-02"}, id="sooner"),
        pytest.param("tb_followup", OLD, {"doses_due": 1, "doses_taken": 0}, {"adherence": "0"}, id="none taken"),
        pytest.param(
            "elderly_selfcare", OLD, dict.fromkeys(("eat", "wash", "dress", "toilet", "move"), 4),
            {"total": 37, "grade": "4"},
            id="self-care: all lost",
        ),
        pytest.param(
            "elderly_selfcare", OLD, dict.fromkeys(("eat", "wash", "dress", "toilet", "move"), 1),
            {"total": 0, "grade": "1"},
            id="self-care: all kept",
        ),
        pytest.param(
            "elderly_selfcare",
            OLD,
            {"eat": 1, "wash": 2, "dress": 3, "toilet": 2, "move": 2},
            {"total": 6, "grade": "2"},
            id="self-care",
        ),
        pytest.param(
            "contract",
            OLD,
            {"fee_insurance": "70", "fee_public": "20.5", "fee_person": "9.5"}, {"fee_total": "100"},
            id="fee",
        ),
        pytest.param(
            "contract", OLD, {"signed_on": "2026-11-22", "term_years": 1}, {"valid_to": "2027-11-21"}, id="a year's contract"
        ),
    ],
)  # fmt: skip
def test_each_rule_fills_its_field(key, context, given, filled):
    answered = {name: value for name, value in given.items() if value != ""}
    values = compute(form(key), answered, context)
    assert {name: values[name] for name in filled} == filled


def test_a_rule_without_its_answers_leaves_the_field_alone():
    nothing = Context(DAY)
    for one in forms().values():
        filled = {key for key in compute(one, {}, nothing) if one.fields[key].proposed != "day"}
        assert filled <= {"next_visit_date"} and (not filled or one.key in ("tb_first", "tb_followup"))


def test_a_last_period_that_cannot_be_is_no_pregnancy():
    for last_period in ("2026-01-17", "2026-11-23"):  # 44 weeks and a day; tomorrow
        assert "gest_weeks" not in compute(form("antenatal_first"), {"lmp": last_period}, WOMAN)


def test_a_constitution_needs_every_answer():
    answers = [{"score": 3}] * 33
    whole = compute(form("tcm_elderly"), {"answers": answers}, OLD)
    assert [row["score"] for row in whole["scores"]] == [12] * 8 + [15]
    assert "scores" not in compute(form("tcm_elderly"), {"answers": answers[:-1]}, OLD)


def test_wrong_answers_stop_no_other_rule():
    values = compute(form("htn_followup"), {"sbp": "high", "dbp": [], "weight": "x", "height": "0"}, OLD)
    assert "class" not in values and "bmi" not in values
    assert values["date"] == "2026-11-22"


def test_every_rule_is_used():
    named = {field.computed or field.proposed for one in forms().values() for field in one.fields.values()}
    assert named - {""} == set(RULES)
