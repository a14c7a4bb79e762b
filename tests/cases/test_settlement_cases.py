"""The worked settlement cases, and the promises of the command line, through the command itself."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_app.cli import policy_check
from clinic_app.cli import settle as command
from clinic_app.domain.policy import load
from clinic_app.domain.settlement.case_reading import case_of
from clinic_app.domain.settlement.case_results import played

POLICIES = Path(__file__).resolve().parents[2] / "resources" / "policies"
CASES = Path(__file__).resolve().parents[3] / "shared" / "domain" / "cases"
NAMES = ("longyan_2011", "qingdao_2012", "yichang_2016")

CASE: dict[str, Any] = {
    "case_id": "C1",
    "person": {"psn_no": "P1", "insutype": "380"},
    "state": {"accum": {}, "gc_last": {}},
    "ops": [
        {
            "op": "settle",
            "setl_id": "S1",
            "mdtrt_id": "V1",
            "fixmedins_code": "LYV01",
            "inst_lv": "village",
            "med_type": "11",
            "begndate": "2011-05-10",
            "enddate": "2011-05-10",
            "setl_date": "2011-05-10",
            "mdtrt_cert_type": "03",
            "lines": [{"feedetl_sn": "1", "med_list_codg": "YP0002", "pric_e6": 30000000, "cnt_e4": 10000}],
        }
    ],
}


def differences(expected: object, found: object, path: str = "") -> Iterator[str]:
    """Every key of `expected` must be equal in `found`."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from differences(value, found.get(key, "(missing)"), f"{path}.{key}")
        if path.endswith(("accum", "gc_last", "diff", "adjust_red", "clients")):
            yield from (f"{path}.{key} is too much" for key in found.keys() - expected.keys())
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for at, (left, right) in enumerate(zip(expected, found, strict=True)):
            yield from differences(left, right, f"{path}[{at}]")
    elif expected != found or type(expected) is not type(found):
        yield f"{path}: {expected!r} expected, {found!r} found"


def run(policy: Path, cases: Path, out: Path) -> int:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    args = parser.parse_args(["settle", "--policy", str(policy), "--cases", str(cases), "--out", str(out)])
    return int(args.run(args))


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def changed(**op: object) -> dict[str, Any]:
    """The example case with some fields of its settlement replaced."""
    return {**CASE, "ops": [{**CASE["ops"][0], **op}]}


def result_of(case: dict[str, Any], policy: str = "longyan_2011") -> dict[str, Any]:
    loaded = load((POLICIES / f"{policy}.toml").read_text(encoding="utf-8"))
    return played(loaded, case_of(json.dumps(case)))


