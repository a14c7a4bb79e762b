"""Who the form is about must be one person: sex, birth date and identity number agree (ehr.md section 2 (P))."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from clinic_app.domain.forms.definition import Context, Form, Values
from clinic_app.domain.identifiers import BadIdNumber, IdNumber, check_id_number

_SEXES = ("1", "2")


def identity_problems(form: Form, values: Values, context: Context) -> Iterator[tuple[str, str]]:
    """Keys that disagree with the register or with the identity number, each with its code."""
    keys = {field.identity: key for key, field in form.fields.items() if field.identity}
    known = {"sex": context.sex, "birth_date": context.birth_date.isoformat() if context.birth_date else ""}
    number = _number(keys, values, context.day)
    for what, right in known.items():
        key = keys.get(what, "")
        value = values.get(key)
        if value is None or (what == "sex" and value not in _SEXES):
            continue
        if right and (what != "sex" or right in _SEXES) and value != right:
            yield key, "forms.not_the_resident"
        elif number is not None and value != _of_number(number, what):
            yield key, "forms.not_the_number"


def _number(keys: dict[str, str], values: Values, day: date) -> IdNumber | None:
    """The identity number, where one is written and right."""
    text: Any = values.get(keys.get("id_no", ""))
    if not isinstance(text, str) or values.get("id_type", "01") != "01":
        return None
    try:
        return check_id_number(text, day)
    except BadIdNumber:
        return None


def _of_number(number: IdNumber, what: str) -> str:
    return number.sex if what == "sex" else number.birth_date.isoformat()
