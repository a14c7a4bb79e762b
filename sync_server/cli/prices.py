"""``prices preview|publish|list``: the county's purchasing prices, from a day on (docs/procurement.md)."""

import argparse
import json
from datetime import date
from pathlib import Path

from clinic_app.domain.time import beijing_day, iso, wall_clock
from clinic_app.journal.catalog_report import WHY
from clinic_app.journal.catalog_sheet import Sheet, mapping_of
from clinic_app.journal.sheet_report import report_file, sentence_of
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, show, verb, warn
from sync_server.publish.catalogs import BadRows
from sync_server.publish.distribution import order_prices
from sync_server.reports.prices import KIND, PriceReading, price_orders, price_reading
from sync_server.store.engine import Database


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("prices", help="采购价格").add_subparsers(
        required=True, metavar="preview|publish|list"
    )
    preview = verb(
        group, "preview", "what a price list would change; nothing is published", "prices preview list.xlsx"
    )
    _add_file(preview)
    preview.set_defaults(run=run_preview)
    publish = verb(
        group,
        "publish",
        "publish the prices that are new or other, in force from a day on",
        "prices publish list.xlsx --number 漳医采〔2026〕12号 --from 2026-12-01",
    )
    _add_file(publish)
    publish.add_argument("--number", required=True, metavar="TEXT", help="of the price order")
    publish.add_argument("--good-rows", action="store_true", help="publish the good rows, leave bad ones out")
    publish.set_defaults(run=run_publish)
    listing = verb(group, "list", "the price orders, the newest first", "prices list --json")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx, or .csv in UTF-8 or GB18030")
    parser.add_argument("--from", dest="first", metavar="YYYY-MM-DD", default="", help="(default: today)")
    parser.add_argument(
        "--map",
        metavar="COLUMN=HEADING",
        action="append",
        default=[],
        help="code, name or price_e6, where its heading is not guessed",
    )
    parser.add_argument("--report", metavar="FILE.xlsx|csv", type=Path, help="the bad rows, with what to do")
    parser.add_argument("--json", action="store_true")


def run_preview(options: argparse.Namespace) -> int:
    reading = _read(options, database_of(options))
    _show(options, reading)
    return 0


def run_publish(options: argparse.Namespace) -> int:
    database = database_of(options)
    reading = _read(options, database)
    if reading.bad and not options.good_rows:
        raise BadRows(count=reading.bad_rows)
    order_prices(database, options.number, _day(options.first), reading.changes, "")
    _show(options, reading)
    return 0


def run_list(options: argparse.Namespace) -> int:
    with database_of(options).reading() as connection:
        found = price_orders(connection)
    if options.json:
        rows = [
            {
                "number": one.number,
                "from": one.from_day.isoformat(),
                "prices": one.prices,
                "published": iso(one.at),
            }
            for one in found
        ]
        say(json.dumps({"price_orders": rows}, ensure_ascii=False))
        return 0
    for one in found:
        say(f"{one.from_day} {one.number} {one.prices} prices")
    return 0


def _read(options: argparse.Namespace, database: Database) -> PriceReading:
    """The sheet, its bad rows reported."""
    sheet = Sheet.read(KIND, options.file)
    with database.reading() as connection:
        reading = price_reading(
            connection, sheet, mapping_of(sheet, _by_hand(options.map)), _day(options.first)
        )
    with report_file(options.report, WHY) as writer:
        for row in reading.bad:
            writer.write(row)
    for row in reading.bad:
        warn(f"{options.file}:{row.line}: {sentence_of(row, WHY)}")
    return reading


def _show(options: argparse.Namespace, reading: PriceReading) -> None:
    show(
        options,
        f"{len(reading.rows)} prices, {len(reading.changes)} new or other, {reading.bad_rows} bad rows",
        prices=len(reading.rows),
        changed=len(reading.changes),
        bad_rows=reading.bad_rows,
        from_day=_day(options.first).isoformat(),
    )


def _by_hand(pairs: list[str]) -> dict[str, str]:
    """Raises:
    WrongUse
    """
    found = {}
    for pair in pairs:
        name, equals, title = pair.partition("=")
        if not equals or name not in ("code", "name", "price_e6"):
            raise WrongUse(f"--map {pair}: COLUMN=HEADING; columns: code, name, price_e6")
        found[name] = title
    return found


def _day(text: str) -> date:
    """Raises:
    WrongUse
    """
    try:
        return date.fromisoformat(text) if text else beijing_day(wall_clock())
    except ValueError as error:
        raise WrongUse(f"--from {text}: YYYY-MM-DD") from error
