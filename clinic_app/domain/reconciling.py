"""对账: the clinic's list of a day against the county's, record by record (docs/reconciliation.md).

A pure full outer join on (record, kind).  What each state asks for is data: one remedy.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

CLINIC_ONLY_DAYS: Final = 7  # after so long the county office is shown what has not arrived

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


@dataclass(frozen=True, slots=True)
class Total:
    """One line of a total reconciliation (总额对账): the four figures that the national platform compares."""

    fixmedins_setl_cnt: int = 0
    medfee_sumamt: int = 0  # fen
    fund_pay_sumamt: int = 0
    acct_pay: int = 0

    def with_(self, amounts: Compared | None) -> "Total":
        added = amounts or NO_CHANGE
        return self.plus(Total(1, added.medfee_sumamt, added.fund_pay_sumamt, added.acct_pay))

    def plus(self, other: "Total") -> "Total":
        return Total(
            self.fixmedins_setl_cnt + other.fixmedins_setl_cnt,
            self.medfee_sumamt + other.medfee_sumamt,
            self.fund_pay_sumamt + other.fund_pay_sumamt,
            self.acct_pay + other.acct_pay,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """总额对账 of one kind."""

    kind: Kind
    clinic: Total
    county: Total

    @property
    def equal(self) -> bool:
        return self.clinic == self.county


@dataclass(frozen=True, slots=True)
class Plain:
    """Records of one kind that are equal on both sides, summed by the database: nothing about them is open."""

    facility: str
    day: date
    kind: Kind
    total: Total
    not_closed: int


def compared(matched: Iterable[Matched], plain: Iterable[Plain] = ()) -> list[Comparison]:
    """The totals of both sides by kind, in the order of the kinds."""
    both: dict[Kind, list[Total]] = {}
    for sum_ in plain:
        sides = both.setdefault(sum_.kind, [Total(), Total()])
        both[sum_.kind] = [side.plus(sum_.total) for side in sides]
    for one in matched:
        sides = both.setdefault(one.kind, [Total(), Total()])
        if one.clinic is not None:
            sides[0] = sides[0].with_(one.clinic.amounts)
        if one.county is not None:
            sides[1] = sides[1].with_(one.county.amounts)
    return [Comparison(kind, *both[kind]) for kind in sorted(both)]


@dataclass(frozen=True, slots=True)
class MissingRange:
    """Entries that a closing covers and the county does not hold: the device has to push them.

    No device: a window's closing that only the facility's closing names.
    """

    facility: str
    day: date  # biz_date of the closing
    device: UUID | None
    held_seq: int  # the last that is here
    end_seq: int  # the last that the closing covers


@dataclass(frozen=True, slots=True)
class Day:
    """One facility and business day."""

    facility: str
    day: date
    matched: tuple[Matched, ...] = ()
    missing: tuple[MissingRange, ...] = ()
    plain: tuple[Plain, ...] = ()  # matched already, told by their sums alone

    @property
    def balanced(self) -> bool:
        return balanced(self.matched) and not self.missing

    @property
    def odd(self) -> tuple[Matched, ...]:
        """What keeps the day from balancing."""
        return tuple(one for one in self.matched if one.state not in AGREED)

    @property
    def not_closed(self) -> int:
        """Records that stand in no closing yet."""
        waiting = sum(1 for one in self.matched if one.clinic is not None and not one.clinic.closed)
        return waiting + sum(one.not_closed for one in self.plain)

    @property
    def count(self) -> int:
        """All records of the day."""
        return len(self.matched) + sum(one.total.fixmedins_setl_cnt for one in self.plain)

    def comparisons(self) -> list[Comparison]:
        """总额对账 of the day."""
        return compared(self.matched, self.plain)

    def counts(self) -> dict[State, int]:
        """How many records stand in each state that occurs."""
        found = Counter(one.state for one in self.matched)
        found[State.MATCHED] += sum(one.total.fixmedins_setl_cnt for one in self.plain)
        return {state: found[state] for state in State if found[state]}

    def overdue(self, today: date) -> bool:
        """Whether the county office has to look: something the clinic alone has for a week, or the county alone."""
        late = today - self.day > timedelta(days=CLINIC_ONLY_DAYS)
        states = {one.state for one in self.matched}
        return State.COUNTY_ONLY in states or (late and (State.CLINIC_ONLY in states or bool(self.missing)))

    def why(self) -> str:
        """The gravest state of an unbalanced day; "" of a balanced one."""
        found = {one.state for one in self.odd}
        first = next((state for state in _GRAVEST if state in found), None)
        return first.value if first is not None else "" if not self.missing else State.CLINIC_ONLY.value


_GRAVEST: Final = (State.COUNTY_ONLY, State.AMOUNT_DIFFERS, State.CLINIC_ONLY)


def balanced(matched: Iterable[Matched]) -> bool:
    """Whether only the first two states remain."""
    return all(one.state in AGREED for one in matched)


def days_of(
    clinic: Iterable[ClinicRow],
    county: Iterable[CountyRow],
    missing: Iterable[MissingRange] = (),
    plain: Iterable[Plain] = (),
) -> list[Day]:
    """Both lists joined and cut into days, by facility and day; `plain` stands for records on neither list."""
    days: dict[tuple[str, date], list[Matched]] = {}
    for one in match(clinic, county):
        row = one.clinic or one.county
        assert row is not None
        days.setdefault((row.facility, row.day), []).append(one)
    found = {key: Day(*key, tuple(rows)) for key, rows in days.items()}
    for gap in missing:
        key = (gap.facility, gap.day)
        day = found.get(key, Day(*key))
        found[key] = replace(day, missing=(*day.missing, gap))
    for sum_ in plain:
        key = (sum_.facility, sum_.day)
        day = found.get(key, Day(*key))
        found[key] = replace(day, plain=(*day.plain, sum_))
    return [found[key] for key in sorted(found)]


def clr_type_of(med_type: str) -> str:
    """清算类别: 11 outpatient, 14 chronic, 21 inpatient."""
    if med_type in _CHRONIC:
        return "14"
    return "21" if med_type in _INPATIENT else "11"
