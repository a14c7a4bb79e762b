"""``recall publish|show|list``: a lot that no clinic hands out any more, and whom it reached (docs/procurement.md)."""

import argparse
import json
from dataclasses import asdict

from clinic_app.domain.time import iso
from sync_server.cli.parts import Verbs, database_of, say, verb
from sync_server.publish.distribution import recall
from sync_server.reports.recalls import reach_of, recalled


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("recall", help="召回").add_subparsers(required=True, metavar="publish|show|list")
    publish = verb(
        group,
        "publish",
        "recall a lot, at once and everywhere; it cannot be taken back",
        "recall publish YP0001 A1 --reason 微生物限度不合格",
    )
    _add_lot(publish)
    publish.add_argument("--reason", required=True, metavar="TEXT", help="what clinics read")
    publish.set_defaults(run=run_publish)
    showing = verb(group, "show", "where a lot lies and how many people have of it", "recall show YP0001 A1")
    _add_lot(showing)
    showing.set_defaults(run=run_show)
    listing = verb(group, "list", "the lots that are recalled, the newest first", "recall list --json")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)


def _add_lot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("drug", metavar="DRUG", help="its code")
    parser.add_argument("lot", metavar="LOT", help="as printed on the box")
    parser.add_argument("--json", action="store_true")


def run_publish(options: argparse.Namespace) -> int:
    recall(database_of(options), options.drug, options.lot, options.reason, "")
    return run_show(options)


def run_show(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        reach = reach_of(connection, options.drug, options.lot)
    people = sum(one.people for one in reach)
    if options.json:
        rows = [asdict(one) for one in reach]
        say(json.dumps({"drug": options.drug, "lot": options.lot, "people": people, "at": rows}))
        return 0
    for one in reach:
        say(f"{one.facility}: {one.packs} packs left, {one.people} people")
    say(f"{len(reach)} facilities, {people} people")
    return 0


def run_list(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        found = recalled(connection)
    if options.json:
        rows = [{"drug": one.drug, "lot": one.lot, "reason": one.reason, "at": iso(one.at)} for one in found]
        say(json.dumps({"recalls": rows}, ensure_ascii=False))
        return 0
    for one in found:
        say(f"{iso(one.at)} {one.drug} {one.lot} {one.reason}")
    return 0
