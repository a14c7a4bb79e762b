"""Every rule over its case file, through the command that others use."""

import argparse
import csv
from pathlib import Path

import pytest

from clinic_app.cli import evaluate as command
from clinic_app.domain.evaluate import RULES

CASES = Path(__file__).resolve().parents[3] / "shared" / "domain" / "cases"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["evaluate", *words])
    return int(args.run(args))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not CASES.is_dir(), reason="the case files are not beside this tree")
def test_every_case_file_but_those_of_settlement_has_its_rule() -> None:
    stems = {path.stem for path in CASES.glob("*.csv") if not path.stem.startswith("settlement_")}
    assert stems == set(RULES)


@pytest.mark.skipif(not CASES.is_dir(), reason="the case files are not beside this tree")
@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_case_comes_out_as_expected(rule: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run(rule, "--cases", str(CASES / f"{rule}.csv"), "--out", str(out)) == 0
    cases = read(CASES / f"{rule}.csv")
    expected = [
        {
            name.removeprefix("exp_"): value
            for name, value in case.items()
            if name == "case_id" or name[:4] == "exp_"
        }
        for case in cases
    ]
    answers = read(out)
    assert answers == expected
    assert len(answers) > 0
    assert list(answers[0]) == list(expected[0])


def test_a_file_without_expected_columns_gets_all_answers(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_text("case_id,height_cm,weight_kg\nB1,165.0,60.0\n", encoding="utf-8")
    assert run("bmi", "--cases", str(cases), "--out", str(out)) == 0
    assert out.read_text(encoding="utf-8") == "case_id,bmi,class\nB1,22.0,NORMAL\n"


def test_an_unknown_rule_lists_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("id_number", "--cases", "none.csv", "--out", str(tmp_path / "out.csv")) == 2
    assert "id_numbers" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("case_id,height_cm\nB1,165\n", "weight_kg", id="an input is missing"),
        pytest.param("case_id,height_cm,weight_kg,exp_colour\n", "exp_colour", id="an answer nobody gives"),
        pytest.param("", "case_id height_cm weight_kg", id="an empty file"),
        pytest.param('case_id,height_cm,weight_kg\nB1,"165,60\n', "2", id="a quote that never ends"),
    ],
)
def test_a_file_that_is_no_case_file_is_not_answered(
    text: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_text(text, encoding="utf-8")
    assert run("bmi", "--cases", str(cases), "--out", str(out)) == 2
    assert named in capsys.readouterr().err
    assert not out.exists()


def test_a_file_in_the_encoding_of_a_chinese_spreadsheet_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_bytes("case_id,height_cm,weight_kg,note\nB1,165,60,正常\n".encode("gb18030"))
    assert run("bmi", "--cases", str(cases), "--out", str(tmp_path / "out.csv")) == 2
    assert "CSV UTF-8" in capsys.readouterr().err


def test_a_case_that_cannot_be_read_stays_empty_and_does_not_hold_up_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_bytes(
        b"\xef\xbb\xbfcase_id,height_cm,weight_kg\r\n"
        b"B1,0,60\r\n"
        b"\r\n"  # no case, but a line
        b"B2,165,60\r\n"
        b"B3,165,60,9\r\n"
    )
    assert run("bmi", "--cases", str(cases), "--out", str(out)) == 2
    assert out.read_text(encoding="utf-8").splitlines() == [
        "case_id,bmi,class",
        "B1,,",
        "B2,22.0,NORMAL",
        "B3,,",
    ]
    told = capsys.readouterr().err
    assert "B1: Line 2 " in told
    assert "B3: Line 5 " in told
    assert "B2" not in told


_MENTAL = {
    "case_id": "M1", "risk": "0", "symptom": "1", "insight": "1", "social": "1",
    "adverse": "0", "somatic": "0", "visit_date": "2026-04-15",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("risk", "6"), ("risk", "-1"), ("symptom", "0"), ("insight", "0"), ("insight", "4"),
        ("social", "4"), ("adverse", "3"), ("somatic", "-1"),
    ],
)  # fmt: skip
def test_a_code_outside_its_list_is_not_taken_for_a_stable_patient(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = _MENTAL | {name: code}
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_text(f"{','.join(case)}\n{','.join(case.values())}\n", encoding="utf-8")
    assert run("mental_disorder", "--cases", str(cases), "--out", str(out)) == 2
    assert f"{name}={code}" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "case_id,class,action,next_visit_by\nM1,,,\n"


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bmi", "--cases", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out.csv")) == 2
    assert "none.csv" in capsys.readouterr().err


def test_a_case_that_the_rule_refuses_stays_empty_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_text(
        "case_id,disease,diagnosed_at,reported_at\n"
        "I1,MPOX,2023-09-19T08:00,2023-09-19T09:00\n"
        "I2,MPOX,2023-09-20T08:00,\n",
        encoding="utf-8",
    )
    assert run("infectious_deadline", "--cases", str(cases), "--out", str(out)) == 3
    assert out.read_text(encoding="utf-8").splitlines()[1:] == ["I1,,,", "I2,24,2023-09-21T08:00,"]
    told = capsys.readouterr().err
    assert "I1: " in told and "COVID19 " in told and "I2" not in told
