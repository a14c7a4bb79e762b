"""退费: whole or in part, back the way it came, and never half done."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_app.domain.resources import text
from clinic_app.domain.settlement import TakeBack
from clinic_app.domain.settlement.refusals import DrugsAreOut, DueChanged, RefundRefused, ReversedAlready
from clinic_app.domain.time import BEIJING
from clinic_app.journal.entry import new_id
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine
from clinic_app.journal.facts.pharmacy import HandedOut, MedicineDispensed, MedicineReturned
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.journal.facts.stock import Price, PricesOrdered
from clinic_app.projections.queries import insurance
from clinic_app.projections.queries.calls import CallState
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store.rebuild import rebuild
from clinic_app.wiring import open_folder
from tests.services.test_bills_and_papers import day, founded
from tests.services.test_mixed_payment import debited
from tests.signed import sign_without_rules
from tests.ui.clinic_day import ADMIN, FACILITY, PASSWORD, ClinicDay, Clock, found_clinic

__all__ = ["day", "founded"]
UNIT = 10_000


def of_line(feedetl_sn: str, units: int = 1) -> tuple[TakeBack, ...]:
    return (TakeBack(feedetl_sn=feedetl_sn, cnt_e4=units * UNIT),)


def settled(day: ClinicDay, visit, **given):
    return day.clinic.settlement.settle(day.clinic.on_duty, visit.id, **given)


def accumulated(day: ClinicDay, psn_no: str) -> dict[str, int]:
    with day.clinic.store.reading() as connection:
        return dict(insurance.state_of(connection, psn_no, "clinic").of(day.clinic.settlement.today().year))


def handed(line, cnt_e4: int) -> HandedOut:
    return HandedOut(
        feedetl_sn=line.feedetl_sn,
        code=line.med_list_codg,
        name=line.name,
        cnt_e4=cnt_e4,
        unit=line.unit,
        pric_e6=line.pric_e6,
    )


def test_one_line_comes_back_and_the_rest_is_settled_anew(day):
    visit = day.bill(0)
    settlement_id, made = settled(day, visit)
    plan = day.clinic.refunds.plan(settlement_id, of_line("2"))
    before = accumulated(day, made.psn_no)
    done = day.clinic.refunds.refund(
        day.clinic.on_duty, settlement_id, of_line("2"), "药品退回", cash_shown=plan.cash_back
    )
    assert done.rest is not None and done.red.new_setl_id == done.rest_id
    assert done.rest.resettles == done.red_id
    assert [line.feedetl_sn for line in done.rest.lines] == ["1", "3"]
    fee_back = made.lines[1].split["det_item_fee_sumamt"]
    assert plan.cash_back + plan.fund_back == fee_back
    assert done.rest.amounts["medfee_sumamt"] == made.amounts["medfee_sumamt"] - fee_back
    after = accumulated(day, made.psn_no)
    assert {
        key: before[key] - made.effect.get(key, 0) + done.rest.effect.get(key, 0) for key in before
    } == after
    entries = [day.clinic.store.entry(one) for one in (done.red_id, done.rest_id)]
    assert entries[1].seq == entries[0].seq + 1, "the red stands before what remains"
    assert day.clinic.settlement.unpaid() == [], "the visit stays charged"
    rebuild(day.clinic.store, check=True)


def test_what_remains_can_be_refunded_again_until_nothing_is_left(day):
    visit = day.bill(0)
    settlement_id, made = settled(day, visit)
    service, by = day.clinic.refunds, day.clinic.on_duty
    back = service.plan(settlement_id, of_line("2")).cash_back
    rest_id = service.refund(by, settlement_id, of_line("2")).rest_id
    with pytest.raises(ReversedAlready):
        service.refund(by, settlement_id, of_line("3"))
    with pytest.raises(RefundRefused) as refused:
        service.refund(by, rest_id, of_line("2"))
    assert refused.value.facts["check"] == "E_REFUND_LINE"
    back += service.plan(rest_id, (*of_line("1"), *of_line("3"))).cash_back
    last = service.refund(by, rest_id, (*of_line("1"), *of_line("3")))
    assert (last.rest_id, back) == (None, made.amounts["cash_pay"])
    assert last.red.lines == (), "taking everything is a whole refund"
    assert not any(accumulated(day, made.psn_no).values())
    assert [one.id for one in day.clinic.settlement.unpaid()] == [visit.id]


@pytest.mark.parametrize(
    ("taken", "check"),
    [
        pytest.param((), "E_REFUND_QTY", id="an empty list"),
        pytest.param((TakeBack(feedetl_sn="1", cnt_e4=0),), "E_REFUND_QTY", id="nothing of a line"),
        pytest.param((TakeBack(feedetl_sn="1", cnt_e4=20_000),), "E_REFUND_QTY", id="more than is there"),
        pytest.param((TakeBack(feedetl_sn="9", cnt_e4=1),), "E_REFUND_LINE", id="an unknown line"),
    ],
)
def test_what_cannot_be_taken_back_changes_nothing(day, taken, check):
    settlement_id, _ = settled(day, day.bill(0))
    with pytest.raises(RefundRefused) as refused:
        day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, taken)
    assert refused.value.facts["check"] == check
    assert not day.clinic.settlement.of_day(day.clinic.settlement.today())[0].reversed


def test_another_sum_than_the_cashier_saw_is_not_handed_out(day):
    settlement_id, _ = settled(day, day.bill(0))
    with pytest.raises(DueChanged):
        day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, of_line("2"), cash_shown=1)
    assert day.clinic.refunds.plan(settlement_id).settled.reversed is False


def test_a_drug_with_the_patient_comes_back_first(day):
    visit = day.bill(0)
    settlement_id, made = settled(day, visit)
    drug = made.lines[1]
    out = MedicineDispensed(visit_id=visit.id, settlement_id=settlement_id, lines=(handed(drug, UNIT),))
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(out, visit.resident_id)
    by = day.clinic.on_duty
    for taken in (None, of_line("2")):
        with pytest.raises(DrugsAreOut) as refused:
            day.clinic.refunds.refund(by, settlement_id, taken)
        assert refused.value.facts["drug"] == drug.name
    rest_id = day.clinic.refunds.refund(by, settlement_id, of_line("1")).rest_id
    assert {line.feedetl_sn: line.out_e4 for line in day.clinic.refunds.lines(rest_id)} == {"2": UNIT, "3": 0}
    back = MedicineReturned(visit_id=visit.id, settlement_id=settlement_id, lines=(handed(drug, UNIT),))
    with day.clinic.store.writing(by.author) as writing:
        writing.append(back, visit.resident_id)
    assert day.clinic.refunds.refund(by, rest_id).rest_id is None


def test_money_goes_back_the_way_it_came(day):
    visit = day.bill(0, insured=False)
    call = debited(day, visit.id, 1000, CallState.SUCCEEDED)
    settlement_id, made = settled(day, visit, tender={"wechat": 2000}, purse_call=call, purse_amount=1000)
    assert made.tender == {"purse": 1000, "wechat": 2000, "cash": 410}
    service, by = day.clinic.refunds, day.clinic.on_duty
    line = made.lines[1].split["det_item_fee_sumamt"]
    plan = service.plan(settlement_id, of_line("2"))
    assert plan.goes.back == {"cash": 410, "wechat": line - 410}
    done = service.refund(by, settlement_id, of_line("2"))
    assert done.rest.tender == {"purse": 1000, "wechat": 2000 - (line - 410)}
    assert (done.rest.amounts["ewallet_pay"], done.rest.purse_call) == (1000, call)
    last = service.refund(by, done.rest_id)
    assert last.red.tender == {"cash": -1000, "wechat": -done.rest.tender["wechat"]}, (
        "a purse is not loaded here"
    )


def test_a_whole_refund_in_cash_says_no_more_than_before(day):
    settlement_id, _ = settled(day, day.bill(0))
    assert day.clinic.refunds.refund(day.clinic.on_duty, settlement_id).red.tender == {}


# LY-057, through the services.


@pytest.fixture
def longyan(tmp_path):
    """A clinic of 2011, under the policy of that year."""
    folder = tmp_path / "longyan"
    found_clinic(folder)
    clock = Clock(int(datetime(2011, 5, 10, 8, 0, tzinfo=BEIJING).astimezone(UTC).timestamp() * 1000))
    clinic = open_folder(folder, ADMIN, PASSWORD, clock)
    clinic.insurance.install_policy(clinic.on_duty, text("policies", "longyan_2011.toml"))
    yield clinic
    clinic.close()


def prescribed(clinic, psn_no: str, *lines: tuple[str, int, int]):
    """A signed visit; lines are code, micro-yuan, units.  The county has ordered these prices."""
    by = clinic.on_duty
    told = tuple(Price(code, price) for code, price, _ in lines)
    with clinic.store.writing(by.author) as writing:
        writing.append(PricesOrdered(number="1", from_day=clinic.settlement.today(), prices=told))
    number = "350881195001011233"
    known = clinic.residents.find(number)
    resident = (
        known[0].id if known else clinic.residents.register(by, NewResident(name="李某", id_number=number)).id
    )
    visit = clinic.registration.register(
        by, NewVisit(resident_id=resident, department="全科", psn_no=psn_no, mdtrt_cert_type="03")
    )
    drugs = tuple(
        DrugLine(
            code=code,
            name=code,
            spec="",
            dose="",
            frequency="",
            route="",
            days=1,
            cnt_e4=units * UNIT,
            unit="盒",
            pric_e6=price,
        )
        for code, price, units in lines
    )
    found = Findings(complaint="咳嗽", diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),), drugs=drugs)
    sign_without_rules(clinic, visit, found)
    return visit


LY057 = (("YP0001", 12_800_000, 1), ("YP0101", 25_000_000, 2), ("YP0301", 36_000_000, 1))


def state(clinic, psn_no: str = "P1", balance: int = 0) -> None:
    stated = InsuredStated(
        psn_no=psn_no,
        id_number="350881195001011233",
        insutype="380",
        contract_inst=FACILITY,
        acct_balance=balance,
        salt=new_salt(),
    )
    clinic.insurance.state_insured(clinic.on_duty, [stated])


def test_ly_057_one_of_two_units_comes_back(longyan):
    state(longyan, balance=2000)
    visit = prescribed(longyan, "P1", *LY057)
    day = ClinicDay(longyan, None, [])
    call = debited(day, visit.id, 1000, CallState.SUCCEEDED)
    settlement_id, made = longyan.settlement.settle(
        longyan.on_duty, visit.id, acct_request=1_000_000, purse_call=call, purse_amount=1000
    )
    assert [made.amounts[name] for name in ("fund_pay_sumamt", "acct_pay", "cash_pay")] == [2023, 2000, 4857]
    done = longyan.refunds.refund(longyan.on_duty, settlement_id, of_line("2"))
    rest = done.rest.amounts
    assert [rest[name] for name in ("medfee_sumamt", "inscp_scp_amt", "fund_pay_sumamt")] == [
        7380,
        3530,
        1236,
    ]
    assert [rest[name] for name in ("acct_pay", "ewallet_pay", "cash_pay")] == [2000, 1000, 3144]
    assert (done.red.tender, done.rest.tender) == (
        {"purse": -1000, "cash": -4857},
        {"purse": 1000, "cash": 3144},
    )


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_chain_of_partial_refunds_gives_everything_back_once(longyan, data):
    """Charges, cash, funds and accumulators: what was taken has come back, no more and no less."""
    psn_no = f"P{new_id().hex[-12:]}"  # a person of its own for each example
    state(longyan, psn_no, balance=data.draw(st.integers(0, 3000)))
    units = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    lines = [(code, price, count) for (code, price, _), count in zip(LY057, units, strict=False)]
    visit = prescribed(longyan, psn_no, *lines)
    by = longyan.on_duty
    current, made = longyan.settlement.settle(by, visit.id, acct_request=1500)
    taken, back, current_made = made.amounts, {"cash": 0, "acct": 0, "fund": 0, "fee": 0}, made
    while current is not None:
        some = tuple(
            TakeBack(feedetl_sn=line.feedetl_sn, cnt_e4=count)
            for line in current_made.lines
            if (count := data.draw(st.integers(0, line.cnt_e4 // UNIT)) * UNIT)
        )
        if not some:
            some = of_line(current_made.lines[0].feedetl_sn)
        plan = longyan.refunds.plan(current, some)
        done = longyan.refunds.refund(by, current, some, cash_shown=plan.cash_back)
        back["cash"] += plan.cash_back
        back["acct"] += plan.acct_back
        back["fund"] += plan.fund_back
        left = 0 if done.rest is None else done.rest.amounts["medfee_sumamt"]
        fee_back = current_made.amounts["medfee_sumamt"] - left
        back["fee"] += fee_back
        assert plan.cash_back + plan.acct_back + plan.fund_back == fee_back
        current, current_made = done.rest_id, done.rest
    assert back == {
        "cash": taken.get("cash_pay", 0),
        "acct": taken.get("acct_pay", 0),
        "fund": taken.get("fund_pay_sumamt", 0),
        "fee": taken["medfee_sumamt"],
    }
    with longyan.store.reading() as connection:
        assert insurance.state_of(connection, psn_no, "clinic").accum == {}


def test_the_facts_of_a_refund_travel_as_they_were_written(day):
    settlement_id, _ = settled(day, day.bill(0))
    done = day.clinic.refunds.refund(day.clinic.on_duty, settlement_id, of_line("1"), "收错了")
    assert SettlementReversed.parse(day.clinic.store.entry(done.red_id).body) == done.red
    assert SettlementMade.parse(day.clinic.store.entry(done.rest_id).body) == done.rest
