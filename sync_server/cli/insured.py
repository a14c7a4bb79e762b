"""``insured import``: the register of insured people from a spreadsheet."""

import argparse
from pathlib import Path

from sync_server.cli.parts import Verbs, database_of, show, verb, warn
from sync_server.publish.insured import import_insured


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("insured", help="参保人员").add_subparsers(required=True, metavar="import")
    parser = verb(
        group,
        "import",
        "state insured people from .xlsx or .csv; bad rows are reported and left out",
        "insured import insured.xlsx --database sqlite:///county.db",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    report = import_insured(database_of(options), Path(options.file))
    for row in report.bad:
        warn(f"{options.file}:{row.line}: {row.field}: {row.why}")
    show(
        options,
        f"{report.stated} stated, {report.unchanged} unchanged, {len(report.bad)} bad",
        stated=report.stated,
        unchanged=report.unchanged,
        bad=[{"line": row.line, "field": row.field, "why": row.why} for row in report.bad],
    )
    return 3 if report.bad and not report.stated and not report.unchanged else 0
