"""履约计划: from the packages of a contract, what is to be done when, and which records did it.

Each contract year each item has its times: parts of the year of equal length, an interval, or any day of the year.
Records of other services fulfil them by themselves, each record one time of one item; nobody ticks anything off.
What the guidance leaves open is a rule of this project.  Sources: 国医改办发〔2016〕1号; 国卫基层发〔2022〕10号.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from clinic_app.domain.age import add_months, add_years, full_months
from clinic_app.domain.contract_packages import Item, Package

UNSERVED_MONTHS: Final = 6  # 签而不约
_DAY: Final = timedelta(days=1)


class LineStatus(StrEnum):
    FUTURE = "future"  # 未到期
    DUE = "due"  # 待服务
    DONE = "done"  # 已履约
    MISSED = "missed"  # 逾期未履约
    VOID = "void"  # 不再需要: the contract or the care ended before


class Evidence(NamedTuple):
    """A record of another service."""

    kind: str  # key of a form, or one of `contract_packages.FACTS`
    id: UUID | bytes  # the entry; of very many read at once its 16 bytes
    day: date
    item: str = ""  # of a 履约记录: key or name of the item that it names


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One time of one item: first and last day, and the record that fulfilled it."""

    item: Item
    first: date
    last: date
    status: LineStatus
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What the plan asks of a contract and its resident."""

    valid_from: date
    valid_to: date
    last_day: date  # before `valid_to` where it was ended
    birth_date: date | None = None
    closed: Mapping[str, date] = field(
        default_factory=dict
    )  # by service that is not open any more, since when


class Time(NamedTuple):
    """One time of one item, not yet judged."""

    item: Item
    first: date
    last: date


class Rate(NamedTuple):
    """履约率: of the times whose last day has come, those that were done in them."""

    done: int
    due: int


def items_of(packages: Iterable[Package]) -> tuple[Item, ...]:
    """Each service once, as often as the package asks that asks most often."""
    found: dict[str, Item] = {}
    for one in (item for package in packages for item in package.items):
        known = found.get(one.key)
        if known is None or _a_year(one) > _a_year(known):
            found[one.key] = one
    return tuple(found.values())


def plan(term: Term, items: Iterable[Item], records: Iterable[Evidence], day: date) -> tuple[PlanLine, ...]:
    """The whole plan as it stands on a day, by last day; the order of the records does not matter."""
    times = _owed(term, times_of(items, term.valid_from, term.valid_to))
    done = _fulfilled(term, times, records)
    return tuple(
        PlanLine(*time, LineStatus.DONE if at in done else _open_status(term, time, day), done.get(at))
        for at, time in enumerate(times)
    )


def promised_between(
    term: Term, times: Sequence[Time], records: Collection[Evidence], first: date, last: date
) -> Iterator[tuple[int, bool]]:
    """Of each line of the plan whose last day lies between two days, both in it, its place and whether it was done; what is
    not owed is left out.  For many contracts at once, with the `times_of` that they share: `rate` says the same of one."""
    owed = _owed(term, times)
    done = _fulfilled(term, owed, records) if records else {}
    for at, time in enumerate(owed):
        if first <= time.last <= last and (at in done or not _is_void(term, time)):
            yield at, at in done


def rate(lines: Iterable[PlanLine], day: date, since: date = date.min) -> Rate:
    """Over the times whose last day lies between `since` and `day`, both in it; what is not owed is left out."""
    due = [line for line in lines if since <= line.last <= day and line.status is not LineStatus.VOID]
    return Rate(sum(line.status is LineStatus.DONE for line in due), len(due))


def kinds_of(items: Iterable[Item]) -> frozenset[str]:
    """The kinds of records that fulfil any of them."""
    return frozenset(kind for item in items for kind in item.evidence)


def is_unserved(term: Term, items: Sequence[Item], served: Collection[date], day: date) -> bool:
    """签而不约: in force for six months, and nothing that it promises was given in the last six; `served`: days of such."""
    since = add_months(day, -UNSERVED_MONTHS)
    held = term.valid_from <= since and day <= term.last_day
    return held and bool(items) and not any(since < one <= day for one in served)


def times_of(items: Iterable[Item], valid_from: date, valid_to: date) -> tuple[Time, ...]:
    """Every time of every item of a contract, by last day."""
    years = list(_years(valid_from, valid_to))
    times = [Time(item, *part) for item in items for year in years for part in _parts(item, *year)]
    return tuple(sorted(times, key=lambda time: (time.last, time.first, time.item.key)))


def _years(valid_from: date, valid_to: date) -> Iterator[tuple[date, date]]:
    """The contract years."""
    nth = 0
    while (first := add_years(valid_from, nth)) <= valid_to:
        nth += 1
        yield first, min(add_years(valid_from, nth) - _DAY, valid_to)


def _parts(item: Item, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The times of one year; an interval that does not fit whole any more is not asked."""
    days = (last - first).days + 1
    if item.every_days is not None:
        bounds = [nth * item.every_days for nth in range(days // item.every_days + 1)]
    elif item.spread:
        bounds = [nth * days // item.times for nth in range(item.times + 1)]
    else:
        yield from ((first, last) for _ in range(item.times))
        return
    for begin, end in pairwise(bounds):
        yield first + timedelta(days=begin), first + timedelta(days=end) - _DAY


def _of_age(item: Item, birth_date: date | None, day: date) -> bool:
    """Whose age is not known is asked for nothing that hangs on it."""
    if item.months is None:
        return True
    return birth_date is not None and item.months[0] <= full_months(birth_date, day) <= item.months[1]


def _owed(term: Term, times: Iterable[Time]) -> list[Time]:
    return [
        time
        for time in times
        if time.first <= term.last_day and _of_age(time.item, term.birth_date, time.first)
    ]


def _is_void(term: Term, time: Time) -> bool:
    closed = term.closed.get(time.item.service)
    return term.last_day < time.last or (closed is not None and closed <= time.last)


def _open_status(term: Term, time: Time, day: date) -> LineStatus:
    if _is_void(term, time):
        return LineStatus.VOID
    if day < time.first:
        return LineStatus.FUTURE
    return LineStatus.DUE if day <= time.last else LineStatus.MISSED


def _fulfilled(term: Term, times: Sequence[Time], records: Iterable[Evidence]) -> dict[int, Evidence]:
    """By place: each record, the oldest first, takes the open time that ends soonest."""
    found: dict[int, Evidence] = {}
    within = {one for one in records if term.valid_from <= one.day <= term.last_day}
    for record in sorted(within, key=lambda one: (one.day, one.id, one.kind)):
        for at, time in enumerate(times):
            if at not in found and time.first <= record.day <= time.last and _is_for(record, time.item):
                found[at] = record
                break
    return found


def _is_for(record: Evidence, item: Item) -> bool:
    if record.item and record.item not in (item.key, item.name_zh):
        return False
    return record.kind in item.evidence


def _a_year(item: Item) -> int:
    return item.times if item.every_days is None else 365 // item.every_days
