"""``catalog preview``: what a sheet says; ``catalog publish``: into the county's journal."""

import argparse
from datetime import date
from pathlib import Path
from typing import Final

from clinic_app.domain.catalogs import KINDS
from clinic_app.domain.catalogs.columns import COLUMNS, Place
from clinic_app.journal.catalog_report import WHY
from clinic_app.journal.catalog_sheet import Reading, Sheet, mapping_of, reading_of
from clinic_app.journal.sheet_report import report_file, sentence_of
from sync_server.cli.parts import Verbs, WrongUse, database_of, say, show, verb, warn
from sync_server.publish.catalogs import BadRows, Publication, publish_catalog

_SHOWN: Final = 5  # rows of the preview
_BAD_SHOWN: Final = 1000


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("catalog", help="目录").add_subparsers(required=True, metavar="preview|publish")
    preview = verb(
        group,
        "preview",
        "what a sheet says: which column is which, the first rows, the bad ones; nothing is published",
        "catalog preview drugs list.xlsx --map code=国家码 --report bad.xlsx",
    )
    _add_file(preview)
    preview.set_defaults(run=run_preview)
    publish = verb(
        group,
        "publish",
        "publish a catalogue in the place of the shipped or published one of its kind; only what changed travels",
        "catalog publish drugs drugs.csv --effective 2027-01-01 --database sqlite:///county.db",
    )
    _add_file(publish)
    publish.add_argument("--version", metavar="NAME", default="", help="its name (default: the day)")
    publish.add_argument(
        "--effective", metavar="YYYY-MM-DD", default="", help="the first day in force (default: today)"
    )
    publish.add_argument("--good-rows", action="store_true", help="publish the good rows, leave bad ones out")
    publish.set_defaults(run=run_publish)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx, or .csv in UTF-8 or GB18030")
    parser.add_argument(
        "--map",
        metavar="COLUMN=HEADING",
        action="append",
        default=[],
        help="which heading is which column, where it is not guessed; an empty heading: none is",
    )
    parser.add_argument("--report", metavar="FILE.xlsx|csv", type=Path, help="the bad rows, with what to do")
    parser.add_argument("--json", action="store_true")


def run_preview(options: argparse.Namespace) -> int:
    sheet = Sheet.read(options.kind, options.file)
    mapping = mapping_of(sheet, _by_hand(options))
    if not options.json:
        for name, place in mapping.items():
            say(f"{name} ← {place.title}")
    reading = reading_of(sheet, mapping)
    _report(options, reading)
    if options.json:
        show(
            options,
            "",
            mapping={name: place.title for name, place in mapping.items()},
            ignored=_ignored(sheet, mapping),
            **_counts(reading),
            first=[dict(row) for row in reading.rows[:_SHOWN]],
        )
        return 0
    for row in reading.rows[:_SHOWN]:
        say("  ".join(f"{name}={value}" for name, value in row.items() if value))
    say(f"{len(reading.rows)} good, {reading.bad_rows} bad")
    return 0


def run_publish(options: argparse.Namespace) -> int:
    sheet = Sheet.read(options.kind, options.file)
    reading = reading_of(sheet, mapping_of(sheet, _by_hand(options)))
    _report(options, reading)
    if reading.bad and not options.good_rows:
        raise BadRows(count=reading.bad_rows)
    made = publish_catalog(
        database_of(options), options.kind, reading.rows, options.version, _day(options.effective)
    )
    _show(options, made, reading)
    return 0


def _show(options: argparse.Namespace, made: Publication, reading: Reading) -> None:
    show(
        options,
        f"{made.version} from {made.effective}: {made.rows} rows, {made.changed} new or changed,"
        f" {made.withdrawn} withdrawn, {reading.bad_rows} bad",
        version=made.version,
        effective=made.effective.isoformat(),
        rows=made.rows,
        changed=made.changed,
        withdrawn=made.withdrawn,
        parts=made.parts,
        bad_rows=reading.bad_rows,
    )


def _report(options: argparse.Namespace, reading: Reading) -> None:
    with report_file(options.report, WHY) as writer:
        for row in reading.bad:
            writer.write(row)
    for row in reading.bad[:_BAD_SHOWN]:
        warn(f"{options.file}:{row.line}: {sentence_of(row, WHY)}")


def _counts(reading: Reading) -> dict[str, object]:
    return {
        "rows": len(reading.rows),
        "bad_rows": reading.bad_rows,
        "bad": [
            {"line": row.line, "field": row.field, "column": row.column, "value": row.value, "why": row.why}
            for row in reading.bad[:_BAD_SHOWN]
        ],
    }


def _ignored(sheet: Sheet, mapping: dict[str, Place]) -> list[str]:
    taken = {place.at for place in mapping.values()}
    return [title for at, title in enumerate(sheet.heading) if title and at not in taken]


def _by_hand(options: argparse.Namespace) -> dict[str, str]:
    """Raises:
    WrongUse: no ``COLUMN=HEADING``, or no such column.
    """
    known = {column.name for column in COLUMNS[options.kind]}
    found = {}
    for pair in options.map:
        name, equals, title = pair.partition("=")
        if not equals or name not in known:
            raise WrongUse(f"--map {pair}: COLUMN=HEADING; columns: {', '.join(sorted(known))}")
        found[name] = title
    return found


def _day(text: str) -> date | None:
    """Raises:
    WrongUse: no date.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(f"--effective {text}: YYYY-MM-DD") from error
