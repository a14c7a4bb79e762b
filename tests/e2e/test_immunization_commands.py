"""`immunization import` and `export` as others run them."""

import csv
import json

import pytest

from clinic_app.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CLINIC_PASSWORD", "correct-horse")

    def _run(*argv: object) -> tuple[int, str]:
        code = main(["--data", str(tmp_path / "clinic"), *(str(one) for one in argv)])
        return code, capsys.readouterr().out

    assert (
        _run(
            "init", "--facility", "350881001", "--facility-name", "示例卫生院", "--inst-lv", "township",
            "--admin", "P001", "--admin-name", "王敏", "--json",
        )[0] == 0
    )  # fmt: skip
    return _run


def test_a_file_comes_in_with_a_report_and_a_message_goes_out(run, tmp_path):
    file, report = tmp_path / "doses.csv", tmp_path / "report.csv"
    file.write_text(
        "姓名,性别,出生日期,疫苗,接种日期\n无此人,男,2025-11-01,HepB,2025-11-01\n", encoding="utf-8"
    )
    code, out = run("immunization", "import", file, "--report", report, "--json")
    assert code == 0
    assert json.loads(out) == {"booked": 0, "known": 0, "differs": 0, "doubtful": 1, "refused": 0}
    with report.open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.DictReader(lines)) == [{"line": "2", "state": "doubtful", "why": "nobody"}]
    assert run("immunization", "export", tmp_path / "out")[0] == 3, "nothing to send"
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_read_is_bad_use(run, tmp_path):
    assert run("immunization", "import", tmp_path / "none.csv")[0] == 2
