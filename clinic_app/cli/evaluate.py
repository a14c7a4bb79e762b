"""``evaluate RULE --cases FILE.csv --out FILE.csv``: one rule over a file of cases."""

import argparse
import csv
import sys
from pathlib import Path
from typing import Final

from clinic_app.domain.errors import ClinicError, RuleBroken
from clinic_app.domain.evaluate import (
    RULES,
    Answered,
    Case,
    Unreadable,
    answer_columns,
    evaluate,
    rule_named,
)
from clinic_app.ui.texts import text_of

UNREADABLE: Final = 2  # exit codes
REFUSED: Final = 3
_EXCESS: Final = ""  # the name that cells beyond the header get
EXAMPLE: Final = "example: clinic-app evaluate id_numbers --cases id_numbers.csv --out answers.csv"


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


class NotUtf8(RuleBroken):
    code = "evaluate.not_utf8"


def run(args: argparse.Namespace) -> int:
    """A case that is not answered stays empty and is named: one that cannot be read (2), one refused (3)."""
    try:
        header, answers = _answers(args.rule, args.cases)
        with args.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(answer.row for answer in answers)
    except ClinicError as error:
        _tell(error)
        return UNREADABLE
    except OSError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    print(f"{args.rule}: {len(answers)} cases", file=sys.stderr)
    return _told(answers)


def _told(answers: list[Answered]) -> int:
    """Name what was not answered, and the exit code that follows."""
    exits = {0}
    for answer in answers:
        if answer.why is not None:
            _tell(answer.why, f"{answer.row['case_id']}: ")
            exits.add(UNREADABLE if isinstance(answer.why, Unreadable) else REFUSED)
    return UNREADABLE if UNREADABLE in exits else max(exits)


def _tell(error: ClinicError, before: str = "") -> None:
    print(f"{before}{text_of(error)}\n{before}{text_of(error, 'en')}", file=sys.stderr)


def _answers(name: str, path: Path) -> tuple[list[str], list[Answered]]:
    """The header and one answer a case.

    Raises:
        UnknownRule, BadHeader
        NotUtf8: what a spreadsheet saves by itself.
        Unreadable: a line is no CSV; what follows it cannot be told apart.
    """
    rule = rule_named(name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey=_EXCESS, restval="", strict=True)
        try:
            columns = answer_columns(rule, reader.fieldnames or ())
            cases = [Case(reader.line_num, row, _EXCESS in row) for row in reader]
        except UnicodeDecodeError as error:
            raise NotUtf8(file=path.name) from error
        except csv.Error as error:
            raise Unreadable(line=reader.line_num + 1, problem=str(error)) from error
    return ["case_id", *columns], list(evaluate(rule, cases, columns))
