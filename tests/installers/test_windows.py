"""What can be known of the Windows installer without Windows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installers.test_extras import uv

INSTALLERS = Path(__file__).resolve().parents[2] / "installers"
SETUP = (INSTALLERS / "windows" / "setup.nsi").read_text(encoding="utf-8")
BUILD = (INSTALLERS / "windows" / "build.ps1").read_text(encoding="utf-8")
SPEC = (INSTALLERS / "clinic.spec").read_text(encoding="utf-8")


def test_the_uninstaller_removes_all_that_lies_beside_the_program_and_nothing_else():
    programs = {f"{name}.exe" for name in re.findall(r'program\("([\w-]+)"', SPEC)}
    papers = set(re.findall(r'Copy-Item .*\$bundle "([\w.]+)"', BUILD))
    removed = set(re.findall(r'^  Delete "\$INSTDIR\\(.+)"', SETUP, re.MULTILINE))
    assert len(programs) == 2
    assert removed == programs | papers | {"uninstall.exe"}
    assert 'RMDir /r "$INSTDIR"' not in SETUP


def test_the_uninstaller_never_touches_the_clinics_data():
    commands = [line for line in SETUP.splitlines() if not line.lstrip().startswith(";")]
    assert not [line for line in commands if "APPDATA" in line.upper()]


def test_the_script_hands_the_installer_every_value_that_it_asks_for():
    asked = set(re.findall(r"\$\{([A-Z]+)\}", SETUP)) - {"KEY", "TARGET", "UN"}
    given = set(re.findall(r'"/D([A-Z]+)=', BUILD))
    assert asked == given


def test_every_native_command_of_the_script_is_checked():
    """PowerShell goes on after a program that failed."""
    lines = BUILD.splitlines()
    calls = [index for index, line in enumerate(lines) if re.search(r"(^|= |\{ )& ", line)]
    assert len(calls) > 8
    for index in calls:
        assert "Must " in lines[index] or "Must " in lines[index + 1], lines[index]


def test_the_installer_compiles(tmp_path):
    """Without a warning, where NSIS is at hand: apt-get install nsis."""
    makensis = shutil.which("makensis")
    if makensis is None:
        pytest.skip("no NSIS on this machine")
    for name in ("clinic-app.exe", "clinic-desktop.exe", "_internal/resources/a.toml"):
        (tmp_path / "bundle" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bundle" / name).touch()
    subprocess.run([sys.executable, INSTALLERS / "icon.py", tmp_path / "a.ico"], check=True)
    values = {"VERSION": "0.1.0", "NUMBERS": "0.1.0.999", "BUNDLE": tmp_path / "bundle",
              "ICON": tmp_path / "a.ico", "OUT": tmp_path / "xiangyitong.exe"}  # fmt: skip
    words = [f"-D{name}={value}" for name, value in values.items()]
    script = INSTALLERS / "windows" / "setup.nsi"
    done = subprocess.run(
        [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "xiangyitong.exe").read_bytes().startswith(b"MZ")


@pytest.mark.slow
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_library_of_the_program_has_a_wheel_for_windows(python, tmp_path):
    words = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", python, "--target", tmp_path]
    lock = INSTALLERS / "requirements.lock"
    done = subprocess.run(
        [
            uv(),
            "pip",
            "install",
            "--dry-run",
            "--require-hashes",
            "--only-binary",
            ":all:",
            *words,
            "-r",
            lock,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "pyscard==" in done.stderr
    assert "pywin32-ctypes==" in done.stderr
