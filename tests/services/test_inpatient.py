"""住院: what goes in comes out again, to the fen."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.refusals import PlatformSettled
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.settlement import Referred
from clinic_app.projections.queries.inpatient import AdmissionState
from clinic_app.services.deposits import BadAmount, NotHeld, StaySettled
from clinic_app.services.inpatient import (
    BadDay,
    BadItem,
    BedTaken,
    BelowZero,
    ChargedAfter,
    DischargedAlready,
    InAlready,
    SettledAlready,
    Wanted,
)
from clinic_app.services.wardbill import AlreadySettled, DueChanged, NotEnough, NothingCharged, StillIn
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic
from tests.ui.ward_day import BED, CARE, DAY_MINUTES, NURSING, PNEUMONIA, ROUNDS, a_stay, admitted, charged


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("morning") / "data"
    found_clinic(folder)
    return folder


@pytest.fixture
def day(founded: Path, tmp_path: Path) -> Iterator[ClinicDay]:
    opened = begin_day(founded, tmp_path / "data")
    yield opened
    opened.clinic.close()


def held(day: ClinicDay, stay) -> int:
    return day.clinic.inpatient.admission(stay.id).held


def test_a_stay_from_the_door_to_the_receipt(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = a_stay(day)
    assert (stay.state, stay.number, stay.bed) == (AdmissionState.DISCHARGED, "A2600001", "01")
    assert stay.days_on(clinic.inpatient.today()) == 3
    ready = clinic.wardbill.presettle(stay.id)
    # 3 × (12 + 10 + 8 + 60) + 3 cefuroxime at 10 % first; deductible 200 for the first admission, then 85 %
    assert ready.bill.med_type == "21"
    assert [line.cnt_e4 for line in ready.bill.lines] == [30_000] * 5
    assert (ready.settlement.adm_seq, ready.settlement.dedc_std) == (1, 20_000)
    amounts = ready.amounts
    assert amounts.medfee_sumamt == stay.charged == amounts.fund_pay_sumamt + amounts.psn_part_amt
    assert ready.from_deposit + ready.to_pay == amounts.cash_pay
    closed = clinic.wardbill.settle(by, stay.id, due_shown=ready.to_pay)
    assert closed.returned == 50_000 - amounts.cash_pay > 0
    assert closed.made.tender == {"deposit": amounts.cash_pay}
    assert (closed.made.begndate, closed.made.enddate) == (date(2026, 11, 20), date(2026, 11, 23))
    assert held(day, stay) == 0
    assert clinic.inpatient.admission(stay.id).state is AdmissionState.SETTLED
    assert clinic.inpatient.present() == []
    assert [one.id for one in clinic.inpatient.settled()] == [stay.id]
    assert rebuild(clinic.store, check=True).different == ()


def test_a_small_deposit_is_used_up_and_the_person_pays_the_rest(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = a_stay(day, deposit=10_000)
    ready = clinic.wardbill.presettle(stay.id)
    assert (ready.from_deposit, ready.to_return) == (10_000, 0)
    with pytest.raises(NotEnough):
        clinic.wardbill.settle(by, stay.id, ready.to_pay - 1)
    with pytest.raises(DueChanged):
        clinic.wardbill.settle(by, stay.id, due_shown=ready.to_pay + 1)
    closed = clinic.wardbill.settle(by, stay.id, ready.to_pay + 500, tender="cash")
    assert closed.made.tender == {"deposit": 10_000, "cash": ready.to_pay}
    assert (closed.made.received, closed.made.change) == (ready.to_pay + 500, 500)
    assert (closed.slip, closed.returned) == (None, 0)


def test_a_settlement_taken_back_holds_the_deposit_again_and_may_be_made_anew(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = a_stay(day)
    first = clinic.wardbill.settle(by, stay.id)
    used = first.made.tender["deposit"]
    red = clinic.wardbill.reverse(by, stay.id, "多记一天")
    assert red.tender == {"deposit": -used}
    assert Amounts.of(red.amounts).fund_pay_sumamt == -first.made.amounts["fund_pay_sumamt"]
    now = clinic.inpatient.admission(stay.id)
    assert (now.state, now.held) == (AdmissionState.DISCHARGED, used)
    clinic.inpatient.charge(by, stay.id, now.day, [Wanted(CARE, -1)])
    again = clinic.wardbill.settle(by, stay.id)
    assert again.made.adm_seq == 1, "the first one does not count any more"
    assert again.made.amounts["medfee_sumamt"] == first.made.amounts["medfee_sumamt"] - 6_000
    assert again.returned == used - again.made.tender["deposit"] > 0
    assert held(day, stay) == 0


def test_a_stay_that_the_platform_settled_is_not_taken_back_here_alone(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = a_stay(day)
    first = clinic.wardbill.settle(by, stay.id).made
    clinic.wardbill.reverse(by, stay.id)
    with clinic.store.writing(by.author) as writing:
        theirs = msgspec.structs.replace(first, setl_id="S1", status="settled", number="A9")
        writing.append(theirs, stay.resident_id)
    with pytest.raises(PlatformSettled):
        clinic.wardbill.reverse(by, stay.id)
    assert clinic.inpatient.admission(stay.id).state is AdmissionState.SETTLED


def test_the_second_admission_of_a_year_has_the_lower_deductible(day):
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.wardbill.settle(by, a_stay(day).id)
    second = clinic.wardbill.presettle(a_stay(day).id)
    assert (second.settlement.adm_seq, second.settlement.dedc_std) == (2, 10_000)


def test_an_admission_over_new_year_belongs_to_the_year_it_ends_in(day):
    clinic, by = day.clinic, day.clinic.on_duty
    clinic.wardbill.settle(by, a_stay(day).id)
    while clinic.inpatient.today() < date(2026, 12, 30):
        day.clock.pass_minutes(DAY_MINUTES)
    stay = a_stay(day)
    assert (stay.day, stay.end_day) == (date(2026, 12, 30), date(2027, 1, 2))
    made = clinic.wardbill.settle(by, stay.id).made
    assert (made.year, made.adm_seq, made.dedc_std) == (2027, 1, 20_000)
    assert made.effect["ip_cnt"] == 1


@pytest.mark.parametrize(
    ("referral", "standard"),
    [
        pytest.param(("down", "county", 3), 0, id="down from the county: no deductible"),
        pytest.param(("down", "county", 16), 20_000, id="too old: the whole standard"),
        pytest.param(("up", "village", 3), 20_000, id="up from a village, which has no inpatients"),
    ],
)
def test_referral_and_deductible(day, referral, standard):
    kind, level, age = referral
    sent = Referred(
        type=kind,
        from_lv=level,
        registered=True,
        same_area=True,
        date=day.clinic.inpatient.today() - timedelta(days=age),
    )
    stay = admitted(day, referral=sent)
    charged(day, stay, (CARE, 10))
    assert day.clinic.inpatient.admission(stay.id).referral == sent
    ready = day.clinic.wardbill.presettle(stay.id)
    assert ready.settlement.dedc_std == standard
    assert ("W_REFERRAL_INVALID" in ready.settlement.warnings) == (age > 15)


def test_a_package_is_paid_as_one_sum(day):
    clinic = day.clinic
    (package,) = clinic.inpatient.packages(day.insure(day.people[0]))
    assert package.name == "平产"
    stay = admitted(day, dise_codg=package.dise_codg, pay_way="disease")
    charged(day, stay, (CARE, 30))
    ready = clinic.wardbill.presettle(stay.id)
    amounts = ready.amounts
    assert (amounts.medfee_sumamt, amounts.hosp_part_amt) == (180_000, 30_000)
    assert (amounts.fund_pay_sumamt, amounts.cash_pay) == (120_000, 30_000)
    assert clinic.inpatient.packages("") == []


def test_what_the_insurance_refuses_is_shown_with_the_self_pay_bill(day):
    clinic, by = day.clinic, day.clinic.on_duty
    text = clinic.insurance.policies()[0].text
    clinic.insurance.install_policy(by, text.replace('["11", "14", "21"]\nmax', '["11", "14"]\nmax'))
    stay = a_stay(day)
    ready = clinic.wardbill.presettle(stay.id)
    assert ready.refusal == "E_OFFLINE_TYPE"
    assert ready.amounts.cash_pay == stay.charged
    closed = clinic.wardbill.settle(by, stay.id, self_pay=True)
    assert (closed.made.insutype, closed.made.status) == ("", "settled")


def test_items_come_off_at_the_price_they_went_on_and_never_below_zero(day):
    clinic = day.clinic
    stay = admitted(day)
    charged(day, stay, (BED, 2), (NURSING, 1))
    charged(day, stay, (BED, -1))
    assert [(one.code, one.cnt_e4) for one in clinic.inpatient.charges(stay.id)] == [
        (BED, 10_000),
        (NURSING, 10_000),
    ]
    with pytest.raises(BelowZero) as off:
        charged(day, stay, (BED, -2))
    assert off.value.facts["charged"] == 1
    with pytest.raises(BelowZero):
        charged(day, stay, (BED, -1), (BED, -1))
    with pytest.raises(BadItem):
        charged(day, stay, ("XX0000", 1))
    with pytest.raises(BadItem):
        charged(day, stay, (BED, 0))
    charged(day, stay, (BED, -1), (NURSING, -1))
    assert clinic.inpatient.admission(stay.id).charged == 0
    with pytest.raises(NothingCharged):
        clinic.wardbill.presettle(stay.id)


def test_days_outside_the_stay_are_refused(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day)
    today = clinic.inpatient.today()
    for wrong in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(BadDay):
            clinic.inpatient.charge(by, stay.id, wrong, [Wanted(BED, 1)])
        with pytest.raises(BadDay):
            clinic.inpatient.discharge(by, stay.id, wrong, PNEUMONIA)
    day.clock.pass_minutes(DAY_MINUTES)
    charged(day, stay, (BED, 1))
    with pytest.raises(ChargedAfter):
        clinic.inpatient.discharge(by, stay.id, today, PNEUMONIA)
    charged(day, stay, (BED, -1))
    clinic.inpatient.discharge(by, stay.id, today, PNEUMONIA)
    with pytest.raises(DischargedAlready):
        clinic.inpatient.discharge(by, stay.id, today, PNEUMONIA)
    clinic.inpatient.charge(
        by, stay.id, today, [Wanted(ROUNDS, 1)]
    )  # forgotten, added before the bill is made
    clinic.wardbill.settle(by, stay.id)
    with pytest.raises(SettledAlready):
        clinic.inpatient.charge(by, stay.id, today, [Wanted(ROUNDS, 1)])
    with pytest.raises(AlreadySettled):
        clinic.wardbill.settle(by, stay.id)
    with pytest.raises(StaySettled):
        clinic.deposits.take(by, stay.id, 100)


def test_nobody_is_in_twice_and_a_bed_holds_one(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day, bed="01")
    with pytest.raises(InAlready):
        admitted(day, bed="02")
    with pytest.raises(BedTaken) as taken:
        admitted(day, 1, bed="01")
    assert taken.value.facts["name"] == day.people[0].name
    with pytest.raises(StillIn):
        charged(day, stay, (BED, 1))
        clinic.wardbill.settle(by, stay.id)
    admitted(day, 1, bed="02", insured=False)
    assert clinic.inpatient.beds_taken() == {"01": day.people[0].name, "02": day.people[1].name}


def test_more_than_is_held_does_not_go_back(day):
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day)
    slip_id, slip = clinic.deposits.take(by, stay.id, 30_000, "wechat")
    assert slip.number == f"YA{beijing_day(day.clock()):%y%m%d}0001"
    clinic.deposits.give_back(by, stay.id, 10_000, "wechat", "交多了")
    with pytest.raises(NotHeld):
        clinic.deposits.give_back(by, stay.id, 20_001)
    for wrong in (0, -1):
        with pytest.raises(BadAmount):
            clinic.deposits.take(by, stay.id, wrong)
    with pytest.raises(BadAmount):
        clinic.deposits.take(by, stay.id, 1, "gold")
    assert [(one.entry_id == slip_id, one.amount) for one in clinic.deposits.slips(stay.id)] == [
        (True, 30_000),
        (False, -10_000),
    ]
    assert held(day, stay) == 20_000


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(1, 60_000)),
        st.tuples(st.just("give_back"), st.integers(1, 60_000)),
        st.tuples(st.just("charge"), st.integers(-3, 6)),
        st.tuples(st.just("settle"), st.just(0)),
        st.tuples(st.just("reverse"), st.just(0)),
    ),
    min_size=3,
    max_size=14,
)
REFUSALS = (
    BadItem,
    BelowZero,
    NotHeld,
    StaySettled,
    SettledAlready,
    AlreadySettled,
    NothingCharged,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_deposits_in_are_used_returned_or_held_and_never_below_zero(founded, tmp_path_factory, steps):
    day = begin_day(founded, tmp_path_factory.mktemp("stay") / "data")
    clinic, by = day.clinic, day.clinic.on_duty
    stay = admitted(day)
    charged(day, stay, (CARE, 5))
    stay = clinic.inpatient.discharge(by, stay.id, clinic.inpatient.today(), PNEUMONIA)
    taken = returned = 0
    used: int = 0
    try:
        for what, value in steps:
            try:
                if what == "take":
                    clinic.deposits.take(by, stay.id, value)
                    taken += value
                elif what == "give_back":
                    clinic.deposits.give_back(by, stay.id, value)
                    returned += value
                elif what == "charge":
                    charged(day, stay, (CARE, value))
                elif what == "settle":
                    closed = clinic.wardbill.settle(by, stay.id)
                    used, returned = closed.made.tender.get("deposit", 0), returned + closed.returned
                    assert sum(closed.made.tender.values()) == closed.made.amounts.get("psn_cash_pay", 0)
                elif clinic.inpatient.admission(stay.id).settlement_id is not None:
                    clinic.wardbill.reverse(by, stay.id)
                    used = 0
            except REFUSALS:
                pass
            now = clinic.inpatient.admission(stay.id)
            assert now.held == taken - used - returned >= 0
            assert now.charged >= 0
            assert now.state is not AdmissionState.SETTLED or now.held == 0
    finally:
        clinic.close()
