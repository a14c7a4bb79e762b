"""From a row as our CSV files have it to a line of a catalogue."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from clinic_app.domain.catalogs.items import Diagnosis, Drug, Herb, Item, Service, TcmTerm

Row = Mapping[str, str]


def item_of(kind: str, row: Row) -> Item:
    """A line of the catalogue of this kind; a column that is not there says nothing.

    Raises:
        KeyError, ValueError: no row that `columns.tidy` lets through.
    """
    return _MAKERS[kind](row)


def _drug(row: Row) -> Drug:
    return Drug(
        code=row["code"],
        name=row["name"],
        generic_name=row.get("generic_name") or row["name"],
        spec=row.get("spec", ""),
        form=row.get("form", ""),
        unit=row.get("unit", ""),
        pack_qty=int(row.get("pack_qty") or 1),
        pack_unit=row.get("pack_unit") or row.get("unit", ""),
        price_e6=int(row["price_e6"]),
        chrgitm_lv=row.get("chrgitm_lv", ""),
        essential=row.get("essential") == "1",
        dose=row.get("dose", ""),
        frequency=row.get("frequency", ""),
        route=row.get("route", ""),
        **_words(row),
        content=row.get("content", ""),
        rx_class=row.get("rx_class", ""),
        storage=row.get("storage", ""),
        splittable=row.get("splittable") == "1",
        trace_prefix=row.get("trace_prefix", ""),
        levels=tuple(row.get("levels", "").split()),
        stopped=row.get("state") == "stopped",
        instead=tuple(row.get("instead", "").split()),
    )


def _service(row: Row) -> Service:
    return Service(
        code=row["code"],
        name=row["name"],
        kind=row.get("kind") or "service",
        fee_class=row.get("fee_class", ""),
        unit=row.get("unit", ""),
        price_e6=int(row["price_e6"]),
        chrgitm_lv=row.get("chrgitm_lv", ""),
        **_words(row),
    )


def _herb(row: Row) -> Herb:
    return Herb(
        code=row["code"],
        name=row["name"],
        dose_min_mg=_mg(row.get("dose_min_g", "")),
        dose_max_mg=_mg(row.get("dose_max_g", "")),
        handling=row.get("handling", ""),
        toxic=row.get("toxic") == "1",
        price_e6=int(row["price_e6"]),
        **_words(row),
    )


def _diagnosis(row: Row) -> Diagnosis:
    return Diagnosis(row["code"], row["name"], **_words(row))


def _tcm(row: Row) -> TcmTerm:
    return TcmTerm(row["code"], row["name"], **_words(row))


def _words(row: Row) -> dict[str, Any]:
    return {
        "aliases": tuple(row.get("aliases", "").split()),
        "initials": tuple(row.get("initials", "").split()),
        "pinyin": row.get("pinyin", ""),
    }


def _mg(grams: str) -> int:
    return int(Decimal(grams or 0) * 1000)


_MAKERS: Final[Mapping[str, Callable[[Row], Item]]] = MappingProxyType(
    {
        "drugs": _drug,
        "diagnoses": _diagnosis,
        "services": _service,
        "herbs": _herb,
        "tcm_diagnoses": _tcm,
        "tcm_syndromes": _tcm,
    }
)
KINDS: Final = tuple(_MAKERS)
