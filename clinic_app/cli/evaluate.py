"""``evaluate RULE --cases FILE.csv --out FILE.csv``: one rule over a file of cases."""

import argparse
import csv
import sys
from pathlib import Path

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.evaluate import (
    RULES,
    Answered,
    BadCaseFile,
    answer_columns,
    evaluate,
    rule_named,
)
from clinic_app.ui.texts import text_of

EXAMPLE = "example: clinic-app evaluate id_numbers --cases id_numbers.csv --out answers.csv"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "evaluate",
        help="run one rule over a case file",
        description=f"Runs one rule over a case file. Rules: {', '.join(sorted(RULES))}.",
        epilog=EXAMPLE,
    )
    parser.add_argument("rule", metavar="RULE", help="the case file's stem, for example id_numbers")
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE.csv", help="UTF-8, header first")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv", help="case_id and the answers")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Nothing is written unless every case could be read; a case that the rule refuses stays empty (exit 3)."""
    try:
        header, answers = _answers(args.rule, args.cases)
        with args.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(answer.row for answer in answers)
    except ClinicError as error:
        print(f"{text_of(error)}\n{text_of(error, 'en')}", file=sys.stderr)
        return 2
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{args.rule}: {len(answers)} cases", file=sys.stderr)
    return _refused(answers)


def _refused(answers: list[Answered]) -> int:
    refused = [(answer.row["case_id"], answer.refused) for answer in answers if answer.refused]
    for case, error in refused:
        print(f"{case}: {text_of(error)}\n{case}: {text_of(error, 'en')}", file=sys.stderr)
    return 3 if refused else 0


def _answers(name: str, path: Path) -> tuple[list[str], list[Answered]]:
    rule = rule_named(name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", restval="")
        columns = answer_columns(rule, reader.fieldnames or ())
        rows = list(reader)
    for line, row in enumerate(rows, start=2):
        if "" in row:
            raise BadCaseFile(line=line, problem="too many columns")
    return ["case_id", *columns], list(evaluate(rule, rows, columns))
