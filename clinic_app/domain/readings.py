"""自测: what a self-service device measured, before anybody looked at it.

Columns, units, what a record sheet says of an item, and how far a device's clock may be out are data: resources/readings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid5

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.forms.numbers import plain
from clinic_app.domain.measurements import Measure, measures
from clinic_app.domain.time import beijing

SHEET: Final = "kiosk_measure"  # the form of a confirmed reading
_CONFIRMED: Final = "1"  # 已审核入档
_SAME: Final = UUID("6f0a3f0e-6d7a-4f0c-9a51-0d1c2b6f7a10")
_LONGEST: Final = 64  # characters of a number
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000
_COMMA: Final = re.compile(r"\d+,\d{1,2}")  # 36,8; with three places it would be a thousand
_BOUNDS: Final = {"<": "<", "<=": "<", "≤": "<", ">": ">", ">=": ">", "≥": ">"}
_OFF_SCALE: Final = {"HI": ">", "HIGH": ">", "LO": "<", "LOW": "<"}  # as glucose meters say it


class BadReading(RuleBroken):
    """Not to be taken; `why`: cells, withdrawn, device, person, time, ahead, old, item, unit, value."""

    code = "readings.bad_reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value in the device's own words."""

    device: str  # its number
    taken_ms: int | None  # UTC; none: unreadable
    item: str  # key, LOINC code or Chinese name of resources/tables/measurements.csv
    value: str  # 36.8, 36,8, >33.3, Hi
    unit: str
    id_number: str = ""
    card: str = ""  # number of a card or code
    position: str = ""  # posture and side, in words
    flaw: str = ""  # why it cannot be read at all: cells, withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value in the units of resources/tables/measurements.csv."""

    device: str
    taken_ms: int  # UTC
    item: str  # key
    value_e4: int  # ten-thousandths of the unit, with the places of the table
    beyond: str = ""  # > or <: off the device's scale, value_e4 is the end of it
    position: str = ""


def reading(told: Told, now_ms: int) -> Reading:
    """Raises:
    BadReading: no device, numbers that are none, no time or that of a wrong clock, an unknown item or unit, a
        value that cannot be.
    """
    if told.flaw:
        raise _bad(told, told.flaw)
    if not told.device.strip() or not _is_number(told.device):
        raise _bad(told, "device")
    if not all(_is_number(one) for one in (told.id_number, told.card, told.position)):
        raise _bad(told, "person")
    measure = _items().get(told.item.strip())
    if measure is None or measure.decimals is None:
        raise _bad(told, "item")
    divisor = _divisor(measure, told.unit.strip())
    if divisor is None:
        raise _bad(told, "unit")
    beyond, value_e4 = _value(told.value.strip(), divisor, measure)
    if value_e4 is None:
        raise _bad(told, "value")
    return Reading(
        device=told.device.strip(),
        taken_ms=_taken(told, now_ms),
        item=measure.key,
        value_e4=value_e4,
        beyond=beyond,
        position=told.position.strip(),
    )


def nobodys(told: Told, one: Reading) -> str:
    """The mark of a reading without a person, by which "not ours" is remembered."""
    return uuid5(_SAME, f"{_measured(one)}|{told.id_number}|{told.card}").hex


def identity(one: Reading, resident_id: UUID) -> UUID:
    """Same device, person, time, item and value: the same reading, on whatever computer it was uploaded.

    Without the value, a device whose clock starts anew with its battery would lose every second measuring.
    """
    return uuid5(_SAME, f"{_measured(one)}|{resident_id}")


