"""拨付单: the items of one month, from its statements, the year's plan and what earlier runs have paid.

A pure function of `Month`.  Each item carries the figures that it follows from.  What an institution owes more
than it is due is carried to the next run, so that no run ever pays a negative sum.

Source: docs/payment.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from clinic_app.domain.payment import by_budget, by_head, extras
from clinic_app.domain.payment.month import Group, Item, Month

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
    items = [item for group in month.groups for item in _stated(month, group)]
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
    plan, kind = month.plan, int(group.clr_type)
    budgeted = plan is not None and plan.budgeted(group.facility, group.insutype, group.clr_type)
    rest = group.due - group.by_head

    def item(method: str, amount: int, **figures: int) -> Item:
        return Item(
            facility=group.facility,
            method=method,
            insutype=group.insutype,
            amount=amount,
            figures={"clr_type": kind, **figures},
            statements=group.statements if method in ("statement", "counted") else (),
            left_out=group.left_out if method in ("statement", "counted") else (),
        )

    more = {"left_out": group.left_out_due, "by_head": group.by_head}
    more = {name: amount for name, amount in more.items() if amount}
    method, amount = ("counted", 0) if budgeted else ("statement", rest)
    yield item(method, amount, fund_due=group.fund_due, **more, due=rest)
    if group.by_head:
        yield item("by_head", 0, due=group.by_head)
    # 扣款: where records were not paid for one by one, it comes off what they are counted as.
    one_by_one = group.deducted - group.deducted_by_head
    if one_by_one:
        yield item("deduction", 0 if budgeted else -one_by_one, due=-one_by_one, by_head=0)
    if group.deducted_by_head:
        yield item("deduction", 0, due=-group.deducted_by_head, by_head=1)


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
