"""考核指标: what is measured, over what, and how far it is from its target.

resources/public_health/indicators.csv.  Source: 国家基本公共卫生服务规范（第三版）, 考核指标; the family doctor's
(service 14) from 国医改办发〔2016〕1号.  How each is counted: `clinic_app.domain.public_health.appraisal`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import NotFound
from clinic_app.domain.rates import percent_hundredths

Key = bytes  # of a resident's or a record's id: a year holds many, and a UUID takes ten times as long


class UnknownIndicator(NotFound):
    code = "indicators.unknown"


class Population(StrEnum):
    """年度人口数: denominators that the county sets for a year, never counted from the records."""

    PERMANENT = "permanent"  # 常住居民
    AGE65 = "age65"  # 65岁及以上
    LIVE_BIRTHS = "live_births"  # 活产数
    CHILD_0_6 = "child_0_6"  # 0～6岁
    CHILD_0_36M = "child_0_36m"  # 0～36月
    KEY_GROUPS = "key_groups"  # 签约重点人群


class Missing(StrEnum):
    """Why there is no figure."""

    POPULATION = "population"  # the county has not set the denominator of the year
    ELSEWHERE = "elsewhere"  # visits at hospitals are not known here


@dataclass(frozen=True, slots=True)
class Indicator:
    """The formula in words; `population`: what the denominator is, None when the records hold it."""

    key: str
    service: int  # tables/services.csv; 14 is the family doctor's
    by_person: bool  # else by case or event
    population: Population | None
    name_zh: str
    name_en: str
    numerator_zh: str
    denominator_zh: str
    numerator_en: str
    denominator_en: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure as numbers alone: of one institution, or of several together."""

    numerator: int | None  # None: not recorded here
    denominator: int | None  # None: unknown
    missing: Missing | None = None
    target: int | None = None  # percent in hundredths

    @property
    def rate(self) -> int | None:
        """Percent in hundredths; None where there is none."""
        if self.missing is not None or self.numerator is None or self.denominator is None:
            return None
        return percent_hundredths(self.numerator, self.denominator)

    @property
    def met(self) -> bool | None:
        """By the exact ratio; None without a target or a rate."""
        if self.rate is None or self.target is None or not self.denominator:
            return None
        return (self.numerator or 0) * 10_000 >= self.target * self.denominator

    @property
    def short_of(self) -> int | None:
        """How many more reach the target; 0 when it is met, None without a target or a rate."""
        if self.met is None or self.target is None or not self.denominator:
            return None
        wanted = -(-self.target * self.denominator // 10_000)
        return max(0, wanted - (self.numerator or 0))


def together(parts: Sequence[Ratio]) -> Ratio:
    """One indicator of several places: the sums, and no denominator where that of one place is unknown."""
    missing = next((one.missing for one in parts if one.missing is not None), None)
    numerators = [one.numerator for one in parts if one.numerator is not None]
    denominators = [one.denominator for one in parts]
    known = bool(parts) and None not in denominators
    return Ratio(
        sum(numerators) if numerators else None,
        sum(one or 0 for one in denominators) if known else None,
        missing,
        parts[0].target if parts else None,
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of a year: who counts in the numerator, and who in the denominator where the records hold it.

    A key is a resident (the entry that is kept), or the record itself where cases are counted.
    """

    indicator: Indicator
    done: frozenset[Key]
    asked: frozenset[Key] | None  # None: the denominator is a population
    denominator: int | None  # None: unknown
    missing: Missing | None = None
    target: int | None = None  # percent in hundredths

    @property
    def numerator(self) -> int | None:
        return None if self.missing not in (None, Missing.POPULATION) else len(self.done)

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator, self.denominator, self.missing, self.target)

    @property
    def rate(self) -> int | None:
        return self.ratio.rate

    @property
    def met(self) -> bool | None:
        return self.ratio.met

    @property
    def short_of(self) -> int | None:
        return self.ratio.short_of

    @property
    def open(self) -> frozenset[Key]:
        """Who is asked for and does not count yet; empty where the denominator is a population."""
        return frozenset() if self.asked is None else self.asked - self.done


# Whole services that have no source yet, by indicator.
NO_SOURCE: Final[Mapping[str, Missing]] = {
    "contract_cost_rate": Missing.ELSEWHERE,
    "first_visit_rate": Missing.ELSEWHERE,
}


@cache
def indicators() -> Mapping[str, Indicator]:
    """In the order of the norm."""
    return {
        row["key"]: Indicator(
            key=row["key"],
            service=int(row["service"]),
            by_person=row["unit"] == "person",
            population=Population(row["population"]) if row["population"] else None,
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            numerator_zh=row["numerator_zh"],
            denominator_zh=row["denominator_zh"],
            numerator_en=row["numerator_en"],
            denominator_en=row["denominator_en"],
        )
        for row in rows("public_health", "indicators.csv")
    }


def indicator(key: str) -> Indicator:
    """Raises:
    UnknownIndicator: no indicator has this key.
    """
    if key not in indicators():
        raise UnknownIndicator(indicator=key, known=" ".join(indicators()))
    return indicators()[key]
