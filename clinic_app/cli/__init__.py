"""The command line: one small module a verb, the same services as the screens."""

import argparse
import os
import sys
from collections.abc import Sequence

from clinic_app import __version__
from clinic_app.cli import (
    backup,
    card,
    close_day,
    courier,
    day,
    enrol,
    evaluate,
    forms,
    immunization,
    indicators,
    init,
    insured,
    journal,
    platform,
    policy,
    purse,
    rebuild,
    receipt,
    rehearse,
    residents,
    screenshots,
    search,
    settle,
    snapshot,
    staff,
    status,
    sync,
)
from clinic_app.cli.opening import BAD_USE, REFUSED, UNREACHABLE, folder_of, shared_options
from clinic_app.domain.errors import ClinicError, RuleBroken, Unavailable
from clinic_app.ui.texts import text_of

_MODULES = (
    init,
    staff,
    enrol,
    policy,
    insured,
    residents,
    sync,
    courier,
    snapshot,
    card,
    purse,
    platform,
    search,
    settle,
    close_day,
    rehearse,
    receipt,
    evaluate,
    forms,
    immunization,
    indicators,
    day,
    journal,
    rebuild,
    backup,
    screenshots,
    status,
)


# Refusals that say: what you gave cannot be read.
_UNREADABLE = (
    "cli.",
    "sheet.",
    "register.",
    "immunization.unreadable",
    "sync.bad_address",
    "sync.mistyped_code",
)


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    shared = shared_options()
    top = argparse.ArgumentParser(
        prog="clinic-app",
        description="乡医通 · the clinic's desktop; without a command it opens the window.",
        epilog="example: clinic-app --data ./clinic status --json",
        parents=[shared],
    )
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for module in _MODULES:
        module.add_parser(commands)
    _share(commands, shared)
    return top


def _share(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Give every verb, at any depth, the options that may also stand before it."""
    for one in set(commands.choices.values()):
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                _share(action, shared)
        known = {option for action in one._actions for option in action.option_strings}
        for option in shared._actions:
            if not known & set(option.option_strings):
                one._add_action(option)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the number is the process's exit code (docs/commands.md)."""
    args = parser().parse_args(argv)
    try:
        if args.command is None:
            from clinic_app.app import run_desktop  # Qt only when there is a window to show

            return run_desktop(folder_of(args))
        return int(args.run(args))
    except ClinicError as error:
        print(told(error), file=sys.stderr)
        return exit_code(error)
    except BrokenPipeError:
        return 1
    except OSError as error:  # a folder that is not there, a file in its place, a full disk under the output
        print(f"{error.strerror or error}: {error.filename or ''}", file=sys.stderr)
        return BAD_USE


def told(error: ClinicError) -> str:
    """The sentence for people and the code for programs."""
    language = "en" if os.environ.get("LANG", "").startswith("en") else "zh"
    return f"{text_of(error, language)}  [{error.code}]"


def exit_code(error: ClinicError) -> int:
    """2: wrong use or unreadable input; 3: refused by a rule; 4: the other side cannot be reached."""
    if error.code.startswith(_UNREADABLE):
        return BAD_USE
    if isinstance(error, Unavailable):
        return UNREACHABLE
    return REFUSED if isinstance(error, RuleBroken) else BAD_USE
