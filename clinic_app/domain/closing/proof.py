"""核对: what must hold for the records and the sums of a closing; a fault is found and located."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final
from uuid import UUID

from clinic_app.domain.closing.records import ChargedLine, Kind, Record, paid_by
from clinic_app.domain.closing.totals import Totals, added, together, totals_of
from clinic_app.domain.settlement.amounts import AMOUNT_NAMES
from clinic_app.domain.tender import CASH, PURSE


class Identity(StrEnum):
    """A sentence that must hold (docs/closing.md); the words are the user interface's."""

    PARTS = "parts"  # charges = own-pay + over limit + self-pay first + in scope + institution
    SCOPE = "scope"  # in scope = consultation fee + deductible + base of the pool
    POOL = "pool"  # pooling payment = fee's part + by ratio - cut
    FUNDS = "funds"  # funds = their sum
    SHARES = "shares"  # charges = funds + person + institution
    PERSON = "person"  # person = own-pay + in scope - funds
    PAID = "paid"  # person = account + cash or purse
    MEANS = "means"  # personal cash payment = purse + cash
    EFFECT = "effect"  # bases = change of the accumulators
    LINE = "line"  # a line = its parts
    LINES = "lines"  # the lines = the bill
    TENDER = "tender"  # means of payment = personal cash payment
    WALLET = "wallet"  # purse = ewallet_pay
    RED = "red"  # a red = minus its original
    SHOWN = "shown"  # what lists show = what the record says
    NUMBER = "number"  # a receipt number stands once
    DAY = "day"  # a sum of the closing = the sum over its records
    TABLE = "table"  # a table of the closing = the total
    GROUPS = "groups"  # the groups = the total
    WINDOWS = "windows"  # a facility's closing = the sum of its windows'
    ONCE = "once"  # a record stands in one closing: a restored disk may have closed it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One sentence that does not hold, and where."""

    identity: Identity
    records: tuple[UUID, ...] = ()  # none: the fault is in the closing itself
    number: str = ""  # of the receipt
    name: str = ""  # the amount, line or table
    off: int  # fen: left side minus right side


_OWN: Final = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt")
_FUNDS: Final = ("hifp_pay", "hifmi_pay", "hifob_pay", "maf_pay")
# The sums on the left equal those on the right, in settlements and reds alike.
_ALWAYS: Final = (
    (Identity.SHARES, ("medfee_sumamt",), ("fund_pay_sumamt", "psn_part_amt", "hosp_part_amt")),
    (Identity.PAID, ("psn_part_amt",), ("acct_pay", "psn_cash_pay")),
    (Identity.MEANS, ("psn_cash_pay",), ("ewallet_pay", "cash_pay")),
)
_OF_OUR_ENGINE: Final = (
    (Identity.PARTS, ("medfee_sumamt",), (*_OWN, "inscp_scp_amt", "hosp_part_amt")),
    (Identity.SCOPE, ("inscp_scp_amt",), ("gc_in_amt", "act_pay_dedc", "pool_base_amt")),
    (Identity.POOL, ("hifp_pay", "pool_cut_amt"), ("gc_fund_pay", "pool_raw_amt")),
    (Identity.FUNDS, ("fund_pay_sumamt",), _FUNDS),
    (Identity.PERSON, ("psn_part_amt", "fund_pay_sumamt"), (*_OWN, "inscp_scp_amt")),
)
_LINE_PARTS: Final = (
    "fulamt_ownpay_amt",
    "overlmt_amt",
    "preselfpay_amt",
    "inscp_scp_amt",
    "hosp_part_amt",
)
_LINE_SUMS: Final = (  # of a line, of the bill
    ("fulamt_ownpay_amt", "fulamt_ownpay_amt"),
    ("overlmt_amt", "overlmt_selfpay"),
    ("preselfpay_amt", "preselfpay_amt"),
)
_BASES: Final = ("cmi_in_amt", "maf_base_amt")


