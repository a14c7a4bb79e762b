"""Forms as FHIR R4: the structure holds by the standard's own rules, and everything comes back."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_app.domain.forms import Context, form, forms, read
from clinic_app.domain.forms.fhir import (
    NotAResponse,
    Record,
    Standing,
    observations,
    questionnaire,
    response,
    values_from,
)
from clinic_app.domain.measurements import measures
from tests.forms import DAY, filled

KEYS = sorted(forms())
RECORD = Record("0190f000-0000-7000-8000-000000000001", "Patient/p1", "2026-11-22T10:00:00+08:00", "D001")
# Questionnaire.item.type → the answer it takes (R4, value set item-type).
ANSWERS = {
    "boolean": "valueBoolean",
    "decimal": "valueDecimal",
    "integer": "valueInteger",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "string": "valueString",
    "choice": "valueCoding",
    "attachment": "valueAttachment",
    "reference": "valueReference",
    "quantity": "valueQuantity",
}
PLAIN = {
    "valueBoolean": bool,
    "valueDecimal": (int, float),
    "valueInteger": int,
    "valueDate": str,
    "valueDateTime": str,
    "valueString": str,
}
ITEM = {
    "linkId", "text", "type", "code", "extension", "enableWhen", "enableBehavior", "required", "repeats",
    "readOnly", "answerOption", "item",
}  # fmt: skip
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
IDENTITY = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def items(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from items(part.get("item", []))


@pytest.mark.parametrize("key", KEYS)
def test_a_questionnaire_is_built_as_the_standard_asks(key):
    made = questionnaire(form(key))
    assert IDENTITY.fullmatch(made["id"])
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", made["name"])  # que-0
    found = list(items(made["item"]))
    links = [one["linkId"] for one in found]
    assert len(links) == len(set(links))  # que-2
    for one in found:
        assert set(one) <= ITEM
        assert one["type"] in ("group", "display") or one["type"] in ANSWERS
        assert ("item" in one) == (one["type"] == "group")  # que-1
        assert ("answerOption" in one) == (one["type"] == "choice")  # que-5
    assert set(form(key).fields) <= set(links)
    json.dumps(made, ensure_ascii=False)


@pytest.mark.parametrize("key", KEYS)
def test_enable_when_points_at_a_question_that_can_answer_it(key):
    found = list(items(questionnaire(form(key))["item"]))
    types = {one["linkId"]: one["type"] for one in found}
    for one in found:
        conditions = one.get("enableWhen", [])
        assert ("enableBehavior" in one) == (len(conditions) > 1)  # que-12
        for condition in conditions:
            answer = next(name for name in condition if name.startswith("answer"))
            expected = (
                "answerBoolean"
                if condition["operator"] == "exists"
                else ANSWERS[types[condition["question"]]]
            )
            assert answer == expected.replace("value", "answer")  # que-7 and the type of the question
            if answer == "answerCoding":
                question = next(other for other in found if other["linkId"] == condition["question"])
                assert condition[answer] in [option["valueCoding"] for option in question["answerOption"]]


def test_conditions_on_answers_are_kept_and_those_on_the_person_are_not():
    found = {one["linkId"]: one for one in items(questionnaire(form("health_check"))["item"])}
    smoked = found["smoke_daily"]
    assert [(one["operator"], one["answerCoding"]["code"]) for one in smoked["enableWhen"]] == [
        ("=", "2"),
        ("=", "3"),
    ]
    assert smoked["enableBehavior"] == "any"
    assert "enableWhen" not in found["gyn_uterus"]
    assert found["sbp_left"]["code"][0]["code"] == "8480-6"
    assert found["sbp_left"]["extension"][0]["valueCoding"]["code"] == "mm[Hg]"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(KEYS), st.integers(0, 10**6))
def test_every_filling_comes_back_from_its_response(key, seed):
    one = form(key)
    values = filled(one, seed=seed)
    sent = json.loads(json.dumps(response(one, values, RECORD)))
    back, again = values_from(sent)
    assert back is one
    assert again == values


@pytest.mark.parametrize("key", KEYS)
def test_a_response_answers_its_questionnaire(key):
    one = form(key)
    asked = {part["linkId"]: part for part in items(questionnaire(one)["item"])}
    for seed in range(3):
        made = response(one, filled(one, seed=seed), RECORD)
        assert made["status"] == "completed"
        for part in items(made["item"]):
            question = asked[part["linkId"]]
            assert part["text"] == question["text"], "a validator compares them"
            assert set(part) <= {"linkId", "text", "item", "answer"}
            assert not ("item" in part and "answer" in part)  # qrs-1
            answers = part.get("answer", [])
            assert len(answers) <= 1 or question["repeats"]
            for answer in answers:
                ((name, value),) = answer.items()
                assert name == ANSWERS[question["type"]]
                assert isinstance(value, PLAIN.get(name, dict)) and value not in ("", {})
                if name == "valueDateTime":
                    assert DATETIME.fullmatch(value)
                if name == "valueCoding":
                    assert {"valueCoding": value} in question["answerOption"]


def test_none_of_a_list_is_told_and_read_back():
    one = form("person_basic")
    values = {"past_surgery": [], "past_injury": [{"name": "骨折"}, {"name": "烫伤", "on": "2019-05"}]}
    assert values_from(response(one, values, RECORD)) == (one, values)


def test_a_number_keeps_its_digits_and_its_unit():
    made = response(form("htn_followup"), {"weight": "72.55", "drink_daily": "0.5"}, RECORD)
    weight, drinks = (part["answer"][0]["valueQuantity"] for part in items(made["item"]) if "answer" in part)
    assert weight == {"value": 72.55, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
    assert drinks == {"value": 0.5, "unit": "[50 g]"}  # 两 is no unit of UCUM


@pytest.mark.parametrize("key", KEYS)
def test_observations_are_whole_and_stand_for_what_was_measured(key):
    one = form(key)
    values = filled(one, seed=5)
    made = observations(one, values, RECORD)
    identities = [part["id"] for part in made]
    assert len(identities) == len(set(identities))
    measured = {field.key for field in one.fields.values() if field.observation and field.key in values}
    assert sum(len(part.get("component", [part])) for part in made) == len(measured)
    for part in made:
        assert IDENTITY.fullmatch(part["id"])
        assert part["status"] == "final"
        assert re.fullmatch(r"\d+-\d", part["code"]["coding"][0]["code"])
        assert ("component" in part) != any(name.startswith("value") for name in part)
        quantities = [one["valueQuantity"] for one in part.get("component", [part]) if "valueQuantity" in one]
        for quantity in quantities:
            assert quantity["system"] == "http://unitsofmeasure.org"
            assert quantity["code"] in {measure.ucum for measure in measures().values()}


def test_blood_pressure_is_a_panel_for_each_arm():
    values = {"check_date": "2026-11-20", "sbp_left": 150, "dbp_left": 95, "sbp_right": 146, "dbp_right": 92}
    left, right = observations(form("health_check"), values, RECORD)
    assert left["code"]["coding"][0]["code"] == "85354-9"
    assert [one["code"]["coding"][0]["code"] for one in left["component"]] == ["8480-6", "8462-4"]
    assert [one["valueQuantity"]["value"] for one in right["component"]] == [146, 92]
    assert (left["bodySite"], right["bodySite"]) == ({"text": "左上臂"}, {"text": "右上臂"})
    assert left["effectiveDateTime"] == "2026-11-20"
    assert left["category"][0]["coding"][0]["code"] == "vital-signs"


def test_a_panel_says_of_a_pressure_that_was_not_taken_that_it_is_not_known():
    (panel,) = observations(form("htn_followup"), {"sbp": 150}, RECORD)
    taken, absent = panel["component"]
    assert taken["valueQuantity"]["value"] == 150
    assert absent["code"]["coding"][0]["code"] == "8462-4"
    assert absent["dataAbsentReason"]["coding"][0]["code"] == "unknown" and "valueQuantity" not in absent


def test_the_rows_of_a_questionnaire_say_what_each_is_about():
    found = {one["linkId"]: one for one in items(questionnaire(form("tb_first"))["item"])}
    assert found["edu.labels"]["text"].startswith("1. 取药地点、时间　2. ")


def test_a_paper_unit_becomes_the_unit_of_loinc():
    (found,) = observations(form("health_check"), {"malb": "2.5"}, RECORD)
    assert found["valueQuantity"] == {
        "value": 25,
        "unit": "mg/L",
        "system": "http://unitsofmeasure.org",
        "code": "mg/L",
    }
    assert found["code"]["coding"][0]["code"] == measures()["malb"].loinc


@pytest.mark.parametrize(
    ("standing", "status"),
    [(Standing.COMPLETED, "final"), (Standing.AMENDED, "amended"), (Standing.WITHDRAWN, "entered-in-error")],
)
def test_corrections_and_withdrawals_show_in_the_status(standing, status):
    record = Record("r1", "Patient/p1", "2026-11-22T10:00:00+08:00", "D001", standing)
    assert observations(form("copd_followup"), {"spo2": 97}, record)[0]["status"] == status
    assert response(form("copd_followup"), {"spo2": 97}, record)["status"] == str(standing)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"resourceType": "Observation"}, "resourceType", id="another resource"),
        pytest.param(
            {"questionnaire": "urn:xiangyitong:questionnaire:htn|1"}, "questionnaire", id="unknown form"
        ),
        pytest.param(
            {"questionnaire": "urn:xiangyitong:questionnaire:htn_followup|9"}, "version", id="version"
        ),
        pytest.param({"item": [{"item": [{"linkId": "colour"}]}]}, "colour", id="unknown item"),
        pytest.param(
            {"item": [{"item": [{"linkId": "sbp", "answer": [{"valueString": "9"}]}]}]}, "", id="answer"
        ),
        pytest.param({"item": [{"item": [{"linkId": "sbp"}]}]}, "", id="no answer"),
        pytest.param({"item": 3}, "", id="no items"),
        pytest.param({"questionnaire": None}, "", id="no name"),
    ],
)
def test_what_is_no_response_is_refused(change, reason):
    made = response(form("htn_followup"), {"sbp": 150}, RECORD) | change
    with pytest.raises(NotAResponse) as caught:
        values_from(made)
    assert reason in str(caught.value.facts["reason"])


def test_a_response_from_elsewhere_in_another_zone_is_read_in_beijing():
    one = form("kiosk_measure")
    made = response(one, {"taken_at": "2026-11-22T08:30"}, RECORD)
    made["item"][0]["item"][0]["answer"] = [{"valueDateTime": "2026-11-22T00:30:00Z"}]
    assert values_from(made)[1] == {"taken_at": "2026-11-22T08:30"}
    assert read(one, values_from(made)[1], Context(DAY, "1", date(1960, 1, 1))) == {
        "taken_at": "2026-11-22T08:30"
    }
