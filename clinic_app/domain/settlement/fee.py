"""S4 一般诊疗费: how much of it is recognised, and how much of that the fund pays."""

from dataclasses import dataclass

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.pool import used_under
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True)
class FeeRoom:
    """How much of the fee may be charged at this visit; nothing if it is a repeat."""

    room: int  # fen
    repeat: bool


def fee_room(visit: Visit, state: State, notes: Notes) -> FeeRoom:
    """Whether the institution already had its fee for this person within `repeat_days`."""
    fee = visit.admitted.fee
    if fee is None or not any(row is not None and row.gc for row in visit.admitted.rows):
        return FeeRoom(0, repeat=False)
    if visit.given.inherited is not None:
        repeat = visit.given.inherited.gc_repeat
    else:
        last = state.gc_last.get(visit.bill.fixmedins_code)
        repeat = last is not None and 0 <= (visit.admitted.enddate - last).days < fee.repeat_days
    if repeat:
        notes.warn("W_GC_REPEAT")
        return FeeRoom(0, repeat=True)
    return FeeRoom(fee.std_fen, repeat=False)


def fee_fund_pay(visit: Visit, state: State, gc_in_amt: int, notes: Notes) -> int:
    """The fund's fixed part, served before the drugs from every cap that includes it."""
    fee = visit.admitted.fee
    if visit.benefit is None or fee is None or gc_in_amt == 0:
        return 0
    due = min(fee.fund_fen, gc_in_amt)
    paid = due
    used = state.of(visit.admitted.enddate.year)
    for cap in visit.version.annual_caps:
        if cap.includes_gc and visit.med_type in cap.med_types:
            paid = min(paid, max(0, cap.cap_fen - used_under(cap, used)))
    if paid < due:
        notes.warn("W_CAP_REACHED")
    notes.because("gc_fund_pay", "gc.fund", fund_fen=fee.fund_fen, gc_in_amt=gc_in_amt, paid=paid)
    return paid
