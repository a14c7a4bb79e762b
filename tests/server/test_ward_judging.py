"""What a clinic may say about a stay: its own, and what waits with it."""

from datetime import date

from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.inpatient import (
    AdmissionCharged,
    AdmissionRegistered,
    ChargedItem,
    DepositTaken,
)
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed
from clinic_app.journal.quarantine import WrongFacility
from clinic_app.projections.tables.inpatient import admission_item, deposit
from clinic_app.projections.tables.pharmacy import dispensed_line
from tests.server.clinic import Staff
from tests.server.county import OTHER, TOWNSHIP, TestCounty
from tests.server.test_judging import ids_in, reasons

DAY = date(2026, 11, 22)
BED = ChargedItem(code="ZL0003", name="床位费", cnt_e4=10_000, unit="日", pric_e6=12_000_000)
DRUG = HandedOut(feedetl_sn="1", code="YP0001", name="药", cnt_e4=10_000, unit="盒", pric_e6=1_000_000)


def admission() -> AdmissionRegistered:
    return AdmissionRegistered(
        day=DAY, number="A2600001", department="内科", diagnosis=Diagnosis("J18.9", "肺炎")
    )


def test_a_stay_is_charged_and_paid_for_by_its_own_clinic_alone(county: TestCounty) -> None:
    mine, other = county.clinic(TOWNSHIP), county.clinic(OTHER)
    stay = mine.write(admission(), None, new_id())
    mine.write(AdmissionCharged(admission_id=stay.id, day=DAY, items=(BED,)), None, stay.subject)
    paid = mine.write(DepositTaken(admission_id=stay.id, number="YA1", amount=100), None, stay.subject)
    assert mine.push().status_code == 200
    county.work()
    assert reasons(county) == {}
    assert ids_in(county, admission_item.c.admission_id) == {stay.id}

    foreign = other.write(DepositTaken(admission_id=stay.id, number="YA2", amount=100), None, stay.subject)
    other.write(AdmissionCharged(admission_id=stay.id, day=DAY, items=(BED,)), None, stay.subject)
    assert other.push().status_code == 200
    county.work()
    assert set(reasons(county).values()) == {WrongFacility.code} and foreign.id in reasons(county)
    assert ids_in(county, deposit.c.entry_id) == {paid.id}


def test_who_hands_out_is_a_pharmacist(county: TestCounty) -> None:
    clinic, cashier, pharmacist = county.clinic(), Staff("K007"), Staff("Y001")
    clinic.certify(cashier, ("cashier",))
    clinic.certify(pharmacist, ("pharmacist",))
    fact = MedicineDispensed(visit_id=new_id(), settlement_id=new_id(), lines=(DRUG,))
    bad = clinic.write(fact, cashier, new_id())
    good = clinic.write(fact, pharmacist, new_id())
    clinic.push()
    county.work()
    assert reasons(county) == {bad.id: "staff.not_allowed"}
    assert ids_in(county, dispensed_line.c.entry_id) == {good.id}
