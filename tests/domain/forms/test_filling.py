"""What a filling must be: valid ones pass whole, and every broken field is named."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.forms import (
    Context,
    Problem,
    asked,
    completeness,
    compute,
    critical,
    form,
    forms,
    missing,
    only_asked,
    problems,
    proposals,
    read,
    sentence,
)
from clinic_app.domain.identifiers import mod_11_2
from tests.forms import DAY, filled, somebody

KEYS = sorted(forms())
A_FORM = st.sampled_from(KEYS)
A_SEED = st.integers(0, 10**6)
FEW = settings(max_examples=60, deadline=None)
# Whatever JSON can hold.
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def found(key: str, values: dict[str, Any], who: Context | None = None) -> dict[str, str]:
    """Code by field of what is wrong."""
    one = form(key)
    context = who or somebody(one)
    return {problem.field: problem.code for problem in problems(one, read(one, values, context), context)}


@FEW
@given(A_FORM, A_SEED)
def test_a_valid_filling_has_no_problem_and_is_complete(key, seed):
    one, who = form(key), somebody(form(key), seed)
    values = filled(one, seed=seed)
    assert problems(one, values, who) == ()
    assert missing(one, values, who) == ()
    done, required = completeness(one, values, who)
    assert done == required > 0


@FEW
@given(A_FORM, A_SEED, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(key, seed, random):
    one, who = form(key), somebody(form(key), seed)
    values = filled(one, seed=seed) | {"sbp": "high", "nothing": 1}
    shuffled = dict(random.sample(sorted(values.items(), key=str), len(values)))
    assert list(read(one, shuffled, who).items()) == list(read(one, values, who).items())
    assert problems(one, read(one, shuffled, who), who) == problems(one, read(one, values, who), who)


@FEW
@given(A_FORM, st.data())
def test_reading_twice_is_reading_once(key, data):
    one, who = form(key), somebody(form(key))
    raw = data.draw(st.dictionaries(st.sampled_from([*one.fields, "else"]), JSON, max_size=6))
    once = read(one, raw, who)
    again = read(one, once, who)
    assert str(again) == str(once)  # by writing: a NaN is not itself
    problems(one, once, who)  # whatever comes, nothing falls over
    compute(one, once, who)


@FEW
@given(A_FORM, A_SEED, st.data())
def test_a_broken_field_is_named(key, seed, data):
    one, who = form(key), somebody(form(key), seed)
    values = filled(one, seed=seed)
    broken = data.draw(st.sampled_from(sorted(values)))
    wrong = problems(one, read(one, values | {broken: {"of": "no kind"}}, who), who)
    assert broken in {problem.field for problem in wrong}


HOSTILE = [
    True,
    -1,
    10**40,
    1e400,
    "NaN",
    "sNaN",
    "1e999999",
    "٣",
    [],
    {},
    [{}],
    [None],
    ["1", []],
    {"a": 1},
    "\0",
]


@FEW
@given(A_FORM, A_SEED, st.data())
def test_whatever_stands_in_a_field_nothing_falls_over(key, seed, data):
    one, who = form(key), somebody(form(key), seed)
    place = data.draw(st.sampled_from(sorted(one.fields)))
    raw = filled(one, seed=seed) | {place: data.draw(st.sampled_from(HOSTILE) | JSON)}
    values = read(one, raw, who)
    assert str(read(one, values, who)) == str(values)
    for context in (who, Context(DAY)):
        for problem in problems(one, values, context):
            assert sentence(one, problem)
    assert set(only_asked(one, compute(one, values, who), who)) <= set(one.fields)
    assert set(critical(one, values)) <= set(one.fields)


def test_a_number_of_forty_digits_is_no_number_of_a_form():
    assert found("htn_followup", HTN | {"sbp": 10**40}, MAN) == {"sbp": "forms.kind"}


@FEW
@given(A_FORM, A_SEED, st.data())
def test_an_empty_required_field_is_named(key, seed, data):
    one, who = form(key), somebody(form(key), seed)
    values = filled(one, seed=seed)
    required = [field.key for field in one.fields.values() if field.required is True and not field.computed]
    gone = data.draw(st.sampled_from([one_key for one_key in required if one_key in values]))
    rest = {name: value for name, value in values.items() if name != gone}
    assert Problem(gone, "forms.required") in [Problem(p.field, p.code) for p in problems(one, rest, who)]


@FEW
@given(A_FORM, st.data())
def test_every_problem_has_its_sentences_with_the_name_of_the_field(key, data):
    one, who = form(key), somebody(form(key))
    raw = data.draw(st.dictionaries(st.sampled_from([*one.fields, "else"]), JSON, max_size=6))
    for problem in problems(one, read(one, raw, who), who):
        for language in ("zh", "en"):
            said = sentence(one, problem, language)
            assert "{" not in said
            named = None if problem.code == "forms.check" else one.fields.get(problem.field)
            assert named is None or said.startswith(named.name_en if language == "en" else named.name_zh)


HTN = {
    "record_no": "35088110010100001",
    "name": "林木生",
    "date": "2026-11-22",
    "mode": "1",
    "symptoms": ["1"],
    "sbp": 150,
    "dbp": 95,
    "weight": "72.5",
    "height": "170",
    "bmi": "25.1",
    "heart_rate": 78,
    "smoke_daily": 0,
    "drink_daily": 0,
    "exercise_times": 3,
    "exercise_minutes": 30,
    "salt": "2",
    "psych": "1",
    "obey": "1",
    "compliance": "1",
    "adverse": False,
    "class": "2",
    "next_visit_date": "2026-12-06",
    "doctor": "D001",
}
MAN = Context(DAY, "1", date(1960, 1, 1))


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        pytest.param({"mode": "4"}, "mode", "forms.code", id="no such choice"),
        pytest.param({"symptoms": ["1", "2"]}, "symptoms", "forms.excluded", id="none and something"),
        pytest.param({"symptoms": ["2", "99"]}, "symptoms", "forms.code", id="one wrong among choices"),
        pytest.param({"symptoms": []}, "symptoms", "forms.required", id="no choice"),
        pytest.param({"sbp": 281}, "sbp", "forms.range", id="above the range"),
        pytest.param({"sbp": 95}, "sbp", "forms.check", id="pressures alike"),
        pytest.param({"sbp": "150.5"}, "sbp", "forms.kind", id="no whole number"),
        pytest.param({"sbp": True}, "sbp", "forms.kind", id="yes is no number"),
        pytest.param({"weight": "72.555"}, "weight", "forms.places", id="too many places"),
        pytest.param({"weight": "NaN"}, "weight", "forms.kind", id="not a number"),
        pytest.param({"bmi": "30"}, "bmi", "forms.computed", id="not what is computed"),
        pytest.param({"adverse": "yes"}, "adverse", "forms.kind", id="a word is no yes"),
        pytest.param({"adverse_text": "咳嗽"}, "adverse_text", "forms.not_asked", id="not asked"),
        pytest.param({"date": "2026-02-30"}, "date", "forms.kind", id="no such day"),
        pytest.param({"next_visit_date": "2026-11-22"}, "next_visit_date", "forms.check", id="not later"),
        pytest.param({"refer_org": "县医院心内科"}, "refer_reason", "forms.required", id="referred without a reason"),
        pytest.param({"record_no": "350881"}, "record_no", "forms.format", id="a short record number"),
        pytest.param({"drugs": [{"dose": "5mg"}]}, "drugs[0].name", "forms.required", id="a medicine without a name"),
        pytest.param({"drugs": [{"name": "氨氯地平", "times": 25}]}, "drugs[0].times", "forms.range", id="a row's range"),
        pytest.param({"drugs": ["氨氯地平"]}, "drugs", "forms.kind", id="a row that is none"),
        pytest.param({"colour": "blue"}, "colour", "forms.unknown_field", id="no such field"),
        pytest.param({"doctor": None}, "doctor", "forms.required", id="nobody signed"),
    ],
)  # fmt: skip
def test_each_rule_of_the_paper(change, field, code):
    assert found("htn_followup", HTN, MAN) == {}
    assert found("htn_followup", HTN | change, MAN) == {field: code}


def test_all_problems_come_at_once_in_the_order_of_the_paper():
    wrong = found("htn_followup", HTN | {"mode": "9", "sbp": 20, "doctor": "", "zzz": 1}, MAN)
    assert [*wrong] == ["mode", "sbp", "doctor", "zzz"]


def test_what_is_typed_loosely_is_kept_in_one_writing():
    one = form("htn_followup")
    loose = {
        "sbp": "150",
        "weight": 72.50,
        "mode": 1,
        "symptoms": ["3", 2, "3"],
        "name": " 林木生 ",
        "aux": " ",
    }
    kept = read(one, loose | {"record_no": "350881-100-101-00001"}, MAN)
    assert kept == {
        "record_no": "35088110010100001",
        "name": "林木生",
        "mode": "1",
        "symptoms": ["2", "3"],
        "sbp": 150,
        "weight": "72.5",
    }


def test_a_time_with_a_zone_is_brought_to_beijing():
    one = form("aefi")
    assert read(one, {"onset": "2026-11-22T01:05:09Z"}, MAN) == {"onset": "2026-11-22T09:05"}


def test_computed_fields_follow_and_proposals_wait_for_the_doctor():
    one = form("htn_followup")
    typed = {key: value for key, value in HTN.items() if key not in ("class", "next_visit_date")}
    values = compute(one, typed, MAN)
    assert (values["bmi"], values["class"], values["next_visit_date"]) == ("25.1", "2", "2026-12-06")
    changed = compute(one, values | {"sbp": 135, "dbp": 85, "class": "3"}, MAN)
    assert changed["class"] == "3"  # the doctor's word stays
    assert proposals(one, changed, MAN)["class"] == "1"


def test_women_only_items_are_not_asked_of_men_and_the_prostate_not_of_women():
    one = form("health_check")
    woman, man = Context(DAY, "2", date(1980, 1, 1)), Context(DAY, "1", date(1980, 1, 1))
    keys = {field.key for field in asked(one, {}, man)}
    assert not keys & {"breast", "gyn_uterus", "pap"}
    assert {"breast", "gyn_uterus", "pap"} <= {field.key for field in asked(one, {}, woman)}
    assert found("health_check", {"gyn_uterus": "1"}, man)["gyn_uterus"] == "forms.not_asked"
    assert found("health_check", {"anus": "4"}, woman)["anus"] == "forms.check"
    assert "anus" not in found("health_check", {"anus": "4"}, man)


def test_at_65_the_four_items_of_the_elderly_are_required():
    four = {"elder_health", "elder_selfcare", "elder_cognition", "elder_mood"}
    at = {age: Context(DAY, "1", date(2026 - age, 11, 22)) for age in (64, 65)}
    required = {
        age: {field.key for field in missing(form("health_check"), {}, who)} for age, who in at.items()
    }
    assert not four & required[64]
    assert four <= required[65]


def test_the_foot_pulse_is_required_of_who_carries_diabetes():
    who = Context(DAY, "1", date(1980, 1, 1), frozenset({"dm"}))
    assert found("health_check", {}, who)["dorsalis"] == "forms.required"
    assert "dorsalis" not in found("health_check", {}, MAN)


def test_a_form_for_women_is_refused_for_a_man_and_for_the_elderly_below_65():
    assert found("antenatal_first", {}, MAN)[""] == "forms.not_for"
    assert found("postpartum_visit", {}, Context(DAY, "2", date(2021, 1, 1)))[""] == "forms.not_for"
    assert found("tcm_elderly", {}, Context(DAY, "1", date(1961, 11, 23)))[""] == "forms.not_for"
    assert "" not in found("tcm_elderly", {}, Context(DAY, "1", date(1961, 11, 22)))
    assert "" not in found("antenatal_first", {}, Context(DAY))  # nobody said who it is


def test_a_hidden_answer_takes_the_answers_it_asked_for_with_it():
    one = form("health_check")
    values = {"drink_freq": "1", "drink_stopped": "2", "drink_stop_age": 50}
    assert only_asked(one, values, MAN) == {"drink_freq": "1"}


def test_critical_values_wait_for_a_second_look():
    assert critical(form("htn_followup"), HTN) == ()
    assert critical(form("htn_followup"), HTN | {"sbp": 180, "dbp": 110}) == ("sbp", "dbp")
    assert critical(form("dm_followup"), {"fpg": "3.9", "sbp": 179}) == ("fpg",)
    assert critical(form("dm_followup"), {"fpg": "16.7"}) == ("fpg",)
    assert critical(form("dm_followup"), {"fpg": "16.6"}) == ()
    assert critical(form("health_check"), {"temp": "39.1", "sbp_right": 181}) == ("temp", "sbp_right")
    assert critical(form("copd_followup"), {"spo2": 89}) == ("spo2",)
    assert critical(form("copd_followup"), {"spo2": 90}) == ()
    assert critical(form("antenatal_2_5"), {"fhr": 161}) == ("fhr",)


def test_the_form_is_about_one_person():
    number = "35088119600101001" + mod_11_2("35088119600101001")
    person = {"sex": "2", "birth_date": "1960-01-02", "id_type": "01", "id_no": number}
    wrong = found("person_basic", person, Context(DAY))
    assert (wrong["sex"], wrong["birth_date"]) == ("forms.not_the_number", "forms.not_the_number")
    wrong = found("person_basic", person, MAN)
    assert (wrong["sex"], wrong["birth_date"]) == ("forms.not_the_resident", "forms.not_the_resident")
    passport = found("person_basic", person | {"id_type": "03", "id_no": "E12345678"}, Context(DAY))
    assert not {"sex", "birth_date", "id_no"} & set(passport)


def test_none_of_a_list_is_an_answer_and_excludes_rows():
    wrong = found(
        "person_basic", {"past_surgery": [], "past_disease": [{"disease": "1"}, {"disease": "2"}]}, MAN
    )
    assert "past_surgery" not in wrong
    assert wrong["past_disease"] == "forms.excluded"


def test_33_answers_give_nine_scores_and_no_fewer_are_taken():
    one = form("tcm_elderly")
    who = Context(DAY, "2", date(1950, 1, 1))
    values = compute(one, read(one, {"answers": [3] * 33}, who), who)
    assert [row["score"] for row in values["scores"]] == [12] * 8 + [15]
    assert [row["result"] for row in values["results"]] == ["1"] * 8 + ["0"]
    assert found("tcm_elderly", {"answers": [3] * 32}, who)["answers"] == "forms.rows"
    assert found("tcm_elderly", {"answers": [3] * 32 + [6]}, who)["answers[32].score"] == "forms.range"


def test_a_reported_disease_is_on_the_list_of_its_diagnosis_day():
    given = {"disease": "HEP_B", "diagnosed_at": "2026-11-20T10:00"}
    assert "disease" not in found("infectious_card", given, MAN)
    assert found("infectious_card", given | {"disease": "HEPATITIS"}, MAN)["disease"] == "forms.format"
    assert (
        found("infectious_card", given | {"diagnosed_at": "1999-01-01T10:00"}, MAN)["disease"]
        == "forms.format"
    )
    assert found("infectious_card", given, MAN)["case_course"] == "forms.required"


@pytest.mark.parametrize(
    ("age", "unit", "wrong"),
    [(0, "1", True), (1, "1", False), (11, "2", False), (12, "2", True), (30, "3", False), (31, "3", True)],
)
def test_an_age_on_the_card_is_in_the_unit_of_its_size(age, unit, wrong):
    said = found("infectious_card", {"age": age, "age_unit": unit}, Context(DAY))
    assert ("forms.check" in said.values()) is wrong


def test_the_place_of_work_is_asked_of_those_who_spread_a_disease_there():
    for occupation, wanted in (("1", True), ("8", True), ("9", True), ("11", False)):
        said = found("infectious_card", {"occupation": occupation}, Context(DAY))
        assert ("work_unit" in said) is wanted


def test_a_time_before_the_calendar_of_beijing_is_no_time():
    said = found("infectious_card", {"diagnosed_at": "0001-01-01T00:00+14:00"}, Context(DAY))
    assert said["diagnosed_at"] == "forms.kind"


def test_a_measurement_of_the_health_hut_has_its_own_unit():
    given = {"item": "sbp", "value": "128", "unit": "mm[Hg]"}
    assert not {"item", "unit"} & set(found("kiosk_measure", given, MAN))
    assert found("kiosk_measure", given | {"unit": "kPa"}, MAN)["unit"] == "forms.format"
    assert found("kiosk_measure", given | {"item": "pressure"}, MAN)["item"] == "forms.format"
    assert (
        found("kiosk_measure", given | {"item": "fpg_poc", "unit": "mmol/L"}, MAN)["fasting"]
        == "forms.required"
    )
