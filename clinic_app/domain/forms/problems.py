"""What is wrong with a filling: every problem at once, each with its field and why."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.forms.asking import facts, is_asked, missing
from clinic_app.domain.forms.computing import ruled
from clinic_app.domain.forms.conditions import holds
from clinic_app.domain.forms.definition import Check, Context, Field, Form, Kind, Values
from clinic_app.domain.forms.formats import FORMATS
from clinic_app.domain.forms.identity import identity_problems
from clinic_app.domain.forms.numbers import number_of, plain
from clinic_app.domain.forms.units import unit_of

# What is wrong with an answer itself, whoever it is about.
OF_ANSWERS: Final = frozenset(
    f"forms.{why}"
    for why in ("kind", "range", "places", "code", "excluded", "rows", "check", "unknown_field")
)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.  `facts` fill the sentence of `code` (words.py); they hold no answer of the person."""

    field: str  # key; of a row "drugs[0].dose"; "" when it is the form as a whole
    code: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)


def problems(form: Form, values: Values, context: Context) -> tuple[Problem, ...]:
    """Everything wrong with values as `read` gives them, in printed order, checks across fields last."""
    return (
        *_of_person(form, values, context),
        *_of_fields(form, values, context),
        *(Problem(key, "forms.unknown_field") for key in sorted(set(values) - set(form.fields))),
        *(found for check in form.checks for found in _of_check(check, values, context)),
    )


def _of_person(form: Form, values: Values, context: Context) -> Iterator[Problem]:
    if holds(form.serves, {}, facts(context)) is False:
        yield Problem("", "forms.not_for", {"form_zh": form.name_zh, "form_en": form.name_en})
    day = values.get(form.dated)
    if context.birth_date is not None and isinstance(day, str) and day[:10] < context.birth_date.isoformat():
        yield Problem(form.dated, "forms.before_birth", _names(form.fields[form.dated]))
    for key, code in identity_problems(form, values, context):
        yield Problem(key, code, _names(form.fields[key]))


def _of_fields(form: Form, values: Values, context: Context) -> Iterator[Problem]:
    empty = {one.key for one in missing(form, values, context)}
    for key, one in form.fields.items():
        if key not in values:
            if key in empty and not _computable(one, values, context):
                yield Problem(key, "forms.required", _names(one))
        elif not is_asked(one, values, context):
            yield Problem(key, "forms.not_asked", _names(one))
        else:
            found = tuple(_of_value(one, key, values[key], values, context))
            yield from found
            if not found:
                yield from _of_rule(one, values, context)


def _of_value(one: Field, path: str, value: Any, values: Values, context: Context) -> Iterator[Problem]:
    """Of one value; `values` are those beside it, of the form or of its row."""
    if not _is_kind(one, value):
        yield Problem(path, "forms.kind", _names(one) | {"kind": one.kind})
    elif one.kind in (Kind.INT, Kind.DEC):
        yield from _of_number(one, path, value)
    elif one.kind is Kind.CODE and value not in one.options():
        yield Problem(path, "forms.code", _names(one))
    elif one.kind is Kind.CODES:
        yield from _of_choices(one, path, value)
    elif one.kind is Kind.LIST:
        yield from _of_rows(one, path, value, context)
    elif one.format and not FORMATS[one.format](value, values, context):
        yield Problem(path, "forms.format", _names(one) | {"format": one.format})


def legible(form: Form, values: Values) -> dict[str, Any]:
    """What can be shown and printed: without values of another kind than their field's, which no program of ours wrote.

    Fields that this form does not know are somebody's newer ones and stay.
    """
    return {
        key: value
        for key, value in values.items()
        if key not in form.fields or _fits(form.fields[key], value)
    }


def _fits(one: Field, value: Any) -> bool:
    if not _is_kind(one, value):
        return False
    columns = {column.key: column for column in one.rows}
    rows = value if one.kind is Kind.LIST else ()
    return all(_fits(columns[key], cell) for row in rows for key, cell in row.items() if key in columns)


