"""``catalog publish``: a catalogue into the county's journal."""

import argparse

from sync_server.cli.parts import Verbs, database_of, say, text_in, verb
from sync_server.publish.policies import publish_catalog


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("catalog", help="目录").add_subparsers(required=True, metavar="publish")
    parser = verb(
        group,
        "publish",
        "publish a catalogue that replaces the shipped one of its kind",
        "catalog publish drugs drugs.csv --database sqlite:///county.db",
    )
    parser.add_argument(
        "kind", metavar="KIND", choices=("drugs", "diagnoses", "services"), help="drugs, diagnoses, services"
    )
    parser.add_argument("file", metavar="FILE", help="CSV with a heading, UTF-8")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    text = text_in(options.file)
    say(publish_catalog(database_of(options), options.kind, text))
    return 0
