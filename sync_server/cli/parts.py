"""What several verbs share."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sync_server.intake.rebuild import rebuild
from sync_server.store.county import NotFounded
from sync_server.store.engine import Database
from sync_server.store.schema import migrate

Verbs = Any  # argparse's sub-parsers have no public name


class WrongUse(Exception):
    """The command line does not make sense: exit code 2."""


def verb(verbs: Verbs, name: str, text: str, example: str) -> argparse.ArgumentParser:
    """A verb with ``--database``, which may stand before or after it."""
    parser: argparse.ArgumentParser = verbs.add_parser(
        name, help=text, description=text, epilog=f"example: python -m sync_server {example}"
    )
    parser.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def database_of(options: argparse.Namespace, *, new: bool = False) -> Database:
    """The database, its tables up to date; only a `new` one's file is made.

    Raises:
        WrongUse: none is named.
        NotFounded: there is no such file.
        BadDatabaseUrl
    """
    if not options.database:
        raise WrongUse(
            "--database URL is missing (sqlite:///county.db, postgresql+psycopg://user@host/county)"
        )
    database = Database(options.database)
    path = Path(sa.make_url(options.database).database or "")
    if not (new or database.is_postgres or path.exists()) and path.parent.exists():
        raise NotFounded()
    if migrate(database):
        warn(f"projections made anew from {rebuild(database)} entries")
    return database


def password_of(options: argparse.Namespace) -> str:
    """From ``--password-file`` or the variable ``CLINIC_PASSWORD``.

    Raises:
        WrongUse: neither.
    """
    if options.password_file:
        return Path(options.password_file).read_text(encoding="utf-8").rstrip("\r\n")
    password = os.environ.get("CLINIC_PASSWORD", "")
    if not password:
        raise WrongUse("a password is needed: --password-file FILE or the variable CLINIC_PASSWORD")
    return password


def text_in(path: str) -> str:
    """A file's text.

    Raises:
        WrongUse: it is not UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: not UTF-8") from error


def say(text: object) -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def warn(text: object) -> None:
    """A line of progress, or what went wrong."""
    sys.stderr.write(f"{text}\n")


def show(options: argparse.Namespace, plain: str, **values: object) -> None:
    """The result: one JSON object with ``--json``, a line for people without."""
    say(json.dumps(values, ensure_ascii=False) if getattr(options, "json", False) else plain)
