"""`immunization import` and `export`: the exchange with the immunization client by files."""

import argparse
from collections import Counter
from pathlib import Path

from clinic_app.cli.opening import DONE, open_clinic, show


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("immunization", help="预防接种: exchange with the immunization client")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser(
        "import",
        help="doses given elsewhere from a CSV or XML file, with a report of every row",
        epilog="example: clinic-app immunization import doses.csv --report report.csv --json",
    )
    load.add_argument("file", type=Path)
    load.add_argument("--report", type=Path, metavar="FILE.csv", help="what became of each row, and why")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run_import)
    send = verbs.add_parser(
        "export",
        help="children, doses and AEFI since the last message, as CSV files",
        epilog="example: clinic-app immunization export ./out --json",
    )
    send.add_argument("folder", type=Path, metavar="DIR")
    send.add_argument("--json", action="store_true")
    send.set_defaults(run=run_export)


def run_import(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        found = clinic.vaccine_exchange.take_in(clinic.on_duty, args.file)
        if args.report:
            clinic.vaccine_exchange.save_report(args.report, found)
    count = Counter(one.state for one in found)
    result = {state: count[state] for state in ("booked", "known", "differs", "doubtful", "refused")}
    show(result, args.json, " ".join(f"{state} {number}" for state, number in result.items()))
    return DONE


def run_export(args: argparse.Namespace) -> int:
    with open_clinic(args) as clinic:
        sent = clinic.vaccine_exchange.send(clinic.on_duty, args.folder)
    show({"message": sent.number, **sent.rows}, args.json, f"{sent.number} {dict(sent.rows)}")
    return DONE
