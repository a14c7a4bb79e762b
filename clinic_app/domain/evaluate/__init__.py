"""Runs one rule over a file of cases, so that anyone can hold a rule against their own table.

A rule is known by its case file's stem.  `RULES` names them all; each lives beside the
rules of its kind and calls the same function as the screens do.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clinic_app.domain.errors import ClinicError, NotFound, RuleBroken
from clinic_app.domain.evaluate import (
    body,
    chronic,
    contracts,
    families,
    identity,
    infectious,
    payment,
    warning,
)
from clinic_app.domain.evaluate.rule import BadCase, Rule

RULES: Mapping[str, Rule] = {
    **identity.RULES,
    **body.RULES,
    **chronic.RULES,
    **families.RULES,
    **infectious.RULES,
    **warning.RULES,
    **contracts.RULES,
    **payment.RULES,
}


class UnknownRule(NotFound):
    code = "evaluate.unknown_rule"


class BadCaseFile(RuleBroken):
    """`line` counts the header as 1."""

    code = "evaluate.bad_case"


def rule_named(name: str) -> Rule:
    """The rule of a case file's stem.

    Raises:
        UnknownRule: `known` lists those there are.
    """
    if name not in RULES:
        raise UnknownRule(rule=name, known=" ".join(sorted(RULES)))
    return RULES[name]


def answer_columns(rule: Rule, header: Iterable[str]) -> tuple[str, ...]:
    """The columns to write after case_id: the file's own ``exp_…`` in their order, else all of the rule's.

    Raises:
        BadCaseFile: an input is missing, or something is expected that the rule does not answer.
    """
    columns = tuple(header)
    missing = [name for name in ("case_id", *rule.inputs) if name not in columns]
    expected = tuple(name.removeprefix("exp_") for name in columns if name.startswith("exp_"))
    unknown = [f"exp_{name}" for name in expected if name not in rule.answers]
    if missing or unknown:
        raise BadCaseFile(line=1, problem=", ".join(missing + unknown))
    return expected or rule.answers


@dataclass(frozen=True, slots=True)
class Answered:
    """A row of the answer; all but its case_id is empty where the rule refuses the case."""

    row: Mapping[str, str]
    refused: ClinicError | None = None


def evaluate(rule: Rule, rows: Iterable[Mapping[str, str]], columns: tuple[str, ...]) -> Iterator[Answered]:
    """One answer a row, in the order of `rows`.

    Raises:
        BadCaseFile: an input cannot be read.
    """
    for line, row in enumerate(rows, start=2):
        answer: Mapping[str, str] = {}
        refused = None
        try:
            answer = rule.answer(row)
        except BadCase as error:
            raise BadCaseFile(line=line, problem=str(error)) from error
        except ClinicError as error:
            refused = error
        yield Answered(
            {"case_id": row["case_id"]} | {name: answer.get(name, "") for name in columns}, refused
        )
