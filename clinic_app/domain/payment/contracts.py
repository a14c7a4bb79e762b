"""签约服务费: each person counts once a year, at one institution.

Source: docs/payment.md §6.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """签约: a person with an institution; both days included, no end means open."""

    psn_no: str
    facility: str
    number: str
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def contracted(contracts: Iterable[Contract], count_on: date) -> Mapping[str, int]:
    """Persons by institution on the count date.

    Of several valid contracts the latest start counts, then the smaller number.
    """
    chosen: dict[str, Contract] = {}
    for one in contracts:
        if not one.covers(count_on):
            continue
        rival = chosen.get(one.psn_no)
        if rival is None or (rival.start, one.number) < (one.start, rival.number):
            chosen[one.psn_no] = one
    return Counter(one.facility for one in chosen.values())


def contract_payment(persons: int, fee_fen: int) -> int:
    """In fen."""
    return persons * fee_fen
