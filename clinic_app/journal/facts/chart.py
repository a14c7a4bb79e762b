"""健康首页: what is true of a resident beyond one visit, and what was measured."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact, Reach


class AllergyRecorded(Fact, frozen=True, kw_only=True):
    """过敏: an allergy, or that the person knows of none; asked before the first prescription."""

    type: ClassVar[str] = "allergy.recorded"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "chart"

    kind: str  # drug, food, other, none_known
    code: str = ""  # substance or allergen group of resources/prescribing; empty when only told in words
    name: str = ""
    reaction: str = ""
    severe: bool = False  # anaphylaxis or the like


class AllergyCancelled(Fact, frozen=True, kw_only=True):
    """The record was wrong, or a test has ruled the allergy out."""

    type: ClassVar[str] = "allergy.cancelled"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "chart"

    allergy_id: UUID
    reason: str


class ConditionNoted(Fact, frozen=True, kw_only=True):
    """慢性病与既往史: a disease that later visits have to know of."""

    type: ClassVar[str] = "condition.noted"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "chart"

    code: str  # ICD-10
    name: str
    since: date | None = None


class ConditionClosed(Fact, frozen=True, kw_only=True):
    """Recovered, or noted in error."""

    type: ClassVar[str] = "condition.closed"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "chart"

    condition_id: UUID
    reason: str


class Measured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One value; its unit is that of `key` in resources/tables/measurements.csv."""

    key: str
    value_e4: int | None = None  # ten-thousandths of the unit
    text: str = ""  # of what has no number: 阴性, a reading in words


class MeasurementTaken(Fact, frozen=True, kw_only=True):
    """Vital signs and further values, of a visit or outside one."""

    type: ClassVar[str] = "measurement.taken"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "chart"

    visit_id: UUID | None = None
    taken_ms: int  # UTC
    source: str = "clinic"  # clinic, home, hut, laboratory
    values: tuple[Measured, ...]


class SkinTested(Fact, frozen=True, kw_only=True):
    """皮试 and its result; valid for a time, and of some medicines for one lot only."""

    type: ClassVar[str] = "skin.tested"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "skin_test"

    visit_id: UUID | None = None
    substance: str  # resources/prescribing/substances.csv
    name: str
    lot: str = ""
    positive: bool
    read_ms: int  # UTC
