"""What goes into the clinic's frozen program on Linux and on Windows, and how its version is written there.

Standard library only: `clinic.spec` uses it inside PyInstaller, the tests without.
"""

import ast
import fnmatch
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

# Read by path or through importlib.resources at run time: they have to lie beside the program as files.
DATA_FOLDERS: Final = ("resources", "clinic_app/store/migrations")

# Qt plugins and libraries for things that no page uses; what they draw in (GTK, Wayland) is most of the size.
UNUSED: Final = (
    "*libQt6Qml*",
    "*libQt6Quick*",
    "*libQt6Pdf*",
    "*libQt6VirtualKeyboard*",
    "*libQt6Wayland*",
    "*libQt6EglF*",
    "*libQt6WlShell*",
    "*libgtk-3*",
    "*libgdk-3*",
    "*libwayland-*",
    # What only GTK needed.
    "*/libatk-*",
    "*/libatspi*",
    "*/libcairo*",
    "*/libdatrie*",
    "*/libepoxy*",
    "*/libfribidi*",
    "*/libgdk_pixbuf*",
    "*/libgraphite2*",
    "*/libharfbuzz*",
    "*/libpango*",
    "*/libpixman*",
    "*/libthai*",
    "*/plugins/generic/libqevdev*",
    "*/plugins/generic/libqtuio*",
    "*/plugins/egldeviceintegrations/*",
    "*/plugins/platforms/libqeglfs*",
    "*/plugins/platforms/libqlinuxfb*",
    "*/plugins/platforms/libqminimalegl*",
    "*/plugins/platforms/libqvkkhrdisplay*",
    "*/plugins/platforms/libqvnc*",
    "*/plugins/platforms/libqwayland*",
    "*/plugins/platforminputcontexts/libqtvirtualkeyboard*",
    "*/plugins/platformthemes/libqgtk3*",
    "*/plugins/wayland-*",
    "*/plugins/networkinformation/*",
    "*/qml/*",
    "*Qt6Qml*.dll",
    "*Qt6Quick*.dll",
    "*Qt6Pdf*.dll",
    "*Qt6VirtualKeyboard*.dll",
    "*/qtvirtualkeyboardplugin.dll",
    "*/opengl32sw.dll",
)
_TRANSLATIONS: Final = "*/translations/*"
_TRANSLATIONS_KEPT: Final = "*/translations/qtbase_zh_CN.qm"


def data_files(root: Path = ROOT) -> list[tuple[str, str]]:
    """Every data file as (path in the repository, folder in the bundle), both with forward slashes."""
    return [
        (path.relative_to(root).as_posix(), path.relative_to(root).parent.as_posix())
        for folder in DATA_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def modules(root: Path = ROOT) -> list[str]:
    """Every module of the clinic: many are imported by name only when their command or page is wanted."""
    return [
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for package in ("clinic_app", "resources")
        for path in sorted((root / package).rglob("*.py"))
        if path.name != "__main__.py" and "versions" not in path.parts and path.name != "env.py"
    ]


def is_used(name: str) -> bool:
    """Whether a file that PyInstaller found (its name in the bundle) has to be shipped."""
    slashed = "/" + name.replace("\\", "/")
    if fnmatch.fnmatchcase(slashed, _TRANSLATIONS):
        return fnmatch.fnmatchcase(slashed, _TRANSLATIONS_KEPT)
    return not any(fnmatch.fnmatchcase(slashed, pattern) for pattern in UNUSED)


def version(root: Path = ROOT) -> str:
    """The program's own version, read without importing it.

    Raises:
        ValueError: `clinic_app/__init__.py` names none.
    """
    tree = ast.parse((root / "clinic_app" / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__version__" for target in node.targets
        ):
            return str(ast.literal_eval(node.value))
    raise ValueError("clinic_app/__init__.py: no __version__")


_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:(a|b|rc)(\d+))?")


def debian_version(text: str) -> str:
    """``1.2.0rc1`` → ``1.2.0~rc1``, which sorts before ``1.2.0``.

    Raises:
        ValueError: not a version of this project.
    """
    major, minor, patch, stage, number = _parts(text)
    return f"{major}.{minor}.{patch}" + (f"~{stage}{number}" if stage else "")


def windows_version(text: str) -> str:
    """Four numbers that grow with each release: ``1.2.0rc1`` → ``1.2.0.301``, ``1.2.0`` → ``1.2.0.999``.

    Raises:
        ValueError: not a version of this project, or a hundredth candidate.
    """
    major, minor, patch, stage, number = _parts(text)
    if not stage:
        return f"{major}.{minor}.{patch}.999"
    if int(number) > 99:
        raise ValueError(text)
    return f"{major}.{minor}.{patch}.{('a', 'b', 'rc').index(stage) + 1}{int(number):02d}"


def _parts(text: str) -> tuple[str, ...]:
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return tuple(part or "" for part in found.groups())


def glibc_needed(symbol_tables: Iterable[str]) -> str:
    """The newest glibc that any line of ``objdump -T`` asks for: ``2.36``."""
    wanted = {
        (int(major), int(minor))
        for line in symbol_tables
        for major, minor in re.findall(r"\bGLIBC_(\d+)\.(\d+)", line)
    }
    return ".".join(map(str, max(wanted, default=(2, 34))))


def notices(distributions: Iterable[Distribution]) -> Iterator[str]:
    """A line for each library in the package, then the text of its licence, as their licences ask for."""
    for one in sorted(distributions, key=lambda one: one.metadata["Name"].lower()):
        about = one.metadata
        named = _field(one, "License-Expression") or _field(one, "License") or _classified(one) or "?"
        yield f"\n{'=' * 78}\n{about['Name']} {one.version}: {named.splitlines()[0]}\n"
        for file in one.files or ():
            if re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.name, re.IGNORECASE):
                yield Path(str(one.locate_file(file))).read_text(encoding="utf-8", errors="replace")


def _field(one: Distribution, name: str) -> str:
    return str(one.metadata[name]) if name in one.metadata else ""


def _classified(one: Distribution) -> str:
    lines = one.metadata.get_all("Classifier") or []
    return ", ".join(line.rpartition("::")[2].strip() for line in lines if line.startswith("License"))
