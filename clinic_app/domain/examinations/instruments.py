"""仪器项目: an analyser's own codes, names and units against the items of resources/tables/lab_items.csv."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from clinic_app.domain.examinations.items import LabItem, lab_items

_UNIT: Final = str.maketrans({"*": "^", "µ": "u", "μ": "u", "×": "", " ": None, "％": "%"})


@dataclass(frozen=True, slots=True)
class Measured:
    """One value in the instrument's own words."""

    code: str
    name: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """Values by item, and what no item, or another unit, stands against."""

    values: Mapping[str, str]
    unknown: tuple[str, ...]  # as the instrument says it: "MXD 0.61 10*9/L"


def matched(measured: Iterable[Measured], codes: Mapping[str, str] = MappingProxyType({})) -> Matched:
    """Each value's item: by the laboratory's own table `codes`, else LOINC, key or Chinese name; of two, the later.

    A value in another unit than the item's is nobody's: it is not converted.

    >>> matched([Measured("6690-2", "WBC", "12.41", "10*9/L"), Measured("MXD", "MXD", "0.6")])
    Matched(values={'wbc': '12.41'}, unknown=('MXD 0.6',))
    """
    values: dict[str, str] = {}
    unknown: list[str] = []
    for one in measured:
        item = _item(one, codes)
        if item is None or (one.unit and item.unit and _plain(one.unit) != _plain(item.unit)):
            unknown.append(f"{one.name or one.code} {one.value} {one.unit}".rstrip())
        else:
            values[item.key] = one.value
    return Matched(values, tuple(unknown))


def _item(one: Measured, codes: Mapping[str, str]) -> LabItem | None:
    own = codes.get(one.code) or codes.get(one.name)
    if own is not None:
        return lab_items().get(own)
    names = _names()
    return next((names[word] for word in (one.code.casefold(), one.name.casefold()) if word in names), None)


@cache
def _names() -> Mapping[str, LabItem]:
    found: dict[str, LabItem] = {}
    for item in lab_items().values():
        for word in (item.loinc, item.key, item.name):
            if word:
                found.setdefault(word.casefold(), item)
    return MappingProxyType(found)


def _plain(unit: str) -> str:
    return unit.translate(_UNIT).removeprefix("x").casefold()
