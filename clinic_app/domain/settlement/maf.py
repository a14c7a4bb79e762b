"""S9 医疗救助, one-stop: on what the basic and the major-disease insurance left in scope."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_app.domain.money import half_up
from clinic_app.domain.policy.words import WHOLE_BP
from clinic_app.domain.settlement.outcome import Notes
from clinic_app.domain.settlement.visit import Visit


@dataclass(frozen=True, slots=True)
class Assistance:
    base: int
    paid: int
    acc: str  # op | ip; empty when nothing is accumulated


def assistance(visit: Visit, year: Mapping[str, int], in_scope_rest: int, notes: Notes) -> Assistance:
    none = Assistance(0, 0, "")
    group, maf = visit.person.maf_group, visit.version.maf
    if visit.benefit is None or group is None:
        return none
    rule = maf.rule_for(group, visit.med_type)
    if rule is None:
        return none
    if visit.bill.mdtrt_cert_type not in maf.one_stop_cert_types:
        notes.warn("W_MAF_NOT_ONE_STOP")
        return none
    before = year.get(f"maf_base_{rule.acc}", 0)
    eligible = max(0, before + in_scope_rest - rule.start_fen) - max(0, before - rule.start_fen)
    paid = half_up(eligible * rule.ratio_bp, WHOLE_BP)  # R6
    room = max(0, rule.annual_cap_fen - year.get(f"maf_{rule.acc}", 0))
    if paid > room:
        notes.warn("W_MAF_CAP")
        paid = room
    if paid:
        notes.because("maf_pay", "maf.ratio", eligible=eligible, ratio_bp=rule.ratio_bp, paid=paid)
    return Assistance(in_scope_rest, paid, rule.acc)
