"""The ward of a played day: a patient taken in with a deposit, charged, and sent home with the bill settled."""

from typing import Final

from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries.inpatient import Admission, AdmissionState
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.inpatient import NewAdmission, Wanted
from clinic_app.store.duty import OnDuty
from clinic_app.wiring import Clinic

LEVELS: Final = ("township", "community", "county")  # a village clinic has no beds
_PNEUMONIA: Final = Diagnosis("J18.9", "肺炎")
_DEPOSIT: Final = 50_000  # fen
_A_DAY: Final = (
    Wanted("ZL0003", 1),  # 床位费
    Wanted("ZL6002", 1),  # 二级护理
    Wanted("ZL6004", 1),  # 住院诊查费
    Wanted("ZL0006", 2),  # 住院治疗费
    Wanted("ZL4004", 1),  # 静脉输液
    Wanted("YP0004", 2),  # 0.9%氯化钠注射液
    Wanted("YP0101", 1),  # 头孢呋辛酯片
)


def take_in(clinic: Clinic, doctor: OnDuty, cashier: OnDuty, visit: Visit) -> Admission | None:
    """门诊转住院, with a deposit and the first day's charges; None when the patient is in already."""
    known = {stay.resident_id for stay in clinic.inpatient.present()}
    if visit.resident_id in known:
        return None
    taken = clinic.inpatient.beds_taken()
    bed = next(f"{number:02d}" for number in range(1, 100) if f"{number:02d}" not in taken)
    new = NewAdmission(
        resident_id=visit.resident_id,
        department="内科",
        diagnosis=_PNEUMONIA,
        bed=bed,
        doctor=doctor.staff_id,
        psn_no=visit.psn_no,
        mdtrt_cert_type=visit.mdtrt_cert_type,
    )
    stay = clinic.inpatient.admit(doctor, new)
    clinic.deposits.take(cashier, stay.id, _DEPOSIT)
    clinic.inpatient.charge(doctor, stay.id, stay.day, _A_DAY)
    return stay


def send_home(clinic: Clinic, doctor: OnDuty, cashier: OnDuty, stay: Admission) -> SettlementMade:
    """Discharged today and settled; what the insurance refuses the person pays alone."""
    if stay.state is AdmissionState.IN:
        clinic.inpatient.discharge(doctor, stay.id, clinic.inpatient.today(), _PNEUMONIA)
    refused = bool(clinic.wardbill.presettle(stay.id).refusal)
    return clinic.wardbill.settle(cashier, stay.id, self_pay=refused).made
