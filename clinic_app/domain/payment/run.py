"""拨付单: the items of one month, from its statements, the year's plan and what earlier runs have paid.

A pure function of `Month`.  Each item carries the figures that it follows from.  What an institution owes more
than it is due is carried to the next run, so that no run ever pays a negative sum.

Source: docs/payment.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from clinic_app.domain.payment import by_budget, by_head, extras
from clinic_app.domain.payment.month import Deducted, Group, Item, Month

# The order of an institution's items on paper.
METHODS = (
    "statement",
    "counted",
    "by_head",
    "deduction",
    "prepayment",
    "capitation",
    "chronic_package",
    "disease_surplus",
    "contract",
    "alliance_shift",
    "year_end",
    "quality_deposit",
    "package",
    "brought_forward",
    "carried_forward",
)


def items_of(month: Month) -> tuple[Item, ...]:
    """Every item of the month's run, by institution in the order of `METHODS`.

    Raises:
        ValueError: the year ends here, and an institution has no score; see `Plan.without_score`.
    """
    items = [
        *(item for group in month.groups for item in _stated(month, group)),
        *(_deducted(month, one) for one in month.deductions),
    ]
    items += by_budget.items(month, items)
    items += by_head.items(month, items)
    items += extras.items(month, items)
    items += _carried(month, items)
    return tuple(sorted(items, key=_place))


def _place(item: Item) -> tuple[str, int, str, int, int]:
    figures = item.figures
    return (
        item.facility,
        METHODS.index(item.method),
        item.insutype,
        figures.get("clr_type", 0),
        figures.get("month", 0),
    )


def _stated(month: Month, group: Group) -> Iterator[Item]:
    """What one institution's statements of one kind come to: paid, or counted against what is paid otherwise."""
    plan = month.plan
    figures = {"clr_type": int(group.clr_type), "fund_due": group.fund_due}
    if group.left_out_due:
        figures["left_out"] = group.left_out_due
    if group.changed:
        figures["changed"] = group.changed
    rest = group.due - group.by_head
    budgeted = plan is not None and plan.budgeted(group.facility, group.insutype, group.clr_type)
    if group.by_head:
        figures["by_head"] = group.by_head
        counted = {"clr_type": int(group.clr_type), "due": group.by_head}
        yield Item(
            facility=group.facility, method="by_head", insutype=group.insutype, amount=0, figures=counted
        )
    yield Item(
        facility=group.facility,
        method="counted" if budgeted else "statement",
        insutype=group.insutype,
        amount=0 if budgeted else rest,
        figures=figures | {"due": rest},
        statements=group.statements,
        left_out=group.left_out,
    )


def _deducted(month: Month, one: Deducted) -> Item:
    """扣款 comes off the payment; where the records were not paid for one by one, off what they are counted as."""
    plan = month.plan
    budgeted = plan is not None and plan.budgeted(one.facility, one.insutype, one.clr_type)
    counted = budgeted or one.by_head
    return Item(
        facility=one.facility,
        method="deduction",
        insutype=one.insutype,
        amount=0 if counted else -one.amount,
        figures={
            "clr_type": int(one.clr_type or 0),
            "deducted": one.amount,
            "due": -one.amount,
            "by_head": int(one.by_head),
        },
        deductions=(one.id,),
    )


def _carried(month: Month, items: Iterable[Item]) -> Iterator[Item]:
    totals: defaultdict[str, int] = defaultdict(int)
    for item in items:
        totals[item.facility] += item.amount
    for facility, owed in month.carried.items():
        totals[facility] -= owed
        yield Item(facility=facility, method="brought_forward", amount=-owed, figures={"owed": owed})
    for facility, total in totals.items():
        if total < 0:
            yield Item(facility=facility, method="carried_forward", amount=-total, figures={"owed": -total})
