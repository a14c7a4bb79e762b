"""测量: what can be measured, in which unit, what is plausible and what is critical.

resources/tables/measurements.csv; values are integers in ten-thousandths of the unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken

_E4: Final = 10_000


class BadMeasurement(RuleBroken):
    """What was typed is no number, has too many places, or cannot be true of a living person."""

    code = "measurements.bad"


class NothingMeasured(RuleBroken):
    """No value was given."""

    code = "measurements.nothing"


class PressureUpsideDown(RuleBroken):
    """The lower value of a blood pressure is not below the upper one."""

    code = "measurements.pressure_upside_down"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table; a measure of words has no `decimals`."""

    key: str
    name_zh: str
    name_en: str
    unit: str  # as it is written for people
    ucum: str
    loinc: str
    decimals: int | None
    low_e4: int  # what is plausible
    high_e4: int
    critical_low_e4: int | None  # at or below
    critical_high_e4: int | None  # at or above

    def is_critical(self, value_e4: int) -> bool:
        """Whether the doctor has to confirm it.

        >>> measures()["sbp"].is_critical(180 * 10_000)
        True
        """
        low, high = self.critical_low_e4, self.critical_high_e4
        return (low is not None and value_e4 <= low) or (high is not None and value_e4 >= high)

    def read(self, text: str) -> int:
        """What was typed, in ten-thousandths.

        >>> measures()["temp"].read("36.8")
        368000

        Raises:
            BadMeasurement: with the plausible range in its facts.
        """
        try:
            value = Decimal(text.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        scaled = value * _E4 if value.is_finite() else None
        places = -int(value.as_tuple().exponent) if value.is_finite() else 0
        if (
            scaled is None
            or self.decimals is None
            or places > self.decimals
            or not self.low_e4 <= scaled <= self.high_e4
        ):
            raise self.refused()
        return int(scaled)

    def refused(self) -> BadMeasurement:
        """What to say of a value that cannot be."""
        low, high = self.write(self.low_e4), self.write(self.high_e4)
        return BadMeasurement(name=self.name_zh, low=low, high=high, unit=self.unit)

    def write(self, value_e4: int) -> str:
        """As it is shown, without the unit: 36.8, 128."""
        return f"{Decimal(value_e4) / _E4:.{self.decimals or 0}f}"


@cache
def measures() -> Mapping[str, Measure]:
    """By key, in the order of the table."""
    return MappingProxyType({row["key"]: _measure(row) for row in rows("tables", "measurements.csv")})


def require_plausible(values: Mapping[str, int]) -> None:
    """Raises:
    NothingMeasured, BadMeasurement, PressureUpsideDown
    """
    if not values:
        raise NothingMeasured()
    for key, value in values.items():
        measure = measures()[key]
        if not measure.low_e4 <= value <= measure.high_e4:
            raise measure.refused()
    if "sbp" in values and "dbp" in values and values["sbp"] <= values["dbp"]:
        raise PressureUpsideDown()


def critical(values: Mapping[str, int]) -> Sequence[str]:
    """The keys whose values the doctor has to confirm."""
    return [key for key, value in values.items() if measures()[key].is_critical(value)]


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        key=row["key"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        unit=row["unit"],
        ucum=row["ucum"],
        loinc=row["loinc"],
        decimals=int(row["decimals"]) if row["decimals"] else None,
        low_e4=_e4(row["low"]) or 0,
        high_e4=_e4(row["high"]) or 0,
        critical_low_e4=_e4(row["critical_low"]),
        critical_high_e4=_e4(row["critical_high"]),
    )


def _e4(text: str) -> int | None:
    return int(Decimal(text) * _E4) if text else None
