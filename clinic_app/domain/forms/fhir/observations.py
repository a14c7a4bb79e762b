"""What was measured in a form → Observations, by the LOINC codes of resources/tables/measurements.csv."""

from collections.abc import Iterator
from typing import Any, Final

from clinic_app.domain.forms.definition import Field, Form, Kind, Values
from clinic_app.domain.forms.fhir.names import CATEGORIES, LOINC, URN, Resource, coding, quantity
from clinic_app.domain.forms.fhir.record import Record, Standing
from clinic_app.domain.forms.numbers import number_of
from clinic_app.domain.measurements import measures

_PRESSURES: Final = ("sbp", "dbp")
_ABSENT: Final[Resource] = {  # of a panel that asks for both pressures
    "dataAbsentReason": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}]
    }
}
_SIDES: Final = {"left": "左上臂", "right": "右上臂"}
_VITAL: Final = ("temp", "pulse", "resp", "sbp", "dbp", "height", "weight", "bmi", "waist", "head", "spo2")
_CATEGORY: Final = {
    **dict.fromkeys(_VITAL, "vital-signs"),
    "smoking": "social-history",
    **dict.fromkeys(("us_abdomen", "cxr"), "imaging"),
    "ecg": "procedure",
    **dict.fromkeys(("ga", "fundal", "fhr"), "exam"),
}
# Where the paper counts in another unit than LOINC: paper, LOINC, factor.
_FACTORS: Final = {("mg/dL", "mg/L"): 10}


def observations(form: Form, values: Values, record: Record) -> list[Resource]:
    """One for each measured field that is filled, in the order of the form; both pressures of an arm as a panel."""
    found: list[Resource] = []
    for field in form.fields.values():
        if field.key not in values or not field.observation:
            continue
        if field.observation not in _PRESSURES:
            found.append(_single(form, field, values, record))
        elif not any(one["id"] == _id(record, f"bp {field.side}") for one in found):
            found.append(_panel(form, field.side, values, record))
    return found


def _single(form: Form, field: Field, values: Values, record: Record) -> Resource:
    category = _CATEGORY.get(field.observation, "laboratory")
    head = _head(field.observation, category, _id(record, field.key), record)
    return head | _effective(form, values, record) | _value(form, field, values[field.key])


def _panel(form: Form, side: str, values: Values, record: Record) -> Resource:
    """血压: systolic and diastolic of one arm."""
    panel = _head("bp_panel", "vital-signs", _id(record, f"bp {side}"), record)
    panel |= _effective(form, values, record)
    if side:
        panel["bodySite"] = {"text": _SIDES[side]}
    panel["component"] = [
        {"code": _code(field.observation)}
        | (_value(form, field, values[field.key]) if field.key in values else _ABSENT)
        for field in _pressures(form, side)
    ]
    return panel


def _pressures(form: Form, side: str) -> Iterator[Field]:
    return (one for one in form.fields.values() if one.observation in _PRESSURES and one.side == side)


def _effective(form: Form, values: Values, record: Record) -> Resource:
    """When it was measured: the day or time of service on the form."""
    moment = values.get(form.dated, record.authored)
    return {"effectiveDateTime": f"{moment}:00+08:00" if len(moment) == len("2026-11-22T10:00") else moment}


def _head(observation: str, category: str, identity: str, record: Record) -> Resource:
    status = "final" if record.standing is Standing.COMPLETED else str(record.standing)
    return {
        "resourceType": "Observation",
        "id": identity,
        "status": status,
        "category": [{"coding": [{"system": CATEGORIES, "code": category}]}],
        "code": _code(observation),
        "subject": {"reference": record.subject},
        "performer": [{"identifier": {"system": f"{URN}:staff", "value": record.author}}],
        "derivedFrom": [{"reference": f"QuestionnaireResponse/{record.record_id}"}],
    }


def _code(observation: str) -> Resource:
    measure = measures()[observation]
    named = {"system": LOINC, "code": measure.loinc, "display": measure.name_en}
    return {"coding": [named], "text": measure.name_zh}


def _value(form: Form, field: Field, value: Any) -> Resource:
    """Numbers in the unit of LOINC, choices as codings, words as they are."""
    if field.kind in (Kind.INT, Kind.DEC):
        unit = measures()[field.observation].ucum
        number = number_of(value)
        factor = 1 if unit == field.unit else _FACTORS[field.unit, unit]
        return {"valueQuantity": quantity(None if number is None else number * factor, unit)}
    if field.kind is Kind.CODE:
        return {"valueCodeableConcept": {"coding": [coding(form, field, value)]}}
    return {"valueString": value}


def _id(record: Record, part: str) -> str:
    """A FHIR id has letters, digits, - and . only, 64 at most."""
    return f"{record.record_id}-{part.strip().replace('_', '-').replace(' ', '-')}"
