"""总额预付 in a run: prepayments during the year, the settlement at its end.

Source: docs/payment.md §3.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clinic_app.domain.payment.alliance import Spending, shifted
from clinic_app.domain.payment.budget import year_end
from clinic_app.domain.payment.instalments import MONTHS, deposit_returned, prepayment, reduction
from clinic_app.domain.payment.month import Item, Month, Past, sole
from clinic_app.domain.payment.plan import BudgetTerms, FacilityPlan, OwnMethod, Plan


@dataclass(frozen=True, slots=True)
class Account:
    """How an institution's budget stands: fen since January."""

    due: int = 0  # what counts against it, deductions off
    paid: int = 0
    deposit: int = 0  # withheld
    months: frozenset[int] = frozenset()  # prepaid: 202602

    def plus(self, item: Item | Past) -> "Account":
        """After one more prepayment."""
        return replace(
            self,
            paid=self.paid + item.amount,
            deposit=self.deposit + item.figures["deposit"],
            months=self.months | {item.figures["month"]},
        )


def items(month: Month, stated: Sequence[Item]) -> list[Item]:
    """`stated`: this run's statements and deductions.

    Raises:
        ValueError: the year ends here without the scores of the appraisal; see `Plan.without_score`.
    """
    made: list[Item] = []
    if month.plan is not None and month.plan.budget is not None:
        made += _this_year(month, month.plan, month.plan.budget, stated)
    following = month.next_plan
    if month.number == MONTHS and following is not None and following.budget is not None:
        for own in _budgeted(following):
            made.append(_prepayment(following, following.budget, own, 1, Account()))
    return made


def _this_year(month: Month, plan: Plan, terms: BudgetTerms, stated: Sequence[Item]) -> list[Item]:
    made: list[Item] = []
    accounts: dict[str, Account] = {}
    for own in _budgeted(plan):
        account = _account(month, plan, own.code, stated)
        # The next month's part, and this month's where no earlier run has paid it.
        for number in (month.number, month.number + 1):
            if number <= MONTHS and plan.year * 100 + number not in account.months:
                made.append(_prepayment(plan, terms, own, number, account))
                account = account.plus(made[-1])
        accounts[own.code] = account
    if month.number == MONTHS:
        moved = _moved(month, plan, accounts)
        for own in _budgeted(plan):
            made += _year_end(month, terms, own, accounts[own.code], moved.get(own.code, 0))
    return made


def _budgeted(plan: Plan) -> list[FacilityPlan]:
    return [one for one in plan.facilities if one.own_method is OwnMethod.BUDGET]


def _account(month: Month, plan: Plan, facility: str, stated: Sequence[Item]) -> Account:
    """What was paid by statement before there was a plan counts on both sides."""
    lines: list[Item | Past] = [*month.earlier(facility, "counted", "statement", "deduction")]
    lines += [one for one in stated if one.facility == facility and one.method in ("counted", "deduction")]
    counted = [one for one in lines if plan.budgeted(facility, one.insutype, str(one.figures["clr_type"]))]
    account = Account(sum(one.figures["due"] for one in counted), sum(one.amount for one in counted))
    for past in month.past:
        ours = past.facility == facility and past.method == "prepayment"
        if ours and past.figures["month"] // 100 == plan.year:
            account = account.plus(past)
    return account


def _prepayment(plan: Plan, terms: BudgetTerms, own: FacilityPlan, number: int, account: Account) -> Item:
    part = prepayment(own.budget_fen, terms.quality_bp, number)
    less = reduction(part.paid, account.due, account.paid)
    return Item(
        facility=own.code,
        method="prepayment",
        insutype=sole(terms.insutypes),
        amount=part.paid - less,
        figures={
            "month": plan.year * 100 + number,
            "budget": own.budget_fen,
            "instalment": part.instalment,
            "deposit": part.deposit,
            "due": account.due,
            "paid": account.paid,
            "reduced": less,
        },
    )


def _year_end(
    month: Month, terms: BudgetTerms, own: FacilityPlan, account: Account, moved: int
) -> Iterator[Item]:
    if own.score_bp is None:
        raise ValueError(f"{own.code} has no score")
    insutype, budget = sole(terms.insutypes), own.budget_fen + moved
    if moved:
        figures = {
            "budget": own.budget_fen,
            "moved": moved,
            "referred": month.referred.get(own.code, 0),
        }
        yield Item(facility=own.code, method="alliance_shift", insutype=insutype, amount=0, figures=figures)
    owed = year_end(account.due, budget, terms.bands)
    figures = {
        "budget": budget,
        "due": account.due,
        "owed": owed,
        "deposit": account.deposit,
        "paid": account.paid,
    }
    amount = owed - account.deposit - account.paid
    yield Item(facility=own.code, method="year_end", insutype=insutype, amount=amount, figures=figures)
    figures = {"deposit": account.deposit, "score_bp": own.score_bp}
    amount = deposit_returned(account.deposit, own.score_bp)
    yield Item(facility=own.code, method="quality_deposit", insutype=insutype, amount=amount, figures=figures)


def _moved(month: Month, plan: Plan, accounts: Mapping[str, Account]) -> Mapping[str, int]:
    """Budget shifted inside the alliances: pairs that sum to 0."""
    budgets = {own.code: own.budget_fen for own in _budgeted(plan)}

    def spending(code: str) -> Spending:
        return Spending(
            code=code,
            budget=budgets[code],
            actual=accounts[code].due,
            referred=max(month.referred.get(code, 0), 0),
        )

    moved: dict[str, int] = {}
    for alliance in plan.alliances:
        moved |= shifted(tuple(map(spending, alliance.primary)), tuple(map(spending, alliance.hospitals)))
    return moved
