"""同日表单: what one form learned today is not asked again by another (docs/enter_once.md).

A measurement goes to every field that observes the same quantity; an answer goes to the fields that form_shared.csv
puts under the same question, to be looked at once more.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.codes import rows
from clinic_app.domain.forms.definition import Field, Form, Kind, Values
from clinic_app.domain.measurements import measures

Sheets = Sequence[tuple[Form, Values]]  # other forms of the person and day, the newest first
_E4: Final = 10_000


def observed(sheets: Sheets) -> dict[str, int]:
    """Ten-thousandths by quantity, of the newest sheet that has it.

    What a rule computed, and what belongs to one arm, is left out.
    """
    found: dict[str, int] = {}
    for known, values in sheets:
        for key, one in known.fields.items():
            if key in values and _measures(one):
                found.setdefault(one.observation, int(Decimal(str(values[key])) * _E4))
    return found


def answered(form: Form, sheets: Sheets) -> dict[str, Any]:
    """What the newest sheet that asks the same answers of this form; of choices those that mean the same here."""
    told: dict[str, tuple[Field, Any]] = {}
    for known, values in sheets:
        for key, question in _questions(known.key).items():
            if key in values:
                told.setdefault(question, (known.fields[key], values[key]))
    found = {
        key: _said(form.fields[key], *told[question])
        for key, question in _questions(form.key).items()
        if question in told
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _said(wanted: Field, other: Field, value: Any) -> Any:
    if other.kind is Kind.CODES:
        return [mine for code in value if (mine := _choice(wanted, other, code))]
    return _choice(wanted, other, value) if other.kind is Kind.CODE else value


def _choice(wanted: Field, other: Field, code: str) -> str | None:
    """The choice that has the same name, in Chinese or English; None: there is none."""
    meant = other.options()[code]
    same = (
        mine
        for mine, one in wanted.options().items()
        if one.name_zh == meant.name_zh or one.name_en == meant.name_en
    )
    return next(same, None)


def _measures(one: Field) -> bool:
    plain = bool(one.observation) and one.kind in (Kind.INT, Kind.DEC) and not (one.side or one.computed)
    return plain and measures()[one.observation].ucum == one.unit


@cache
def _questions(form_key: str) -> Mapping[str, str]:
    """By field of a form."""
    lines = rows("tables", "form_shared.csv")
    return MappingProxyType({one["field"]: one["question"] for one in lines if one["form"] == form_key})
