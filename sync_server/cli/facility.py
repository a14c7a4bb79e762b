"""``facility add``: a facility that the county knows from now on."""

import argparse

from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.publish.facilities import LEVELS, register_facility


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("facility", help="facilities").add_subparsers(required=True, metavar="add")
    parser = verb(
        group,
        "add",
        "register a facility, or register it otherwise",
        "facility add 350881001 --name 双洋镇卫生院 --inst-lv township --database sqlite:///county.db",
    )
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("--name", required=True)
    parser.add_argument("--inst-lv", required=True, choices=LEVELS)
    parser.add_argument("--parent", default="", metavar="CODE", help="the township over a village")
    parser.add_argument("--villages", default="", metavar="NAME,…", help="villages that it looks after")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    villages = tuple(filter(None, (name.strip() for name in options.villages.split(","))))
    register_facility(
        database_of(options), options.code, options.name, options.inst_lv, options.parent, villages
    )
    say(options.code)
    return 0
