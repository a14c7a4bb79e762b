"""病区 at its edges: what is typed carelessly, back-dated, or left lying on the ward."""

from datetime import timedelta

import pytest

from clinic_app.domain.pharmacy.movement import NoReason
from clinic_app.domain.ward import BedNotReady, NoBed
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.inpatient import ChargedItem
from clinic_app.journal.facts.ward import (
    AdmissionMoved,
    DoseDone,
    WardOrder,
    WardOrdersExecuted,
    WardOrdersSigned,
)
from clinic_app.services.inpatient import BelowZero, DosesOut, OrdersOpen, Wanted
from clinic_app.services.wardcare import BedInUse, BeforeAdmission, DoneAlready
from clinic_app.services.wardorders import BadOrder
from tests.services.test_ward import (
    AMBROXOL,
    PNEUMONIA,
    TABLET_E6,
    day,  # noqa: F401 - fixtures of the same clinic
    drug,
    founded,  # noqa: F401
    in_bed,
    ordered,
    shelved,
    tomorrow,
)
from tests.ui.ward_day import admitted

DAY_MS = 86_400_000


def test_doses_that_nobody_ticked_keep_the_patient_from_leaving_unpaid(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    stay = in_bed(day)
    shelved(day)
    orders = ordered(day, stay, drug())
    on = tomorrow(day)
    clinic.warddoses.dispense(by, on)
    tomorrow(day)
    clinic.wardorders.stop(by, stay.id, orders)
    with pytest.raises(OrdersOpen):
        clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    keys = [one.key for one in clinic.wardcare.doses(on, stay.id)]
    clinic.wardcare.execute(by, keys[:2])
    clinic.wardcare.execute(by, keys[2:], left_out="拒服")
    with pytest.raises(DosesOut):
        clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    clinic.warddoses.give_back(by)
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)


def test_an_order_begins_no_earlier_than_the_stay(day):  # noqa: F811
    stay = in_bed(day)
    with pytest.raises(BadOrder):
        ordered(day, stay, drug(start_ms=stay.registered_ms - 3 * DAY_MS))
    assert day.clinic.wardcare.doses(stay.day - timedelta(days=1)) == []


