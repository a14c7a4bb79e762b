"""目录: the starter catalogues of medicines, diagnoses and charge items, and the search box over them.

Their prices, classes and doses are illustrative (resources/catalogs/README.md); a county's own
catalogue has the same shape.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from clinic_app.domain.codes import rows

_WORST = 9


@dataclass(frozen=True, slots=True)
class Drug:
    """One product: generic name, strength and pack."""

    code: str  # med_list_codg
    name: str  # as on a bill: 阿莫西林胶囊 0.25g×24粒
    generic_name: str  # 通用名, as prescribed
    spec: str
    form: str
    unit: str  # min_unit: 粒, 片, 支 …
    pack_qty: int  # units in a pack
    pack_unit: str
    price_e6: int  # micro-yuan a pack
    chrgitm_lv: str  # 01 甲, 02 乙, 03 丙
    essential: bool
    dose: str  # usual single dose
    frequency: str  # code table frequency
    route: str  # code table route
    aliases: tuple[str, ...]
    initials: tuple[str, ...]  # of the generic name, then of each alias
    pinyin: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    code: str  # ICD-10
    name: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


@dataclass(frozen=True, slots=True)
class Service:
    """收费项目, or a material."""

    code: str  # med_list_codg
    name: str
    kind: str  # service, material
    fee_class: (
        str  # registration, laboratory, imaging, examination, injection, treatment, tcm, nursing, bed …
    )
    unit: str
    price_e6: int  # micro-yuan a unit
    chrgitm_lv: str
    aliases: tuple[str, ...]
    initials: tuple[str, ...]
    pinyin: str


class Item(Protocol):
    """What the search box needs of a catalogue's line."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def initials(self) -> tuple[str, ...]: ...
    @property
    def pinyin(self) -> str: ...


I = TypeVar("I", bound=Item)  # noqa: E741


@cache
def drugs() -> tuple[Drug, ...]:
    """By code."""
    return tuple(map(_drug, rows("catalogs", "drugs.csv")))


@cache
def diagnoses() -> tuple[Diagnosis, ...]:
    """By code."""
    return tuple(
        Diagnosis(row["code"], row["name"], *_words(row)) for row in rows("catalogs", "diagnoses.csv")
    )


@cache
def services() -> tuple[Service, ...]:
    """By code; materials too."""
    return tuple(map(_service, rows("catalogs", "services.csv")))


def find(items: Iterable[I], text: str, limit: int = 20) -> list[I]:
    """The lines that `text` means: by name or part of it, alias, code, initials or full pinyin.

    What begins with `text` stands before what holds it, a shorter name before a longer one.
    """
    wanted = _folded(text)
    if not wanted:
        return []
    ranked = ((_rank(item, wanted), len(item.name), item.code, item) for item in items)
    found = sorted((hit for hit in ranked if hit[0] < _WORST), key=lambda hit: hit[:3])
    return [item for _, _, _, item in found[:limit]]


def doses_in(frequency: str, days: int) -> int | None:
    """How many doses fall into a number of days; one for ``st``, None for ``prn`` and unknown codes.

    A part of a rhythm counts whole: every other day for three days is two doses.
    """
    if frequency == "st":
        return 1
    rate = _rates().get(frequency)
    return None if rate is None else -(-days * rate[0] // rate[1])


def _rank(item: Item, wanted: str) -> int:
    """0 is best, `_WORST` is no match."""
    names, initials, spelt = _search_words(item.code, item.name, item.aliases, item.initials, item.pinyin)
    if wanted in {names[0], _folded(item.code)}:
        return 0
    if names[0].startswith(wanted):
        return 1
    if wanted in initials:
        return 2
    if any(word.startswith(wanted) for word in initials):
        return 3
    if any(name.startswith(wanted) for name in names):
        return 4
    if any(word.startswith(wanted) for word in spelt) or _folded(item.code).startswith(wanted):
        return 5
    if any(wanted in name for name in names):
        return 6
    if len(wanted) > 1 and any(wanted in word for word in initials):
        return 7
    return 8 if len(wanted) > 2 and any(wanted in word for word in spelt) else _WORST


@lru_cache(maxsize=16_384)
def _search_words(
    code: str, name: str, aliases: tuple[str, ...], initials: tuple[str, ...], pinyin: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names, initials and spellings (ü as v and as u), folded once."""
    return (
        tuple(map(_folded, (name, *aliases))),
        initials,
        (pinyin, pinyin.replace("v", "u")) if "v" in pinyin else (pinyin,),
    )


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    """Half width, lower case, letters, figures and Chinese characters only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def _drug(row: Mapping[str, str]) -> Drug:
    return Drug(
        code=row["code"],
        name=row["name"],
        generic_name=row["generic_name"],
        spec=row["spec"],
        form=row["form"],
        unit=row["unit"],
        pack_qty=int(row["pack_qty"]),
        pack_unit=row["pack_unit"],
        price_e6=int(row["price_e6"]),
        chrgitm_lv=row["chrgitm_lv"],
        essential=row["essential"] == "1",
        dose=row["dose"],
        frequency=row["frequency"],
        route=row["route"],
        aliases=tuple(row["aliases"].split()),
        initials=tuple(row["initials"].split()),
        pinyin=row["pinyin"],
    )


def _service(row: Mapping[str, str]) -> Service:
    return Service(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        fee_class=row["fee_class"],
        unit=row["unit"],
        price_e6=int(row["price_e6"]),
        chrgitm_lv=row["chrgitm_lv"],
        aliases=tuple(row["aliases"].split()),
        initials=tuple(row["initials"].split()),
        pinyin=row["pinyin"],
    )


def _words(row: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    return tuple(row["aliases"].split()), tuple(row["initials"].split()), row["pinyin"]


@cache
def _rates() -> dict[str, tuple[int, int]]:
    return {
        row["code"]: (int(row["times"]), int(row["days"])) for row in rows("tables", "frequency_times.csv")
    }
