"""What goes into the packages: file lists, versions, locks."""

import importlib.util
import itertools
import re
import struct
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALLERS = ROOT / "installers"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, INSTALLERS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bundle = script("bundle")


def test_every_tracked_resource_and_migration_is_in_the_bundle():
    listed = subprocess.run(
        ["git", "ls-files", *bundle.DATA_FOLDERS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tracked = {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    assert len(tracked) > 50
    assert tracked <= {file for file, _ in bundle.data_files()}


def test_data_lies_in_the_bundle_where_it_lies_in_the_repository():
    assert ("resources/icons/logo.svg", "resources/icons") in bundle.data_files()
    assert ("clinic_app/store/migrations/env.py", "clinic_app/store/migrations") in bundle.data_files()


def test_every_folder_that_the_code_reads_by_path_is_a_data_folder():
    """`Path(__file__)` finds nothing in a frozen program but the data that was put there."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "clinic_app").rglob("*.py")
        if "Path(__file__)" in path.read_text(encoding="utf-8")
    }
    # translations.py is the developers' tool; schema.py reads the migrations.
    assert found == {"clinic_app/store/schema.py", "clinic_app/ui/translations.py"}


def test_modules_that_are_imported_by_name_only_are_in_the_bundle():
    modules = bundle.modules()
    assert {"clinic_app.cli.init", "clinic_app.app", "clinic_app.store.migrations", "resources"} <= set(
        modules
    )
    assert not [name for name in modules if name.startswith("sync_server")]
    assert len(modules) == len(set(modules))


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\Qt6Widgets.dll", True),
        ("PySide6\\Qt6Quick.dll", False),
        ("PySide6\\translations\\qtbase_zh_CN.qm", True),
        ("PySide6\\translations\\qtbase_fr.qm", False),
        ("resources/i18n/en.qm", True),
        ("libpython3.11.so.1.0", True),
    ],
)
def test_is_used(name, used):
    assert bundle.is_used(name) is used


def test_the_version_is_the_same_in_the_program_and_in_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert bundle.version() == project["version"]


@pytest.mark.parametrize(
    ("version", "debian", "windows"),
    [
        ("0.1.0", "0.1.0", "0.1.0.999"),
        ("1.2.0a3", "1.2.0~a3", "1.2.0.103"),
        ("1.2.0rc12", "1.2.0~rc12", "1.2.0.312"),
    ],
)
def test_versions(version, debian, windows):
    assert bundle.debian_version(version) == debian
    assert bundle.windows_version(version) == windows


@pytest.mark.parametrize("version", ["1.2", "1.2.0.dev1", "v1.2.0", ""])
def test_a_version_that_is_none_is_refused(version):
    with pytest.raises(ValueError):
        bundle.debian_version(version)


def test_a_release_is_newer_than_its_candidates_for_both_systems():
    versions = ["1.2.0a1", "1.2.0b1", "1.2.0rc1", "1.2.0rc2", "1.2.0", "1.2.1a1"]
    windows = [tuple(map(int, bundle.windows_version(one).split("."))) for one in versions]
    assert windows == sorted(set(windows))
    for older, newer in itertools.pairwise(versions):
        words = [
            "dpkg",
            "--compare-versions",
            bundle.debian_version(older),
            "lt",
            bundle.debian_version(newer),
        ]
        assert subprocess.run(words, check=False).returncode == 0, (older, newer)


def test_glibc_needed_is_the_newest_by_number():
    table = [
        "0000 DF *UND* 0000 (GLIBC_2.4) fopen",
        "(GLIBC_2.36) arc4random",
        "(GLIBC_2.9) x",
        "GLIBCXX_3.4.30",
    ]
    assert bundle.glibc_needed(table) == "2.36"


def test_the_notices_carry_the_text_of_a_licence():
    text = "".join(bundle.notices([distribution("msgspec")]))
    assert "msgspec" in text
    assert "Redistribution and use in source and binary forms" in text


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[\w.]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


BUILD_TOOLS = {"altgraph", "hatchling", "macholib", "pathspec", "pefile", "pluggy", "pyinstaller",
               "pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools", "tomlkit", "trove-classifiers"}  # fmt: skip


@pytest.mark.parametrize("lock", ["requirements.lock", "server/requirements.lock"])
def test_packages_ship_the_versions_that_were_tested(lock):
    """After `./dev lock` these are made again; how stands in installers/requirements.in."""
    ours = {pin for pin in pins(INSTALLERS / lock) if pin.split("==")[0] not in BUILD_TOOLS}
    assert len(ours) > 20
    assert ours <= pins(ROOT / "requirements.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "server/requirements.lock"])
def test_a_lock_has_a_hash_for_everything_and_no_address(lock):
    text = (INSTALLERS / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\w)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_no_library_of_the_clinic_goes_to_the_server():
    names = {pin.split("==")[0] for pin in pins(INSTALLERS / "server" / "requirements.lock")}
    assert {"starlette", "psycopg"} <= names
    assert names.isdisjoint({"pyside6-essentials", "shiboken6", "pyscard", "pyserial"})


def test_the_windows_icon_holds_every_size_that_windows_shows(tmp_path):
    target = tmp_path / "clinic-app.ico"
    subprocess.run([sys.executable, INSTALLERS / "icon.py", target], check=True)
    data = target.read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    sizes = []
    for index in range(count):
        width, _, _, _, _, _, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * index)
        image = data[offset : offset + length]
        assert image.startswith(b"\x89PNG")
        assert struct.unpack_from(">I", image, 16)[0] == (width or 256)
        sizes.append(width or 256)
    assert sizes == [16, 24, 32, 48, 64, 256]
    assert offset + length == len(data)
