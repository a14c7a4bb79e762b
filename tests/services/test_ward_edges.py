"""病区 at its edges: what is typed carelessly, back-dated, or left lying on the ward."""

from datetime import timedelta

import pytest

from clinic_app.services.inpatient import DosesOut, OrdersOpen
from clinic_app.services.wardcare import BedInUse
from clinic_app.services.wardorders import BadOrder
from tests.services.test_ward import (
    PNEUMONIA,
    day,  # noqa: F401 - fixtures of the same clinic
    drug,
    founded,  # noqa: F401
    in_bed,
    ordered,
    shelved,
    tomorrow,
)

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
