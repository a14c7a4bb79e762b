"""结算: what a bill costs whom.  One pure function for the clinic and for the county.

The steps S1 to S12 of docs/settlement.md, in their order; each lives in its own module.
"""

from dataclasses import dataclass

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.words import CHRONIC, EMPLOYEES
from clinic_app.domain.settlement.accumulators import Effect, FeeDay, State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, Circumstances, Mode, Person
from clinic_app.domain.settlement.checks import admit, exceeds_offline_limit
from clinic_app.domain.settlement.cmi import MajorDiseasePay, major_disease_pay
from clinic_app.domain.settlement.deductible import Deductible, deductible_of, valid_referral
from clinic_app.domain.settlement.fee import fee_fund_pay, fee_room
from clinic_app.domain.settlement.lines import Charges, charges_of
from clinic_app.domain.settlement.maf import Assistance, assistance
from clinic_app.domain.settlement.outcome import Notes, Settlement, Status, rejection
from clinic_app.domain.settlement.pool import capped, pool_share
from clinic_app.domain.settlement.tender import tender
from clinic_app.domain.settlement.visit import Visit, visit_of

STANDARD = Circumstances()


@dataclass(frozen=True, slots=True)
class Funds:
    """What the funds pay of one visit, before the person pays the rest."""

    gc_fund_pay: int
    pool_raw: int  # before caps
    pool_paid: int  # after caps
    cmi: MajorDiseasePay
    maf: Assistance


def settle(
    policy: Policy,
    person: Person,
    state: State,
    bill: Bill,
    given: Circumstances = STANDARD,
    *,
    explains: bool = True,
) -> Settlement:
    """The settlement of `bill` on `state`; nothing is changed, the effect is in the answer.

    A bill that a check refuses is an answer too (status rejected, `error` set).  `explains`: with the reason of each
    amount.
    """
    admitted = admit(policy, person, bill, given)
    if isinstance(admitted, str):
        return rejection(admitted)
    notes = Notes(explains)
    visit = visit_of(person, bill, given, admitted, notes)
    settlement = _compute(visit, state, notes)
    if exceeds_offline_limit(visit.version, given, settlement.amounts.fund_pay_sumamt):
        return rejection("E_OFFLINE_AMOUNT")
    return settlement


def _compute(visit: Visit, state: State, notes: Notes) -> Settlement:
    year = state.of(visit.admitted.enddate.year)
    room = fee_room(visit, state, notes)
    charges = charges_of(visit, room, notes)
    gc_fund_pay = fee_fund_pay(visit, state, charges.gc_in_amt, notes)
    pool_full = charges.inscp_scp_amt - charges.gc_in_amt
    referred = valid_referral(visit, notes)
    deductible = deductible_of(visit, year, pool_full, referred, notes)
    share = pool_share(visit, pool_full, deductible.act_pay_dedc, referred, notes)
    pool = capped(visit, year, share.raw, gc_fund_pay, notes)
    hifp_pay = gc_fund_pay + pool.paid
    cmi = major_disease_pay(visit, year, charges.inscp_scp_amt - hifp_pay, notes)
    maf = assistance(visit, year, charges.inscp_scp_amt - hifp_pay - cmi.paid, notes)
    funds = Funds(gc_fund_pay, share.raw, pool.paid, cmi, maf)
    amounts = _amounts(visit, charges, deductible, funds, notes)
    return Settlement(
        status=Status.PROVISIONAL if visit.given.mode is Mode.OFFLINE else Status.SETTLED,
        warnings=tuple(sorted(notes.warnings)),
        policy_version=visit.version.version_id,
        dedc_std=deductible.dedc_std,
        pool_prop_selfpay_bp=share.blended_bp,
        adm_seq=deductible.adm_seq,
        limited_by=pool.limited_by,
        amounts=amounts,
        lines=charges.lines,
        effect=_effect(visit, state, amounts, maf.acc),
        gc_repeat=room.repeat,
        reasons=tuple(notes.reasons),
    )


def _amounts(visit: Visit, charges: Charges, deductible: Deductible, funds: Funds, notes: Notes) -> Amounts:
    """S10 and S11: the totals, and how the person pays."""
    hifp_pay = funds.gc_fund_pay + funds.pool_paid
    fund = hifp_pay + funds.cmi.paid + funds.maf.paid
    person = charges.medfee_sumamt - fund - charges.hosp_part_amt
    paid_by = tender(visit, person, charges.inscp_scp_amt - fund, notes)
    employee = visit.person.insutype == EMPLOYEES
    return Amounts(
        medfee_sumamt=charges.medfee_sumamt,
        fulamt_ownpay_amt=charges.fulamt_ownpay_amt,
        overlmt_selfpay=charges.overlmt_selfpay,
        preselfpay_amt=charges.preselfpay_amt,
        inscp_scp_amt=charges.inscp_scp_amt,
        hosp_part_amt=charges.hosp_part_amt,
        gc_in_amt=charges.gc_in_amt,
        gc_fund_pay=funds.gc_fund_pay,
        act_pay_dedc=deductible.act_pay_dedc,
        pool_base_amt=charges.inscp_scp_amt - charges.gc_in_amt - deductible.act_pay_dedc,
        pool_raw_amt=funds.pool_raw,
        pool_cut_amt=funds.pool_raw - funds.pool_paid,
        hifp_pay=hifp_pay,
        cmi_in_amt=funds.cmi.cmi_in_amt,
        hifmi_pay=0 if employee else funds.cmi.paid,
        hifob_pay=funds.cmi.paid if employee else 0,
        maf_base_amt=funds.maf.base,
        maf_pay=funds.maf.paid,
        fund_pay_sumamt=fund,
        psn_part_amt=person,
        acct_pay=paid_by.acct_pay,
        psn_cash_pay=person - paid_by.acct_pay,
        ewallet_pay=paid_by.ewallet_pay,
        cash_pay=paid_by.cash_pay,
        dise_surplus_amt=charges.dise_surplus_amt,
    )


def _effect(visit: Visit, state: State, amounts: Amounts, acc: str) -> Effect:
    """S12: what the accumulators of the year become, and the fee day (that one without benefit too)."""
    deltas: dict[str, int] = {}
    if visit.benefit is not None:
        pool = amounts.hifp_pay - amounts.gc_fund_pay
        deltas = {
            f"dedc_{visit.med_type}": amounts.act_pay_dedc,
            f"hifp_{visit.med_type}": pool,
            "gc_fund": amounts.gc_fund_pay,
            "ip_cnt": 1 if visit.inpatient else 0,
            "cmi_base": amounts.cmi_in_amt,
            "cmi_pay": amounts.hifmi_pay + amounts.hifob_pay,
        }
        if visit.med_type == CHRONIC:
            deltas[f"dise:{visit.bill.dise_codg}"] = pool
        if acc:
            deltas[f"maf_base_{acc}"] = amounts.maf_base_amt
            deltas[f"maf_{acc}"] = amounts.maf_pay
    day = visit.admitted.enddate
    moved = {key: delta for key, delta in deltas.items() if delta}
    return Effect(day.year, moved, _fee_day(visit, state) if amounts.gc_in_amt > 0 else None)


def _fee_day(visit: Visit, state: State) -> FeeDay | None:
    code, day = visit.bill.fixmedins_code, visit.admitted.enddate
    before = state.gc_last.get(code)
    return FeeDay(code, before, day) if before is None or before <= day else None
