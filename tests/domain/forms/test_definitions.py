"""Every form of resources/forms is what the specification's list of fields says."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from clinic_app.domain.codes import Code
from clinic_app.domain.forms import Condition, DefinitionDamaged, Field, UnknownForm, form, forms
from clinic_app.domain.forms.loading import read_definition
from clinic_app.domain.resources import text

SPECIFIED = Path(__file__).parents[4] / "shared" / "domain" / "forms"
# Required on paper, and waived where the same paper says so.
WAIVED = {
    ("antenatal_first", "lmp"),  # "or unknown"
    ("child_check_3_6y", "next_visit_date"),  # after the last one there is none
    ("tcm_child", "next_visit_date"),
    *(("psych_followup", field.key) for section in form("psych_followup").sections[1:] for field in section.fields),
}  # fmt: skip
# Not required on paper, and asked for in words.
ASKED_FOR = {("health_check", "dorsalis")}  # "required for diabetes"

needs_specification = pytest.mark.skipif(
    not SPECIFIED.is_dir(), reason="the specification is not beside the code"
)


def rows(key: str) -> list[dict[str, str]]:
    with (SPECIFIED / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def required_in(row: dict[str, str], key: str) -> bool:
    """Whether the definition asks for this field as the specification does."""
    field = form(key).fields[row["key"]]
    match row["required"]:
        case "1":
            return field.required is True or (key, field.key) in WAIVED
        case "c":
            return isinstance(field.required, Condition) or field.asked is not None
    return field.required is False or (key, field.key) in ASKED_FOR


def options_in(written: str, field: Field) -> bool:
    if not written.startswith("="):
        return field.codes == written or (not written and field.codes == ())
    assert isinstance(field.codes, tuple)
    pairs = [pair.split(" ", 1) for pair in written[1:].split(";")]
    return [one.code for one in field.codes] == [code for code, _ in pairs] and all(
        name in (one.name_zh, one.name_en) for one, (_, name) in zip(field.codes, pairs, strict=True)
    )


@needs_specification
def test_no_form_is_missing_and_names_sources_and_confidence_are_the_lists():
    listed = {row["file"].removesuffix(".csv"): row for row in rows("index")}
    assert set(listed) == set(forms())
    for key, row in listed.items():
        here = form(key)
        assert (here.name_zh, here.name_en) == (row["name_zh"], row["name_en"])
        assert (here.source, here.confidence) == (row["source"], row["confidence"])


@needs_specification
@pytest.mark.parametrize("key", sorted(forms()))
def test_every_field_is_as_specified(key):
    for row in rows(key):
        field = form(key).fields[row["key"]]
        said = (field.name_zh, field.name_en, field.kind, field.unit)
        assert said == (row["name_zh"], row["name_en"], row["type"], row["unit"])
        assert required_in(row, key), field.key
        assert options_in(row["codes"], field), field.key
        bounds = tuple(None if row[end] == "" else Decimal(row[end]) for end in ("min", "max"))
        # The range of a list is that of what stands in its rows.
        ranged = field.rows[0] if field.kind == "list" and row["min"] else field
        assert (ranged.low, ranged.high) == bounds, field.key
        assert field.printed == (not row["note"].startswith("project addition")), field.key


@needs_specification
@pytest.mark.parametrize("key", sorted(forms()))
def test_a_field_of_its_own_never_stands_in_the_way(key):
    specified = {row["key"] for row in rows(key)}
    own = [field for field in form(key).fields.values() if field.key not in specified]
    assert not [field.key for field in own if field.required]


def test_every_name_is_there_in_two_languages_and_every_unit_on_numbers_only():
    for one in forms().values():
        for field in one.fields.values():
            for line in (field, *field.rows):
                assert line.name_zh and line.name_en
                assert not line.unit or line.kind in ("int", "dec")
                assert all(code.name_zh for code in line.options().values())


def damaged(change: str, by: str) -> DefinitionDamaged:
    whole = text("forms", "htn_followup.toml")
    assert change in whole
    with pytest.raises(DefinitionDamaged) as caught:
        read_definition("htn_followup", whole.replace(change, by, 1))
    return caught.value


@pytest.mark.parametrize(
    ("change", "by", "field", "why"),
    [
        pytest.param('kind = "date"', 'kind = "day"', "date", "day", id="kind"),
        pytest.param('codes = "salt_intake"', 'codes = "salt"', "salt", "salt", id="code table"),
        pytest.param('required = "refer_org filled"', 'required = "org filled"', "refer_reason", "org", id="condition"),
        pytest.param('computed = "bmi"', 'computed = "bim"', "bmi", "bim", id="rule"),
        pytest.param('key = "aux"', 'key = "sbp"', "", "sbp twice", id="a key twice"),
        pytest.param('zh = "收缩压"', 'label = "收缩压"', "sbp", "label", id="attribute"),
        pytest.param('need = "sbp > dbp"', 'need = "sbp above dbp"', "sbp above dbp", "sbp above dbp", id="check"),
        pytest.param("low = 60", "low = 300", "sbp", "low above high", id="range"),
        pytest.param('alone = ["1"]', 'alone = ["77"]', "symptoms", "77", id="a choice"),
        pytest.param('dated = "date"', 'dated = "day"', "", "day", id="dated"),
        pytest.param(
            'dated = "date"', 'dated = "date"\ncontinues = "htn_first"', "", "htn_first", id="no form to continue"
        ),
        pytest.param(
            'kind = "date", required = true', 'kind = "date", observation = "head"', "date", "observation of a date",
            id="no observation",
        ),
        pytest.param('form = "htn_followup"', 'form = "dm_followup"', "", "form", id="another file's"),
        pytest.param("[[section]]", "[[section", "", "", id="no TOML"),
    ],
)  # fmt: skip
def test_a_damaged_definition_names_file_and_field(change, by, field, why):
    error = damaged(change, by)
    assert error.facts["file"] == "htn_followup"
    assert error.facts["field"] == field
    assert why in str(error.facts["why"])


def test_a_fixed_list_has_a_label_for_each_row():
    answers = form("tcm_elderly").fields["answers"]
    assert len(answers.labels) == answers.least == answers.most == 33
    assert answers.labels[0] == ("您精力充沛吗？（指精神头足，乐于做事）", "Are you full of energy?")
    whole = text("forms", "tcm_elderly.toml")
    with pytest.raises(DefinitionDamaged) as caught:
        read_definition("tcm_elderly", whole.replace("least = 33, most = 33", "least = 32, most = 32"))
    assert caught.value.facts["field"] == "answers"


def test_there_is_no_form_of_an_unknown_name_and_no_way_out_of_the_folder():
    for name in ("", "htn", "../codes/sex", "htn_followup.toml"):
        with pytest.raises(UnknownForm):
            form(name)


def test_choices_have_their_names_from_the_table():
    assert form("htn_followup").fields["salt"].options()["3"] == Code("3", "重", "Heavy")
