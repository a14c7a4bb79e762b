"""``restore-mark``: the database was put back from a backup."""

import argparse

from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.publish.founding import mark_restored


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "restore-mark",
        "after putting back a backup and before serving it: a new epoch, so that devices offer again what was lost",
        "restore-mark --database sqlite:///county.db",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    say(mark_restored(database_of(options)).epoch.hex)
    return 0
