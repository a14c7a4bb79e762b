"""自测: what a self-service device measured, before anybody looked at it.

Columns, units and the days that a reading without a person waits are data: resources/readings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid5

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.measurements import Measure, measures

_SAME: Final = UUID("6f0a3f0e-6d7a-4f0c-9a51-0d1c2b6f7a10")
_LONGEST: Final = 64  # characters of a number
_FIRST_MS: Final = 946_656_000_000  # 2000 in Beijing: an earlier clock was never set


class BadReading(RuleBroken):
    """Not to be taken; `why`: device, person, time, item, unit, value."""

    code = "readings.bad_reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value in the device's own words."""

    device: str  # its number
    taken_ms: int | None  # UTC; none: unreadable
    item: str  # key, LOINC code or Chinese name of resources/tables/measurements.csv
    value: str
    unit: str
    id_number: str = ""
    card: str = ""  # number of a card or code


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value in the units of resources/tables/measurements.csv."""

    device: str
    taken_ms: int  # UTC
    item: str  # key
    value_e4: int  # ten-thousandths of the unit


def reading(told: Told, now_ms: int) -> Reading:
    """Raises:
    BadReading: no device, numbers that are none, no or a coming time, an unknown item or unit, a value that
        cannot be.
    """
    measure = _items().get(told.item.strip())
    if not told.device.strip() or not _is_number(told.device):
        raise _bad(told, "device")
    if not (_is_number(told.id_number) and _is_number(told.card)):
        raise _bad(told, "person")
    if told.taken_ms is None or not _FIRST_MS <= told.taken_ms <= now_ms:
        raise _bad(told, "time")
    if measure is None or measure.decimals is None:
        raise _bad(told, "item")
    divisor = _divisor(measure, told.unit.strip())
    if divisor is None:
        raise _bad(told, "unit")
    value_e4 = _e4(told.value, divisor, measure)
    if value_e4 is None:
        raise _bad(told, "value")
    return Reading(device=told.device.strip(), taken_ms=told.taken_ms, item=measure.key, value_e4=value_e4)


def nobodys(told: Told, one: Reading) -> str:
    """The mark of a reading without a person, by which "not ours" is remembered."""
    return uuid5(_SAME, f"{one.device}|{one.taken_ms}|{one.item}|{told.id_number}|{told.card}").hex


def identity(one: Reading, resident_id: UUID) -> UUID:
    """Same device, person, time and item: the same reading, on whatever computer it was uploaded."""
    return uuid5(_SAME, f"{one.device}|{resident_id}|{one.taken_ms}|{one.item}")


@cache
def columns() -> Mapping[str, str]:
    """Part of `Told` by a column's name."""
    return MappingProxyType({row["name"]: row["part"] for row in rows("readings", "columns.csv")})


@cache
def waiting_days() -> int:
    """How long a reading without a person waits to be matched by hand."""
    return int({row["key"]: row["value"] for row in rows("readings", "rules.csv")}["waiting_days"])


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


def _e4(text: str, divisor: Decimal, measure: Measure) -> int | None:
    try:
        scaled = Decimal(text.strip()) / divisor * 10_000
        return round(scaled) if measure.low_e4 <= scaled <= measure.high_e4 else None
    except ArithmeticError:
        return None