def sheet(
    *,
    person: UUID,
    device: str,
    taken_ms: int,
    item: str,
    value_e4: int,
    identified_by: str,
    position: str = "",
) -> dict[str, Any]:
    """The record sheet of a confirmed reading, by resources/readings/sheet.csv."""
    measure = measures()[item]
    known: dict[str, Any] = {
        "device": device,
        "person": str(person),
        "taken_at": f"{beijing(taken_ms):%Y-%m-%dT%H:%M}",
        "item": item,
        "value": plain(Decimal(measure.write(value_e4))),
        "unit": measure.ucum,
        "identified_by": _said().get(("identified_by", identified_by), ""),
        "position": position,
        "state": _CONFIRMED,
    }
    if (fasting := _said().get(("fasting", item))) is not None:
        known["fasting"] = fasting == "1"
    return {key: value for key, value in known.items() if value != ""}


@cache
def _said() -> Mapping[tuple[str, str], str]:
    """What a field of the sheet says of an item, or of how a person was known."""
    lines = rows("readings", "sheet.csv")
    return MappingProxyType({(line["field"], line["of"]): line["value"] for line in lines})


@cache
def columns() -> Mapping[str, str]:
    """Part of `Told` by a column's name."""
    return MappingProxyType({row["name"]: row["part"] for row in rows("readings", "columns.csv")})


@cache
def waiting_days() -> int:
    """How long a reading without a person waits to be matched by hand."""
    return _rules()["waiting_days"]


@cache
def _rules() -> Mapping[str, int]:
    return MappingProxyType({row["key"]: int(row["value"]) for row in rows("readings", "rules.csv")})


@cache
def _items() -> Mapping[str, Measure]:
    return MappingProxyType(
        {name: one for one in measures().values() for name in (one.key, one.loinc, one.name_zh) if name}
    )


@cache
def _divisors() -> Mapping[tuple[str, str], Decimal]:
    return MappingProxyType(
        {(row["item"], row["unit"]): Decimal(row["divisor"]) for row in rows("readings", "units.csv")}
    )


def _bad(told: Told, why: str) -> BadReading:
    """What a file says is cut and printable before anybody reads it in a sentence."""
    item, value, unit = (_printable(part) for part in (told.item, told.value, told.unit))
    return BadReading(why=why, item=item, value=value, unit=unit)


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST and text.isprintable()


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in text[:_LONGEST])


def _divisor(measure: Measure, unit: str) -> Decimal | None:
    if unit and unit in (measure.unit, measure.ucum):
        return Decimal(1)
    return _divisors().get((measure.key, unit))


def _measured(one: Reading) -> str:
    return f"{one.device}|{one.taken_ms}|{one.item}|{one.beyond}{one.value_e4}"


def _taken(told: Told, now_ms: int) -> int:
    if told.taken_ms is None:
        raise _bad(told, "time")
    if told.taken_ms > now_ms + _rules()["ahead_minutes"] * _MINUTE_MS:
        raise _bad(told, "ahead")
    if told.taken_ms < now_ms - _rules()["oldest_days"] * _DAY_MS:
        raise _bad(told, "old")
    return told.taken_ms


def _value(text: str, divisor: Decimal, measure: Measure) -> tuple[str, int | None]:
    """`beyond` and the value; None where it is none, or cannot be."""
    off = _OFF_SCALE.get(text.upper(), "")
    if off:
        return off, measure.critical_high_e4 if off == ">" else measure.critical_low_e4
    number = text.lstrip("<>=≤≥")
    bound = text[: len(text) - len(number)]
    if bound and bound not in _BOUNDS:
        return "", None
    return _BOUNDS.get(bound, ""), _e4(number.strip(), divisor, measure)


def _e4(text: str, divisor: Decimal, measure: Measure) -> int | None:
    """Rounded half up to the places that the table has for this measure."""
    number = text.replace(",", ".") if _COMMA.fullmatch(text) else text
    try:
        place = Decimal(1).scaleb(-(measure.decimals or 0))
        scaled = (Decimal(number) / divisor).quantize(place, ROUND_HALF_UP) * 10_000
        return int(scaled) if measure.low_e4 <= scaled <= measure.high_e4 else None
    except ArithmeticError:
        return None
