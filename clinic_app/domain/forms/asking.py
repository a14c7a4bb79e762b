"""Which fields a form asks of this person with these answers, and how far it is filled."""

from typing import Any

from clinic_app.domain.age import full_months, full_years
from clinic_app.domain.forms.conditions import RESIDENT, holds
from clinic_app.domain.forms.definition import Context, Field, Form, Kind, Values
from clinic_app.domain.forms.numbers import number_of
from clinic_app.domain.measurements import measures


def facts(context: Context) -> dict[str, Any]:
    """What conditions ask of the person, as far as it is known."""
    known: dict[str, Any] = {"resident.carries": context.carries}
    if context.sex in ("1", "2"):
        known["resident.sex"] = context.sex
    if context.birth_date is not None and context.birth_date <= context.day:
        known["resident.age"] = full_years(context.birth_date, context.day)
        known["resident.months"] = full_months(context.birth_date, context.day)
    return known


def is_asked(field: Field, values: Values, context: Context) -> bool:
    """Whether its condition holds; what only the person not yet known could tell is asked as well."""
    known = facts(context)
    answer = holds(field.asked, values, known)
    if answer is None and field.asked is not None:
        return any(name in RESIDENT and name not in known for name in field.asked.names)
    return answer is True


def is_required(field: Field, values: Values, context: Context) -> bool:
    """Whether this field must be filled in now."""
    if isinstance(field.required, bool):
        needed: bool | None = field.required
    else:
        needed = holds(field.required, values, facts(context))
    return needed is True and holds(field.asked, values, facts(context)) is True


def asked(form: Form, values: Values, context: Context) -> tuple[Field, ...]:
    """The fields to show, in printed order."""
    return tuple(field for field in form.fields.values() if is_asked(field, values, context))


def only_asked(form: Form, values: Values, context: Context) -> dict[str, Any]:
    """The values without answers to what is not asked any more; keys the form does not know stay."""
    dropped = {field.key for field in form.fields.values() if not is_asked(field, values, context)}
    kept = {key: value for key, value in values.items() if key not in dropped}
    # An answer that went may have been the reason to ask for another.
    return kept if len(kept) == len(values) else only_asked(form, kept, context)


def missing(form: Form, values: Values, context: Context) -> tuple[Field, ...]:
    """The required fields that are empty, in printed order."""
    return tuple(
        field
        for field in form.fields.values()
        if field.key not in values and is_required(field, values, context)
    )


def completeness(form: Form, values: Values, context: Context) -> tuple[int, int]:
    """Of the fields required now: how many are filled, how many there are."""
    required = sum(is_required(field, values, context) for field in form.fields.values())
    return required - len(missing(form, values, context)), required


def critical(form: Form, values: Values) -> tuple[str, ...]:
    """Keys of values in the plausible range that a second look must confirm (危急值)."""
    return tuple(key for key, field in form.fields.items() if _is_critical(field, values.get(key)))


def _is_critical(field: Field, value: Any) -> bool:
    """Judged by the measurement behind the field, where both count in the same unit."""
    if not field.observation or field.kind not in (Kind.INT, Kind.DEC):
        return False
    measure = measures()[field.observation]
    number = number_of(value)
    return number is not None and measure.ucum == field.unit and measure.is_critical(int(number * 10_000))
