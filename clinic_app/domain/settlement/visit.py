"""A bill that passed the checks, with everything of the policy that it meets (S1)."""

from dataclasses import dataclass
from datetime import date

from clinic_app.domain.policy.model import (
    Benefit,
    CatalogueRow,
    ChronicDisease,
    ConsultationFee,
    DiseasePackage,
    LevelBenefit,
    Version,
)
from clinic_app.domain.policy.words import CHRONIC, INPATIENT, OUTPATIENT
from clinic_app.domain.settlement.bill import INSURED, Bill, Circumstances, PayWay, Person
from clinic_app.domain.settlement.outcome import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The answer of the checks: what they looked up, so that nobody looks twice."""

    version: Version
    begndate: date
    enddate: date
    rows: tuple[CatalogueRow | None, ...]  # one a bill line
    fee: ConsultationFee | None
    chronic: ChronicDisease | None
    package: DiseasePackage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the steps S2 to S12 read."""

    person: Person
    bill: Bill
    given: Circumstances
    admitted: Admitted
    version: Version
    benefit: Benefit | None  # None: this visit has no benefit at all
    level: LevelBenefit | None  # the inpatient row, for the loss without referral
    package: DiseasePackage | None  # set: settled by disease (按病种)

    @property
    def med_type(self) -> str:
        return self.bill.med_type

    @property
    def inpatient(self) -> bool:
        return self.bill.med_type == INPATIENT


def visit_of(person: Person, bill: Bill, given: Circumstances, admitted: Admitted, notes: Notes) -> Visit:
    """S1: which benefit the visit has, and why it has none."""
    version = admitted.version
    level = _level_row(version, bill)
    benefit = level.benefit if level is not None else None
    if bill.med_type == CHRONIC and admitted.chronic is not None:
        benefit = admitted.chronic.benefit
    if person.psn_insu_stas != INSURED:
        notes.warn("W_NOT_INSURED")
        benefit = None
    elif benefit is None:
        notes.warn("W_NO_BENEFIT_LEVEL")
    elif (
        bill.med_type == OUTPATIENT
        and version.require_contract
        and person.contract_inst != bill.fixmedins_code
    ):
        notes.warn("W_NOT_CONTRACTED")
        benefit = None
    by_disease = bill.pay_way is PayWay.DISEASE and benefit is not None
    return Visit(
        person=person,
        bill=bill,
        given=given,
        admitted=admitted,
        version=version,
        benefit=benefit,
        level=level,
        package=admitted.package if by_disease else None,
    )


def _level_row(version: Version, bill: Bill) -> LevelBenefit | None:
    if bill.med_type == OUTPATIENT:
        return version.outpatient_at(bill.inst_lv)
    if bill.med_type == INPATIENT:
        return version.inpatient_at(bill.inst_lv)
    return None
