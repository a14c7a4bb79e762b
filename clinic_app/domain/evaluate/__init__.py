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


class BadHeader(RuleBroken):
    """`missing` inputs, and `unknown` answers that are expected."""

    code = "evaluate.bad_header"


class Unreadable(RuleBroken):
    """One case cannot be read; `line` counts the header as 1."""

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
        BadHeader: an input is missing, or something is expected that the rule does not answer.
    """
    columns = tuple(header)
    missing = [name for name in ("case_id", *rule.inputs) if name not in columns]
    expected = tuple(name.removeprefix("exp_") for name in columns if name.startswith("exp_"))
    unknown = [f"exp_{name}" for name in expected if name not in rule.answers]
    if missing or unknown:
        raise BadHeader(missing=" ".join(missing) or "-", unknown=" ".join(unknown) or "-")
    return expected or rule.answers


@dataclass(frozen=True, slots=True)
class Answered:
    """A row of the answer; all but its case_id is empty where the case was not answered, and `why` says it."""

    row: Mapping[str, str]
    why: ClinicError | None = None


@dataclass(frozen=True, slots=True)
class Case:
    line: int
    row: Mapping[str, str]
    excess: bool = False  # it has more cells than the header


def evaluate(rule: Rule, cases: Iterable[Case], columns: tuple[str, ...]) -> Iterator[Answered]:
    """One answer a case, in their order; one that cannot be read does not hold up the others."""
    for case in cases:
        found = _answer(rule, case)
        answer = {} if isinstance(found, ClinicError) else found
        row = {"case_id": case.row["case_id"]} | {name: answer.get(name, "") for name in columns}
        yield Answered(row, found if isinstance(found, ClinicError) else None)


def _answer(rule: Rule, case: Case) -> Mapping[str, str] | ClinicError:
    if case.excess:
        return Unreadable(line=case.line, problem="too many columns")
    try:
        return rule.answer(case.row)
    except BadCase as error:
        return Unreadable(line=case.line, problem=str(error))
    except ClinicError as error:
        return error
