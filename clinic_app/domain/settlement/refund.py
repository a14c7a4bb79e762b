"""退费 (§7): a red record that negates the original, and the rest settled anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.settlement.accumulators import Effect, State
from clinic_app.domain.settlement.amounts import NO_AMOUNTS, Amounts
from clinic_app.domain.settlement.bill import Bill, Circumstances, Mode, Person, Taken
from clinic_app.domain.settlement.engine import settle
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.readjudicate import Adjudication, inherited_from
from clinic_app.domain.settlement.tender import Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """How much of one line comes back, in ten-thousandths."""

    feedetl_sn: str
    cnt_e4: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The settlement that is refunded, as client and county know it."""

    bill: Bill
    settlement: Settlement  # as the client printed it
    county: Adjudication | None  # None: not adjudicated yet
    held: Effect  # what of it the state contains on which the refund is made


class RefundStatus(StrEnum):
    REFUNDED = "refunded"
    REJECTED = "rejected"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Rejected: `error` is set, nothing changes.  Else `state` is the state after red and re-settlement."""

    status: RefundStatus
    error: str | None = None
    red: Amounts = NO_AMOUNTS
    adjust_red: Mapping[str, int] | None = None  # minus the county's adjustment, when made online
    remaining: Bill | None = None  # None: everything came back
    resettle: Settlement | None = None
    tender: Tender | None = None  # what the person gets back, by kind (negative: the person pays)
    state: State | None = None


def remaining_bill(bill: Bill, taken: tuple[TakeBack, ...] | None, refund_date: date) -> Bill | str | None:
    """The bill that is left, None if nothing is, or the code of the check that fails.

    `taken` None takes everything.  A line named twice counts with the sum.
    """
    if bill.setl_date is not None and refund_date < bill.setl_date:
        return "E_REFUND_DATE"
    if taken is None:
        return None
    left = {line.feedetl_sn: line.cnt_e4 for line in bill.lines}
    if any(part.feedetl_sn not in left for part in taken):
        return "E_REFUND_LINE"
    if not taken or any(part.cnt_e4 <= 0 for part in taken):
        return "E_REFUND_QTY"
    for part in taken:
        left[part.feedetl_sn] -= part.cnt_e4
    if any(quantity < 0 for quantity in left.values()):
        return "E_REFUND_QTY"
    lines = tuple(
        replace(line, cnt_e4=left[line.feedetl_sn]) for line in bill.lines if left[line.feedetl_sn] > 0
    )
    return replace(bill, lines=lines, setl_date=refund_date) if lines else None


def refund(
    policy: Policy,
    person: Person,
    state: State,
    original: Original,
    remaining: Bill | None,
    given: Circumstances,
) -> Refund:
    """The red of `original` and the settlement of what remains, on `state`.

    `remaining` comes from `remaining_bill`; of `given` count mode, `overlay` and, online,
    `visit_is_live` (another settlement of the visit that the county holds).
    """
    client, county = original.settlement, original.county
    after = state.minus(original.held)
    resettled: Settlement | None = None
    if remaining is not None:
        resettled = settle(policy, person, after, remaining, _circumstances(original, given))
        if resettled.rejected:
            return refused(resettled.error or "")
        if resettled.effect is not None:
            after = after.plus(resettled.effect)
    adjust_red = None
    if given.mode is Mode.ONLINE and county is not None and county.diff:
        adjust_red = {name: -change for name, change in county.diff.items()}
    return Refund(
        status=RefundStatus.REFUNDED,
        red=client.amounts.negated(),
        adjust_red=adjust_red,
        remaining=remaining,
        resettle=resettled,
        tender=_handed_back(client.amounts, resettled.amounts if resettled else NO_AMOUNTS),
        state=after,
    )


def refused(code: str) -> Refund:
    return Refund(status=RefundStatus.REJECTED, error=code)


def _circumstances(original: Original, given: Circumstances) -> Circumstances:
    amounts = original.settlement.amounts
    return replace(
        given,
        inherited=inherited_from(original.settlement, original.county),
        taken=Taken(acct_pay=amounts.acct_pay, ewallet_pay=amounts.ewallet_pay),
    )


def _handed_back(before: Amounts, after: Amounts) -> Tender:
    return Tender(
        acct_pay=before.acct_pay - after.acct_pay,
        ewallet_pay=before.ewallet_pay - after.ewallet_pay,
        cash_pay=before.cash_pay - after.cash_pay,
    )
