"""处方规则的参数: thresholds and lists of resources/prescribing/rules.toml, with version and date.

A field has the name of its key; the sections of the file are for readers.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from clinic_app.domain.prescribing.tables import BadTable
from clinic_app.domain.resources import text

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    version: str
    dated: date
    stale_days: int
    systemic_routes: Words
    injection_routes: Words
    infusion_routes: Words
    vein_routes: Words
    max_drugs: int
    usual_days: int
    emergency_days: int
    long_days: int
    longest_days: int
    monitored: Words  # substances or classes
    longest_valid_days: int
    child_below_years: int
    vague: tuple[str, ...]
    doctor: Words  # levels of facilities
    assistant: Words
    village_doctor: Words
    stocked_as: Mapping[
        str, str
    ]  # level of a facility → the level that catalogues speak of; others stock all
    senior: Words  # grades of antibiotics
    middle: Words
    junior: Words
    vein_approval: Words  # levels of facilities
    emergency_antibiotic_days: int
    change_days: int
    course_days: int
    viral: tuple[str, ...]  # prefixes of ICD-10
    bacterial: tuple[str, ...]
    controlled_forms: Words
    narcotic_days: Mapping[str, int]
    pain_days: Mapping[str, int]
    pain_check_days: int
    psy2_days: int
    toxic_days: int
    single_dose: Words
    hyperactivity_substance: str
    hyperactivity: str
    hyperactivity_days: int
    dose_reason_percent: int
    dose_block_percent: int
    dose_low_percent: int
    tested_by_mouth: Words  # classes
    tested_as_one: Words  # groups of allergens
    same_lot: Words
    atc_length: int
    atc_exempt: tuple[str, ...]
    same_action_exempt: tuple[str, ...]
    asked_sex: str
    asked_from_years: int
    asked_to_years: int
    max_mg_per_ml: Mapping[str, Decimal]
    never_pushed: Words
    slack_days: int
    oral_routes: Words
    sample_permille: int
    sample_least: int
    sample_each: int

    def is_stale(self, on: date) -> bool:
        """Whether a prescription of the day is marked for after-review (docs/prescribing.md)."""
        return (on - self.dated).days > self.stale_days


@cache
def shipped_rules() -> Rules:
    """Those of the program itself."""
    return rules_of(text("prescribing", "rules.toml"))


def rules_of(toml: str) -> Rules:
    """
    Raises:
        BadTable: no TOML, a key is missing, unknown, or of the wrong kind.
    """
    try:
        data = tomllib.loads(toml)
        flat = {
            key: value
            for name, section in data.items()
            for key, value in (section.items() if isinstance(section, dict) else ((name, section),))
        }
        return Rules(**{one.name: MAKERS[one.type](flat.pop(one.name)) for one in fields(Rules)}, **flat)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadTable(table="rules.toml", line=0, problem=str(error)) from error


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(f"no whole number: {value}")
    return value


MAKERS: Final[Mapping[Any, Any]] = {
    str: str,
    date: lambda day: day if type(day) is date else date.fromisoformat(day),
    int: _whole,
    Words: frozenset,
    tuple[str, ...]: tuple,
    Mapping[str, int]: lambda table: {key: _whole(days) for key, days in table.items()},
    Mapping[str, str]: dict,
    Mapping[str, Decimal]: lambda table: {key: Decimal(amount) for key, amount in table.items()},
}
