"""The parameters of resources/monitoring/rules.toml, and what the catalogues say about codes."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from clinic_app.domain import catalogs
from clinic_app.domain.resources import text


@cache
def parameters() -> dict[str, Any]:
    return tomllib.loads(text("monitoring", "rules.toml"))


@dataclass(frozen=True, slots=True)
class Kinds:
    """Codes (med_list_codg) by what they are."""

    drugs: frozenset[str]  # without decoction pieces
    essential: frozenset[str]
    antibiotics: frozenset[str]  # systemic
    once_a_day: frozenset[str]
    beds: frozenset[str]
    treatments: frozenset[str]  # services that are neither bed, nursing nor registration


@cache
def kinds() -> Kinds:
    """As the shipped catalogues have them."""
    given = parameters()
    pieces = given["decoction_pieces"]
    drugs = [drug for drug in catalogs.drugs() if not drug.generic_name.endswith(pieces)]
    services = catalogs.services()
    once = set(given["F03"]["once_a_day"])
    return Kinds(
        drugs=frozenset(drug.code for drug in drugs),
        essential=frozenset(drug.code for drug in catalogs.drugs() if drug.essential),
        antibiotics=frozenset(drug.code for drug in drugs if _is_systemic_antibiotic(drug.generic_name)),
        once_a_day=frozenset(one.code for one in services if one.fee_class in once),
        beds=frozenset(one.code for one in services if one.fee_class == "bed"),
        treatments=frozenset(
            one.code
            for one in services
            if one.kind == "service" and one.fee_class not in ("bed", "nursing", "registration")
        ),
    )


def _is_systemic_antibiotic(generic_name: str) -> bool:
    given = parameters()
    return any(part in generic_name for part in given["systemic_antibiotics"]) and not any(
        part in generic_name for part in given["not_systemic"]
    )
