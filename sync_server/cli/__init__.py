"""The command line: one module a verb.

Results go to standard output, progress and errors to standard error.  Exit codes: 0 done, 2 wrong use or
unreadable input, 3 refused by a rule, 4 the database is not there.
"""

import argparse
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.errors import ClinicError, Unavailable
from sync_server.cli import (
    alarms,
    analyse,
    catalog,
    close,
    courier,
    device,
    entry,
    export,
    facility,
    hub,
    init,
    insured,
    journal,
    monitor,
    pay,
    plan,
    policy,
    prices,
    purchase,
    reading,
    rebuild,
    recall,
    reconcile,
    restore_mark,
    review,
    serve,
    snapshot,
    status,
)
from sync_server.cli.parts import WrongUse, warn
from sync_server.cli.sentences import told

VERBS: Final = (
    init,
    serve,
    hub,
    facility,
    device,
    policy,
    catalog,
    purchase,
    prices,
    recall,
    review,
    reading,
    reconcile,
    close,
    insured,
    courier,
    snapshot,
    entry,
    journal,
    monitor,
    plan,
    pay,
    rebuild,
    restore_mark,
    status,
    alarms,
    export,
    analyse,
)


# Refusals that say: what you gave cannot be read.
_UNREADABLE: Final = ("sheet.", "server.bad_database_url")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="python -m sync_server",
        description="乡医通: the county sync server",
        epilog="example: python -m sync_server status --database sqlite:///county.db --json",
    )
    top.add_argument("--database", metavar="URL", default=None, help="sqlite:///… or postgresql+psycopg://…")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add_to(verbs)
    return top


def run(arguments: Sequence[str]) -> int:
    """One command; answers its exit code."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        return int(options.run(options))
    except WrongUse as error:
        return _failed(str(error), 2)
    except OSError as error:  # a file that is not there, a full disk
        return _failed(f"{error.strerror or error}: {error.filename or ''}", 2)
    except sa.exc.OperationalError as error:
        return _failed(f"server.no_database: {str(error.orig).strip()}", 4)
    except sa.exc.DatabaseError as error:  # a file that is none of ours
        return _failed(f"server.no_database: {str(error.orig).strip()}", 2)
    except ClinicError as error:
        if error.code.startswith(_UNREADABLE):
            return _failed(told(error), 2)
        return _failed(told(error), 4 if isinstance(error, Unavailable) else 3)


def _failed(text: str, code: int) -> int:
    warn(text)
    return code
