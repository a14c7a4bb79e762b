"""既往史: what a sheet says of a person beyond its day."""

from datetime import date

import pytest

from clinic_app.domain.codes import rows
from clinic_app.domain.forms import Kind, form, forms
from clinic_app.domain.forms.histories import Gives, mentions_of, telling_forms
from tests.forms import filled


def said(form_key, **values):
    return [(one.gives.value, one.code, one.name_zh) for one in mentions_of(form(form_key), values)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({}, [], id="a blank says nothing"),
        pytest.param({"drug_allergy": ["1"]}, [("none_known", "", "无")], id="none is an answer"),
        pytest.param({"drug_allergy": ["2"]}, [("allergy", "penicillin", "青霉素类")], id="group of allergens"),
        pytest.param(
            {"drug_allergy": ["4", "5"], "drug_allergy_text": "对头孢、布洛芬过敏"},
            [("allergy", "", "链霉素"), ("allergy", "", "头孢"), ("allergy", "", "布洛芬")],
            id="several in words are told apart",
        ),
        pytest.param({"exposure": ["1"]}, [], id="no exposure"),
        pytest.param({"exposure": ["2", "4"]}, [("exposure", "", "化学品"), ("exposure", "", "射线")], id="exposure"),
        pytest.param({"past_disease": [{"disease": "1"}]}, [], id="no illness"),
        pytest.param(
            {"past_disease": [{"disease": "2"}, {"disease": "6", "name": "胃癌"}]},
            [("condition", "I10", "高血压"), ("condition", "C80", "胃癌")],
            id="illnesses, the name where it was written",
        ),
        pytest.param({"past_surgery": [{"name": "阑尾切除"}]}, [("surgery", "", "阑尾切除")], id="operation"),
        pytest.param({"fam_father": ["1"]}, [], id="nothing in the family"),
        pytest.param(
            {"fam_mother": ["3", "12"], "fam_mother_text": "痛风"},
            [("family", "", "糖尿病"), ("family", "", "痛风")],
            id="the mother's",
        ),
        pytest.param({"genetic": "白化病"}, [("genetic", "", "白化病")], id="words alone"),
        pytest.param({"drug_allergy": 7, "exposure": [None], "past_disease": ["x", {}]}, [], id="what no form says"),
    ],
)  # fmt: skip
def test_personal_information(values, expected):
    assert said("person_basic", **values) == expected


def test_a_failing_kidney_of_the_health_check_is_one_of_the_rules_of_prescribing():
    assert said("health_check", p_kidney=["3"], p_heart=["1"]) == [("condition", "N19", "肾功能衰竭")]


def test_a_row_says_since_when():
    (one,) = mentions_of(form("person_basic"), {"past_disease": [{"disease": "3", "on": "2015-03"}]})
    assert one.since == date(2015, 3, 1)


def test_every_place_of_a_filling_is_one_of_its_own():
    for key in telling_forms():
        for seed in range(20):
            found = [one.at for one in mentions_of(form(key), filled(form(key), seed=seed))]
            assert len(found) == len(set(found)), (key, found)


def test_every_line_of_the_table_names_what_there_is():
    allergens = {row["code"] for row in rows("catalogs", "allergens.csv")}
    for line in rows("tables", "form_histories.csv"):
        known = forms()[line["form"]]
        field = known.fields[line["field"]]
        beside = {one.key: one for one in field.rows} or known.fields
        coded = next((one for one in field.rows if one.options()), field)
        assert line["choice"] in {"", *coded.options()}, line
        assert not line["words"] or beside[line["words"]].kind is Kind.TEXT, line
        assert line["gives"] in set(Gives), line
        assert line["gives"] != Gives.ALLERGY or line["code"] in {"", *allergens}, line
