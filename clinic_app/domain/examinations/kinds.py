"""Which charge items are examinations, on which slip they go, and what is said of them.

resources/tables/examination_services.csv says of a code its category, specimen and items; of a code that it does not
have, the catalogue's fee class decides (`_CLASSES`).  A code without a category there is no examination of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from clinic_app.domain.catalogs.items import Service
from clinic_app.domain.codes import rows
from clinic_app.domain.examinations.errors import NotAnExamination

CATEGORIES: Final = ("lab", "ecg", "imaging", "other")
CATEGORY_NAMES: Final = MappingProxyType(
    {"lab": "检验", "ecg": "心电", "imaging": "影像", "other": "其他检查"}
)
_CLASSES: Final = {"laboratory": "lab", "imaging": "imaging", "examination": "other"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What one charge item is, as an examination."""

    category: str
    specimen: str
    items: tuple[str, ...]  # resources/tables/lab_items.csv, in the order of the report


@dataclass(frozen=True, slots=True)
class Slip:
    """申请单: what is done together and reported together."""

    category: str
    specimen: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A template of a finding in words."""

    category: str
    name: str
    findings: str
    conclusion: str
    critical: str  # what the doctor has to hear at once


def kind_of(service: Service) -> Kind | None:
    """None: no examination."""
    told = _told().get(service.code)
    if told is None:
        category = _CLASSES.get(service.fee_class, "") if service.kind == "service" else ""
        told = Kind(category, "", ())
    return told if told.category else None


def items_of(codes: Sequence[str]) -> tuple[str, ...]:
    """The items of several charge items, each once, in their order."""
    found = (item for code in codes if code in _told() for item in _told()[code].items)
    return tuple(dict.fromkeys(found))


def slips_of(services: Sequence[Service]) -> tuple[Slip, ...]:
    """The services on their slips: the laboratory's by specimen, everything else one a slip with a report of its own.

    Raises:
        NotAnExamination
    """
    slips: dict[tuple[str, str, str], list[Service]] = {}
    for service in services:
        kind = kind_of(service)
        if kind is None:
            raise NotAnExamination(code=service.code, name=service.name)
        alone = "" if kind.category == "lab" else service.code
        slips.setdefault((kind.category, kind.specimen, alone), []).append(service)
    return tuple(Slip(category, specimen, tuple(found)) for (category, specimen, _), found in slips.items())


@cache
def phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """By category."""
    lines = [Phrase(**row) for row in rows("tables", "examination_phrases.csv")]
    return MappingProxyType(
        {category: tuple(one for one in lines if one.category == category) for category in CATEGORIES}
    )


@cache
def _told() -> Mapping[str, Kind]:
    return MappingProxyType(
        {
            row["code"]: Kind(row["category"], row["specimen"], tuple(row["items"].split()))
            for row in rows("tables", "examination_services.csv")
        }
    )
