"""``forms check`` and ``forms list``: what a program and a person get from them."""

import json
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli import main
from clinic_app.domain.forms import form, forms
from tests.forms import filled, somebody


def checked(folder: Path, given: Any, *options: str) -> int:
    file = folder / "filled.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
    return main(["forms", "check", str(file), *options])


def whole(key: str, seed: int = 1) -> dict[str, Any]:
    """A valid file, as another program would write it."""
    who = somebody(form(key), seed)
    assert who.birth_date is not None
    resident = {"sex": who.sex, "birth_date": who.birth_date.isoformat()}
    return {"form": key, "version": 1, "resident": resident, "values": filled(form(key), seed=seed)}


@pytest.mark.parametrize("key", sorted(forms()))
def test_a_valid_filling_of_every_form_is_right(key, tmp_path, capsys):
    assert checked(tmp_path, whole(key), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["form"], answer["problems"]) == (True, key, [])
    assert answer["completeness"]["filled"] == answer["completeness"]["required"]


def test_every_problem_is_listed_with_its_field_and_two_sentences(tmp_path, capsys):
    given = whole("htn_followup")
    given["values"] |= {"sbp": 300, "mode": "9", "colour": "blue"}
    del given["values"]["doctor"]
    assert checked(tmp_path, given, "--json") == 3
    answer = json.loads(capsys.readouterr().out)
    assert {one["field"]: one["code"] for one in answer["problems"]} == {
        "mode": "forms.code",
        "sbp": "forms.range",
        "doctor": "forms.required",
        "colour": "forms.unknown_field",
    }
    pressure = next(one for one in answer["problems"] if one["field"] == "sbp")
    assert pressure["zh"] == "收缩压：应在 60～280 mmHg 之间，请核对后改正。"
    assert pressure["en"] == "Systolic must be within 60–280 mmHg: check it."


def test_a_person_reads_one_line_a_problem(tmp_path, capsys):
    given = whole("htn_followup")
    given["values"] |= {"sbp": 190, "dbp": 100, "heart_rate": 80, "class": "7"}
    assert checked(tmp_path, given) == 3
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "错误 class：此次随访分类：不在可选项里，请从选项中选择。",
        "注意 sbp：收缩压为危急值，请再次确认。",
    ]
    assert "1 处错误" in printed.err


def test_a_version_that_is_not_here_is_a_problem(tmp_path, capsys):
    assert checked(tmp_path, whole("cover") | {"version": 9}, "--json") == 3
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["problems"]] == ["forms.version"]


def test_the_person_is_taken_from_the_form_where_the_file_names_none(tmp_path, capsys):
    given = whole("newborn_visit")
    del given["resident"]
    given["values"]["date"] = "2020-01-01"
    assert checked(tmp_path, given, "--json") == 3
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert ("date", "forms.before_birth") in [(one["field"], one["code"]) for one in problems]


@pytest.mark.parametrize(
    "given",
    [
        "{",
        "[]",
        '{"values": {}}',
        '{"form": "cover", "values": []}',
        '{"form": "nobody", "values": {}}',
        "[" * 9999,
    ],
    ids=["no JSON", "a list", "no form", "values are no object", "unknown form", "too deep"],
)
def test_what_cannot_be_read_is_wrong_use(given, tmp_path, capsys):
    assert checked(tmp_path, given) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err


def test_a_file_that_is_not_there_is_wrong_use(tmp_path):
    assert main(["forms", "check", str(tmp_path / "nothing.json")]) == 2


def test_the_list_names_every_form(capsys):
    assert main(["forms", "list", "--json"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["form"] for one in listed] == sorted(forms())
    assert {one["about"] for one in listed} == {"resident", "facility"}
