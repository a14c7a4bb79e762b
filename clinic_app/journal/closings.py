"""Between a closing's figures (domain/closing) and the entries that they are made of and go into."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from clinic_app.domain.closing import (
    ChargedLine,
    GroupKey,
    GroupSums,
    Kind,
    Movement,
    Receipts,
    Record,
    Source,
    Totals,
)
from clinic_app.domain.closing.records import OTHER
from clinic_app.domain.settlement.bill import PayWay
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.closing import ClosingMade, Group, ReceiptRange
from clinic_app.journal.facts.inpatient import DepositReturned, DepositTaken
from clinic_app.journal.facts.settlement import (
    BillDeferred,
    DifferenceSettled,
    SettlementMade,
    SettlementReversed,
)

MOVING = (BillDeferred, DifferenceSettled, DepositTaken, DepositReturned)  # money beside the records


def settled(
    entry: Entry, made: SettlementMade, categories: Mapping[str, str], shown: Mapping[str, int] | None = None
) -> Record:
    """A settlement as a closing counts it; `categories` by code, `shown` is what the lists say of it."""
    return Record(
        id=entry.id,
        kind=Kind.SETTLE,
        number=made.number,
        opter=entry.author,
        med_type=made.med_type,
        insutype=made.insutype,
        provisional=made.status == "provisional",
        amounts=made.amounts,
        lines=_lines(made, 1, categories),
        tender=made.tender,
        effect=made.effect,
        own=not made.setl_id,
        by_disease=made.pay_way == PayWay.DISEASE,
        shown=shown,
    )


def taken_back(
    entry: Entry,
    red: SettlementReversed,
    original: SettlementMade | None,
    categories: Mapping[str, str],
    shown: Mapping[str, int] | None = None,
) -> Record:
    """A red: kind, insurance and items are its original's.

    Where the original has not come back yet, after a restored disk, the money counts and the missing items are a
    fault that is told.
    """
    return Record(
        id=entry.id,
        kind=Kind.RED,
        number=red.number,
        opter=entry.author,
        med_type=original.med_type if original else "",
        insutype=original.insutype if original else "",
        amounts=red.amounts,
        lines=_lines(original, -1, categories) if original else (),
        tender=red.tender,
        own=original is not None and not original.setl_id,
        by_disease=original is not None and original.pay_way == PayWay.DISEASE,
        shown=shown,
        original=original.amounts if original else None,
    )


def movement(
    entry_id: UUID, fact: BillDeferred | DifferenceSettled | DepositTaken | DepositReturned
) -> Movement:
    """Money beside the records; what does not say how it was paid was cash."""
    if isinstance(fact, BillDeferred):
        source, tender = Source.DEFERRED, dict(fact.tender)
    elif isinstance(fact, DifferenceSettled):
        source, tender = Source.DIFFERENCE, dict(fact.tender) or {"cash": fact.amount}
    elif isinstance(fact, DepositTaken):
        source, tender = Source.DEPOSIT_IN, {fact.tender: fact.amount}
    else:
        source, tender = Source.DEPOSIT_OUT, {fact.tender: -fact.amount}
    return Movement(id=entry_id, source=source, number=fact.number, tender=tender)


def totals_of(made: ClosingMade) -> Totals:
    """The figures of a closing as it stands in the journal."""
    return Totals(
        n_setl=made.n_setl,
        n_red=made.n_red,
        n_provisional=made.n_provisional,
        sums=made.sums,
        by_med_type=made.by_med_type,
        by_opter=made.by_opter,
        by_category=made.by_category,
        groups={
            GroupKey(one.insutype, one.clr_type, one.refd_setl_flag): GroupSums(
                one.fixmedins_setl_cnt, one.medfee_sumamt, one.fund_pay_sumamt, one.acct_pay
            )
            for one in made.groups
        },
        tender=made.tender,
        taken=made.taken,
        receipts=tuple(Receipts(one.first, one.last, one.used, one.void) for one in made.receipts),
        cash_adjust=made.cash_adjust,
        deposits_in=made.deposits_in,
        deposits_out=made.deposits_out,
        deferred_in=made.deferred_in,
    )


def closing_of(totals: Totals, *, level: str, number: str, opter_id: str, biz_date: date) -> ClosingMade:
    """The entry of these figures; the drawer and what is beside it are still to be filled in."""
    return ClosingMade(
        level=level,
        number=number,
        opter_id=opter_id,
        biz_date=biz_date,
        n_setl=totals.n_setl,
        n_red=totals.n_red,
        n_provisional=totals.n_provisional,
        sums=dict(totals.sums),
        by_med_type={key: dict(table) for key, table in totals.by_med_type.items()},
        by_opter={key: dict(table) for key, table in totals.by_opter.items()},
        by_category=dict(totals.by_category),
        groups=_groups(totals),
        tender=dict(totals.tender),
        taken=dict(totals.taken),
        receipts=tuple(ReceiptRange(one.first, one.last, one.used, one.void) for one in totals.receipts),
        cash_adjust=totals.cash_adjust,
        deposits_in=totals.deposits_in,
        deposits_out=totals.deposits_out,
        deferred_in=totals.deferred_in,
    )


def with_windows(made: ClosingMade, parts: Sequence[ClosingMade]) -> ClosingMade:
    """A facility's closing with the drawers of its windows added up."""
    added = (
        "float_in",
        "cash_expected",
        "cash_counted",
        "cash_diff",
        "ewallet_debited",
        "drugs_settled",
        "drugs_dispensed",
    )
    listed = ("not_dispensed", "not_settled", "open_calls")
    return replace(
        made,
        **{name: sum(getattr(part, name) for part in parts) for name in added},
        **{name: tuple(one for part in parts for one in getattr(part, name)) for name in listed},
    )


def _groups(totals: Totals) -> tuple[Group, ...]:
    return tuple(
        Group(
            insutype=key.insutype,
            clr_type=key.clr_type,
            refd_setl_flag=key.refd_setl_flag,
            fixmedins_setl_cnt=sums.fixmedins_setl_cnt,
            medfee_sumamt=sums.medfee_sumamt,
            fund_pay_sumamt=sums.fund_pay_sumamt,
            acct_pay=sums.acct_pay,
        )
        for key, sums in totals.groups.items()
    )


def _lines(made: SettlementMade, sign: int, categories: Mapping[str, str]) -> tuple[ChargedLine, ...]:
    return tuple(
        ChargedLine(
            line.feedetl_sn,
            line.med_list_codg,
            sign * line.cnt_e4,
            line.pric_e6,
            {name: sign * fen for name, fen in line.split.items()},
            categories.get(line.med_list_codg, OTHER),
        )
        for line in made.lines
    )