def _is_kind(one: Field, value: Any) -> bool:
    match one.kind:
        case Kind.BOOL:
            return isinstance(value, bool)
        case Kind.INT:
            return isinstance(value, int) and number_of(value) is not None
        case Kind.DEC:
            return isinstance(value, str) and number_of(value) is not None
        case Kind.CODES:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case Kind.LIST:
            return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
        case Kind.DATE:
            return _is_date(value)
        case Kind.DATETIME:
            return _is_time(value)
    return isinstance(value, str)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).strftime("%Y-%m-%dT%H:%M") == value
    except ValueError:
        return False


def _of_number(one: Field, path: str, value: Any) -> Iterator[Problem]:
    number = number_of(value)
    assert number is not None
    if (one.low is not None and number < one.low) or (one.high is not None and number > one.high):
        yield Problem(
            path,
            "forms.range",
            _names(one) | {"range": written_range(one), "range_en": written_range(one, "en")},
        )
    elif one.kind is Kind.DEC and -int(number.as_tuple().exponent) > one.places:
        yield Problem(path, "forms.places", _names(one) | {"places": one.places})


def written_range(one: Field, language: str = "zh") -> str:
    """60～280 mmHg, ≥0, ≤5: with the unit where there is one."""
    low, high = (None if bound is None else plain(bound) for bound in (one.low, one.high))
    to = "–" if language == "en" else "～"
    words = f"{low}{to}{high}" if low and high else f"≥{low}" if low else f"≤{high}"
    return f"{words} {unit_of(one, language)}".strip()


def _of_choices(one: Field, path: str, value: list[str]) -> Iterator[Problem]:
    options = one.options()
    if any(code not in options for code in value):
        yield Problem(path, "forms.code", _names(one))
    yield from _excluded(one, path, value)


def _excluded(one: Field, path: str, chosen: Sequence[Any]) -> Iterator[Problem]:
    """A choice that stands alone has company."""
    alone = next((code for code in one.alone if code in chosen), None)
    if alone is not None and len(chosen) > 1:
        said = one.options()[alone]
        words = {"alone_zh": said.name_zh, "alone_en": said.name_en or said.name_zh}
        yield Problem(path, "forms.excluded", _names(one) | words)


def _of_rows(one: Field, path: str, value: list[Mapping[str, Any]], context: Context) -> Iterator[Problem]:
    if len(value) < one.least or (one.most is not None and len(value) > one.most):
        yield Problem(path, "forms.rows", _names(one) | {"least": one.least, "most": one.most or ""})
    for column in one.rows:
        yield from _excluded(column, path, [row.get(column.key) for row in value])
    for index, row in enumerate(value):
        for column in one.rows:
            place = f"{path}[{index}].{column.key}"
            if column.key in row:
                yield from _of_value(column, place, row[column.key], row, context)
            elif column.required is True:
                yield Problem(place, "forms.required", _names(column))
        for key in sorted(set(row) - {column.key for column in one.rows}, key=str):
            yield Problem(f"{path}[{index}].{key}", "forms.unknown_field")


def _computable(one: Field, values: Values, context: Context) -> bool:
    """Whether its rule fills it in by itself."""
    return bool(one.computed) and ruled(one.computed, values, context) is not None


def _of_rule(one: Field, values: Values, context: Context) -> Iterator[Problem]:
    if one.computed:
        right = ruled(one.computed, values, context)
        if right is not None and right != values[one.key]:
            yield Problem(one.key, "forms.computed", _names(one))


def _of_check(check: Check, values: Values, context: Context) -> Iterator[Problem]:
    known = facts(context)
    if check.when is not None and holds(check.when, values, known) is not True:
        return
    if holds(check.need, values, known) is False:
        yield Problem(check.need.terms[0].name, "forms.check", {"zh": check.zh, "en": check.en})


def _names(one: Field) -> dict[str, Any]:
    return {"name_zh": one.name_zh, "name_en": one.name_en}
