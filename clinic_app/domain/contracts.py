"""家庭医生签约: how long a contract holds, coverage and its target, the yearly fee.

resources/contracts/targets.csv.  Sources: 国医改办发〔2016〕1号; 国卫基层发〔2022〕10号; 宜府办发〔2016〕37号.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from clinic_app.domain.age import add_years
from clinic_app.domain.codes import rows
from clinic_app.domain.money import Fen

RENEWABLE_DAYS: Final = 30  # the last day and those before it
LONGEST_YEARS: Final = 3  # 国卫基层发〔2022〕10号
INSURANCE_FEE: Final = Fen(500)  # a year for each person contracted in the outpatient pool


class ContractStatus(StrEnum):
    NOT_STARTED = "NOT_STARTED"
    ACTIVE = "ACTIVE"
    RENEWABLE = "RENEWABLE"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class Fee:
    """签约服务费 of one person and year, by who pays."""

    insurance: Fen
    public_health: Fen
    resident: Fen

    @property
    def total(self) -> Fen:
        return Fen(self.insurance + self.public_health + self.resident)

    def __add__(self, other: "Fee") -> "Fee":
        """Of both, part by part."""
        return Fee(
            Fen(self.insurance + other.insurance),
            Fen(self.public_health + other.public_health),
            Fen(self.resident + other.resident),
        )


def valid_to(signed_on: date, years: int) -> date:
    """The last day of a contract; `years` is at least 1.

    >>> valid_to(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 27)
    """
    return add_years(signed_on, years) - timedelta(days=1)


def status(signed_on: date, last_day: date, day: date) -> ContractStatus:
    """How a contract stands on `day`; `last_day` is that of `valid_to`, or the day it was ended."""
    if day < signed_on:
        return ContractStatus.NOT_STARTED
    if day > last_day:
        return ContractStatus.EXPIRED
    if day > last_day - timedelta(days=RENEWABLE_DAYS):
        return ContractStatus.RENEWABLE
    return ContractStatus.ACTIVE


def is_valid(signed_on: date, last_day: date, day: date) -> bool:
    return signed_on <= day <= last_day


@cache
def coverage_targets() -> Mapping[int, int]:
    """By year, the percent of permanent residents with a valid contract at its end."""
    return {int(row["year"]): int(row["coverage_percent"]) for row in rows("contracts", "targets.csv")}


def is_target_met(contracted: int, residents: int, percent: int) -> bool | None:
    """Judged on the exact ratio, never on the rounded rate; None where nobody lives."""
    return contracted * 100 >= percent * residents if residents else None


def insurance_fee(persons: int) -> Fen:
    """What the insurance fund pays in a year for those contracted in the outpatient pool; no part of a year."""
    return Fen(persons * INSURANCE_FEE)
