"""The unit beside a field, as papers and screens write it."""

from clinic_app.domain.forms.definition import Field
from clinic_app.domain.units import written_unit


def unit_of(field: Field, language: str = "zh") -> str:
    """Empty where the field has none."""
    return written_unit(field.unit, language, field.key)
