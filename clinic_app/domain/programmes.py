"""重大公共卫生项目: who may have what, what is paid for it, and when somebody looks again.

A project is a file of resources/programmes; amounts and ages are data, with their source.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final

from clinic_app.domain.age import full_years
from clinic_app.domain.errors import NotFound
from clinic_app.domain.resources import resource


class UnknownProgramme(NotFound):
    """No project, or no item of it, has this key."""

    code = "programme.unknown"


class Why(StrEnum):
    """Why somebody may not have an item."""

    NOT_YET = "not_yet"  # the project begins later
    SEX = "sex"
    NO_BIRTH_DATE = "no_birth_date"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    NOT_DECLARED = "not_declared"  # rural, poor, pregnant …: nobody said so
    HAD_IT = "had_it"  # too short a time ago
    GONE = "gone"  # died or moved away


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a project does for a person."""

    key: str
    zh: str
    en: str
    subsidy: int  # fen, at most for one case
    follow_up_days: tuple[int, ...]  # after it was done
    results: Mapping[str, tuple[str, str]]  # Chinese and English by code
    unpaid: tuple[str, ...] = ()  # results for which nothing is paid, and that are no case had: 未手术
    settled: tuple[str, ...] = ()  # results after which nobody looks again: 未见异常

    def most(self, result: str) -> int:
        """What is paid at most for a case with this result, in fen."""
        return 0 if result in self.unpaid else self.subsidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    key: str
    name_zh: str
    name_en: str
    version: int
    valid_from: date
    source: str
    sex: str  # GB/T 2261.1; empty: any
    from_age: int | None  # full years
    to_age: int | None
    declared: tuple[str, ...]  # what somebody vouches for: rural, poor, pregnant, cataract
    not_within_days: int
    items: Mapping[str, Item]

    def item(self, key: str) -> Item:
        """Raises:
        UnknownProgramme
        """
        if key not in self.items:
            raise UnknownProgramme(programme=self.key, item=key)
        return self.items[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is asked of a person."""

    sex: str
    birth_date: date | None
    declared: Collection[str] = ()
    last: date | None = None  # the last day of the same item
    here: bool = True


def refusals(programme: Programme, who: Candidate, day: date) -> tuple[Why, ...]:
    """Why `who` may not have an item on `day`; none: eligible."""
    found = []
    if day < programme.valid_from:
        found.append(Why.NOT_YET)
    if programme.sex and who.sex != programme.sex:
        found.append(Why.SEX)
    found += _by_age(programme, who, day)
    if not set(programme.declared) <= set(who.declared):
        found.append(Why.NOT_DECLARED)
    if who.last is not None and day - who.last < timedelta(days=programme.not_within_days):
        found.append(Why.HAD_IT)
    if not who.here:
        found.append(Why.GONE)
    return tuple(found)


def due_days(item: Item, done: date) -> tuple[date, ...]:
    """When somebody looks again."""
    return tuple(done + timedelta(days=days) for days in item.follow_up_days)


def next_due(item: Item, done: date, result: str, followed: Sequence[date]) -> date | None:
    """The first follow-up that is still owed: each one done, whenever it was, answers the earliest."""
    if result in item.settled:
        return None
    owed = due_days(item, done)[len(followed) :]
    return owed[0] if owed else None


@cache
def programmes() -> Mapping[str, Programme]:
    """Every project of the installation, by key."""
    files = (one for one in resource("programmes").iterdir() if one.name.endswith(".toml"))
    read = (_programme(tomllib.loads(one.read_text(encoding="utf-8"))) for one in files)
    return {one.key: one for one in sorted(read, key=lambda one: _ORDER.get(one.key, len(_ORDER)))}


def programme(key: str) -> Programme:
    """Raises:
    UnknownProgramme
    """
    if key not in programmes():
        raise UnknownProgramme(programme=key, item="")
    return programmes()[key]


_ORDER: Final = {"two_cancers": 0, "delivery": 1, "cataract": 2}


def _by_age(programme: Programme, who: Candidate, day: date) -> list[Why]:
    if programme.from_age is None and programme.to_age is None:
        return []
    if who.birth_date is None:
        return [Why.NO_BIRTH_DATE]
    age = full_years(who.birth_date, day)
    if programme.from_age is not None and age < programme.from_age:
        return [Why.TOO_YOUNG]
    return [Why.TOO_OLD] if programme.to_age is not None and age > programme.to_age else []


def _programme(told: dict[str, Any]) -> Programme:
    asked = told.get("eligible", {})
    return Programme(
        key=told["programme"],
        name_zh=told["name_zh"],
        name_en=told["name_en"],
        version=told["version"],
        valid_from=told["valid_from"],
        source=told["source"],
        sex=asked.get("sex", ""),
        from_age=asked.get("from_age"),
        to_age=asked.get("to_age"),
        declared=tuple(asked.get("declared", ())),
        not_within_days=asked.get("not_within_days", 0),
        items={one["key"]: _item(one) for one in told["item"]},
    )


def _item(told: dict[str, Any]) -> Item:
    return Item(
        key=told["key"],
        zh=told["zh"],
        en=told["en"],
        subsidy=told["subsidy"],
        follow_up_days=tuple(told["follow_up_days"]),
        results={code: (zh, en) for code, zh, en in told["results"]},
        unpaid=tuple(told.get("unpaid", ())),
        settled=tuple(told.get("settled", ())),
    )
