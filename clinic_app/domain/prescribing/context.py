"""What is known beside the prescription: the person, who prescribes, where, and what is in stock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clinic_app.domain.age import full_years
from clinic_app.domain.prescribing.draft import Line


class License(StrEnum):
    """执业类别."""

    DOCTOR = "doctor"  # 执业医师
    ASSISTANT = "assistant"  # 执业助理医师
    VILLAGE_DOCTOR = "village_doctor"  # 乡村医生


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy:
    """A recorded allergy to a medicine."""

    code: str = ""  # substance or allergen group; empty: told in words only
    name: str = ""
    severe: bool = False  # anaphylaxis or the like


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinTest:
    """皮试 and its result."""

    substance: str  # substance, class or allergen group that was tested
    positive: bool
    read_ms: int  # UTC
    lot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHome:
    """A medicine prescribed before; `last_day` is the last day that its supply covers."""

    drug: str
    route: str
    from_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who it is for."""

    birth: date
    sex: str = ""  # codes/sex.csv
    weight_g: int | None = None
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    allergies: tuple[Allergy, ...] = ()
    no_allergies: bool = False  # the person says that there are none
    renal: bool = False  # impaired kidneys are on record
    hepatic: bool = False
    conditions: tuple[str, ...] = ()  # ICD-10 of chronic diseases and past ones
    contracted: bool = False  # the prescriber's team is the person's contracted one
    identified: bool = True  # the number of an identity document is known
    pain_checked: date | None = None  # 癌痛、慢性中重度疼痛: file and consent are there, last checked on
    at_home: tuple[AtHome, ...] = ()
    skin_tests: tuple[SkinTest, ...] = ()

    def age_years(self, on: date) -> int:
        return full_years(self.birth, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescriber:
    """Who signs, with the rights that the administrator entered."""

    license: License = License.DOCTOR
    title: str = ""  # senior, middle, junior
    antibiotics: bool = False  # trained and tested; the grades follow from licence and title
    narcotics: bool = False  # trained for NARC and PSY1
    trainee: bool = False
    registered: bool = True  # 注册 at this institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is prescribed."""

    level: str  # inst_lv
    iv_antibiotics: bool = False  # the county approved antibiotics by vein
    narcotics: bool = False  # NARC and PSY1 are stocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What can be taken of one lot."""

    units: int  # min_units, reservations taken off
    usable_until: date
    recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    person: Person
    prescriber: Prescriber
    place: Place
    now_ms: int  # UTC
    day: date  # the Beijing day of it
    inpatient: bool = False
    beside: tuple[Line, ...] = ()  # on the other sheets of the same visit
    stock: Mapping[str, tuple[Batch, ...]] | None = None  # by drug; None: nobody asked the pharmacy
    restricted: Mapping[str, str] = field(
        default_factory=dict
    )  # by drug: the condition (lmt_used) of the fund
