"""`insured import`: who is insured, for a clinic without a county."""

import argparse
from pathlib import Path

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.insured_sheet import BadRow, read_insured


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("insured", help="参保信息")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser(
        "import",
        help="insured people from a spreadsheet (only a clinic that is not enrolled)",
        epilog="example: clinic-app insured import insured.xlsx --json",
    )
    load.add_argument("file", type=Path)
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    rows = list(read_insured(args.file, beijing_day(wall_clock())))
    bad = [row for row in rows if isinstance(row, BadRow)]
    with open_clinic(args) as clinic:
        people = [row for row in rows if isinstance(row, InsuredStated)]
        count = clinic.insurance.state_insured(clinic.on_duty, people)
    show(
        {"imported": count, "bad": [{"line": row.line, "field": row.field, "why": row.why} for row in bad]},
        args.json,
        "\n".join(
            [
                f"导入 {count} 人，{len(bad)} 行有误。",
                *(f"  第 {row.line} 行 {row.field}：{row.why}" for row in bad),
            ]
        ),
    )
    return DONE
