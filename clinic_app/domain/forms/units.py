"""Units as Chinese papers and screens write them; definitions keep UCUM."""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain.forms.definition import Field

_UNITS: Final[Mapping[str, str]] = {
    "mm[Hg]": "mmHg",
    "kg/m2": "kg/m²",
    "Cel": "°C",
    "/min": "次/分",
    "/d": "/天",
    "/wk": "次/周",
    "[50 g]": "两",
    "min": "分钟",
    "a": "岁",
    "wk": "周",
    "mL": "ml",
    "h/d": "小时/天",
    "g/d": "克/天",
    "[iU]/d": "IU/天",
    "10*9/L": "×10⁹/L",
    "umol/L": "μmol/L",
    "CNY": "元",
    "10k CNY": "万元",
    "m2": "m²",
}
# A field says otherwise than its unit alone would: a span of years is no age, what is smoked is counted in pieces.
_OF_FIELD: Final[Mapping[str, str]] = {
    "smoke_daily": "支/天",
    "smoke_goal": "支/天",
    "smoke": "支/天",
    "drink_daily": "两/天",
    "drink_goal": "两/天",
    "drink": "两/天",
    "milk_times": "次/天",
    "stool_times": "次/天",
    "exercise_years": "年",
    "term_years": "年",
}


def unit_of(field: Field) -> str:
    """The unit as Chinese papers write it; a unit that nobody wrote otherwise stands as it is."""
    return _OF_FIELD.get(field.key) or _UNITS.get(field.unit, field.unit)
