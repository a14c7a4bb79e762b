"""``forms list`` and ``forms check FILE.json``: which forms there are, and is a filled one right."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from clinic_app.cli.opening import DONE, REFUSED, text_of_file
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.forms import (
    Context,
    Form,
    Problem,
    completeness,
    compute,
    critical,
    form,
    forms,
    problems,
    read,
    sentence,
)
from clinic_app.domain.time import beijing_day, wall_clock

EXAMPLE = """example:
  clinic-app forms check filled.json

filled.json: {"form": "htn_followup", "resident": {"sex": "1", "birth_date": "1956-03-01"}, "values": {"sbp": 150, ...}}
Also "version" of the form and, in "resident", "carries": ["htn", "dm"].  Lists every problem.
Exit 0: right; 3: problems; 2: no such file, no JSON of this shape, or no such form."""


class NotAFilledForm(RuleBroken):
    """The file is no JSON of the shape in the help; `reason` says where."""

    code = "cli.not_a_filled_form"


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("forms", help="公卫表单: list, check")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="every form", epilog="example: clinic-app forms list --json")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=run_list)
    checking = verbs.add_parser(
        "check",
        help="validate a filled form and list every problem",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    checking.add_argument("file", type=Path, metavar="FILE.json")
    checking.add_argument(
        "--json", action="store_true", help="one JSON object: ok, problems, critical, completeness"
    )
    checking.set_defaults(run=run_check)


def run_list(args: argparse.Namespace) -> int:
    for one in forms().values():
        if args.json:
            print(json.dumps(_listed(one), ensure_ascii=False))
        else:
            print(f"{one.key}\t{one.name_zh}\t第 {one.version} 版\t{len(one.fields)} 项\t{one.source}")
    return DONE


def run_check(args: argparse.Namespace) -> int:
    """Refused when there is a problem; a value to confirm is told and is none.

    Raises:
        Unreadable: no such file.
        NotAFilledForm: no JSON, or not of the shape in the help.
        UnknownForm: no form of this key.
    """
    one, version, raw, context = filled_in(args.file)
    values = read(one, raw, context)
    wrong = (*_version_problem(one, version), *problems(one, values, context))
    if args.json:
        print(json.dumps(_checked(one, values, context, wrong), ensure_ascii=False))
        return REFUSED if wrong else DONE
    for problem in wrong:
        print(f"错误 {problem.field or one.key}：{sentence(one, problem)}")
    for key in critical(one, values):
        print(f"注意 {key}：{one.fields[key].name_zh}为危急值，请再次确认。")
    if wrong:
        print(f"{args.file}：{len(wrong)} 处错误。", file=sys.stderr)
        return REFUSED
    print(f"{args.file}：正确。{one.name_zh}，第 {one.version} 版。")
    return DONE


def filled_in(path: Path) -> tuple[Form, Any, Mapping[str, Any], Context]:
    """The form, the version asked for, the values as they came, and the context of a filled form's file.

    Raises:
        Unreadable: no such file.
        NotAFilledForm: no JSON, or not of the shape in the help.
        UnknownForm: no form of this key.
    """
    try:
        given = json.loads(text_of_file(path), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise NotAFilledForm(file=path.name, reason=str(error)) from None
    if not isinstance(given, dict) or not isinstance(given.get("form"), str):
        raise NotAFilledForm(file=path.name, reason="form")
    raw, resident = given.get("values"), given.get("resident") or {}
    if not isinstance(raw, dict) or not isinstance(resident, dict):
        raise NotAFilledForm(file=path.name, reason="values, resident")
    one = form(given["form"])
    return one, given.get("version", one.version), raw, _context(one, raw, resident)


def _context(one: Form, raw: Mapping[str, Any], resident: Mapping[str, Any]) -> Context:
    """Whom it is about is read from the form itself where the file does not say."""
    own = {field.identity: raw.get(key) for key, field in one.fields.items() if field.identity}
    person = own | {key: value for key, value in resident.items() if value}
    carries = person.get("carries")
    return Context(
        day=_day(raw.get(one.dated)) or beijing_day(wall_clock()),
        sex=str(person.get("sex") or ""),
        birth_date=_day(person.get("birth_date")),
        carries=frozenset(map(str, carries)) if isinstance(carries, list) else frozenset(),
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _version_problem(one: Form, version: Any) -> tuple[Problem, ...]:
    return () if version == one.version else (Problem("", "forms.version", {"version": version}),)


def _listed(one: Form) -> dict[str, object]:
    return {
        "form": one.key,
        "name_zh": one.name_zh,
        "name_en": one.name_en,
        "version": one.version,
        "valid_from": one.valid_from.isoformat(),
        "about": one.about,
        "fields": len(one.fields),
        "source": one.source,
        "confidence": one.confidence,
    }


def _checked(
    one: Form, values: Mapping[str, Any], context: Context, wrong: tuple[Problem, ...]
) -> dict[str, object]:
    done, required = completeness(one, compute(one, values, context), context)
    return {
        "ok": not wrong,
        "form": one.key,
        "version": one.version,
        "problems": [
            {
                "field": problem.field,
                "code": problem.code,
                "zh": sentence(one, problem),
                "en": sentence(one, problem, "en"),
            }
            for problem in wrong
        ],
        "critical": list(critical(one, values)),
        "completeness": {"filled": done, "required": required},
    }