def prove(records: Sequence[Record], totals: Totals) -> tuple[Breach, ...]:
    """Everything that does not hold; empty: the closing proves itself."""
    return (
        *(breach for record in records for breach in breaches_of(record)),
        *_numbers(records),
        *_totals_of_records(records, totals),
        *_tables(totals),
    )


def prove_facility(
    whole: Totals, parts: Sequence[Totals], records: Sequence[Sequence[UUID]] = ()
) -> tuple[Breach, ...]:
    """What a facility's closing says beside its windows' closings; `records`: those that each of them names."""
    named = Counter(chain.from_iterable(records))
    twice = tuple(
        Breach(identity=Identity.ONCE, records=(one,), off=count - 1)
        for one, count in named.items()
        if count > 1
    )
    return (*_different(together(parts), whole, Identity.WINDOWS), *_tables(whole), *twice)


def breaches_of(record: Record) -> Iterator[Breach]:
    """What does not hold within one record."""
    rules = (*_ALWAYS, *_OF_OUR_ENGINE) if record.own else _ALWAYS
    for identity, left, right in rules:
        yield from _breach(record, identity, _sum(record, left) - _sum(record, right), name=left[0])
    yield from _lines(record)
    yield from _money(record)
    if record.original is not None:
        for name in AMOUNT_NAMES:
            off = record.amount(name) + record.original.get(name, 0)
            yield from _breach(record, Identity.RED, off, name=name)
    if record.own and record.kind is Kind.SETTLE:
        yield from _effect(record)
    for name, fen in (record.shown or {}).items():
        yield from _breach(record, Identity.SHOWN, fen - record.amount(name), name=name)


def _sum(record: Record, names: Iterable[str]) -> int:
    return sum(record.amount(name) for name in names)


def _breach(record: Record, identity: Identity, off: int, *, name: str = "") -> Iterator[Breach]:
    if off:
        yield Breach(identity=identity, records=(record.id,), number=record.number, name=name, off=off)


def _lines(record: Record) -> Iterator[Breach]:
    lines = record.lines
    total = sum(line.amount for line in lines)
    yield from _breach(record, Identity.LINES, record.amount("medfee_sumamt") - total, name="medfee_sumamt")
    if not record.own:
        return
    for line in lines:
        off = line.amount - sum(line.parts.get(name, 0) for name in _LINE_PARTS)
        yield from _breach(record, Identity.LINE, off, name=line.feedetl_sn)
    for part, name in _LINE_SUMS:
        off = record.amount(name) - _column(lines, part)
        yield from _breach(record, Identity.LINES, off, name=name)
    if record.by_disease:  # a package: what is above its standard is the institution's
        inside = _sum(record, ("inscp_scp_amt", "hosp_part_amt"))
        yield from _breach(
            record, Identity.LINES, inside - _column(lines, "inscp_scp_amt"), name="inscp_scp_amt"
        )
        return
    for name in ("inscp_scp_amt", "hosp_part_amt"):
        yield from _breach(record, Identity.LINES, record.amount(name) - _column(lines, name), name=name)


def _column(lines: Iterable[ChargedLine], part: str) -> int:
    return sum(line.parts.get(part, 0) for line in lines)


def _money(record: Record) -> Iterator[Breach]:
    paid = paid_by(record)
    off = sum(paid.values()) - record.amount("psn_cash_pay")
    yield from _breach(record, Identity.TENDER, off, name="psn_cash_pay")
    if record.kind is Kind.SETTLE:
        too_much = min(
            0, paid.get(CASH, 0)
        )  # a purse debited before the bill shrank: the rest went back in cash
        off = paid.get(PURSE, 0) + too_much - record.amount("ewallet_pay")
        yield from _breach(record, Identity.WALLET, off, name="ewallet_pay")


