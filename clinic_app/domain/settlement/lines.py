"""S2, S3: every line sorted into its parts, and the sums of the visit."""

from dataclasses import dataclass
from operator import attrgetter

from clinic_app.domain.money import half_up
from clinic_app.domain.policy.model import CatalogueRow
from clinic_app.domain.policy.words import CLASS_C, WHOLE_BP
from clinic_app.domain.settlement.bill import APPROVED, BillLine
from clinic_app.domain.settlement.fee import FeeRoom
from clinic_app.domain.settlement.outcome import Notes, SettledLine
from clinic_app.domain.settlement.visit import Visit

_SPLIT = attrgetter(
    "det_item_fee_sumamt",
    "fulamt_ownpay_amt",
    "overlmt_amt",
    "preselfpay_amt",
    "inscp_scp_amt",
    "hosp_part_amt",
)
E6_E4_IN_FEN = 10**8  # micro-yuan · ten-thousandths in one fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """The charges of the visit, split without a rest."""

    lines: tuple[SettledLine, ...]
    medfee_sumamt: int
    fulamt_ownpay_amt: int
    overlmt_selfpay: int
    preselfpay_amt: int
    inscp_scp_amt: int
    hosp_part_amt: int
    gc_in_amt: int
    dise_surplus_amt: int


def charges_of(visit: Visit, room: FeeRoom, notes: Notes) -> Charges:
    left = room.room
    gc_in_amt = 0
    lines = []
    for line, row in zip(visit.bill.lines, visit.admitted.rows, strict=True):
        if row is None:
            notes.warn("W_ITEM_UNKNOWN")
        if visit.package is not None:
            settled = _package_line(line, row)
        elif row is not None and row.gc:
            settled = _fee_line(line, left)
            left -= settled.inscp_scp_amt
            gc_in_amt += settled.inscp_scp_amt
            if settled.hosp_part_amt > 0 and not room.repeat:
                notes.warn("W_GC_OVER_STD")
        else:
            settled = _item_line(line, row, visit.bill.inst_lv, notes)
        lines.append(settled)
    charges = _sums(visit, tuple(lines), gc_in_amt)
    _explain(charges, visit, room, notes)
    return charges


def _amount(line: BillLine) -> int:
    return half_up(line.pric_e6 * line.cnt_e4, E6_E4_IN_FEN)  # R1


def _package_line(line: BillLine, row: CatalogueRow | None) -> SettledLine:
    """By disease only what the person asked for outside the catalogue stays outside the package."""
    amount = _amount(line)
    outside = line.psn_request and (row is None or row.chrgitm_lv == CLASS_C)
    return SettledLine(
        feedetl_sn=line.feedetl_sn,
        med_list_codg=line.med_list_codg,
        det_item_fee_sumamt=amount,
        fulamt_ownpay_amt=amount if outside else 0,
        inscp_scp_amt=0 if outside else amount,
    )


def _fee_line(line: BillLine, room: int) -> SettledLine:
    """What is above the room may not be charged: the institution bears it."""
    amount = _amount(line)
    recognised = min(amount, room)
    return SettledLine(
        feedetl_sn=line.feedetl_sn,
        med_list_codg=line.med_list_codg,
        det_item_fee_sumamt=amount,
        inscp_scp_amt=recognised,
        hosp_part_amt=amount - recognised,
    )


def _item_line(line: BillLine, row: CatalogueRow | None, inst_lv: str, notes: Notes) -> SettledLine:
    amount = _amount(line)
    if row is None or row.chrgitm_lv == CLASS_C:
        return _own_pay(line, amount)
    if row.lmt_used and line.hosp_appr_flag != APPROVED:
        notes.warn("W_ITEM_NOT_APPROVED")
        return _own_pay(line, amount)
    over = 0
    limit = row.limit_at(inst_lv)
    if limit is not None and line.pric_e6 > limit:  # the limit first, then the self-pay share
        over = max(0, amount - half_up(limit * line.cnt_e4, E6_E4_IN_FEN))  # R2
    within = amount - over
    first = half_up(within * row.selfpay_prop_bp, WHOLE_BP)  # R3
    return SettledLine(
        feedetl_sn=line.feedetl_sn,
        med_list_codg=line.med_list_codg,
        det_item_fee_sumamt=amount,
        overlmt_amt=over,
        preselfpay_amt=first,
        inscp_scp_amt=within - first,
    )


def _own_pay(line: BillLine, amount: int) -> SettledLine:
    return SettledLine(
        feedetl_sn=line.feedetl_sn,
        med_list_codg=line.med_list_codg,
        det_item_fee_sumamt=amount,
        fulamt_ownpay_amt=amount,
    )


def _sums(visit: Visit, lines: tuple[SettledLine, ...], gc_in_amt: int) -> Charges:
    total, own_pay, over, first, in_scope, hospital = map(sum, zip(*map(_SPLIT, lines), strict=True))
    surplus = 0
    if visit.package is not None:
        standard = visit.package.std_fen
        hospital = max(0, in_scope - standard)
        surplus = max(0, standard - in_scope)
        in_scope = min(in_scope, standard)
    return Charges(
        lines=lines,
        medfee_sumamt=total,
        fulamt_ownpay_amt=own_pay,
        overlmt_selfpay=over,
        preselfpay_amt=first,
        inscp_scp_amt=in_scope,
        hosp_part_amt=hospital,
        gc_in_amt=gc_in_amt,
        dise_surplus_amt=surplus,
    )


def _explain(charges: Charges, visit: Visit, room: FeeRoom, notes: Notes) -> None:
    if charges.fulamt_ownpay_amt:
        notes.because("fulamt_ownpay_amt", "line.own_pay", amount=charges.fulamt_ownpay_amt)
    if charges.overlmt_selfpay:
        notes.because("overlmt_selfpay", "line.over_limit", amount=charges.overlmt_selfpay)
    if charges.preselfpay_amt:
        notes.because("preselfpay_amt", "line.self_pay_first", amount=charges.preselfpay_amt)
    if visit.package is not None:
        notes.because(
            "inscp_scp_amt", "package.standard", name=visit.package.name, std_fen=visit.package.std_fen
        )
        if charges.hosp_part_amt:
            notes.because("hosp_part_amt", "package.excess", amount=charges.hosp_part_amt)
        return
    if charges.gc_in_amt:
        notes.because("gc_in_amt", "gc.standard", amount=charges.gc_in_amt, std_fen=room.room)
    if charges.hosp_part_amt:
        rule = "gc.repeat" if room.repeat else "gc.over_standard"
        notes.because("hosp_part_amt", rule, amount=charges.hosp_part_amt)
