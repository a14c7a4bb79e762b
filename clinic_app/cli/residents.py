"""`residents import`: a clinic's existing register from a spreadsheet."""

import argparse
import json
import sys
from pathlib import Path

from clinic_app.cli.opening import DONE, open_clinic
from clinic_app.services.register_import import read_mapping, read_register
from clinic_app.services.resident_import import Imported, Left
from clinic_app.ui.doubt_texts import doubt_text


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("residents", help="the register of residents")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verb = verbs.add_parser(
        "import",
        help="take over a register (.xlsx or .csv), with a report of bad and doubtful rows",
        epilog="example: clinic-app residents import 登记表.xlsx --map columns.toml --json",
    )
    verb.add_argument("file", metavar="FILE", type=Path)
    verb.add_argument(
        "--map", metavar="FILE", type=Path, help='TOML: [columns] with lines like "病人" = "name"'
    )
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    mapping = read_mapping(args.map) if args.map else {}
    with open_clinic(args) as clinic:
        rows = read_register(args.file, mapping, clinic.residents.today())
        done = clinic.resident_import.import_register(clinic.on_duty, rows, _tell)
    print(json.dumps(as_json(done), ensure_ascii=False) if args.json else told(done))
    return DONE


def as_json(done: Imported) -> dict[str, object]:
    return {
        "rows": done.rows,
        "registered": done.registered,
        "known": done.known,
        "doubtful": sum(one.state == "doubtful" for one in done.left),
        "bad": sum(one.state == "bad" for one in done.left),
        "left": [
            {
                "line": one.line,
                "state": one.state,
                "reasons": list(one.reasons),
                "same_as_line": one.same_as_line,
            }
            for one in done.left
        ],
    }


def told(done: Imported) -> str:
    head = f"共 {done.rows} 行：建档 {done.registered}，已有 {done.known}，需要人看 {len(done.left) - done.known}。"
    return "\n".join([head, *(_line(one) for one in done.left if one.state != "known")])


def _line(one: Left) -> str:
    same = f"（与第 {one.same_as_line} 行相同）" if one.same_as_line else ""
    return f"第 {one.line} 行：{'、'.join(doubt_text(code) for code in one.reasons)}{same}"


def _tell(rows: int) -> None:
    print(f"{rows} 行…", file=sys.stderr)
