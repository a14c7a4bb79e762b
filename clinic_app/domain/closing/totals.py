"""日结: the sums of a window's day, and of a facility's over its windows (docs/closing.md).  Money in fen."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from clinic_app.domain.closing.records import (
    INTERNAL,
    Kind,
    Movement,
    Record,
    Source,
    paid_by,
)
from clinic_app.domain.tender import CASH

SUMMED: Final = (
    "medfee_sumamt",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
    "ewallet_pay",
    "cash_pay",
)
_SERIAL: Final = re.compile(r"(.*?)(\d{4})")  # a receipt's number: device and day, then four digits

Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GroupKey:
    insutype: str  # empty: self-pay
    clr_type: str
    refd_setl_flag: int  # 0 settlements, 1 reds


@dataclass(frozen=True, slots=True)
class GroupSums:
    """The four figures that the platform's total reconciliation compares."""

    fixmedins_setl_cnt: int = 0
    medfee_sumamt: int = 0
    fund_pay_sumamt: int = 0
    acct_pay: int = 0

    def plus(self, other: "GroupSums") -> "GroupSums":
        return GroupSums(
            self.fixmedins_setl_cnt + other.fixmedins_setl_cnt,
            self.medfee_sumamt + other.medfee_sumamt,
            self.fund_pay_sumamt + other.fund_pay_sumamt,
            self.acct_pay + other.acct_pay,
        )


@dataclass(frozen=True, slots=True)
class Receipts:
    """First and last number of one device and day: used + void = last - first + 1."""

    first: str
    last: str
    used: int
    void: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Every figure of a closing that follows from its records; zeros left out of the tables."""

    n_setl: int = 0
    n_red: int = 0
    n_provisional: int = 0
    sums: Sums = field(default_factory=dict)
    by_med_type: Mapping[str, Sums] = field(default_factory=dict)
    by_opter: Mapping[str, Sums] = field(default_factory=dict)
    by_category: Sums = field(default_factory=dict)
    groups: Mapping[GroupKey, GroupSums] = field(default_factory=dict)
    tender: Sums = field(default_factory=dict)  # of the records: together psn_cash_pay
    taken: Sums = field(default_factory=dict)  # what changed hands in all, by means
    receipts: tuple[Receipts, ...] = ()
    cash_adjust: int = 0
    deposits_in: int = 0
    deposits_out: int = 0
    deferred_in: int = 0

    def cash_expected(self, float_in: int) -> int:
        """What the drawer must hold that began the day with `float_in`."""
        return float_in + self.taken.get(CASH, 0)


def totals_of(records: Sequence[Record], movements: Sequence[Movement] = ()) -> Totals:
    """The sums of a window's day; an empty day is all zero."""
    reds = sum(record.kind is Kind.RED for record in records)
    tender = added(paid_by(record) for record in records)
    moved = [one.tender for one in movements]
    taken = {means: fen for means, fen in added([tender, *moved]).items() if means not in INTERNAL}
    numbers = [*(record.number for record in records), *(one.number for one in movements)]
    return Totals(
        n_setl=len(records) - reds,
        n_red=reds,
        n_provisional=sum(record.provisional for record in records),
        sums=_sums(records),
        by_med_type=_by(records, lambda record: record.med_type),
        by_opter=_by(records, lambda record: record.opter),
        by_category=added({line.category: line.amount} for record in records for line in record.lines),
        groups=_groups(records),
        tender=tender,
        taken=taken,
        receipts=receipts_of(numbers),
        cash_adjust=_cash(movements, Source.DIFFERENCE),
        deposits_in=_cash(movements, Source.DEPOSIT_IN),
        deposits_out=-_cash(movements, Source.DEPOSIT_OUT),
        deferred_in=_cash(movements, Source.DEFERRED),
    )


def together(parts: Sequence[Totals]) -> Totals:
    """A facility's day: the sum of its windows' closings."""
    whole = Totals(
        sums=added(part.sums for part in parts),
        by_med_type=_tables(part.by_med_type for part in parts),
        by_opter=_tables(part.by_opter for part in parts),
        by_category=added(part.by_category for part in parts),
        tender=added(part.tender for part in parts),
        taken=added(part.taken for part in parts),
        receipts=tuple(one for part in parts for one in part.receipts),
        groups=_merged(part.groups for part in parts),
    )
    counts = (
        "n_setl",
        "n_red",
        "n_provisional",
        "cash_adjust",
        "deposits_in",
        "deposits_out",
        "deferred_in",
    )
    return replace(whole, **{name: sum(getattr(part, name) for part in parts) for name in counts})


def added(tables: Iterable[Sums]) -> dict[str, int]:
    """Tables of fen added key by key, in the order of the keys; zeros left out."""
    total: defaultdict[str, int] = defaultdict(int)
    for table in tables:
        for key, fen in table.items():
            total[key] += fen
    return {key: total[key] for key in sorted(total) if total[key]}


def receipts_of(numbers: Iterable[str]) -> tuple[Receipts, ...]:
    """The ranges of receipt numbers, one for each device and day; a number that nobody used is void.

    >>> receipts_of(["A2611220001", "A2611220004", "A2611220002"])
    (Receipts(first='A2611220001', last='A2611220004', used=3, void=1),)
    """
    ranges: defaultdict[str, set[int]] = defaultdict(set)
    for number in numbers:
        found = _SERIAL.fullmatch(number)
        if found:
            ranges[found[1]].add(int(found[2]))
    return tuple(
        Receipts(
            f"{head}{min(used):04d}",
            f"{head}{max(used):04d}",
            len(used),
            max(used) - min(used) + 1 - len(used),
        )
        for head, used in sorted(ranges.items())
    )


def _sums(records: Iterable[Record]) -> dict[str, int]:
    return added({name: record.amount(name) for name in SUMMED} for record in records)


def _by(records: Sequence[Record], key: Callable[[Record], str]) -> dict[str, Sums]:
    found = sorted({key(record) for record in records})
    return {one: _sums(record for record in records if key(record) == one) for one in found}


def _groups(records: Iterable[Record]) -> dict[GroupKey, GroupSums]:
    return _merged(
        {
            GroupKey(record.insutype, record.clr_type, int(record.kind is Kind.RED)): GroupSums(
                1, record.amount("medfee_sumamt"), record.amount("fund_pay_sumamt"), record.amount("acct_pay")
            )
        }
        for record in records
    )


def _merged(tables: Iterable[Mapping[GroupKey, GroupSums]]) -> dict[GroupKey, GroupSums]:
    total: defaultdict[GroupKey, GroupSums] = defaultdict(GroupSums)
    for table in tables:
        for key, sums in table.items():
            total[key] = total[key].plus(sums)
    order = sorted(total, key=lambda key: (key.insutype, key.clr_type, key.refd_setl_flag))
    return {key: total[key] for key in order}


def _tables(tables: Iterable[Mapping[str, Sums]]) -> dict[str, Sums]:
    total: defaultdict[str, list[Sums]] = defaultdict(list)
    for table in tables:
        for key, sums in table.items():
            total[key].append(sums)
    return {key: added(total[key]) for key in sorted(total)}


def _cash(movements: Iterable[Movement], source: Source) -> int:
    return sum(one.tender.get(CASH, 0) for one in movements if one.source is source)
