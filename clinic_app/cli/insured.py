"""`insured import`: who is insured, for a clinic without a county; `insured template`: an empty register."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from clinic_app.cli.opening import DONE, open_clinic, show
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.insured_report import WHY, write_template
from clinic_app.journal.insured_sheet import GoodRow, InsuredSheet
from clinic_app.journal.sheet_report import BadRow, report_file, sentence_of


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("insured", help="参保信息")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    load = verbs.add_parser(
        "import",
        help="insured people from a spreadsheet (only a clinic that is not enrolled)",
        epilog="example: clinic-app insured import insured.xlsx --report bad.xlsx --json",
    )
    load.add_argument("file", type=Path)
    load.add_argument("--report", type=Path, metavar="FILE.xlsx|csv", help="the bad rows, with what to do")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run)
    empty = verbs.add_parser(
        "template",
        help="an empty register with every heading",
        epilog="example: clinic-app insured template insured.xlsx",
    )
    empty.add_argument("file", type=Path, metavar="FILE.xlsx|csv")
    empty.set_defaults(run=run_template)


def run(args: argparse.Namespace) -> int:
    sheet = InsuredSheet(args.file, beijing_day(wall_clock()))
    bad: list[BadRow] = []
    with report_file(args.report, WHY) as writer, open_clinic(args) as clinic:

        def good() -> Iterator[GoodRow]:
            for row in sheet:
                if isinstance(row, GoodRow):
                    yield row
                else:
                    writer.write(row)
                    bad.append(row)

        count, unchanged = clinic.insurance.import_register(clinic.on_duty, good())
    show(
        {
            "imported": count,
            "unchanged": unchanged,
            "bad": [
                {
                    "line": row.line,
                    "field": row.field,
                    "column": row.column,
                    "value": row.value,
                    "why": row.why,
                }
                for row in bad
            ],
            "ignored": list(sheet.ignored),
        },
        args.json,
        "\n".join(
            [
                f"导入 {count} 人，{unchanged} 人没有变化，{len(bad)} 行有误。",
                *(f"  第 {row.line} 行 {sentence_of(row, WHY)}" for row in bad),
                *(f"  不认识的列“{title}”，没有读。" for title in sheet.ignored),
            ]
        ),
    )
    return DONE


def run_template(args: argparse.Namespace) -> int:
    write_template(args.file)
    print(args.file)
    return DONE
