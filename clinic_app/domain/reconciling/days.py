"""对账 of business days: totals of both sides by kind, what keeps a day open, and when the office has to look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from clinic_app.domain.reconciling.join import (
    AGREED,
    NO_CHANGE,
    ClinicRow,
    Compared,
    CountyRow,
    Kind,
    Matched,
    State,
    match,
)

CLINIC_ONLY_DAYS: Final = 7  # after so long the county office is shown what has not arrived


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
