"""docs/operations.md says what the program does."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from clinic_app.cli import parser
from clinic_app.settings import ClinicSettings
from sync_server.cli import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "docs" / "operations.md", ROOT / "installers" / "server" / "README.md"]
OPERATIONS = PAGES[0].read_text(encoding="utf-8")


def test_the_settings_on_the_page_are_all_there_are_and_can_be_read(tmp_path):
    [example] = re.findall(r"```toml\n(.*?)```", OPERATIONS, re.DOTALL)
    (tmp_path / "clinic.toml").write_text(example, encoding="utf-8")
    ClinicSettings.load(tmp_path / "clinic.toml", {})
    named = re.findall(r"^(\w+) =", example, re.MULTILINE)
    assert sorted(named) == sorted(field.name for field in fields(ClinicSettings))


CLINIC = re.findall(r"clinic-app ([a-z][^`\n]*?)(?= {2,}|`|\n)", OPERATIONS)


@pytest.mark.parametrize("line", CLINIC)
def test_a_command_of_the_clinic_stands_as_it_is_typed(line):
    words = re.sub(r"https://…", "https://county.example", line).split("#")[0].split()
    parser().parse_args(words)


def county_commands() -> list[list[str]]:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES).replace("\\\n", " ")
    lines = re.findall(r"\bxyt ([a-z-]+ ?[^`\n&]*)", text)
    return [
        words
        for line in lines
        if (words := re.split(r"\s#|\s{2,}[^- ]", line)[0].split()) and words != ["status"]
    ]


def test_every_command_of_the_county_on_the_pages_is_one(capsys):
    found = county_commands()
    assert len(found) > 10
    for words in found:
        verbs = [word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]+", word)]
        options = [word for word in words if word.startswith("--")]
        assert run([*verbs, "--help"]) == 0, words
        told = capsys.readouterr().out
        assert [option for option in options if option not in told] == [], words
