"""S5 起付线, and what a valid referral (转诊) does to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_app.domain.policy.words import RANK
from clinic_app.domain.settlement.bill import Direction
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True)
class Deductible:
    dedc_std: int  # what applied to this visit
    act_pay_dedc: int  # what this visit really consumed
    adm_seq: int | None  # admission number, inpatients with benefit only


def valid_referral(visit: Visit, notes: Notes) -> Direction | None:
    """The direction of a referral that counts; one that is given and does not is warned of."""
    referral = visit.bill.referral
    if referral is None or not visit.inpatient:
        return None
    rules = visit.version.referral
    days = (visit.admitted.begndate - referral.date).days
    from_rank, here = RANK.get(referral.from_lv, 0), visit.bill.inst_lv
    fits = (
        referral.from_lv in rules.up_from_levels and 0 < from_rank < RANK[here]
        if referral.type is Direction.UP
        else here in rules.down_to_levels and from_rank > RANK[here]
    )
    if referral.registered and referral.same_area and 0 <= days <= rules.valid_days and fits:
        return referral.type
    notes.warn("W_REFERRAL_INVALID")
    return None


def deductible_of(
    visit: Visit, year: Mapping[str, int], pool_full: int, referred: Direction | None, notes: Notes
) -> Deductible:
    """`pool_full`: in-scope amount without the consultation fee."""
    if visit.benefit is None:
        return Deductible(0, 0, None)
    adm_seq = _admission(visit, year)
    if visit.package is not None:
        return Deductible(0, 0, adm_seq)
    standard, rule = _standard(visit, adm_seq, referred)
    if visit.benefit.dedc_mode == "year":
        consumed = year.get(f"dedc_{visit.med_type}", 0)
        standard = max(0, standard - consumed)
        notes.because("act_pay_dedc", "deductible.year", dedc_std=standard, consumed=consumed)
    elif rule != "deductible.visit" or standard:
        notes.because("act_pay_dedc", rule, dedc_std=standard)
    return Deductible(standard, min(standard, pool_full), adm_seq)


def _admission(visit: Visit, year: Mapping[str, int]) -> int | None:
    if not visit.inpatient:
        return None
    inherited = visit.given.inherited
    if inherited is not None and inherited.adm_seq is not None:
        return inherited.adm_seq
    return year.get("ip_cnt", 0) + 1


def _standard(visit: Visit, adm_seq: int | None, referred: Direction | None) -> tuple[int, str]:
    """The deductible of the table, changed by referral and waiver, and the rule that decided."""
    assert visit.benefit is not None
    admission = adm_seq or 1
    standard, rule = visit.benefit.standard(admission), "deductible.visit"
    rules, referral = visit.version.referral, visit.bill.referral
    if referred is Direction.UP and rules.up_mode == "difference" and referral is not None:
        below = visit.version.inpatient_at(referral.from_lv)
        standard = max(0, standard - (below.benefit.standard(admission) if below is not None else 0))
        rule = "deductible.difference"
    if referred is Direction.DOWN and rules.down_mode == "cancel":
        standard, rule = 0, "deductible.cancelled"
    waiver = visit.version.dedc_waive
    if visit.person.maf_group in waiver.groups and visit.med_type in waiver.med_types:
        standard, rule = 0, "deductible.waived"
    return standard, rule
