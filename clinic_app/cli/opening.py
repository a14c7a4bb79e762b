"""What every command shares: the data folder, who acts, passwords, and how a result is printed."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.journal.facts.facility import RECOVERY
from clinic_app.store.keys import Keyring
from clinic_app.wiring import Clinic, open_folder

DONE: Final = 0
BAD_USE: Final = 2
REFUSED: Final = 3
UNREACHABLE: Final = 4


class NoPassword(RuleBroken):
    """No password was given, and nobody is there to ask."""

    code = "cli.no_password"


class WhoActs(RuleBroken):
    """Several people could be meant; name one with --staff."""

    code = "cli.who_acts"


class Unreadable(RuleBroken):
    """An input file cannot be read."""

    code = "cli.unreadable"


def default_folder() -> Path:
    """A data folder for each user of the PC."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Xiangyitong"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "xiangyitong"


def shared_options() -> argparse.ArgumentParser:
    """``--data`` and ``--staff``; they may stand before or after the verb."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", metavar="DIR", type=Path, default=argparse.SUPPRESS, help="data folder of the clinic"
    )
    shared.add_argument(
        "--staff", metavar="ID", default=argparse.SUPPRESS, help="who acts (default: the only administrator)"
    )
    shared.add_argument(
        "--password-file",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="file with the password; else the variable CLINIC_PASSWORD",
    )
    return shared


def folder_of(args: argparse.Namespace) -> Path:
    return Path(getattr(args, "data", None) or default_folder())


def password_of(args: argparse.Namespace) -> str:
    """Raises:
    NoPassword, Unreadable
    """
    file: Path | None = getattr(args, "password_file", None)
    if file is not None:
        return first_line(file)
    if "CLINIC_PASSWORD" in os.environ:
        return os.environ["CLINIC_PASSWORD"]
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("密码 / password: ")
    raise NoPassword()


def first_line(file: Path) -> str:
    """The first line of a small text file, as passwords and codes stand in one.

    Raises:
        Unreadable
    """
    lines = text_of_file(file).splitlines()
    if not lines:
        raise Unreadable(file=str(file))
    return lines[0].strip()


def text_of_file(file: Path) -> str:
    """Raises:
    Unreadable
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(file=str(file)) from error


def staff_of(args: argparse.Namespace, folder: Path) -> str:
    """Who acts: `--staff`, else the only administrator.

    Raises:
        NoStore, WhoActs
    """
    named: str | None = getattr(args, "staff", None)
    if named:
        return named
    keyring = Keyring.load(folder)
    people = [name for name in keyring.slots if name != RECOVERY]
    candidates = people if len(people) == 1 else keyring.administrators
    if len(candidates) != 1:
        raise WhoActs(people=", ".join(people))
    return candidates[0]


@contextmanager
def open_clinic(args: argparse.Namespace) -> Iterator[Clinic]:
    """The clinic of the arguments, closed again at the end.

    Raises:
        NoStore, WhoActs, NoPassword, UnknownStaff, WrongPassword, …
    """
    folder = folder_of(args)
    clinic = open_folder(folder, staff_of(args, folder), password_of(args))
    try:
        yield clinic
    finally:
        clinic.close()


def show(result: dict[str, Any], as_json: bool, text: str = "") -> None:
    """One JSON object, or the sentence for people."""
    print(json.dumps(result, ensure_ascii=False) if as_json or not text else text)
