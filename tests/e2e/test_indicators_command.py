"""`indicators` as others run it: the figures of the page."""

import json

import pytest

from clinic_app.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CLINIC_PASSWORD", "correct-horse")

    def _run(*argv: object) -> tuple[int, str]:
        code = main(["--data", str(tmp_path / "clinic"), *(str(one) for one in argv)])
        return code, capsys.readouterr().out

    founded = (
        "--facility", "350881001", "--facility-name", "示例卫生院", "--inst-lv", "township",
        "--admin", "P001", "--admin-name", "王敏",
    )  # fmt: skip
    assert run_ok(_run("init", *founded, "--json"))
    return _run


def run_ok(answer: tuple[int, str]) -> bool:
    return answer[0] == 0


def test_the_figures_of_a_year_with_what_is_not_known(run):
    assert run_ok(run("day", "--patients", 30, "--seed", 1, "--follow-ups", "--json"))
    code, out = run("indicators", "--json")
    assert code == 0
    told = {one["key"]: one for one in json.loads(out)["indicators"]}
    control, records = told["htn_control_rate"], told["record_rate"]
    assert 0 <= control["numerator"] <= control["denominator"] > 0 and control["missing"] is None
    assert control["rate"] == (control["numerator"] * 20_000 + control["denominator"]) // (
        2 * control["denominator"]
    )
    assert records["numerator"] > 0 and records["denominator"] is None and records["missing"] == "population"
    code, words = run("indicators", "--year", "2026")
    assert code == 0 and f"{control['numerator']} ÷ {control['denominator']}" in words
