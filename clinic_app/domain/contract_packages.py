"""服务包: what a contract promises, one file of resources/contracts/packages a package and version.

A package serves the key groups it names (none: everybody).  An item has a number of times a contract year or an interval
in days; records of the kinds in `evidence` fulfil it: keys of forms, and the fact types of `FACTS`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.contracts import Fee
from clinic_app.domain.money import Fen

# Records beside forms that fulfil an item: a visit, a dose, a prescription for a long term.
ENCOUNTER: Final = "encounter.signed"
DOSE: Final = "vaccination.given"
LONG_PRESCRIPTION: Final = "prescription.issued"
FACTS: Final = frozenset({ENCOUNTER, DOSE, LONG_PRESCRIPTION})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """One service of a package, read once and itself.  The same key in two packages is one service, promised once."""

    key: str
    name_zh: str
    name_en: str
    times: int  # a contract year; 0: by interval
    every_days: int | None  # interval
    staff_kind: str  # code of `contract_teams.staff_kinds`
    evidence: tuple[str, ...]
    fee: Fee  # a year
    spread: bool = True  # each of the times has a part of the year of its own; else any day of the year
    months: tuple[int, int] | None = None  # full months of age at the first day of its time, both ends in it
    service: str = ""  # not owed once the person's care under this service was closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    key: str
    version: int
    name_zh: str
    name_en: str
    valid_from: date
    groups: tuple[str, ...]  # codes/contract_group.csv; none: everybody
    items: tuple[Item, ...]
    source: str
    confidence: str  # S sure, F fairly sure, U unsure

    @property
    def fee(self) -> Fee:
        """A year of one person."""
        return fee_of(self.items)


def fee_of(items: tuple[Item, ...]) -> Fee:
    """Part by part; their total is the sum of the items' totals."""
    return Fee(
        insurance=Fen(sum(one.fee.insurance for one in items)),
        public_health=Fen(sum(one.fee.public_health for one in items)),
        resident=Fen(sum(one.fee.resident for one in items)),
    )
