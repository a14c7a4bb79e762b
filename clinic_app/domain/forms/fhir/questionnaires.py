"""Form → Questionnaire: sections are groups, lists are groups that repeat, conditions are enableWhen."""

from typing import Any, Final

from clinic_app.domain.forms.conditions import RESIDENT, Condition, Term
from clinic_app.domain.forms.definition import Field, Form, Kind, Section
from clinic_app.domain.forms.fhir.names import (
    LOINC,
    MAX_PLACES,
    MAX_VALUE,
    MIN_VALUE,
    UNIT_OPTION,
    URN,
    Resource,
    coding,
    json_number,
    unit_coding,
)
from clinic_app.domain.measurements import measures

_TYPES: Final = {
    Kind.TEXT: "string",
    Kind.INT: "integer",
    Kind.DEC: "decimal",
    Kind.DATE: "date",
    Kind.DATETIME: "dateTime",
    Kind.CODE: "choice",
    Kind.CODES: "choice",
    Kind.BOOL: "boolean",
    Kind.REF: "reference",
    Kind.LIST: "group",
    Kind.FILE: "attachment",
}


def canonical(form: Form) -> str:
    """The name of a form in one version: ``urn:xiangyitong:questionnaire:htn_followup|1``."""
    return f"{URN}:questionnaire:{form.key}|{form.version}"


def questionnaire(form: Form) -> Resource:
    """The form as a Questionnaire; what depends on the person, not on answers, is not in it."""
    url, version = canonical(form).split("|")
    return {
        "resourceType": "Questionnaire",
        "id": form.key.replace("_", "-"),
        "url": url,
        "version": version,
        "name": "".join(part.capitalize() for part in form.key.split("_")),
        "title": form.name_zh,
        "status": "active",
        "subjectType": ["Patient" if form.about == "resident" else "Organization"],
        "date": form.valid_from.isoformat(),
        "item": [_group(form, number, section) for number, section in enumerate(form.sections, start=1)],
    }


def type_of(field: Field) -> str:
    """The item type; a number with a unit is a quantity."""
    return "quantity" if field.unit else _TYPES[field.kind]


def section_id(number: int) -> str:
    return f"section.{number}"


def _group(form: Form, number: int, section: Section) -> Resource:
    items = [_item(form, field, field.key) for field in section.fields]
    return {"linkId": section_id(number), "text": section.name_zh, "type": "group", "item": items}


def _item(form: Form, field: Field, link_id: str) -> Resource:
    item: Resource = {"linkId": link_id, "text": field.name_zh, "type": type_of(field)}
    if field.observation:
        measure = measures()[field.observation]
        item["code"] = [{"system": LOINC, "code": measure.loinc, "display": measure.name_en}]
    if extensions := _extensions(field):
        item["extension"] = extensions
    item |= _enabled(form, field)
    if field.required is True and not field.none:
        item["required"] = True
    if field.kind in (Kind.CODES, Kind.LIST):
        item["repeats"] = True
    if field.computed:
        item["readOnly"] = True
    if field.codes and (options := field.options()):
        item["answerOption"] = [{"valueCoding": coding(form, field, code)} for code in options]
    if field.rows:
        item["item"] = _labels(field) + [_item(form, row, f"{link_id}.{row.key}") for row in field.rows]
    return item


def _labels(field: Field) -> list[Resource]:
    """What each of the rows is about, in their order: the text of an answered item is that of its question."""
    if not field.labels:
        return []
    words = "　".join(f"{at}. {zh}" for at, (zh, _) in enumerate(field.labels, start=1))
    return [{"linkId": f"{field.key}.labels", "text": words, "type": "display"}]


def _extensions(field: Field) -> list[Resource]:
    if field.unit:
        return [{"url": UNIT_OPTION, "valueCoding": unit_coding(field.unit)}]
    kind = {Kind.INT: "valueInteger", Kind.DEC: "valueDecimal"}.get(field.kind)
    if kind is None:
        return []
    ends = ((MIN_VALUE, field.low), (MAX_VALUE, field.high))
    found: list[Resource] = [{"url": url, kind: json_number(end)} for url, end in ends if end is not None]
    places = [{"url": MAX_PLACES, "valueInteger": field.places}] if field.kind is Kind.DEC else []
    return found + places


def _enabled(form: Form, field: Field) -> Resource:
    """enableWhen, where answers alone decide; otherwise the item is shown to everybody."""
    if field.asked is None or any(name in RESIDENT for name in field.asked.names):
        return {}
    found = [one for term in field.asked.terms for one in _when(form, term)]
    if len(found) == 1:
        return {"enableWhen": found}
    if not _one_behaviour(field.asked):
        return {}
    alternatives = field.asked.any or len(field.asked.terms) == 1
    return {"enableWhen": found, "enableBehavior": "any" if alternatives else "all"}


def _one_behaviour(condition: Condition) -> bool:
    """``in 2 3`` is two alternatives, which do not mix with a second thing that must hold."""
    return (
        len(condition.terms) == 1 or condition.any or all(len(term.literals) <= 1 for term in condition.terms)
    )


def _when(form: Form, term: Term) -> list[Resource]:
    question = {"question": term.name}
    if term.operator in ("filled", "empty"):
        return [question | {"operator": "exists", "answerBoolean": term.operator == "filled"}]
    operator = {"in": "=", "has": "=", "lacks": "!="}.get(term.operator, term.operator)
    field = form.fields[term.name]
    return [question | {"operator": operator} | _answer(form, field, literal) for literal in term.literals]


def _answer(form: Form, field: Field, literal: str) -> dict[str, Any]:
    match field.kind:
        case Kind.CODE | Kind.CODES:
            return {"answerCoding": coding(form, field, literal)}
        case Kind.BOOL:
            return {"answerBoolean": literal == "true"}
        case Kind.INT:
            return {"answerInteger": int(literal)}
    return {"answerString": literal}
