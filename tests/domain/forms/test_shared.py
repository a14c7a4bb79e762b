"""同日表单: what one form learned today, another does not ask again."""

import pytest

from clinic_app.domain.codes import rows
from clinic_app.domain.forms import form
from clinic_app.domain.forms.shared import answered, observed

HTN, DM, CHECK = form("htn_followup"), form("dm_followup"), form("health_check")
LINES = rows("tables", "form_shared.csv")


def test_the_fields_of_a_question_are_written_alike():
    """Choices may differ: those of the same name are taken over."""
    asked: dict[str, set[tuple[str, str]]] = {}
    for line in LINES:
        field = form(line["form"]).fields[line["field"]]
        assert not field.computed and not field.identity
        asked.setdefault(line["question"], set()).add((field.kind, field.unit))
    assert all(len(ways) == 1 for ways in asked.values())
    assert len({(line["form"], line["field"]) for line in LINES}) == len(LINES)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(["1"], ["1"], id="no symptom"),
        pytest.param(["9"], ["8"], id="oedema has another number"),
        pytest.param(["2", "9"], ["8"], id="a headache is no choice there"),
        pytest.param(["2"], None, id="nothing that the other form knows"),
    ],
)
def test_of_choices_those_pass_that_mean_the_same(told, expected):
    assert answered(DM, [(HTN, {"symptoms": told})]).get("symptoms") == expected


def test_medicines_and_how_they_are_taken_stay_with_their_disease():
    told = {"drugs": [{"name": "氨氯地平片"}], "compliance": "1", "adverse": False, "class": "1"}
    assert answered(DM, [(HTN, told)]) == {}


def test_the_newest_sheet_is_believed():
    sheets = [(HTN, {"smoke_daily": 5, "weight": "61"}), (CHECK, {"smoke_daily": 9, "weight": "62.5"})]
    assert answered(DM, sheets) == {"smoke_daily": 5}
    assert observed(sheets) == {"weight": 610_000}


def test_what_a_rule_computed_and_what_belongs_to_one_arm_is_not_measured():
    assert observed([(HTN, {"bmi": "24.4"}), (CHECK, {"sbp_left": 150, "dbp_left": 90})]) == {}
