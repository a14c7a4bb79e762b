"""A case played on a ledger, and its results as the JSON objects of the command line."""

from typing import Any

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.case_reading import Case, Order, SyncOrder
from clinic_app.domain.settlement.ledger import Ledger
from clinic_app.domain.settlement.outcome import SettledLine, Settlement
from clinic_app.domain.settlement.readjudicate import Adjudication
from clinic_app.domain.settlement.records import RefundRequest, Submission
from clinic_app.domain.settlement.refund import Refund

Json = dict[str, Any]


def played(policy: Policy, case: Case) -> Json:
    """The result line of `case`."""
    ledger = Ledger(
        policy,
        case.person,
        case.state,
        cache=case.client_state,
        synced_on=case.sync_date,
        balances=case.balances,
        overlay=case.overlay,
    )
    results = [_played(ledger, order) for order in case.orders]
    balances = ledger.balances
    return {
        "case_id": case.case_id,
        "results": results,
        "state": {
            "server": _state(ledger.county),
            "clients": {name: _state(cache.state) for name, cache in ledger.caches.items()},
            "balances": {
                "acct_balance": balances.acct_balance,
                "ewallet_balance": balances.ewallet_balance,
            },
        },
    }


def _played(ledger: Ledger, order: Order) -> Json:
    if isinstance(order, Submission):
        return _settlement(order.setl_id, ledger.settle(order))
    if isinstance(order, RefundRequest):
        return _refund(order, ledger.refund(order))
    if isinstance(order, SyncOrder):
        ledger.sync(order.client, order.sync_date)
        return {"op": "sync", "status": "ok", "error": None}
    verdict = ledger.readjudicate(
        order.setl_id, server_person=order.server_person, server_overlay=order.server_overlay
    )
    return _adjudication(order.setl_id, verdict)


def _settlement(setl_id: str, settlement: Settlement) -> Json:
    told = not settlement.rejected
    return {
        "op": "settle",
        "setl_id": setl_id,
        "status": str(settlement.status),
        "error": settlement.error,
        "warnings": list(settlement.warnings),
        "policy_version": settlement.policy_version,
        "dedc_std": settlement.dedc_std,
        "pool_prop_selfpay_bp": settlement.pool_prop_selfpay_bp,
        "adm_seq": settlement.adm_seq,
        "limited_by": settlement.limited_by,
        "amounts": settlement.amounts.as_dict() if told else None,
        "lines": [_line(line) for line in settlement.lines] if told else None,
    }


def _line(line: SettledLine) -> Json:
    return {
        "feedetl_sn": line.feedetl_sn,
        "med_list_codg": line.med_list_codg,
        "det_item_fee_sumamt": line.det_item_fee_sumamt,
        "fulamt_ownpay_amt": line.fulamt_ownpay_amt,
        "overlmt_amt": line.overlmt_amt,
        "preselfpay_amt": line.preselfpay_amt,
        "inscp_scp_amt": line.inscp_scp_amt,
        "hosp_part_amt": line.hosp_part_amt,
    }


def _refund(order: RefundRequest, made: Refund) -> Json:
    told = made.error is None
    resettle = None
    if made.resettle is not None and order.new_setl_id is not None:
        resettle = _settlement(order.new_setl_id, made.resettle)
    return {
        "op": "refund",
        "refund_id": order.refund_id,
        "setl_id": order.setl_id,
        "status": str(made.status),
        "error": made.error,
        "red": made.red.as_dict() if told else None,
        "adjust_red": None if made.adjust_red is None else dict(made.adjust_red),
        "resettle": resettle,
        "refund_tender": None
        if made.tender is None
        else {
            "acct_pay": made.tender.acct_pay,
            "ewallet_pay": made.tender.ewallet_pay,
            "cash_pay": made.tender.cash_pay,
        },
    }


def _adjudication(setl_id: str, verdict: Adjudication | str) -> Json:
    result: Json = {"op": "readjudicate", "setl_id": setl_id}
    if isinstance(verdict, str):
        nothing = dict.fromkeys(("cause", "action", "fund_diff", "server", "diff"))
        return {**result, "status": "rejected", "error": verdict, **nothing}
    return {
        **result,
        "status": str(verdict.status),
        "error": verdict.error,
        "cause": verdict.cause,
        "action": verdict.action,
        "fund_diff": verdict.fund_diff,
        "server": verdict.server.as_dict(),
        "diff": dict(verdict.diff),
    }


def _state(state: State) -> Json:
    """Keys with 0 and years without keys are left out."""
    accum = {}
    for year, keys in state.accum.items():
        used = {key: value for key, value in keys.items() if value}
        if used:
            accum[str(year)] = used
    return {"accum": accum, "gc_last": {code: day.isoformat() for code, day in state.gc_last.items()}}
