"""Reads resources/contracts/packages: every file checked whole, so that a bad one is found at once and named."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from clinic_app.domain.codes import codes
from clinic_app.domain.contract_packages import FACTS, Item, Package
from clinic_app.domain.contract_teams import staff_kinds
from clinic_app.domain.contracts import Fee
from clinic_app.domain.errors import Damaged, NotFound
from clinic_app.domain.forms.loading import keys as form_keys
from clinic_app.domain.money import Fen
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.resources import resource


class UnknownPackage(NotFound):
    """No package has this key and version, or none is offered on the day."""

    code = "contracts.unknown_package"


class PackageDamaged(Damaged):
    """A file of resources/contracts/packages cannot be used; `file`, `key` and `why` say where."""

    code = "contracts.package_damaged"


_HEAD: Final[Mapping[str, type]] = {
    "package": str,
    "version": int,
    "name_zh": str,
    "name_en": str,
    "valid_from": date,
    "source": str,
    "confidence": str,
    "groups": list,
    "item": list,
}
_ITEM: Final[Mapping[str, type]] = {"key": str, "zh": str, "en": str, "staff": str, "evidence": list}
_OPTIONAL: Final[Mapping[str, type]] = {
    "times": int,
    "every_days": int,
    "spread": bool,
    "months": list,
    "service": str,
    "fee": dict,
}
_PARTS: Final = ("insurance", "public_health", "resident")
_SURE: Final = ("S", "F", "U")
_YEAR: Final = 365  # days


def packages_on(day: date) -> tuple[Package, ...]:
    """Offered on a day, each in its newest version, what is for everybody first.

    Raises:
        PackageDamaged
    """
    newest: dict[str, Package] = {}
    for one in packages().values():
        if one.valid_from <= day and (one.key not in newest or one.version > newest[one.key].version):
            newest[one.key] = one
    order = list(codes("contract_group"))
    return tuple(
        sorted(newest.values(), key=lambda one: (min(map(order.index, one.groups), default=-1), one.key))
    )


def package(key: str, version: int) -> Package:
    """Raises:
    UnknownPackage, PackageDamaged
    """
    if (key, version) not in packages():
        raise UnknownPackage(package=key, version=version)
    return packages()[key, version]


@cache
def packages() -> Mapping[tuple[str, int], Package]:
    """Every package and version of the installation.

    Raises:
        PackageDamaged
    """
    files = sorted(resource("contracts", "packages").iterdir(), key=lambda one: one.name)
    read = [
        read_package(one.name.removesuffix(".toml"), one.read_text(encoding="utf-8"))
        for one in files
        if one.name.endswith(".toml")
    ]
    return {(one.key, one.version): one for one in read}


def read_package(file: str, toml: str) -> Package:
    """A package from the text of its file, whose name is its key and version: ``basic-1``.

    Raises:
        PackageDamaged: no TOML, or a key is missing, unknown, of another kind or makes no sense.
    """
    try:
        raw = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise PackageDamaged(file=file, key="", why=str(error)) from None
    return _Reader(file).package(raw)


class _Reader:
    """One file; `place` is the item being read, for the error."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.place = ""

    def package(self, raw: Mapping[str, Any]) -> Package:
        self._shaped(raw, _HEAD, {})
        self._need(self.file == f"{raw['package']}-{raw['version']}", "package", "not the file's name")
        self._need(raw["confidence"] in _SURE, "confidence", str(raw["confidence"]))
        for group in raw["groups"]:
            self._need(group in codes("contract_group"), "groups", f"no group {group}")
        items = tuple(self._item(one) for one in raw["item"])
        known = [one.key for one in items]
        self._need(bool(known) and len(set(known)) == len(known), "item", "none, or one twice")
        return Package(
            key=raw["package"],
            version=raw["version"],
            name_zh=raw["name_zh"],
            name_en=raw["name_en"],
            valid_from=raw["valid_from"],
            groups=tuple(raw["groups"]),
            items=items,
            source=raw["source"],
            confidence=raw["confidence"],
        )

    def _item(self, raw: Mapping[str, Any]) -> Item:
        self.place = str(raw.get("key", "")) + "."
        self._shaped(raw, _ITEM, _OPTIONAL)
        times, every = raw.get("times", 0), raw.get("every_days")
        self._need((times > 0) != (every is not None), "times", "either times or every_days")
        self._need(0 <= times <= _YEAR and (every is None or 1 <= every <= _YEAR), "times", "out of range")
        self._need(raw["staff"] in staff_kinds(), "staff", f"no kind {raw['staff']}")
        self._need(bool(raw["evidence"]), "evidence", "none")
        for one in raw["evidence"]:
            self._need(one in FACTS or one in form_keys(), "evidence", f"no form or fact {one}")
        self._need(raw.get("service", "htn") in set(Service), "service", str(raw.get("service")))
        months = raw.get("months")
        self._need(months is None or _is_span(months), "months", f"{months}")
        item = Item(
            key=raw["key"],
            name_zh=raw["zh"],
            name_en=raw["en"],
            times=times,
            every_days=every,
            staff_kind=raw["staff"],
            evidence=tuple(raw["evidence"]),
            fee=self._fee(raw.get("fee", {})),
            spread=raw.get("spread", True),
            months=None if months is None else (months[0], months[1]),
            service=raw.get("service", ""),
        )
        self.place = ""
        return item

    def _fee(self, raw: Mapping[str, Any]) -> Fee:
        for name, part in raw.items():
            known = name in _PARTS and type(part) is int and part >= 0
            self._need(known, "fee", f"{name} = {part!r}: whole fen, by insurance, public_health, resident")
        return Fee(*(Fen(raw.get(name, 0)) for name in _PARTS))

    def _shaped(
        self, raw: Mapping[str, Any], needed: Mapping[str, type], optional: Mapping[str, type]
    ) -> None:
        for name in needed:
            self._need(name in raw, name, "missing")
        for name, value in raw.items():
            kind = needed.get(name) or optional.get(name)
            self._need(kind is not None, name, "unknown")
            self._need(type(value) is kind, name, f"{value!r}")

    def _need(self, sound: bool, key: str, why: str) -> None:
        if not sound:
            raise PackageDamaged(file=self.file, key=f"{self.place}{key}", why=why)


def _is_span(months: list[Any]) -> bool:
    return len(months) == 2 and all(type(one) is int for one in months) and 0 <= months[0] <= months[1]
