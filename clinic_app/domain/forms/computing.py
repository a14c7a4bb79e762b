"""Computed and proposed fields: the rules by name, each over the values of one form."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from clinic_app.domain.age import full_years
from clinic_app.domain.bmi import bmi_tenths
from clinic_app.domain.forms.definition import Context, Form, Values

# None: not enough is filled in to say.
Rule = Callable[[Values, Context], Any]

_PREGNANCY: Final = timedelta(days=280)


def compute(form: Form, values: Values, context: Context) -> dict[str, Any]:
    """The values with every computed field set by its rule and every empty proposal offered.

    A computed field whose rule cannot say yet keeps what is there.  Rules run in the order of the fields.
    """
    filled = dict(values)
    for field in form.fields.values():
        if field.computed or (field.proposed and field.key not in filled):
            answer = RULES[field.computed or field.proposed](filled, context)
            if answer is not None:
                filled[field.key] = answer
    return filled


def _bmi(values: Values, context: Context) -> str | None:
    weight, height = values.get("weight"), values.get("height") or values.get("length")
    if weight is None or height is None or not Decimal(weight) or not Decimal(height):
        return None
    tenths = bmi_tenths(Decimal(weight), Decimal(height))
    return plain(Decimal(tenths) / 10)


def _day(values: Values, context: Context) -> str:
    return context.day.isoformat()


def _age(values: Values, context: Context) -> int | None:
    return None if context.birth_date is None else full_years(context.birth_date, context.day)


def _gestation(values: Values, context: Context) -> str | None:
    """Completed weeks and days since the last period: 12+3."""
    if "lmp" not in values:
        return None
    days = (context.day - date.fromisoformat(values["lmp"])).days
    return f"{days // 7}+{days % 7}" if 0 <= days <= 44 * 7 else None


def _due_date(values: Values, context: Context) -> str | None:
    return (date.fromisoformat(values["lmp"]) + _PREGNANCY).isoformat() if "lmp" in values else None


def _fee_total(values: Values, context: Context) -> str | None:
    parts = [values.get(key) for key in ("fee_insurance", "fee_public", "fee_person")]
    return None if None in parts else plain(sum((Decimal(str(part)) for part in parts), Decimal(0)))


def plain(number: Decimal) -> str:
    """A dec value as it is kept: no exponent, no needless zeros: ``"72.5"``, ``"100"``."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


RULES: Final[Mapping[str, Rule]] = {
    "bmi": _bmi,
    "day": _day,
    "age": _age,
    "gestation": _gestation,
    "due_date": _due_date,
    "fee_total": _fee_total,
}
