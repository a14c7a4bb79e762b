"""病区: what the doctor orders is given out, carried out once, charged, and all of it is settled before the door."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_app.domain.catalogs import drugs, services
from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.domain.ward import BedNotReady, BedState, Category, NoBed, Term, due_ms
from clinic_app.journal.facts.ward import WardOrdersExecuted
from clinic_app.projections.queries import ward as queries
from clinic_app.projections.queries.inpatient import AdmissionState
from clinic_app.projections.queries.stock import batches_of
from clinic_app.services.examinations import Wish
from clinic_app.services.inpatient import DosesOut, OrdersOpen
from clinic_app.services.stock_booking import Delivery, NewBatch
from clinic_app.services.wardcare import DoneAlready, NotSupplied, NotYet
from clinic_app.services.warddoses import NothingDue, ShortFor, summed
from clinic_app.services.wardnotes import Incomplete, SummaryThere
from clinic_app.services.wardorders import Answers, BadOrder, NewOrder, NothingToStop, OrdersRefused
from clinic_app.store.duty import OnDuty
from clinic_app.store.rebuild import rebuild
from clinic_app.store.tables import entry as entries
from clinic_app.wiring import open_folder
from tests.ui.clinic_day import ADMIN, PASSWORD, ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import BED, DAY_MINUTES, NURSING, PNEUMONIA, admitted

AMBROXOL = "YP1223"
TABLET_E6 = next(one.price_e6 for one in drugs() if one.code == AMBROXOL) // 20


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ward") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def in_bed(day: ClinicDay, place: int = 0):
    """In since this morning, asked about allergies."""
    day.people = day.adults
    stay = admitted(day, place)
    day.clinic.chart.record_allergy(day.clinic.on_duty, stay.resident_id, kind="none_known")
    return stay


def drug(code: str = AMBROXOL, **more) -> NewOrder:
    return NewOrder(
        **{
            "term": Term.LONG,
            "category": Category.DRUG,
            "code": code,
            "dose": "30mg",
            "frequency": "tid",
            "route": "po",
            **more,
        }
    )


def service(code: str = BED, **more) -> NewOrder:
    return NewOrder(
        **{"term": Term.LONG, "category": Category.SERVICE, "code": code, "frequency": "qd", **more}
    )


def ordered(day: ClinicDay, stay, *orders: NewOrder):
    fact = day.clinic.wardorders.sign(day.clinic.on_duty, stay.id, orders)
    return [one.order_id for one in fact.orders]


def tomorrow(day: ClinicDay) -> date:
    day.clock.pass_minutes(DAY_MINUTES)
    return day.clinic.wardcare.today()


def carried_out(day: ClinicDay, on: date, stay=None) -> int:
    doses = day.clinic.wardcare.doses(on, stay.id if stay else None)
    return day.clinic.wardcare.execute(day.clinic.on_duty, [one.key for one in doses if one.done is None])


def shelved(day: ClinicDay, packs: int = 2, code: str = AMBROXOL, price_e6: int = 6_000_000, **more) -> None:
    line = NewBatch(
        drug=code,
        lot=f"L{price_e6}",
        expires=day.clinic.wardcare.today() + timedelta(days=400),
        packs=packs,
        pric_e6=price_e6,
        no_code="unlabelled",
        **more,
    )
    day.clinic.stock_booking.receive(day.clinic.on_duty, Delivery(supplier="县配送", lines=(line,)))


def on_hand(day: ClinicDay, code: str = AMBROXOL) -> int:
    with day.clinic.store.reading() as connection:
        return sum(one.qty_e4 for one in batches_of(connection, day.clinic.store.facility, code)) // UNIT_E4


def someone(day: ClinicDay, *roles: Role) -> OnDuty:
    return OnDuty(day.clinic.on_duty.author, "X1", "陈护士", frozenset(roles))


def test_what_is_carried_out_is_charged_by_itself(day):
    stay = in_bed(day)
    ordered(day, stay, drug(), service(), service(NURSING, category=Category.NURSING))
    on = tomorrow(day)
    assert [(one.order.name, one.slot) for one in day.clinic.wardcare.doses(on)][:3] == [
        ("盐酸氨溴索片", "08:00"),
        ("床位费(日)", "08:00"),
        ("二级护理", "08:00"),
    ]
    assert carried_out(day, on) == 5
    charged = {
        one.code: (one.cnt_e4 // UNIT_E4, one.pric_e6) for one in day.clinic.inpatient.charges(stay.id)
    }
    assert charged[AMBROXOL] == (3, TABLET_E6) and charged[BED] == (1, 12_000_000)
    with pytest.raises(DoneAlready):
        carried_out(day, on)
    assert rebuild(day.clinic.store, check=True).different == ()


def test_a_dose_left_out_costs_nothing_and_one_of_tomorrow_is_not_given_today(day):
    stay = in_bed(day)
    ordered(day, stay, drug())
    on = tomorrow(day)
    care, by = day.clinic.wardcare, day.clinic.on_duty
    first = care.doses(on)[0]
    care.execute(by, [first.key], left_out="呕吐")
    assert care.doses(on)[0].done.left_out == "呕吐"
    assert day.clinic.inpatient.charges(stay.id) == []
    with pytest.raises(NotYet):
        care.execute(by, [one.key for one in care.doses(on + timedelta(days=1))])


def test_two_pcs_without_a_line_give_a_dose_once_and_charge_it_once(day, tmp_path):
    stay = in_bed(day)
    ordered(day, stay, drug(), service())
    on = tomorrow(day)
    clinic = day.clinic
    clinic.store.close()
    shutil.copytree(clinic.store.folder, tmp_path / "other")
    here = open_folder(clinic.store.folder, ADMIN, PASSWORD, day.clock)
    other = open_folder(tmp_path / "other", ADMIN, PASSWORD, day.clock)
    day.clinic = here
    for pc in (here, other):
        pc.wardcare.execute(pc.on_duty, [one.key for one in pc.wardcare.doses(on)])
    told_once = here.inpatient.admission(stay.id).charged
    theirs = [entry for entry in entries_of(other) if entry.type == "ward_order.executed"]
    with here.store.writing(here.on_duty.author) as writing:
        for entry in theirs:
            writing.append(WardOrdersExecuted.parse(entry.body), stay.resident_id)
    assert len(theirs) == 1
    assert here.inpatient.admission(stay.id).charged == told_once > 0
    assert sum(here.inpatient.charged_days(stay.id).values()) == told_once
    other.close()


def entries_of(clinic):
    with clinic.store.reading() as connection:
        ids = [row.id for row in connection.execute(entries.select())]
    return [one for each in ids if (one := clinic.store.entry(each)) is not None]


def test_doses_come_from_the_shelf_at_their_batch_price_and_go_back_when_stopped(day):
    shelved(day)
    stay = in_bed(day)
    (order,) = ordered(day, stay, drug())
    on = tomorrow(day)
    clinic, by = day.clinic, day.clinic.on_duty
    with pytest.raises(NotSupplied):
        carried_out(day, on)
    assert [(one.name, one.cnt_e4 // UNIT_E4, one.beds) for one in summed(clinic.warddoses.owed(on))] == [
        ("盐酸氨溴索片", 3, (("01", 30_000),))
    ]
    clinic.warddoses.dispense(by, on)
    assert on_hand(day) == 37
    with pytest.raises(NothingDue):
        clinic.warddoses.dispense(by, on)
    first = clinic.wardcare.doses(on)[0]
    clinic.wardcare.execute(by, [first.key])
    assert [(one.cnt_e4, one.pric_e6) for one in clinic.inpatient.charges(stay.id)] == [(10_000, 300_000)]
    clinic.wardorders.stop(by, stay.id, [order], "好转")
    with pytest.raises(DosesOut):
        clinic.inpatient.discharge(by, stay.id, on, PNEUMONIA)
    back = clinic.warddoses.give_back(by)
    assert [one.cnt_e4 // UNIT_E4 for one in back] == [first_due_after_stop(day, on)]
    assert on_hand(day) == 37 + first_due_after_stop(day, on)
    gone = clinic.inpatient.discharge(by, stay.id, on, PNEUMONIA)
    assert gone.state is AdmissionState.DISCHARGED
    assert rebuild(clinic.store, check=True).different == ()


def first_due_after_stop(day: ClinicDay, on: date) -> int:
    """Doses of the day that come after now: those that a stop ends."""
    return sum(1 for slot in ("12:00", "16:00") if due_ms(on, slot) >= day.clock.now)


def test_two_batches_of_different_prices_are_two_lines_of_the_bill(day):
    shelved(day, packs=1, price_e6=6_000_000)
    shelved(day, packs=1, price_e6=8_000_000)
    stay = in_bed(day)
    ordered(day, stay, drug())
    for _ in range(7):  # 21 tablets
        on = tomorrow(day)
        day.clinic.warddoses.dispense(day.clinic.on_duty, on)
        carried_out(day, on)
    charged = {one.pric_e6: one.cnt_e4 // UNIT_E4 for one in day.clinic.inpatient.charges(stay.id)}
    assert charged == {300_000: 20, 400_000: 1}


def test_a_shelf_too_short_gives_nothing_out(day):
    shelved(day, packs=1)
    ordered(day, in_bed(day), drug(), drug("YP0002", dose="5mg", frequency="qd"))
    with pytest.raises(ShortFor):
        day.clinic.warddoses.dispense(day.clinic.on_duty, tomorrow(day))
    assert on_hand(day) == 20


def test_open_orders_stop_the_discharge_by_name(day):
    stay = in_bed(day)
    orders = ordered(day, stay, drug(), service())
    clinic, by = day.clinic, day.clinic.on_duty
    with pytest.raises(OrdersOpen) as refused:
        clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    assert refused.value.facts["orders"] == "盐酸氨溴索片、床位费(日)"
    clinic.wardorders.stop(by, stay.id, orders)
    with pytest.raises(NothingToStop):
        clinic.wardorders.stop(by, stay.id, orders)
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)


def test_an_examination_without_a_report_stops_the_discharge_until_it_is_cancelled(day):
    stay = in_bed(day)
    clinic, by = day.clinic, day.clinic.on_duty
    urine = next(one for one in services() if one.code == "ZL2002")
    [order] = clinic.examinations.order(by, Wish(stay_id=stay.id, services=(urine,)))
    with pytest.raises(OrdersOpen) as refused:
        clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    assert refused.value.facts["orders"] == order.title
    clinic.examinations.cancel(by, order.id, "不做了")
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)


def test_the_rules_of_prescribing_hold_on_the_ward(day):
    day.people = day.adults
    stay = admitted(day)
    clinic, by = day.clinic, day.clinic.on_duty
    with pytest.raises(OrdersRefused) as refused:
        clinic.wardorders.sign(by, stay.id, [drug()])
    assert refused.value.facts["rules"] == "P12", "nobody was asked about allergies"
    clinic.chart.record_allergy(by, stay.resident_id, kind="none_known")
    clinic.wardorders.sign(by, stay.id, [drug()])
    with pytest.raises(OrdersRefused) as refused:
        clinic.wardorders.sign(by, stay.id, [drug()])
    assert refused.value.facts["rules"] == "P18", "the same drug runs already"


@pytest.mark.parametrize(
    "wanted",
    [
        drug(dose=""),
        drug(route=""),
        drug(frequency="st"),
        drug("YP9999"),
        service(AMBROXOL),
        NewOrder(term=Term.LONG, category=Category.CARE, name=" ", frequency="qd"),
    ],
    ids=["no dose", "no route", "once for ever", "unknown", "a drug as a service", "no words"],
)
def test_half_an_order_is_refused(day, wanted):
    stay = in_bed(day)
    with pytest.raises(BadOrder):
        ordered(day, stay, wanted)


def test_a_new_level_of_nursing_ends_the_one_before(day):
    stay = in_bed(day)
    ordered(day, stay, service("ZL6001", category=Category.NURSING))
    day.clock.pass_minutes(60)
    ordered(day, stay, service(NURSING, category=Category.NURSING))
    still = [one.name for one in day.clinic.wardorders.orders(stay.id) if one.open]
    assert still == ["二级护理"]
    assert day.clinic.wardcare.beds()[0].nursing == "二级护理"


def test_only_a_doctor_orders_and_a_nurse_carries_out(day):
    stay = in_bed(day)
    nurse, cashier = someone(day, Role.NURSE), someone(day, Role.CASHIER)
    with pytest.raises(NotAllowed):
        day.clinic.wardorders.sign(nurse, stay.id, [drug()])
    ordered(day, stay, drug())
    keys = [one.key for one in day.clinic.wardcare.doses(tomorrow(day))]
    with pytest.raises(NotAllowed):
        day.clinic.wardcare.execute(cashier, keys)
    assert day.clinic.wardcare.execute(nurse, keys) == 3


def test_a_bed_that_was_left_is_cleaned_before_the_next_one_lies_in_it(day):
    clinic, by = day.clinic, day.clinic.on_duty
    for bed in ("01", "02", "05"):
        clinic.wardcare.place_bed(by, bed, "1室")
    stay = in_bed(day)
    assert {one.bed: one.state for one in clinic.wardcare.beds()} == {
        "01": BedState.TAKEN,
        "02": BedState.FREE,
        "05": BedState.FREE,
    }
    assert clinic.inpatient.free_beds() == ["02", "05"]
    assert clinic.wardcare.move(by, stay.id, "05").bed == "05"
    assert clinic.inpatient.free_beds() == ["02"]
    states = {one.bed: one.state for one in clinic.wardcare.beds()}
    assert states == {"01": BedState.CLEANING, "02": BedState.FREE, "05": BedState.TAKEN}
    with pytest.raises(BedNotReady):
        clinic.wardcare.move(by, stay.id, "01")
    with pytest.raises(NoBed):
        clinic.wardcare.move(by, stay.id, "99")
    clinic.wardcare.ready_bed(by, "01")
    assert clinic.wardcare.move(by, stay.id, "01").bed == "01"
    clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    assert {one.bed: one.state for one in clinic.wardcare.beds()}["01"] is BedState.CLEANING


def test_measurements_belong_to_the_stay_and_never_to_the_future(day):
    stay = in_bed(day)
    care, by = day.clinic.wardcare, day.clinic.on_duty
    care.measure(by, stay.id, day.clock.now, {"temp": 385_000, "pulse": 920_000, "intake": 15_000_000})
    assert [one.value_e4 for one in care.measured(stay.id)["temp"]] == [385_000]
    with pytest.raises(NotYet):
        care.measure(by, stay.id, day.clock.now + 60_000, {"temp": 370_000})


def test_notes_are_signed_added_to_and_found_from_the_chart(day):
    stay = in_bed(day)
    notes, by = day.clinic.wardnotes, day.clinic.on_duty
    with pytest.raises(Incomplete):
        notes.sign(by, stay.id, "daily", {"病情": " "})
    daily = notes.sign(by, stay.id, "daily", {"病情": "体温正常"})
    notes.add_to(by, daily, "咳嗽减轻")
    found = notes.notes(stay.id)[0]
    assert (found.sections[0].text, found.addenda[0].text) == ("体温正常", "咳嗽减轻")
    summary = {"诊疗经过": "抗感染", "出院医嘱": "休息一周"}
    made = notes.sign(by, stay.id, "discharge", summary, diagnoses=(PNEUMONIA,))
    with pytest.raises(SummaryThere):
        notes.sign(by, stay.id, "discharge", summary, diagnoses=(PNEUMONIA,))
    with day.clinic.store.reading() as connection:
        papers = queries.stay_papers_of(connection, stay.resident_id)
    assert [(one.note_id, one.number) for one in papers] == [(made, stay.number)]


def test_a_consultation_is_told_with_the_order(day):
    stay = in_bed(day)
    fact = day.clinic.wardorders.sign(
        day.clinic.on_duty, stay.id, [drug()], Answers(consulted="县医院 李主任")
    )
    assert [(one.rule, one.reason) for one in fact.overrides] == [("P08.consultation", "县医院 李主任")]
