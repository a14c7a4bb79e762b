"""What was typed into a blank, as the value of its field; pure, so that a key less is a line in a table of tests."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from clinic_app.domain.forms import Context, Field, Form, Kind, read
from clinic_app.domain.forms.numbers import number_of
from clinic_app.ui.forms.options import keys_of
from clinic_app.ui.widgets.entries import date_of, half_width

_NO_YES: Final = {
    "1": False,
    "2": True,
    "n": False,
    "y": True,
    "无": False,
    "有": True,
    "否": False,
    "是": True,
}
_BETWEEN: Final = re.compile(r"[\s,，、/.;；]+")
_ROWS: Final = re.compile(r"[;；\n]+")


def value_of(form: Form, field: Field, text: str, context: Context) -> Any:
    """The value that `text` stands for, as `read` keeps it; None for an empty one.

    What cannot be read comes back as it was typed: `problems` names it.
    """
    raw = half_width(text).strip()
    return read(form, {field.key: _raw(field, raw, context.day)}, context).get(field.key) if raw else None


def is_whole(field: Field, text: str) -> bool:
    """Whether nothing can follow, so that no Enter is needed: one of few choices, a number that grows no more."""
    typed = half_width(text).strip()
    if not typed:
        return False
    match field.kind:
        case Kind.BOOL:
            return typed in _NO_YES
        case Kind.CODE:
            keys = tuple(keys_of(tuple(field.options())).values())
            return typed in keys and _alone(typed, keys)
        case Kind.CODES:
            return typed in field.alone and _alone(typed, tuple(field.options()))
        case Kind.INT:
            number = number_of(typed)
            return (
                field.high is not None
                and number is not None
                and typed.isdecimal()
                and (field.low or 0) <= number <= field.high < number * 10
            )
        case _:
            return False


def _raw(field: Field, text: str, today: date) -> Any:
    match field.kind:
        case Kind.BOOL:
            return _NO_YES.get(text.lower(), text)
        case Kind.CODE:
            by_key = {key: code for code, key in keys_of(tuple(field.options())).items()}
            return by_key.get(text, text)
        case Kind.CODES:
            return _codes(text, tuple(field.options()))
        case Kind.DATE:
            day = date_of(text, today)
            return text if day is None else day.isoformat()
        case Kind.INT | Kind.DEC:
            return text.replace("。", ".")
        case Kind.LIST:
            return _rows(field, text)
        case _:
            return text


def _codes(text: str, options: Sequence[str]) -> list[str]:
    """2 6, or 26 where every choice is one digit."""
    parts = [part for part in _BETWEEN.split(text) if part]
    if all(len(one) == 1 for one in options):
        return [char for part in parts for char in part]
    return parts


def _rows(field: Field, text: str) -> list[dict[str, str]]:
    """Rows with a semicolon between, their cells with a blank; one digit a row where a row is one short answer."""
    keys = [one.key for one in field.rows]
    if len(keys) == 1 and text.replace(" ", "").isdecimal():
        return [{keys[0]: char} for char in text.replace(" ", "")]
    return [dict(zip(keys, row.split(None, len(keys) - 1), strict=False)) for row in _ROWS.split(text) if row]


def _alone(typed: str, options: Sequence[str]) -> bool:
    """No other choice begins like this one."""
    return not any(one != typed and one.startswith(typed) for one in options)
