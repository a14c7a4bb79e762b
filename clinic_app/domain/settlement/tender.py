"""S11: how the person pays, in the order account, e-wallet, cash."""

from dataclasses import dataclass

from clinic_app.domain.settlement.bill import Taken
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    acct_pay: int
    ewallet_pay: int
    cash_pay: int


def tender(visit: Visit, psn_part_amt: int, in_scope_rest: int, notes: Notes) -> Tender:
    """`in_scope_rest`: what the funds left of the in-scope amount."""
    taken = visit.given.taken
    if taken is not None:
        return within(taken, psn_part_amt)
    acct_pay = _account(visit, psn_part_amt, in_scope_rest, notes)
    ewallet_pay = _ewallet(visit, psn_part_amt - acct_pay, notes)
    return Tender(acct_pay=acct_pay, ewallet_pay=ewallet_pay, cash_pay=psn_part_amt - acct_pay - ewallet_pay)


def within(taken: Taken, psn_part_amt: int) -> Tender:
    """Never more from account and wallet than was taken before."""
    acct_pay = min(taken.acct_pay, psn_part_amt)
    ewallet_pay = min(taken.ewallet_pay, psn_part_amt - acct_pay)
    return Tender(acct_pay=acct_pay, ewallet_pay=ewallet_pay, cash_pay=psn_part_amt - acct_pay - ewallet_pay)


def _account(visit: Visit, psn_part_amt: int, in_scope_rest: int, notes: Notes) -> int:
    request, rules = visit.bill.acct_request, visit.version.acct
    if request <= 0:
        return 0
    if not rules.enabled:
        notes.warn("W_ACCT_UNAVAILABLE")
        return 0
    limit = in_scope_rest if rules.scope == "inscp" else psn_part_amt
    return max(0, min(request, visit.given.balances.acct_balance, psn_part_amt, limit))


def _ewallet(visit: Visit, rest: int, notes: Notes) -> int:
    request, rules = visit.bill.ewallet_request, visit.version.ewallet
    if request <= 0:
        return 0
    if not rules.enabled or visit.bill.mdtrt_cert_type not in rules.cert_types:
        notes.warn("W_EWALLET_UNAVAILABLE")
        return 0
    limit = rest if rules.txn_max_fen is None else min(rest, rules.txn_max_fen)
    return max(0, min(request, visit.given.balances.ewallet_balance, limit))
