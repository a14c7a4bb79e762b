"""``insured import``: the register of insured people from a spreadsheet; ``insured template``: an empty one."""

import argparse
import time
from pathlib import Path

from clinic_app.journal.insured_report import DOUBTS, WHY, write_template
from clinic_app.journal.sheet_report import sentence_of
from sync_server.cli.parts import Verbs, database_of, say, show, verb, warn
from sync_server.publish.insured import Report, import_insured


def add_to(verbs: Verbs) -> None:
    group = verbs.add_parser("insured", help="参保人员").add_subparsers(
        required=True, metavar="import|template"
    )
    parser = verb(
        group,
        "import",
        "state insured people from .xlsx or .csv; bad rows are reported and left out",
        "insured import insured.xlsx --report bad.xlsx --database sqlite:///county.db",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--report", metavar="FILE.xlsx|csv", type=Path, help="the bad rows, with what to do")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)
    empty = verb(group, "template", "an empty register with every heading", "insured template insured.xlsx")
    empty.add_argument("file", metavar="FILE.xlsx|csv", type=Path)
    empty.set_defaults(run=run_template)


def run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    report = import_insured(database_of(options), Path(options.file), report=options.report)
    for row in report.bad:
        warn(f"{options.file}:{row.line}: {sentence_of(row, WHY)}")
    if report.bad_rows > len(report.bad):
        warn(f"… {report.bad_rows - len(report.bad)} more bad rows; --report FILE.xlsx holds all of them")
    for doubt, count in sorted(report.doubts.items()):
        warn(f"{count} × {DOUBTS[doubt][0]} ({DOUBTS[doubt][1]})")
    for title in report.ignored:
        warn(f"不认识的列“{title}”，没有读 (unknown column)")
    _show(options, report, time.monotonic() - began)
    return 3 if report.bad_rows and not report.stated and not report.unchanged else 0


def run_template(options: argparse.Namespace) -> int:
    write_template(options.file)
    say(options.file)
    return 0


def _show(options: argparse.Namespace, report: Report, seconds: float) -> None:
    show(
        options,
        f"{report.stated} stated, {report.unchanged} unchanged, {report.bad_rows} bad",
        stated=report.stated,
        unchanged=report.unchanged,
        bad_rows=report.bad_rows,
        bad=[
            {"line": row.line, "field": row.field, "column": row.column, "value": row.value, "why": row.why}
            for row in report.bad
        ],
        doubts=dict(report.doubts),
        ignored=list(report.ignored),
        seconds=round(seconds, 2),
    )
