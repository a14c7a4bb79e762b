"""对账: the clinic's list of a day against the county's, record by record (docs/reconciliation.md).

A pure full outer join on (record, kind).  What each state asks for is data: one remedy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

# 清算类别 by med_type: chronic and inpatient bills are cleared apart, everything else is outpatient.
_CHRONIC: Final = frozenset({"14"})
_INPATIENT: Final = frozenset({"21", "22", "23", "24", "52"})


class State(StrEnum):
    """对账状态 of one record; a day whose records all have one of the first two is balanced."""

    MATCHED = "MATCHED"
    MATCHED_ADJUSTED = "MATCHED_ADJUSTED"
    AMOUNT_DIFFERS = "AMOUNT_DIFFERS"
    CLINIC_ONLY = "CLINIC_ONLY"
    COUNTY_ONLY = "COUNTY_ONLY"


AGREED: Final = frozenset({State.MATCHED, State.MATCHED_ADJUSTED})


class Remedy(StrEnum):
    """The one step that a state asks for."""

    NONE = ""
    PUSH = "push"  # the device that holds it syncs
    RELEASE = "release"  # set aside at the county: an officer releases it, or the clinic enters it anew
    ADJUST = "adjust"  # a county adjustment, after a person found whose figures are wrong
    FETCH = "fetch"  # the clinic's disk was restored or replaced: it fetches its own journal
    RAISE = "raise"  # nobody's sync mends it: technical support


class Whereabouts(StrEnum):
    """How far a record of the clinic's list has come."""

    ARRIVED = "arrived"
    ASIDE = "aside"  # at the county, set aside
    NOT_SENT = "not_sent"


class Absence(StrEnum):
    """Why a record of the county's list is missing from the clinic's."""

    LOST = "lost"  # adjudicated, and the clinic's entry is not here
    UNNAMED = "unnamed"  # inside a closing's range of entries, and the closing does not name it


@dataclass(frozen=True, slots=True)
class Compared:
    """The four figures that both sides must agree on, in fen."""

    medfee_sumamt: int = 0
    fund_pay_sumamt: int = 0
    acct_pay: int = 0
    psn_cash_pay: int = 0

    @classmethod
    def of(cls, amounts: Mapping[str, int]) -> "Compared":
        """Of a mapping by field name; what is missing is 0."""
        return cls(*(amounts.get(name, 0) for name in COMPARED))

    def plus(self, change: "Compared") -> "Compared":
        return Compared(*(getattr(self, name) + getattr(change, name) for name in COMPARED))

    def differing(self, other: "Compared") -> tuple[str, ...]:
        """The fields in which the two differ."""
        return tuple(name for name in COMPARED if getattr(self, name) != getattr(other, name))


COMPARED: Final = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
NO_CHANGE: Final = Compared()


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What the totals are grouped by."""

    insutype: str  # "" self-pay
    clr_type: str  # 11 outpatient, 14 chronic, 21 inpatient
    refd_setl_flag: int  # 0 settlements, 1 reds


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicRow:
    """A record of the clinic's list: named by its closing, or made and not closed yet."""

    record: UUID
    kind: Kind
    facility: str
    day: date  # biz_date; setl_date while it is in no closing
    amounts: Compared | None  # None: only its id is known here
    number: str = ""  # of the receipt
    closed: bool = True
    whereabouts: Whereabouts = Whereabouts.ARRIVED
    device: UUID | None = None  # that has to push
    reason: str = ""  # an error code: why it was set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRow:
    """A record of the county's list, with what the adjudication and county adjustments changed."""

    record: UUID
    kind: Kind
    facility: str
    day: date
    amounts: Compared
    adjustment: Compared = NO_CHANGE  # what was added to the clinic's figures
    absence: Absence = Absence.LOST
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """One record and how the two lists stand to each other."""

    record: UUID
    state: State
    remedy: Remedy
    fields: tuple[str, ...] = ()  # that differ
    clinic: ClinicRow | None
    county: CountyRow | None

    @property
    def number(self) -> str:
        return (self.clinic.number if self.clinic else "") or (self.county.number if self.county else "")

    @property
    def kind(self) -> Kind:
        row = self.clinic or self.county
        assert row is not None
        return row.kind


def match(clinic: Iterable[ClinicRow], county: Iterable[CountyRow]) -> list[Matched]:
    """明细对账: the full outer join, in the order of the clinic's list, then what only the county has.

    A record that stands twice on one list is taken once, the last.
    """
    ours = {(row.record, row.kind.refd_setl_flag): row for row in clinic}
    theirs = {(row.record, row.kind.refd_setl_flag): row for row in county}
    return [_matched(ours.get(key), theirs.get(key)) for key in dict.fromkeys([*ours, *theirs])]


def _matched(clinic: ClinicRow | None, county: CountyRow | None) -> Matched:
    if clinic is None:
        assert county is not None
        remedy = Remedy.RAISE if county.absence is Absence.UNNAMED else Remedy.FETCH
        return Matched(
            record=county.record, state=State.COUNTY_ONLY, remedy=remedy, clinic=None, county=county
        )
    if county is None or clinic.amounts is None:
        return Matched(
            record=clinic.record,
            state=State.CLINIC_ONLY,
            remedy=_CLINIC_REMEDY[clinic.whereabouts],
            clinic=clinic,
            county=county,
        )
    state, fields = _compare(clinic.amounts, county)
    remedy = Remedy.ADJUST if state is State.AMOUNT_DIFFERS else Remedy.NONE
    return Matched(
        record=clinic.record, state=state, remedy=remedy, fields=fields, clinic=clinic, county=county
    )


_CLINIC_REMEDY: Final = {
    Whereabouts.NOT_SENT: Remedy.PUSH,
    Whereabouts.ASIDE: Remedy.RELEASE,
    Whereabouts.ARRIVED: Remedy.RAISE,
}


def _compare(clinic: Compared, county: CountyRow) -> tuple[State, tuple[str, ...]]:
    if county.adjustment == NO_CHANGE:
        fields = county.amounts.differing(clinic)
        return (State.AMOUNT_DIFFERS if fields else State.MATCHED), fields
    fields = county.amounts.differing(clinic.plus(county.adjustment))
    return (State.AMOUNT_DIFFERS if fields else State.MATCHED_ADJUSTED), fields


def clr_type_of(med_type: str) -> str:
    """清算类别: 11 outpatient, 14 chronic, 21 inpatient."""
    if med_type in _CHRONIC:
        return "14"
    return "21" if med_type in _INPATIENT else "11"
