"""条件: the small language of `asked`, `required`, `serves` and checks (docs/forms.md).

    smoking in 2 3            sbp > dbp               visit_on filled
    resident.age >= 65        symptoms has 9          refer = true and hba1c filled

Terms are joined by ``and`` or by ``or``, never both.  A name is a field of the form or one of
`RESIDENT`; the right side is a literal or another field.  A term is None, not known, while what it
compares is empty; only ``filled`` and ``empty`` answer then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clinic_app.domain.forms.numbers import number_of

# What is asked of the person, not of the answers.
RESIDENT: Final = frozenset({"resident.age", "resident.months", "resident.sex", "resident.carries"})
_OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=", "in", "has", "lacks", "filled", "empty")
_ALONE: Final = ("filled", "empty")


class Unreadable(ValueError):
    """A condition that is not in the language; it becomes a `DefinitionDamaged` with its place."""


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    operator: str
    literals: tuple[str, ...] = ()
    other: str = ""  # the field on the right side

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.other) if self.other else (self.name,)


@dataclass(frozen=True, slots=True)
class Condition:
    terms: tuple[Term, ...]
    any: bool = False  # joined by "or"

    @property
    def names(self) -> tuple[str, ...]:
        """Every field and fact it asks, in the order written."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.names))


def parse(text: str, fields: Collection[str]) -> Condition:
    """Read a condition of a form with these field keys.

    >>> parse("smoking in 2 3", {"smoking"}).terms
    (Term(name='smoking', operator='in', literals=('2', '3'), other=''),)

    Raises:
        Unreadable: an unknown name or operator, or ``and`` mixed with ``or``.
    """
    ands, ors = text.split(" and "), text.split(" or ")
    if len(ands) > 1 and len(ors) > 1:
        raise Unreadable(f"{text}: and mixed with or")
    parts = ors if len(ors) > 1 else ands
    return Condition(tuple(_term(part, fields) for part in parts), any=len(ors) > 1)


def _term(text: str, fields: Collection[str]) -> Term:
    words = text.split()
    if len(words) < 2 or words[1] not in _OPERATORS:
        raise Unreadable(f"{text}: name, operator, value")
    name, operator, right = words[0], words[1], tuple(words[2:])
    if name not in RESIDENT and name not in fields:
        raise Unreadable(f"{text}: no field {name}")
    if (operator in _ALONE) != (not right) or (len(right) > 1 and operator != "in"):
        raise Unreadable(f"{text}: what is compared")
    if len(right) == 1 and (right[0] in fields or right[0] in RESIDENT):
        return Term(name, operator, other=right[0])
    return Term(name, operator, right)


def holds(condition: Condition | None, values: Mapping[str, Any], facts: Mapping[str, Any]) -> bool | None:
    """Whether it holds; None while that cannot be said.  No condition always holds.

    `facts` are those of `RESIDENT` that are known.
    """
    if condition is None:
        return True
    answers = [_answer(term, values, facts) for term in condition.terms]
    decisive = condition.any
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def _answer(term: Term, values: Mapping[str, Any], facts: Mapping[str, Any]) -> bool | None:
    left = _value(term.name, values, facts)
    if term.operator in _ALONE:
        return (left is not None) is (term.operator == "filled")
    rights = [_value(term.other, values, facts)] if term.other else [*term.literals]
    if left is None or None in rights:
        return None
    if term.operator in ("has", "lacks"):
        several = isinstance(left, list | frozenset)
        return (str(rights[0]) in left) is (term.operator == "has") if several else None
    if term.operator in ("=", "!=", "in"):
        return any(_same(left, right) for right in rights) is (term.operator != "!=")
    return _ordered(left, term.operator, rights[0])


def _value(name: str, values: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    return (facts if name in RESIDENT else values).get(name)


def _same(left: Any, right: Any) -> bool:
    return _text(left) == _text(right)


def _ordered(left: Any, operator: str, right: Any) -> bool | None:
    """Numbers by size, days and times by their writing; a day against a time compares the days."""
    one, two = number_of(left), number_of(right)
    if one is not None and two is not None:
        return _compare(one, operator, two)
    if one is not None or two is not None:  # one of them is no number: its own problem
        return None
    first, second = _text(left), _text(right)
    size = min(len(first), len(second))
    return _compare(first[:size], operator, second[:size])


def _compare(left: Any, operator: str, right: Any) -> bool:
    if operator in ("<", "<="):
        return bool(left < right or (operator == "<=" and left == right))
    return bool(left > right or (operator == ">=" and left == right))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
