"""``rebuild``: the projections made anew from the journal."""

import argparse

from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.intake.rebuild import rebuild


def add_to(verbs: Verbs) -> None:
    parser = verb(
        verbs,
        "rebuild",
        "make the projections anew from the journal",
        "rebuild --database sqlite:///county.db",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    say(rebuild(database_of(options)))
    return 0
