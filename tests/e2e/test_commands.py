"""The commands of a clinic as others run them: names, options, shapes and exit codes stay as they are."""

import json
from pathlib import Path

import pytest

from clinic_app.cli import main

SAMPLE = Path(__file__).parents[2] / "resources" / "policies" / "open_sample.toml"
PASSWORD = "correct-horse"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("CLINIC_PASSWORD", PASSWORD)


@pytest.fixture
def run(capsys):
    def _run(*argv: object) -> tuple[int, str, str]:
        try:
            code = main([str(one) for one in argv])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return _run


@pytest.fixture
def folder(run, tmp_path):
    data = tmp_path / "clinic"
    code, out, _ = run(
        "init", "--data", data, "--facility", "350881001", "--facility-name", "示例卫生院", "--inst-lv", "township",
        "--admin", "P001", "--admin-name", "王敏", "--json",
    )  # fmt: skip
    assert code == 0
    (tmp_path / "code.txt").write_text(json.loads(out)["recovery_code"], encoding="utf-8")
    return data


def as_json(out: str):
    return json.loads(out.strip().splitlines()[-1])


def test_status_tells_how_this_pc_stands(run, folder):
    code, out, _ = run("--data", folder, "status", "--json")
    found = as_json(out)
    assert code == 0
    assert {
        "version",
        "schema",
        "entries",
        "unsent",
        "oldest_unsent",
        "last_sync",
        "clock_skew",
        "readers",
        "disk",
    } <= set(found)
    assert found["entries"] == found["unsent"] == 2


def test_shared_options_stand_before_or_after_the_verb(run, folder):
    assert run("--data", folder, "journal", "verify")[0] == 0
    assert run("journal", "verify", "--data", folder)[0] == 0
    assert run("journal", "--data", folder, "verify", "--staff", "P001")[0] == 0


def test_a_day_is_played_exported_verified_and_found(run, folder):
    code, out, _ = run("day", "--patients", 6, "--seed", 3, "--data", folder, "--json")
    assert code == 0 and as_json(out)["visits"] == 6
    code, out, _ = run("journal", "export", "--data", folder)
    entries = [json.loads(line) for line in out.splitlines()]
    assert set(entries[0]) == {
        "id",
        "device",
        "incarnation",
        "seq",
        "time",
        "author",
        "type",
        "subject",
        "body",
        "hash",
    }
    assert [one["seq"] for one in entries] == list(range(1, len(entries) + 1))
    name = next(one["body"]["name"] for one in entries if one["type"] == "resident.registered")
    code, out, _ = run("search", name, "--data", folder, "--limit", 5, "--json")
    assert json.loads(out.splitlines()[0])["name"] == name
    assert run("rebuild", "--check", "--data", folder)[0] == 0
    assert run("rebuild", "--data", folder)[0] == 0


def test_staff_are_added_reset_and_recovered(run, folder, tmp_path, monkeypatch):
    (tmp_path / "new.txt").write_text("another-pass\n", encoding="utf-8")
    assert run("staff", "add", "P002", "--name", "李华", "--role", "doctor,cashier",
               "--new-password-file", tmp_path / "new.txt", "--data", folder)[0] == 0  # fmt: skip
    assert (
        run("staff", "password", "P002", "--new-password-file", tmp_path / "new.txt", "--data", folder)[0]
        == 0
    )
    monkeypatch.setenv("CLINIC_PASSWORD", "brand-new-pass")
    assert run("recover", "--code-file", tmp_path / "code.txt", "--data", folder)[0] == 0
    assert run("status", "--data", folder)[0] == 0


def test_a_backup_comes_back_in_an_empty_folder(run, folder, tmp_path):
    assert run("backup", tmp_path / "b.zip", "--data", folder)[0] == 0
    assert run("restore", tmp_path / "b.zip", "--data", tmp_path / "again")[0] == 0
    assert run("journal", "verify", "--data", tmp_path / "again")[0] == 0
    assert run("restore", tmp_path / "b.zip", "--data", folder)[0] == 3


