"""``facility add`` and ``facility permit``: facilities that the county knows, and what it allows them."""

import argparse

from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.publish.facilities import LEVELS, PERMITS, permit, register_facility

_PERMITS = "what the county allows it, comma between, - for nothing: " + ", ".join(PERMITS)


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("facility", help="facilities").add_subparsers(
        required=True, metavar="{add,permit}"
    )
    adding = verb(
        group,
        "add",
        "register a facility, or register it otherwise",
        "facility add 350881001 --name 双洋镇卫生院 --inst-lv township --database sqlite:///county.db",
    )
    adding.add_argument("code", metavar="CODE")
    adding.add_argument("--name", required=True)
    adding.add_argument("--inst-lv", required=True, choices=LEVELS)
    adding.add_argument("--parent", default="", metavar="CODE", help="the township over a village")
    adding.add_argument("--villages", default="", metavar="NAME,…", help="villages that it looks after")
    adding.add_argument("--permit", metavar="PERMIT,…", help=f"{_PERMITS}; left out: as it stands")
    adding.set_defaults(run=run)
    permitting = verb(
        group,
        "permit",
        "allow a registered facility something, or no longer",
        "facility permit 350881101 --permit iv_antibiotics --database sqlite:///county.db",
    )
    permitting.add_argument("code", metavar="CODE")
    permitting.add_argument("--permit", required=True, metavar="PERMIT,…", help=_PERMITS)
    permitting.set_defaults(run=run_permit)


def run(options: argparse.Namespace) -> int:
    register_facility(
        database_of(options),
        options.code,
        options.name,
        options.inst_lv,
        options.parent,
        _parts(options.villages),
        permits=None if options.permit is None else _permits(options.permit),
    )
    say(options.code)
    return 0


def run_permit(options: argparse.Namespace) -> int:
    permits = _permits(options.permit)
    permit(database_of(options), options.code, permits)
    say(f"{options.code} {','.join(permits) or '-'}")
    return 0


def _permits(text: str) -> tuple[str, ...]:
    return () if text.strip() == "-" else _parts(text)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.split(","))))
