"""``entry quarantined`` and ``entry release``: what is set aside."""

import argparse
import json
from uuid import UUID

from clinic_app.domain.time import iso
from sync_server.adjudicate.settlements import adjudicate
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, verb
from sync_server.intake.release import release
from sync_server.store.queries import held


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("entry", help="entries that are set aside").add_subparsers(
        required=True, metavar="quarantined|release"
    )
    listed = verb(
        group,
        "quarantined",
        "list what is set aside, one JSON object a line",
        "entry quarantined --database sqlite:///county.db",
    )
    listed.set_defaults(run=run_list)
    released = verb(
        group,
        "release",
        "let an entry count after all, with what waited for it",
        "entry release 7d1f… --reason 'licence checked' --database sqlite:///county.db",
    )
    released.add_argument("entry", metavar="ENTRY", help="32 hexadecimal digits")
    released.add_argument("--reason", required=True)
    released.set_defaults(run=run_release)


def run_list(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        for item in held.unreleased(connection):
            line = {
                "entry": item.id.hex,
                "facility": item.facility,
                "reason": item.reason,
                "detail": item.detail,
                "waits_for": item.waits_for.hex if item.waits_for else None,
                "held": iso(item.held_at),
            }
            say(json.dumps(line, ensure_ascii=False))
    return 0


def run_release(options: argparse.Namespace) -> int:
    try:
        entry = UUID(hex=options.entry)
    except ValueError as error:
        raise WrongUse(f"{options.entry}: not 32 hexadecimal digits") from error
    say(release(database_of(options), entry, options.reason, adjudicate))
    return 0
