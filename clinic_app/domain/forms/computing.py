"""Computed and proposed fields, filled by their rules (rules.py)."""

from typing import Any

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.forms.definition import Context, Form, Values
from clinic_app.domain.forms.rules import RULES


def compute(form: Form, values: Values, context: Context) -> dict[str, Any]:
    """The values with every computed field set by its rule and every empty proposal offered.

    A field whose rule cannot say yet keeps what is there.  Rules run in the order of the fields.
    """
    filled = dict(values)
    for field in form.fields.values():
        if field.computed or (field.proposed and field.key not in filled):
            answer = ruled(field.computed or field.proposed, filled, context)
            if answer is not None:
                filled[field.key] = answer
    return filled


def proposals(form: Form, values: Values, context: Context) -> dict[str, Any]:
    """What the rules offer for the proposed fields by what is filled in now, whatever stands there."""
    offered = {field.key for field in form.fields.values() if field.proposed}
    bare = {key: value for key, value in values.items() if key not in offered}
    return {key: value for key, value in compute(form, bare, context).items() if key in offered}


def ruled(name: str, values: Values, context: Context) -> Any:
    """What a rule says; None while it cannot, also because what it needs is itself wrong."""
    try:
        return RULES[name](values, context)
    except (ClinicError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
