"""The county's backup script and systemd units."""

import configparser
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.server.county import founded
from tests.server.postgres import running_cluster

SERVER = Path(__file__).resolve().parents[2] / "installers" / "server"
UNITS = sorted((SERVER / "systemd").iterdir())


def backup(url: str, place: Path, keep: int = 30) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, SERVER / "backup.py", url, place, "--keep", str(keep)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def county(*words: str, url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sync_server", "--database", url, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def assert_county_goes_on(url: str, restored: str) -> None:
    """The restored database holds the same journal, and takes its mark."""
    original = county("journal", "verify", "--json", url=url)
    assert json.loads(original.stdout)["entries"] > 1, original.stderr
    assert county("journal", "verify", "--json", url=restored).stdout == original.stdout
    assert county("restore-mark", url=restored).returncode == 0
    assert county("journal", "verify", url=restored).returncode == 0


def copies(place: Path) -> list[Path]:
    return sorted(place.iterdir())


def test_a_backup_of_sqlite_taken_while_someone_writes_is_a_whole_county(tmp_path):
    url = f"sqlite:///{tmp_path / 'county.db'}"
    founded(url).close()
    with closing(sqlite3.connect(tmp_path / "county.db", isolation_level=None)) as writer:
        writer.execute("create table half (x)")
        writer.execute("begin immediate")
        writer.execute("insert into half values (1)")
        done = backup(url, tmp_path / "second")
        writer.execute("rollback")
    assert done.returncode == 0, done.stderr
    [copy] = copies(tmp_path / "second")
    assert Path(done.stdout.strip()) == copy
    assert_county_goes_on(url, f"sqlite:///{copy}")
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("select count(*) from half").fetchone() == (0,)


def test_a_backup_of_postgresql_is_restored_as_the_readme_says(tmp_path):
    restore = shutil.which("pg_restore")
    assert restore, "apt-get install postgresql-client"
    with running_cluster() as cluster:
        url, empty = cluster.new_url(), cluster.new_url()
        founded(url).close()
        done = backup(url, tmp_path)
        assert done.returncode == 0, done.stderr
        [copy] = copies(tmp_path)
        target = empty.replace("+psycopg", "")
        subprocess.run([restore, "--no-owner", "--role=county", "-d", target, copy], check=True)
        assert_county_goes_on(url, empty)


def test_a_backup_is_readable_by_its_owner_alone(tmp_path):
    url = f"sqlite:///{tmp_path / 'county.db'}"
    founded(url).close()
    assert backup(url, tmp_path / "second").returncode == 0
    assert [copy.stat().st_mode & 0o077 for copy in copies(tmp_path / "second")] == [0]


def test_the_oldest_backups_go_and_other_files_stay(tmp_path):
    url, place = f"sqlite:///{tmp_path / 'county.db'}", tmp_path / "second"
    founded(url).close()
    place.mkdir()
    for day in ("01", "02", "03"):
        (place / f"county-2026-01-{day}-020000.db").touch()
    (place / "note.txt").touch()
    assert backup(url, place, keep=2).returncode == 0
    names = [copy.name for copy in copies(place)]
    assert names[0] == "county-2026-01-03-020000.db"
    assert names[-1] == "note.txt"
    assert len(names) == 3


def test_a_damaged_database_leaves_the_earlier_backups_alone(tmp_path):
    place = tmp_path / "second"
    place.mkdir()
    (place / "county-2026-01-01-020000.db").touch()
    (tmp_path / "county.db").write_bytes(b"no database at all" * 1000)
    done = backup(f"sqlite:///{tmp_path / 'county.db'}", place, keep=1)
    assert done.returncode == 1
    assert "not a database" in done.stderr
    assert [copy.name for copy in copies(place)] == ["county-2026-01-01-020000.db"]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/county.db", "mysql://county", "postgresql+psycopg:///x?host=/nowhere"]
)
def test_a_database_that_is_not_there_is_said(url, tmp_path):
    done = backup(url, tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert copies(tmp_path) == []


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(unit.read_text(encoding="utf-8"))
    return parser


def commands() -> list[str]:
    return [read(unit)["Service"]["ExecStart"] for unit in UNITS if unit.suffix == ".service"]


def test_every_setting_that_a_unit_uses_stands_in_the_settings_file():
    known = set(re.findall(r"^#?(\w+)=", (SERVER / "server.env").read_text(encoding="utf-8"), re.MULTILINE))
    used = {name for command in commands() for name in re.findall(r"\$\{(\w+)\}", command)}
    assert used
    assert used <= known


def test_the_unit_calls_the_server_as_it_wants_to_be_called():
    [command] = [line for line in commands() if "sync-server" in line]
    words = command.split()[1:]
    values = {"${XYT_DATABASE}": "sqlite:////nowhere/county.db", "${XYT_PORT}": "8443", "${XYT_WORKERS}": "1"}
    done = county(*[values.get(word, word) for word in words][2:], url="sqlite:////nowhere/county.db")
    # 4: understood, and the database is not there; 2 would be a wrong word.
    assert done.returncode == 4, done.stderr


def test_systemd_understands_the_units(tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        (tmp_path / unit.name).write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M))
    for unit in UNITS:
        done = subprocess.run(
            [program, "verify", "--man=no", "--recursive-errors=no", tmp_path / unit.name],
            capture_output=True,
            text=True,
            check=False,
        )
        assert unit.name not in done.stderr, done.stderr
        assert done.returncode == 0, done.stderr


def test_the_server_gives_up_every_privilege():
    service = read(SERVER / "systemd" / "xiangyitong-server.service")["Service"]
    assert service["User"] == "xiangyitong"
    assert service["CapabilityBoundingSet"] == ""
    assert {name: service[name] for name in ("ProtectSystem", "NoNewPrivileges", "PrivateDevices")} == {
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "PrivateDevices": "yes",
    }
