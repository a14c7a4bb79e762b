"""What holds for every settlement (docs/settlement.md, "Invariants").  A breach is a bug, nobody's fault."""

from collections.abc import Iterator, Mapping

from clinic_app.domain.policy.model import Version
from clinic_app.domain.policy.words import CHRONIC
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.outcome import SettledLine, Settlement
from clinic_app.domain.settlement.pool import used_under


class InvariantBroken(AssertionError):
    """The computation contradicts itself."""


def check_invariants(settlement: Settlement, by_disease: bool = False) -> None:
    """Invariants 1 to 9 of one settlement that was not rejected.

    Raises:
        InvariantBroken: names every sentence that does not hold.
    """
    if settlement.rejected:
        return
    broken = [*_sums(settlement.amounts), *_lines(settlement, by_disease), *_signs(settlement)]
    if broken:
        raise InvariantBroken("; ".join(broken))


def check_caps(version: Version, med_type: str, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Invariant 10: a visit of `med_type` lifts no accumulator of the year above a cap that lists it.

    Raises:
        InvariantBroken: names the caps.
    """
    broken = []
    for cap in version.annual_caps:
        was, now = used_under(cap, before), used_under(cap, after)
        if med_type in cap.med_types and now > max(was, cap.cap_fen):
            broken.append(f"{cap.cap_id}: {now} > {cap.cap_fen}")
    for disease in version.chronic:
        key = f"dise:{disease.dise_codg}"
        if after.get(key, 0) > max(before.get(key, 0), disease.annual_cap_fen):
            broken.append(key)
    cmi_cap = version.cmi.annual_cap_fen
    if cmi_cap is not None and after.get("cmi_pay", 0) > max(before.get("cmi_pay", 0), cmi_cap):
        broken.append("cmi_pay")
    if broken:
        raise InvariantBroken("; ".join(broken))


def _sums(a: Amounts) -> Iterator[str]:
    own = a.fulamt_ownpay_amt + a.overlmt_selfpay + a.preselfpay_amt
    if a.medfee_sumamt != own + a.inscp_scp_amt + a.hosp_part_amt:
        yield "1: the five parts are not the charges"
    if a.inscp_scp_amt != a.gc_in_amt + a.act_pay_dedc + a.pool_base_amt:
        yield "3: the in-scope amount is not fee, deductible and base"
    if a.hifp_pay != a.gc_fund_pay + a.pool_raw_amt - a.pool_cut_amt:
        yield "4: the pooling payment"
    if not 0 <= a.gc_fund_pay <= a.gc_in_amt or a.pool_raw_amt > a.pool_base_amt:
        yield "4: a fund pays more than there is"
    if a.fund_pay_sumamt != a.hifp_pay + a.hifmi_pay + a.hifob_pay + a.maf_pay:
        yield "5: the funds do not add up"
    if a.fund_pay_sumamt > a.inscp_scp_amt or (a.hifmi_pay and a.hifob_pay):
        yield "5: the funds pay more than is in scope, or both major-disease funds pay"
    if a.medfee_sumamt != a.fund_pay_sumamt + a.psn_part_amt + a.hosp_part_amt:
        yield "6: funds, person and institution are not the charges"
    if a.psn_part_amt != own + a.inscp_scp_amt - a.fund_pay_sumamt:
        yield "7: the person's part"
    if a.psn_part_amt != a.acct_pay + a.psn_cash_pay or a.psn_cash_pay != a.ewallet_pay + a.cash_pay:
        yield "8: the ways of paying do not add up"


def _lines(settlement: Settlement, by_disease: bool) -> Iterator[str]:
    a, lines = settlement.amounts, settlement.lines
    for line in lines:
        own = line.fulamt_ownpay_amt + line.overlmt_amt + line.preselfpay_amt
        if line.det_item_fee_sumamt != own + line.inscp_scp_amt + line.hosp_part_amt:
            yield f"1: line {line.feedetl_sn}"
        if min(_parts(line)) < 0:
            yield f"9: line {line.feedetl_sn} is negative"
    total, own_pay, over, first, in_scope, hospital = (
        sum(column) for column in zip(*(_parts(line) for line in lines), strict=True)
    )
    if total != a.medfee_sumamt:
        yield "2: the lines are not the charges"
    if (own_pay, over, first) != (a.fulamt_ownpay_amt, a.overlmt_selfpay, a.preselfpay_amt):
        yield "2: own-pay parts of the lines"
    if by_disease and in_scope != a.inscp_scp_amt + a.hosp_part_amt:
        yield "2: the package"
    if not by_disease and (in_scope, hospital) != (a.inscp_scp_amt, a.hosp_part_amt):
        yield "2: in-scope parts of the lines"


def _signs(settlement: Settlement) -> Iterator[str]:
    a = settlement.amounts
    if min(a.as_dict().values()) < 0:
        yield "9: an amount is negative"
    if settlement.dedc_std is not None and a.act_pay_dedc > settlement.dedc_std:
        yield "9: more deductible than the standard"
    if a.dise_surplus_amt and a.hosp_part_amt:
        yield "9: surplus and excess at once"
    pool = a.hifp_pay - a.gc_fund_pay
    deltas = settlement.effect.deltas if settlement.effect is not None else {}
    disease = sum(delta for key, delta in deltas.items() if key.startswith("dise:"))
    if disease not in (0, pool) or (disease and not deltas.get(f"hifp_{CHRONIC}")):
        yield "12: the disease's accumulator"


def _parts(line: SettledLine) -> tuple[int, int, int, int, int, int]:
    return (
        line.det_item_fee_sumamt,
        line.fulamt_ownpay_amt,
        line.overlmt_amt,
        line.preselfpay_amt,
        line.inscp_scp_amt,
        line.hosp_part_amt,
    )
