"""Units as people write them, by resources/tables/units.csv; definitions and exchange keep UCUM."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from clinic_app.domain.codes import rows


def written_unit(ucum: str, language: str = "zh", field: str = "") -> str:
    """A unit in words; one that nobody writes otherwise stands as it is.

    Args:
        field: key of the form's field it stands beside, which may say otherwise: what is smoked is counted in pieces.

    >>> written_unit("/min"), written_unit("/min", "en"), written_unit("cm")
    ('次/分', '/min', 'cm')
    """
    known = _units(language)
    return known.get(("", field), "") or known.get((ucum, ""), ucum)


@cache
def _units(language: str) -> Mapping[tuple[str, str], str]:
    """By UCUM unit, or by the key of a field."""
    return MappingProxyType(
        {(row["ucum"], row["field"]): row[language] for row in rows("tables", "units.csv")}
    )