def _effect(record: Record) -> Iterator[Breach]:
    effect = record.effect
    held = (effect.get("cmi_base", 0), effect.get("maf_base_op", 0) + effect.get("maf_base_ip", 0))
    for name, base in zip(_BASES, held, strict=True):
        yield from _breach(record, Identity.EFFECT, record.amount(name) - base, name=name)


def _numbers(records: Sequence[Record]) -> Iterator[Breach]:
    for number, count in Counter(record.number for record in records).items():
        if count > 1:
            twice = tuple(record.id for record in records if record.number == number)
            yield Breach(identity=Identity.NUMBER, records=twice, number=number, off=count - 1)


def _totals_of_records(records: Sequence[Record], totals: Totals) -> Iterator[Breach]:
    """The closing's figures beside those that its records give now."""
    found = totals_of(records)
    counts = (totals.n_setl - found.n_setl, totals.n_red - found.n_red)
    for name, off in zip(("n_setl", "n_red"), counts, strict=True):
        if off:
            yield Breach(identity=Identity.DAY, name=name, off=off)
    yield from _table(totals.sums, found.sums, Identity.DAY, "")
    yield from _table(totals.tender, found.tender, Identity.DAY, "tender.")
    yield from _table(totals.by_category, found.by_category, Identity.DAY, "category.")


def _tables(totals: Totals) -> Iterator[Breach]:
    """Inside the closing: each breakdown adds up to the total."""
    for name, table in (("by_med_type", totals.by_med_type), ("by_opter", totals.by_opter)):
        yield from _table(added(table.values()), totals.sums, Identity.TABLE, f"{name}.")
    charges = totals.sums.get("medfee_sumamt", 0)
    yield from _closing(Identity.TABLE, "by_category", sum(totals.by_category.values()) - charges)
    paid = sum(totals.tender.values()) - totals.sums.get("psn_cash_pay", 0)
    yield from _closing(Identity.TABLE, "tender", paid)
    whole = totals.sums
    right = sum(whole.get(name, 0) for name in ("fund_pay_sumamt", "psn_part_amt", "hosp_part_amt"))
    yield from _closing(Identity.SHARES, "medfee_sumamt", whole.get("medfee_sumamt", 0) - right)
    ways = sum(whole.get(name, 0) for name in ("acct_pay", "ewallet_pay", "cash_pay"))
    yield from _closing(Identity.PAID, "psn_part_amt", whole.get("psn_part_amt", 0) - ways)
    yield from _groups(totals)


def _groups(totals: Totals) -> Iterator[Breach]:
    groups = totals.groups.values()
    count = sum(group.fixmedins_setl_cnt for group in groups) - totals.n_setl - totals.n_red
    yield from _closing(Identity.GROUPS, "fixmedins_setl_cnt", count)
    for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"):
        off = sum(getattr(group, name) for group in groups) - totals.sums.get(name, 0)
        yield from _closing(Identity.GROUPS, name, off)


def _closing(identity: Identity, name: str, off: int) -> Iterator[Breach]:
    if off:
        yield Breach(identity=identity, name=name, off=off)


def _different(expected: Totals, said: Totals, identity: Identity) -> Iterator[Breach]:
    yield from chain(
        _table(said.sums, expected.sums, identity, ""),
        _table(said.tender, expected.tender, identity, "tender."),
        _table(said.taken, expected.taken, identity, "taken."),
        _table(said.by_category, expected.by_category, identity, "category."),
    )
    for name in ("n_setl", "n_red", "cash_adjust", "deposits_in", "deposits_out", "deferred_in"):
        yield from _closing(identity, name, getattr(said, name) - getattr(expected, name))


def _table(
    left: Mapping[str, int], right: Mapping[str, int], identity: Identity, prefix: str
) -> Iterator[Breach]:
    for key in sorted({*left, *right}):
        yield from _closing(identity, f"{prefix}{key}", left.get(key, 0) - right.get(key, 0))