def test_a_bed_with_somebody_in_it_stays_however_its_number_is_typed(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.wardcare.place_bed(by, "01")
    in_bed(day)
    with pytest.raises(BedInUse):
        clinic.wardcare.place_bed(by, " 01 ", in_use=False)


def test_the_days_of_a_stay_add_up_to_its_bill_to_the_fen(day):  # noqa: F811
    """A tablet a day of a box whose tablets are no whole fen."""
    clinic, by = day.clinic, day.clinic.on_duty
    stay = in_bed(day)
    ordered(day, stay, drug())
    for _ in range(5):
        on = tomorrow(day)
        [first, *rest] = [one.key for one in clinic.wardcare.doses(on, stay.id)]
        clinic.wardcare.execute(by, [first])
        clinic.wardcare.execute(by, rest, left_out="拒服")
    days = clinic.inpatient.charged_days(stay.id)
    assert len(days) == 5 and sum(days.values()) == clinic.inpatient.admission(stay.id).charged
    lists = [sum(one.amount for one in clinic.inpatient.charges(stay.id, on)) for on in days]
    assert lists == list(days.values())


def told_elsewhere(day, fact, stay) -> None:  # noqa: F811
    """What a PC without a line wrote arrives here."""
    day.clock.pass_minutes(1)
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(fact, stay.resident_id)


def test_blanks_are_no_reason_to_leave_a_dose_out(day):  # noqa: F811
    stay = in_bed(day)
    ordered(day, stay, drug())
    on = tomorrow(day)
    [first, *_] = day.clinic.wardcare.doses(on, stay.id)
    with pytest.raises(NoReason):
        day.clinic.wardcare.execute(day.clinic.on_duty, [first.key], left_out="  ")
    assert day.clinic.wardcare.doses(on, stay.id)[0].done is None


def test_nothing_is_measured_before_the_admission(day):  # noqa: F811
    stay = in_bed(day)
    with pytest.raises(BeforeAdmission):
        day.clinic.wardcare.measure(
            day.clinic.on_duty, stay.id, stay.registered_ms - 3 * DAY_MS, {"temp": 368_000}
        )


def test_a_box_taken_off_is_a_box_and_not_a_tablet(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    stay = in_bed(day)
    ordered(day, stay, drug())
    today = clinic.inpatient.today()
    clinic.inpatient.charge(by, stay.id, today, [Wanted(AMBROXOL, 2)])
    on = tomorrow(day)
    clinic.wardcare.execute(by, [clinic.wardcare.doses(on, stay.id)[0].key])
    box = next(one for one in clinic.inpatient.charges(stay.id) if one.unit == "盒")
    (off,) = clinic.inpatient.charge(by, stay.id, on, [Wanted(AMBROXOL, -1)])
    assert (off.unit, off.pric_e6, off.cnt_e4) == ("盒", box.pric_e6, -10_000)
    (tablet,) = clinic.inpatient.charge(by, stay.id, on, [Wanted(AMBROXOL, -1, "片")])
    assert (tablet.unit, tablet.pric_e6) == ("片", TABLET_E6)
    assert [(one.unit, one.cnt_e4) for one in clinic.inpatient.charges(stay.id)] == [("盒", 10_000)]
    with pytest.raises(BelowZero):
        clinic.inpatient.charge(by, stay.id, on, [Wanted(AMBROXOL, -1, "片")])


def test_a_bed_for_admission_is_one_of_the_house_and_clean(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    for bed in ("01", "02"):
        clinic.wardcare.place_bed(by, bed)
    with pytest.raises(NoBed):
        admitted(day, bed="77")
    stay = in_bed(day)
    clinic.wardcare.move(by, stay.id, "02")
    with pytest.raises(BedNotReady):
        admitted(day, 1, bed="01")
    clinic.wardcare.ready_bed(by, "01")
    assert admitted(day, 1, bed="01").bed == "01"


def test_two_in_one_bed_are_told_on_both_cards_with_their_names(day):  # noqa: F811
    first, second = in_bed(day), admitted(day, 1)
    assert first.bed != second.bed
    moved = AdmissionMoved(admission_id=second.id, from_bed=second.bed, bed=first.bed)
    told_elsewhere(day, moved, second)
    cards = [one for one in day.clinic.wardcare.beds() if one.bed == first.bed]
    assert {(one.stay.name, one.shared_with) for one in cards} == {
        (first.name, (second.name,)),
        (second.name, (first.name,)),
    }
    assert set(day.clinic.inpatient.beds_taken()[first.bed].split("、")) == {first.name, second.name}


def test_an_order_of_a_pc_without_a_line_ends_with_the_discharge(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    stay = in_bed(day)
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    order = WardOrder(
        order_id=new_id(),
        term="long",
        category="drug",
        code=AMBROXOL,
        name="氨溴索",
        dose="30mg",
        frequency="tid",
        route="1",
        unit="片",
        start_ms=day.clinic.store.wall(),
    )
    told_elsewhere(day, WardOrdersSigned(admission_id=stay.id, orders=(order,)), stay)
    (shown,) = clinic.wardorders.orders(stay.id)
    assert not shown.open and shown.stop_ms == shown.start_ms
    on = tomorrow(day)
    assert clinic.wardcare.doses(on, stay.id) == []


def test_a_dose_told_after_the_settlement_is_shown_as_not_billed(day):  # noqa: F811
    clinic, by = day.clinic, day.clinic.on_duty
    stay = in_bed(day)
    (order_id,) = ordered(day, stay, drug())
    on = tomorrow(day)
    doses = clinic.wardcare.doses(on, stay.id)
    clinic.wardcare.execute(by, [doses[0].key])
    clinic.wardorders.stop(by, stay.id, [order_id])
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    clinic.wardbill.settle(by, stay.id)
    assert clinic.inpatient.admission(stay.id).unbilled == 0
    with pytest.raises(DoneAlready):
        clinic.wardcare.execute(by, [doses[1].key])
    item = ChargedItem(code=AMBROXOL, name="氨溴索", cnt_e4=10_000, unit="片", pric_e6=1_000_000)
    late = DoseDone(order_id=order_id, day=on, slot=doses[1].slot, items=(item,))
    told_elsewhere(day, WardOrdersExecuted(admission_id=stay.id, doses=(late,)), stay)
    assert clinic.inpatient.admission(stay.id).unbilled == 100