@pytest.mark.skipif(not CASES.is_dir(), reason="the case files are not beside this tree")
@pytest.mark.parametrize("name", NAMES)
def test_every_worked_case_comes_out_exactly(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run(POLICIES / f"{name}.toml", CASES / f"settlement_{name}.jsonl", out) == 0
    expected, found = lines_of(CASES / f"settlement_{name}.expected.jsonl"), lines_of(out)
    assert len(expected) == len(found) > 50
    wrong = {
        case["case_id"]: broken
        for case, result in zip(expected, found, strict=True)
        if (broken := list(differences(case, result)))
    }
    assert wrong == {}


def test_a_rejection_is_a_result(tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "out.jsonl"
    cases.write_text(json.dumps(changed(lines=[])) + "\n", encoding="utf-8")
    assert run(POLICIES / "longyan_2011.toml", cases, out) == 0
    (result,) = lines_of(out)[0]["results"]
    assert result["error"] == "E_NO_LINES"
    assert result["warnings"] == []
    told = {key for key, value in result.items() if value not in (None, [])}
    assert told == {"op", "setl_id", "status", "error"}


def test_defaults_are_filled_in_and_unknown_keys_ignored() -> None:
    result = result_of({**changed(colour="red", mode=None, client=None), "mood": 1})
    assert result["results"][0]["status"] == "settled"
    assert list(result["state"]["clients"]) == ["A"]


def test_state_and_balances_may_be_left_out() -> None:
    case = {key: value for key, value in CASE.items() if key != "state"}
    assert result_of(case)["state"]["server"]["accum"] == {"2011": {"hifp_11": 1200}}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="no object"),
        pytest.param(json.dumps({**CASE, "person": None}), id="no person"),
        pytest.param(json.dumps({**CASE, "ops": None}), id="no ops"),
        pytest.param(json.dumps({**CASE, "ops": [{"op": "dance"}]}), id="an unknown op"),
        pytest.param(json.dumps({**CASE, "person": {"psn_no": "P1"}}), id="no insutype"),
        pytest.param(json.dumps({**CASE, "balances": {"acct_balance": "7"}}), id="a balance as text"),
        pytest.param(json.dumps({**CASE, "state": {"accum": {"2011": {"hifp_11": 1.5}}}}), id="a float"),
        pytest.param(json.dumps(changed(mdtrt_id=None)), id="no mdtrt_id"),
        pytest.param(json.dumps(changed(lines=None)), id="no list of lines"),
        pytest.param(json.dumps(changed(mode="radio")), id="an unknown mode"),
        pytest.param(json.dumps(changed(acct_request=True)), id="a flag for an amount"),
        pytest.param(json.dumps(changed(lines=[{"feedetl_sn": "1"}])), id="half a line"),
        pytest.param(json.dumps({**CASE, "sync_date": "yesterday"}), id="a sync date nobody can read"),
    ],
)
def test_an_unreadable_case_leaves_no_file(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "out.jsonl"
    cases.write_text(json.dumps(CASE) + "\n" + text + "\n", encoding="utf-8")
    assert run(POLICIES / "longyan_2011.toml", cases, out) == 2
    assert "第 2 行" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("day", [None, "", "2011-5-10", "20110510", "2011-02-30", 20110510, ["2011-05-10"]])
@pytest.mark.parametrize("name", ["begndate", "enddate", "setl_date"])
def test_a_date_nobody_can_read_is_e_date(name: str, day: object) -> None:
    assert result_of(changed(**{name: day}))["results"][0]["error"] == "E_DATE"


def test_a_bad_policy_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, out, policy = (tmp_path / name for name in ("cases.jsonl", "out.jsonl", "policy.toml"))
    cases.write_text(json.dumps(CASE) + "\n", encoding="utf-8")
    policy.write_text('schema_version = 1\npolicy_id = "x"\n', encoding="utf-8")
    assert run(policy, cases, out) == 2
    assert "insutypes" in capsys.readouterr().err
    assert run(tmp_path / "none.toml", cases, out) == 2
    assert run(POLICIES / "longyan_2011.toml", tmp_path / "none.jsonl", out) == 2
    assert not out.exists()


def policy_command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    policy_check.add_verbs(parser.add_subparsers())
    args = parser.parse_args(words)
    return int(args.run(args))


def test_check_lists_problems_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound, bad = POLICIES / "yichang_2016.toml", tmp_path / "bad.toml"
    bad.write_text(sound.read_text(encoding="utf-8").replace("ratio_cap_bp = 9500", "ratio_cap_bp = 10001"))
    assert policy_command("check", "--json", str(sound)) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": [], "remarks": []}
    assert policy_command("check", "--json", str(bad)) == 3
    keys = [problem["key"] for problem in json.loads(capsys.readouterr().out)["problems"]]
    assert keys == ["version[0].general.ratio_cap_bp", "version[1].general.ratio_cap_bp"]
    assert policy_command("check", str(tmp_path / "none.toml")) == 2


def test_explain_says_what_the_policy_pays(capsys: pytest.CaptureFixture[str]) -> None:
    assert policy_command("explain", str(POLICIES / "yichang_2016.toml")) == 0
    text = capsys.readouterr().out
    assert "住院·市级医院：每次起付线 第1次 800.00 元、第2次 600.00 元（以后照此）" in text
    assert "医疗救助·低保对象（住院、门诊慢特病，按住院累计）：救助 70%，年度限额 30000.00 元。" in text
