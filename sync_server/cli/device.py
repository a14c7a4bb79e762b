"""``device code`` and ``device revoke``."""

import argparse
from uuid import UUID

from sync_server.cli.parts import Verbs, WrongUse, database_of, say, verb
from sync_server.publish.enrolments import new_code
from sync_server.publish.facilities import revoke_device


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("device", help="devices of clinics").add_subparsers(
        required=True, metavar="code|revoke"
    )
    code = verb(
        group,
        "code",
        "print a one-time enrolment code, good for 24 hours",
        "device code 350881001 --database sqlite:///county.db",
    )
    code.add_argument("facility", metavar="FACILITY")
    code.set_defaults(run=run_code)
    revoke = verb(
        group,
        "revoke",
        "take a device out of use: its pushes are refused, and kept for inspection",
        "device revoke 0f3c… --reason stolen --database sqlite:///county.db",
    )
    revoke.add_argument("device", metavar="DEVICE", help="32 hexadecimal digits")
    revoke.add_argument("--reason", required=True)
    revoke.set_defaults(run=run_revoke)


def run_code(options: argparse.Namespace) -> int:
    say(new_code(database_of(options), options.facility))
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    try:
        device = UUID(hex=options.device)
    except ValueError as error:
        raise WrongUse(f"{options.device}: not 32 hexadecimal digits") from error
    revoke_device(database_of(options), device, options.reason)
    return 0
