"""Values ↔ QuestionnaireResponse.  What was said to be none ([]) is an item without an answer."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote, unquote

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.forms.definition import Field, Form, Kind, Values
from clinic_app.domain.forms.errors import UnknownForm
from clinic_app.domain.forms.fhir.names import URN, Resource, coding, json_number, quantity
from clinic_app.domain.forms.fhir.questionnaires import canonical, section_id, type_of
from clinic_app.domain.forms.fhir.record import Record
from clinic_app.domain.forms.loading import form as form_of
from clinic_app.domain.forms.reading import tidy
from clinic_app.domain.time import BEIJING

_FILES: Final = f"{URN}:file:"
_VALUES: Final = {
    "string": "valueString",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "quantity": "valueQuantity",
    "date": "valueDate",
    "dateTime": "valueDateTime",
    "choice": "valueCoding",
    "boolean": "valueBoolean",
    "reference": "valueReference",
    "attachment": "valueAttachment",
}


class NotAResponse(RuleBroken):
    """No QuestionnaireResponse to a form of this project; `reason` says where."""

    code = "forms.not_a_response"


def response(form: Form, values: Values, record: Record) -> Resource:
    """The answers, by sections; sections without an answer are left out."""
    groups = []
    for number, section in enumerate(form.sections, start=1):
        items = [
            one for field in section.fields if field.key in values for one in _items(form, field, values)
        ]
        if items:
            groups.append({"linkId": section_id(number), "text": section.name_zh, "item": items})
    return {
        "resourceType": "QuestionnaireResponse",
        "id": record.record_id,
        "questionnaire": canonical(form),
        "status": str(record.standing),
        "subject": {"reference": record.subject},
        "authored": record.authored,
        "author": {"identifier": {"system": f"{URN}:staff", "value": record.author}},
        "item": groups,
    }


def _items(form: Form, field: Field, values: Values) -> list[Resource]:
    """One item; of a list one for each row."""
    value = values[field.key]
    head = {"linkId": field.key, "text": field.name_zh}
    if value == []:
        return [head]
    if field.kind is not Kind.LIST:
        return [head | {"answer": _answers(form, field, value)}]
    return [head | {"item": _row(form, field, row)} for row in value]


def _row(form: Form, field: Field, row: Mapping[str, Any]) -> list[Resource]:
    return [
        {
            "linkId": f"{field.key}.{one.key}",
            "text": one.name_zh,
            "answer": _answers(form, one, row[one.key]),
        }
        for one in field.rows
        if one.key in row
    ]


def _answers(form: Form, field: Field, value: Any) -> list[Resource]:
    name = _VALUES[type_of(field)]
    several = value if field.kind is Kind.CODES else [value]
    return [{name: _written(form, field, one)} for one in several]


def _written(form: Form, field: Field, value: Any) -> Any:
    if field.unit:
        return quantity(value, field.unit)
    match field.kind:
        case Kind.CODE | Kind.CODES:
            return coding(form, field, value)
        case Kind.DEC:
            return json_number(value)
        case Kind.DATETIME:
            return f"{value}:00+08:00"
        case Kind.REF:
            return {"identifier": {"system": f"{URN}:ref:{field.key}", "value": value}}
        case Kind.FILE:
            return {"url": _FILES + quote(value, safe=":")}
    return value


def values_from(resource: Mapping[str, Any]) -> tuple[Form, dict[str, Any]]:
    """The form and the values of a response that `response` wrote, or that was written like it.

    Raises:
        NotAResponse: another resource, an unknown form or version, or an item the form does not have.
    """
    try:
        form = _form(resource)
        items = [item for group in resource["item"] for item in group["item"]]
        return form, _values(form, items)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NotAResponse(reason=str(error)) from None


def _form(resource: Mapping[str, Any]) -> Form:
    if resource["resourceType"] != "QuestionnaireResponse":
        raise NotAResponse(reason="resourceType")
    try:
        form = form_of(resource["questionnaire"].split("|")[0].removeprefix(f"{URN}:questionnaire:"))
    except UnknownForm:
        raise NotAResponse(reason="questionnaire") from None
    if resource["questionnaire"] != canonical(form):
        raise NotAResponse(reason="version")
    return form


def _values(form: Form, items: list[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        field = form.fields[item["linkId"]]
        if field.kind is Kind.LIST:
            rows = found.setdefault(field.key, [])
            rows += [_row_from(field, item["item"])] if "item" in item else []
        else:
            found[field.key] = tidy(field, _value_from(field, item.get("answer", [])))
    return {key: found[key] for key in form.fields if found.get(key) is not None}


def _row_from(field: Field, items: list[Mapping[str, Any]]) -> dict[str, Any]:
    columns = {f"{field.key}.{one.key}": one for one in field.rows}
    return {
        (one := columns[item["linkId"]]).key: tidy(one, _value_from(one, item["answer"])) for item in items
    }


def _value_from(field: Field, answers: list[Mapping[str, Any]]) -> Any:
    name = _VALUES[type_of(field)]
    read = [_read(field, answer[name]) for answer in answers]
    return read if field.kind is Kind.CODES else read[0]


def _read(field: Field, value: Any) -> Any:
    if field.unit:
        return Decimal(str(value["value"]))
    match field.kind:
        case Kind.CODE | Kind.CODES:
            return value["code"]
        case Kind.DEC:
            return Decimal(str(value))
        case Kind.DATETIME:
            return datetime.fromisoformat(value).astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
        case Kind.REF:
            return value["identifier"]["value"]
        case Kind.FILE:
            return unquote(value["url"].removeprefix(_FILES))
    return value
