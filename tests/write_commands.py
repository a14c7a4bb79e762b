"""Writes docs/commands.md from the parsers: ``python -m tests.write_commands``."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from clinic_app.cli import parser as clinic_parser
from sync_server.cli import parser as server_parser

FILE = Path(__file__).parents[1] / "docs" / "commands.md"
HEAD = """# Commands

Names, options and shapes stay as they are once released. Each command has `--help` with an example, writes its result to
standard output and progress or errors to standard error. Exit codes: 0 done · 2 wrong use or unreadable input · 3 refused by
a rule · 4 the other side cannot be reached. `--json` gives one JSON object, or one a line. Money is integer fen. Passwords
come from `--password-file` or the variable `CLINIC_PASSWORD`. `--data DIR`, `--staff ID` and `--database URL` may stand
before or after the verb. Made from the programs by `python -m tests.write_commands`.
"""


def leaves(parser: argparse.ArgumentParser, path: str) -> Iterator[tuple[str, str, str]]:
    """Every command: its words, its own options, what it does."""
    groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not groups:
        yield path, _options(parser), ""
    for group in groups:
        said = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for name, child in group.choices.items():
            for words, options, text in leaves(child, f"{path} {name}".strip()):
                yield words, options, text or said.get(name, "")


def _options(parser: argparse.ArgumentParser) -> str:
    shown = []
    shared = {"help", "data", "staff", "password_file", "database", "version"}
    for one in parser._actions:
        if one.dest in shared:
            continue
        value = one.metavar if isinstance(one.metavar, str) else one.dest.upper()
        if not one.option_strings:
            shown.append(value)
        elif one.nargs == 0:
            shown.append(f"[{one.option_strings[-1]}]")
        else:
            word = f"{one.option_strings[-1]} {value}"
            shown.append(word if one.required else f"[{word}]")
    return " ".join(shown)


def page() -> str:
    parts = [HEAD]
    for title, parser in (
        ("Clinic: `python -m clinic_app`, installed as `clinic-app`", clinic_parser()),
        ("County: `python -m sync_server`, installed as `sync-server`", server_parser()),
    ):
        parts.append(f"\n## {title}\n\n| command | what it does |\n|---|---|\n")
        for words, options, text in leaves(parser, ""):
            command = f"{words} {options}".strip().replace("|", "\\|")
            parts.append(f"| `{command}` | {text.replace('|', chr(92) + '|')} |\n")
    return "".join(parts)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
