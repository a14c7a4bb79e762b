"""Keeps resources/i18n/en.ts and en.qm in step with the words in the code; for developers.

    python -m clinic_app.ui.translations            # refresh, list what has no English yet
    python -m clinic_app.ui.translations FILE.json  # fill in {"保存": "Save", …}, then the same

A Chinese text has one English text, whatever widget shows it.
"""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ROOT / "clinic_app" / "ui"
APP: Final = ROOT / "clinic_app" / "app"
TS: Final = ROOT / "resources" / "i18n" / "en.ts"
QM: Final = TS.with_suffix(".qm")
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def refresh(english: Mapping[str, str], ts: Path = TS, sources: Path = SOURCES) -> list[str]:
    """Read all words of the code into `ts`, fill in `english`, write the .qm beside it.

    Returns:
        The Chinese texts that still have no English.
    """
    ts.parent.mkdir(parents=True, exist_ok=True)
    places = (sources, APP) if sources == SOURCES else (sources,)
    files = sorted(str(path) for place in places for path in place.rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-source-language", "zh_CN", "-target-language", "en"]
    _run("pyside6-lupdate", [*options, *files, "-ts", str(ts)])
    missing = _fill(ts, english)
    compile_qm(ts)
    return missing


def compile_qm(ts: Path) -> Path:
    """Write the .qm beside `ts` and give its path."""
    qm = ts.with_suffix(".qm")
    _run("pyside6-lrelease", [str(ts), "-qm", str(qm)])
    return qm


def _fill(ts: Path, english: Mapping[str, str]) -> list[str]:
    """Put English into unfinished messages, taking what another context already has."""
    tree = ElementTree.parse(ts)
    messages = list(tree.iter("message"))
    known = {**_known(messages), **english}
    missing = []
    for message in messages:
        source = message.findtext("source") or ""
        translation = message.find("translation")
        if translation is None:
            continue
        if source in english or translation.get("type") == "unfinished":
            if source in known:
                translation.text = known[source]
                translation.attrib.pop("type", None)
            else:
                missing.append(source)
    ElementTree.indent(tree, "    ")
    ts.write_text(_HEAD + ElementTree.tostring(tree.getroot(), encoding="unicode") + "\n", encoding="utf-8")
    return sorted(set(missing))


def _known(messages: Sequence[ElementTree.Element]) -> dict[str, str]:
    found = {}
    for message in messages:
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") != "unfinished":
            found[message.findtext("source") or ""] = translation.text
    return found


def _run(tool: str, arguments: Sequence[str]) -> None:
    """Run a Qt tool of this environment; its complaint is raised as ``RuntimeError``."""
    beside = Path(sys.executable).with_name(tool)
    command = str(beside) if beside.exists() else tool
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool}: {done.stderr or done.stdout}")


def main(arguments: Sequence[str]) -> int:
    english: dict[str, str] = {}
    for name in arguments:
        english |= json.loads(Path(name).read_text(encoding="utf-8"))
    missing = refresh(english)
    for source in missing:
        sys.stdout.write(json.dumps(source, ensure_ascii=False) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