def test_a_policy_is_checked_explained_and_installed(run, folder):
    assert run("policy", "check", SAMPLE)[0] == 0
    code, out, _ = run("policy", "explain", SAMPLE)
    assert (code == 0 and "报销" in out) or "支付" in out
    assert run("policy", "install", SAMPLE, "--data", folder)[0] == 0


def test_insured_people_and_residents_come_from_tables(run, folder, tmp_path):
    (tmp_path / "insured.csv").write_text(
        "人员编号,身份证号,险种\nP1,350881190102030019,390\nP2,350881190102030010,390\n", encoding="utf-8"
    )
    code, out, _ = run("insured", "import", tmp_path / "insured.csv", "--data", folder, "--json")
    found = as_json(out)
    assert code == 0 and found["imported"] == 1 and found["bad"][0]["line"] == 3
    (tmp_path / "register.csv").write_text(
        "姓名,性别,身份证号,电话\n张三,男,350881190102030019,13800000000\n,女,,\n", encoding="gb18030"
    )
    code, out, _ = run("residents", "import", tmp_path / "register.csv", "--data", folder)
    assert code == 0 and out
    assert json.loads(run("search", "张三", "--data", folder, "--json")[1])["phone"] == "13800000000"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["status", "--data", "{tmp}/nowhere"], 3, id="no clinic there"),
        pytest.param(["restore", "{tmp}/nothing.zip", "--data", "{tmp}/x"], 2, id="no such file"),
        pytest.param(["policy", "check", "{tmp}/nothing.toml"], 2, id="no such policy"),
        pytest.param(["nonsense"], 2, id="no such command"),
        pytest.param(["init", "--data", "{tmp}/y"], 2, id="options missing"),
    ],
)
def test_what_cannot_be_done_says_so_on_standard_error(run, tmp_path, argv, code):
    found, out, err = run(*[one.format(tmp=tmp_path) for one in argv])
    assert (found, bool(err)) == (code, True)
    assert out == ""


def test_a_wrong_password_is_refused(run, folder, monkeypatch):
    monkeypatch.setenv("CLINIC_PASSWORD", "wrong-password")
    assert run("status", "--data", folder)[0] == 3


def test_nobody_is_asked_when_there_is_no_terminal(run, folder, monkeypatch):
    monkeypatch.delenv("CLINIC_PASSWORD")
    code, _, err = run("status", "--data", folder)
    assert code == 2 and "cli.no_password" in err


def test_an_unreachable_county_is_its_own_exit_code(run, folder):
    code, _, _ = run(
        "enrol", "--server", "http://127.0.0.1:9", "--code", "JKLM4VALYL23SZ2N-e81987466966", "--data", folder
    )
    assert code == 4


def test_each_command_has_help_with_an_example(run):
    for verb in (
        "init",
        "enrol",
        "sync",
        "search",
        "settle",
        "evaluate",
        "day",
        "rebuild",
        "backup",
        "restore",
        "status",
        "screenshots",
    ):
        code, out, _ = run(verb, "--help")
        assert code == 0 and "example" in out, verb


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["backup", "{tmp}/no/b.zip"], id="no such folder"),
        pytest.param(["search", "张", "--limit", "99999999999999999999"], id="an absurd limit"),
        pytest.param(["residents", "import", "{tmp}/nothing.xlsx"], id="no such register"),
        pytest.param(["insured", "import", "{tmp}/nothing.csv"], id="no such register of insured people"),
    ],
)
def test_what_cannot_be_read_or_written_is_wrong_use_not_a_crash(run, folder, tmp_path, argv):
    code, _, err = run("--data", folder, *[one.format(tmp=tmp_path) for one in argv])
    assert code == 2 and err


def test_an_emptied_database_is_damaged_not_missing(run, folder):
    (folder / "clinic.db").write_bytes(b"")
    code, _, err = run("status", "--data", folder)
    assert code == 2 and "store.damaged" in err
