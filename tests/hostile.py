"""Bodies that a changed program could push: of the right shape, with whatever values the shape lets through."""

import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from clinic_app.domain.forms import Kind, forms
from clinic_app.domain.public_health.services import Service
from clinic_app.journal.catalog import FACTS
from clinic_app.journal.facts.county import CountyFact

# What public health and the family doctor's contracts added.
_PARTS: Final = (
    "care",
    "cold_place",
    "contact",
    "contract",
    "form",
    "household",
    "measurement",
    "programme",
    "reading",
    "record",
    "resident",
    "round",
    "sheet",
    "team",
    "temperature",
    "vaccination",
)
KINDS: Final = tuple(
    kind
    for kind, fact in sorted(FACTS.items())
    if kind.split(".")[0] in _PARTS and not issubclass(fact, CountyFact)
)
_DAYS: Final = tuple(
    date.fromisoformat(text)
    for text in [
        "0001-01-01",
        "1900-02-28",
        "2024-02-29",
        "2026-01-01",
        "2026-11-22",
        "2030-01-01",
        "2199-12-31",
        "9999-12-31",
    ]
)
_NUMBERS: Final = (
    0,
    1,
    -1,
    3,
    12345,
    1_200_000,
    2**31,
    2**53,
    10**14,
    2**63 - 1,
    1 - 2**63,
    1_795_000_000_000,
)
_DECIMALS: Final = ("1E999", "-0", "NaN", "Infinity", "62.5", "1" * 400, "0.0000001", "1_0", "一")
_TEXTS: Final = (
    *[
        "x",
        "0",
        "1",
        "2",
        "99",
        "-1",
        "1e9",
        "１２",
        "in",
        "out",
        "lost",
        "basic",
        "HepB",
        "BCG",
        "MMR",
        "sbp",
        "weight",
        "02",
        "12:30",
        "{",
        "[",
        "null",
        "am",
        "cool",
        "cold_chain",
    ],
    *[
        "2026-11-22",
        "9999-12-31",
        "350881102101",
        "35088110210100001",
        "htn",
        "maternal",
        "refusal",
        "two_cancers",
        "cervical",
        "paper",
    ],
    "",
    "a" * 64,
    "长" * 3000,
    "'\"<b>%s{0}",
    "\u202e\U0001f600",
    "\n\t",
    "1,2",
)


class Hostile:
    """Makes bodies by dice; `ids` are what they name."""

    def __init__(self, dice: random.Random, ids: Sequence[UUID]) -> None:
        self._dice = dice
        self._ids = ids

    def body(self, kind: str) -> bytes:
        return json.dumps(self._struct(FACTS[kind]), ensure_ascii=self._dice.random() < 0.5).encode()

    def _struct(self, shape: type[Any]) -> dict[str, Any]:
        kinds, made = get_type_hints(shape), dict[str, Any]()
        for field in msgspec.structs.fields(shape):
            if field.required or self._dice.random() < 0.7:
                made[field.name] = self._field(field.name, kinds[field.name], made)
        return made

    def _field(self, name: str, kind: Any, before: Mapping[str, Any]) -> Any:
        if name == "form":
            return self._dice.choice([*forms(), "later"])
        if name == "service":
            return self._dice.choice([*map(str, Service), "later"])
        if name == "way":
            return self._dice.choice(["in", "out", "lost", "1"])
        if name == "values" and get_origin(kind) is dict:
            return self._values(str(before.get("form", "")))
        return self._of(kind)

    def _of(self, kind: Any) -> Any:
        dice, parts = self._dice, get_args(kind)
        if get_origin(kind) in (Union, UnionType):
            return self._of(dice.choice(parts))
        if get_origin(kind) is tuple:
            return [self._of(parts[0]) for _ in range(dice.choice((0, 1, 1, 2, 5)))]
        if get_origin(kind) is dict:
            named = dice.sample(["name", "phone", "birth_date", "", "later"], dice.randrange(3))
            return {one: self._of(parts[1]) for one in named}
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._struct(kind)
        made: dict[Any, Any] = {
            str: dice.choice(_TEXTS),
            int: dice.choice(_NUMBERS),
            bool: dice.random() < 0.5,
            bytes: dice.choice(("", "AAAA", "AQIDBAUG", "Af//////")),
            date: dice.choice(_DAYS).isoformat(),
            UUID: str(dice.choice(self._ids)),
            type(None): None,
        }
        return made[kind] if kind in made else self._anything()

    def _values(self, form: str) -> dict[str, Any]:
        """Of a form: some values of a field's kind and beyond all bounds, some of any other kind."""
        known = forms().get(form)
        fields = {} if known is None else dict(known.fields)
        made = {"a_later_field": self._anything()}
        for key in self._dice.sample(sorted(fields), min(len(fields), 20)):
            of_kind = {
                Kind.INT: self._dice.choice(_NUMBERS),
                Kind.DEC: self._dice.choice(_DECIMALS),
                Kind.CODES: ["1", "99"],
                Kind.CODE: self._dice.choice([*fields[key].options(), "1"]),
                Kind.DATE: self._dice.choice(_DAYS).isoformat(),
                Kind.LIST: [{column.key: self._anything() for column in fields[key].rows}],
            }
            fits = self._dice.random() < 0.5 and fields[key].kind in of_kind
            made[key] = of_kind[fields[key].kind] if fits else self._anything()
        return made

    def _anything(self, depth: int = 0) -> Any:
        dice = self._dice
        plain = (
            None,
            True,
            1e308,
            -0.0,
            1e30,
            dice.choice(_NUMBERS),
            dice.choice(_TEXTS),
            dice.choice(_DECIMALS),
        )
        if depth == 3 or dice.random() < 0.7:
            return dice.choice(plain)
        some = [self._anything(depth + 1) for _ in range(dice.randrange(4))]
        return some if dice.random() < 0.5 else {dice.choice(_TEXTS)[:50]: one for one in some}
