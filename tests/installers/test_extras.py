"""Each side installs without the other's libraries, and runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def uv() -> str:
    """The one beside this Python, where `./dev setup` puts it, else the system's."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.exists() else shutil.which("uv")
    assert found, "run ./dev setup"
    return found


def installed(folder: Path, extra: str) -> tuple[Path, set[str]]:
    """A clean environment with `.[extra]` in the tested versions: its Python and the names of what is in it."""
    python = folder / "bin" / "python"
    project = f"xiangyitong[{extra}] @ {ROOT.as_uri()}"
    subprocess.run([uv(), "venv", "--quiet", "--python", sys.executable, folder], check=True)
    subprocess.run(
        [uv(), "pip", "install", "--quiet", "--python", python, "-c", ROOT / "requirements.lock", project],
        check=True,
    )
    listed = subprocess.run(
        [uv(), "pip", "freeze", "--python", python], capture_output=True, text=True, check=True
    )
    return python, {line.split("==")[0].split(" @ ")[0].lower() for line in listed.stdout.splitlines()}


def says_help(python: Path, module: str, elsewhere: Path) -> str:
    """`--help` of an installed program, away from the repository and its paths."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_"))}
    done = subprocess.run(
        [python, "-m", module, "--help"],
        cwd=elsewhere,
        env=plain,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def left_out(python: Path) -> set[str]:
    """Files of the repository's packages that did not come along: templates, migrations, resources."""
    listed = subprocess.run(
        ["git", "ls-files", "clinic_app", "sync_server", "resources"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    [packages] = python.parents[1].glob("lib/python3*/site-packages")
    names = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    assert len(names) > 200
    return {name for name in names if not (packages / name).exists()}


@pytest.mark.slow
def test_the_server_installs_without_qt_and_card_readers_and_runs(tmp_path):
    python, names = installed(tmp_path / "venv", "server")
    assert {"xiangyitong", "starlette", "psycopg", "uvicorn"} <= names
    assert names.isdisjoint({"pyside6-essentials", "pyside6", "shiboken6", "pyscard", "pyserial"})
    assert left_out(python) == set()
    assert "serve" in says_help(python, "sync_server", tmp_path)
    command = [python.with_name("sync-server"), "serve", "--help"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_the_clinic_installs_without_the_servers_libraries_and_runs(tmp_path):
    python, names = installed(tmp_path / "venv", "clinic")
    assert {"xiangyitong", "pyside6-essentials", "pyscard", "sqlcipher3"} <= names
    assert names.isdisjoint({"starlette", "uvicorn", "psycopg", "psycopg-binary", "jinja2", "pytest"})
    assert "sync" in says_help(python, "clinic_app", tmp_path)
    command = [python.with_name("clinic-app"), "--version"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
