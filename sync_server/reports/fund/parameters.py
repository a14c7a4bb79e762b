"""The parameters of resources/monitoring/rules.toml, and what the catalogues say about codes."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.catalogs import Catalogue, Drug, Herb, Service
from clinic_app.domain.resources import text
from clinic_app.projections.queries.catalogs import known


@cache
def parameters() -> dict[str, Any]:
    return tomllib.loads(text("monitoring", "rules.toml"))


@dataclass(frozen=True, slots=True)
class Kinds:
    """Codes (med_list_codg) by what they are."""

    drugs: frozenset[str]  # without decoction pieces
    pieces: frozenset[str]
    essential: frozenset[str]
    antibiotics: frozenset[str]  # systemic
    once_a_day: frozenset[str]
    beds: frozenset[str]
    treatments: frozenset[str]  # services that are neither bed, nursing nor registration


def kinds(db: sa.Connection, day: date) -> Kinds:
    """As the catalogues had them up to a day; what was withdrawn keeps what it was."""
    return _kinds(*(known(db, kind, day) for kind in ("drugs", "herbs", "services")))


@lru_cache(maxsize=4)
def _kinds(all_drugs: Catalogue[Drug], herbs: Catalogue[Herb], services: Catalogue[Service]) -> Kinds:
    """A catalogue never changes, so it is its own key."""
    given = parameters()
    drugs = [drug for drug in all_drugs if not drug.generic_name.endswith(given["decoction_pieces"])]
    whole = frozenset(drug.code for drug in drugs)
    once = set(given["F03"]["once_a_day"])
    return Kinds(
        drugs=whole,
        pieces=frozenset(one.code for one in (*all_drugs, *herbs)) - whole,
        essential=frozenset(drug.code for drug in drugs if drug.essential),
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
