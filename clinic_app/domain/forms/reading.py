"""What was typed, imported or sent, brought to the one writing in which values are kept.

What cannot be read stays as it came: `problems` names it.  Reading what was read changes nothing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from clinic_app.domain.forms.definition import Context, Field, Form, Kind
from clinic_app.domain.forms.formats import tidied
from clinic_app.domain.forms.numbers import number_of, plain
from clinic_app.domain.time import BEIJING


def read(form: Form, raw: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The values in the order of the form, empty ones left out, unknown keys last."""
    known = {key: tidy(field, raw[key]) for key, field in form.fields.items() if key in raw}
    others = {key: raw[key] for key in sorted(set(raw) - set(form.fields))}
    return {key: value for key, value in (known | others).items() if value is not None}


def tidy(field: Field, value: Any) -> Any:
    """One value as it is kept; None when it is empty.  The empty list of rows stays: nothing, and said so."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    match field.kind:
        case Kind.INT:
            return _whole(value)
        case Kind.DEC:
            return _decimal(value)
        case Kind.CODE:
            return _code(value)
        case Kind.CODES:
            return _choices(field, value)
        case Kind.LIST:
            return _rows(field, value)
        case Kind.DATE | Kind.DATETIME:
            return _moment(field.kind, value)
        case Kind.BOOL:
            return value
    return tidied(value, field.format) or None if isinstance(value, str) else value


def _whole(value: Any) -> Any:
    number = number_of(value)
    return value if number is None or number != int(number) else int(number)


def _decimal(value: Any) -> Any:
    number = number_of(value)
    return value if number is None else plain(number)


def _code(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _choices(field: Field, value: Any) -> Any:
    """Each choice once, in printed order, unknown ones after them."""
    if not isinstance(value, list | tuple):
        return value
    chosen = [_code(one) for one in value]
    if not all(isinstance(one, str) for one in chosen):
        return list(value)
    known = [code for code in field.options() if code in chosen]
    return [*known, *sorted(set(chosen) - set(known))] or ([] if field.none else None)


def _rows(field: Field, value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    return [row for row in (_row(field, one) for one in value) if row != {}]


def _row(field: Field, value: Any) -> Any:
    """A row of one field may be written as its bare value: ``[3, 2, 5]``."""
    if not isinstance(value, Mapping):
        if len(field.rows) != 1 or isinstance(value, list | tuple):
            return value
        value = {field.rows[0].key: value}
    known = {one.key: tidy(one, value[one.key]) for one in field.rows if one.key in value}
    others = {key: value[key] for key in sorted(set(value) - set(known), key=str)}
    return {key: one for key, one in (known | others).items() if one is not None}


def _moment(kind: Kind, value: Any) -> Any:
    """Days as they are, times to the minute in Beijing; a time with a zone is brought there."""
    if not isinstance(value, str):
        return value
    try:
        if kind is Kind.DATE:
            return date.fromisoformat(value.strip()).isoformat()
        if len(value.strip()) <= 10:  # a day is no time
            return value.strip()
        moment = datetime.fromisoformat(value.strip())
        return (moment.astimezone(BEIJING) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M")
    except (ValueError, OverflowError):  # at either end of the calendar there is no time in Beijing
        return value.strip()
