"""`enrol`, `sync` and `init --join` as typed, against the real county."""

import json
from pathlib import Path

import pytest

from clinic_app.cli import main
from tests.e2e.county_at_work import at_work
from tests.server.county import OTHER, TOWNSHIP

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)


def set_up(folder: Path) -> None:
    words = f"init --data {folder} --facility {TOWNSHIP} --facility-name 双洋 --inst-lv township"
    assert main([*words.split(), "--admin", "P001", "--admin-name", "王敏"]) == 0


def test_from_set_up_to_a_second_pc(tmp_path, capsys) -> None:
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    set_up(tmp_path / "a")
    assert main(["sync", "--data", a, "--json"]) == 3, "not enrolled yet"
    with at_work(tmp_path) as county:
        wrong = ["--server", county.url, "--code", county.code(OTHER)]
        assert main(["enrol", "--data", a, *wrong]) == 3
        assert "enrolment.other_facility" in capsys.readouterr().err
        ca = tmp_path / "ca.pem"
        ca.write_bytes(county.ca_pem)
        code = ["--server", county.url, "--code", county.code(TOWNSHIP)]
        assert main(["enrol", "--data", a, *code, "--ca", str(ca), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["letter"] == "A"
        assert main(["sync", "--data", a, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["pushed"], told["quarantined"], told["safe"]) == (2, 0, True)
        assert {"pulled", "bytes_up", "bytes_down", "requests", "seconds"} <= set(told)

        assert main(["init", "--data", b, "--join", "--server", county.url]) == 2, "no code"
        code = ["--server", county.url, "--code", county.code(TOWNSHIP)]
        assert main(["init", "--data", b, "--join", *code, "--json"]) == 0
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["letter"] == "B"
        assert main(["sync", "--data", b]) == 0
        assert "全部已到县里" in capsys.readouterr().out
    assert main(["sync", "--data", b, "--json"]) == 4
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == "sync.no_line"
    assert "连不上县里的服务器" in err
