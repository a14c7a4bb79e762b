"""Names of systems and extensions; those of this project are URNs until a province gives others."""

from typing import Any, Final

from clinic_app.domain.codes import Code
from clinic_app.domain.forms.definition import Field, Form
from clinic_app.domain.forms.numbers import number_of

URN: Final = "urn:xiangyitong"
LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
CATEGORIES: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
_EXTENSION: Final = "http://hl7.org/fhir/StructureDefinition"
MIN_VALUE: Final = f"{_EXTENSION}/minValue"
MAX_VALUE: Final = f"{_EXTENSION}/maxValue"
UNIT_OPTION: Final = f"{_EXTENSION}/questionnaire-unitOption"
MAX_PLACES: Final = f"{_EXTENSION}/maxDecimalPlaces"
# Written as units on paper and none of UCUM: money, and 两 of 50 g.
_NO_UCUM: Final = ("CNY", "10k CNY", "[50 g]")

Resource = dict[str, Any]


def coding(form: Form, field: Field, code: str) -> Resource:
    """One choice, with the system of its table, or of the field when it has its own choices."""
    table = field.codes if isinstance(field.codes, str) else f"{form.key}.{field.key}"
    known: Code | None = field.options().get(code)
    named = {"system": f"{URN}:codes:{table}", "code": code}
    return named | {"display": known.name_zh} if known else named


def unit_coding(unit: str) -> Resource:
    return (
        {"code": unit, "display": unit}
        if unit in _NO_UCUM
        else {"system": UCUM, "code": unit, "display": unit}
    )


def quantity(value: Any, unit: str) -> Resource:
    """A value with its unit; FHIR takes JSON numbers, and a form's few digits survive them."""
    written = {"value": json_number(value), "unit": unit}
    return written if unit in _NO_UCUM else written | {"system": UCUM, "code": unit}


def json_number(value: Any) -> int | float:
    """
    Raises:
        ValueError: not a number; `problems` names it before.
    """
    number = number_of(value)
    if number is None:
        raise ValueError("not a number")
    return int(number) if number == int(number) else float(number)
