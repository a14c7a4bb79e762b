"""``journal export`` and ``journal verify``."""

import argparse
import json
from uuid import UUID

from sync_server.cli.parts import Verbs, WrongUse, database_of, say, show, verb
from sync_server.reports.journals import exported, verify
from sync_server.store.queries import entries


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("journal", help="journals").add_subparsers(
        required=True, metavar="export|verify"
    )
    export = verb(
        group,
        "export",
        "every entry held, one JSON object a line, in the county's order",
        "journal export --facility 350881001 --database sqlite:///county.db",
    )
    export.add_argument("--facility", metavar="CODE")
    export.add_argument("--device", metavar="ID", help="32 hexadecimal digits")
    export.set_defaults(run=run_export)
    check = verb(
        group,
        "verify",
        "check every chain and signature; exit code 3 when one does not hold",
        "journal verify --database sqlite:///county.db --json",
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_export(options: argparse.Namespace) -> int:
    try:
        device = UUID(hex=options.device) if options.device else None
    except ValueError as error:
        raise WrongUse(f"{options.device}: not 32 hexadecimal digits") from error
    with database_of(options).reading() as connection:
        for line in exported(connection, entries.all_entries(connection), options.facility, device):
            say(json.dumps(line, ensure_ascii=False))
    return 0


def run_verify(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        found = verify(connection)
    heads = [
        {
            "device": head.device.hex,
            "incarnation": str(head.incarnation),
            "seq": head.seq,
            "hash": head.hash.hex(),
        }
        for head in found.heads
    ]
    show(options, f"{found.entries} entries, {len(heads)} heads", entries=found.entries, heads=heads)
    return 0
