"""Partial refunds, a visit charged at two PCs, and differences with a person, against the real county over a line."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from clinic_app.domain.resources import text
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.settlement import TakeBack
from clinic_app.domain.settlement.refusals import NothingOpen
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.outpatient import Diagnosis, DrugLine
from clinic_app.journal.facts.stock import Price
from clinic_app.projections.queries import insurance
from clinic_app.services.outpatient import Findings
from clinic_app.services.registration import NewVisit
from clinic_app.services.residents import NewResident
from clinic_app.store.rebuild import rebuild
from clinic_app.store.setup import found
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of, enrol, join
from clinic_app.wiring import Clinic, open_folder
from sync_server.intake.pen import held_pen
from sync_server.publish.distribution import order_prices
from sync_server.publish.policies import publish_policy
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.server.county import OTHER, TOWNSHIP
from tests.signed import sign_without_rules

PASSWORD = "correct horse"
NUMBER = "350881195001011233"
UNIT = 10_000
YC053 = (("YP0002", 32_000_000), ("YP0101", 28_000_000))
YEAR_USED = "hifp_11"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    with at_work(tmp_path) as working:
        publish_policy(working.database(), text("policies", "yichang_2016.toml"))
        prices = tuple(Price(code, price) for code, price in YC053)
        order_prices(working.database(), "1", date(2026, 1, 1), prices, "office")
        yield working


def opened(folder: Path, county: CountyAtWork, facility: str) -> Clinic:
    """A township hospital, enrolled."""
    store, holder, _ = found(
        folder,
        facility=facility,
        name="某卫生院",
        inst_lv="township",
        credit_code="",
        admin="P001",
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
    )
    enrol(store, holder, county.url, county.code(facility))
    store.close()
    return open_folder(folder, "P001", PASSWORD)


def stated(county: CountyAtWork, used: int, year: int, contract: str) -> None:
    with held_pen(county.database()) as pen:
        pen.append(
            InsuredStated(
                psn_no="P1",
                id_number=NUMBER,
                insutype="390",
                contract_inst=contract,
                used={str(year): {YEAR_USED: used}},
                salt=new_salt(),
            )
        )


def synced(clinic: Clinic) -> None:
    peer = county_of(clinic.store)
    try:
        sync_once(clinic.store, peer)
    finally:
        peer.close()


def synced_until(clinic: Clinic, condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "the county has not said so"
        synced(clinic)
        time.sleep(0.1)


def signed(clinic: Clinic, *lines: tuple[str, int]):
    """A signed visit of the insured person; lines are code and micro-yuan."""
    by = clinic.on_duty
    known = clinic.residents.find(NUMBER)
    resident = (
        known[0] if known else clinic.residents.register(by, NewResident(name="李某", id_number=NUMBER))
    )
    visit = clinic.registration.register(
        by, NewVisit(resident_id=resident.id, department="全科", psn_no="P1", mdtrt_cert_type="03")
    )
    drugs = tuple(
        DrugLine(
            code=code, name=code, spec="", dose="", frequency="", route="", days=1,
            cnt_e4=UNIT, unit="盒", pric_e6=price,
        )
        for code, price in lines
    )  # fmt: skip
    found_ = Findings(complaint="咳嗽", diagnoses=(Diagnosis("J06.9", "急性上呼吸道感染"),), drugs=drugs)
    sign_without_rules(clinic, visit, found_)
    return visit


def judged(clinic: Clinic) -> dict[str, tuple[str, str, int]]:
    """Verdict, action and fund difference by receipt number."""
    return {
        one.number: (one.adjudged_status, one.action_due, one.fund_diff)
        for one in clinic.settlement.of_day(clinic.settlement.today())
    }


def at_county(county: CountyAtWork, year: int) -> int:
    with county.database().reading() as connection:
        return dict(insurance.state_of(connection, "P1", "county").of(year)).get(YEAR_USED, 0)


def test_yc_053_a_partial_refund_offline_with_a_cache_too_low(tmp_path, county) -> None:
    clinic = opened(tmp_path / "a", county, OTHER)
    year = clinic.settlement.today().year
    stated(county, 20_000, year, OTHER)
    synced_until(clinic, lambda: bool(clinic.registration.insurances(NUMBER)))
    stated(county, 38_500, year, OTHER)  # the clinic is off the line: it does not hear of it
    by, visit = clinic.on_duty, signed(clinic, *YC053)
    settlement_id, made = clinic.settlement.settle(by, visit.id)
    assert made.amounts["fund_pay_sumamt"] == 2860
    plan = clinic.refunds.plan(settlement_id, (TakeBack(feedetl_sn="2", cnt_e4=UNIT),))
    assert (plan.cash_back, plan.fund_back) == (1540, 1260)
    done = clinic.refunds.refund(by, settlement_id, plan.taken)
    assert done.rest.amounts["fund_pay_sumamt"] == 1600

    synced_until(clinic, lambda: all(status for status, _, _ in judged(clinic).values()))
    assert judged(clinic) == {
        made.number: ("adjusted", "COLLECT_PERSON", -1360),
        done.rest.number: ("adjusted", "FUND_ABSORB", -100),
    }
    assert at_county(county, year) == 40_000
    assert clinic.differences.open() == [], "a bill that was taken back owes nothing"
    with clinic.store.reading() as connection:
        here = dict(insurance.state_of(connection, "P1", "clinic").of(year))
    assert here[YEAR_USED] == 40_000
    assert rebuild(clinic.store, check=True).different == ()
    clinic.close()


def test_a_difference_is_settled_with_the_person_once(tmp_path, county) -> None:
    clinic = opened(tmp_path / "a", county, OTHER)
    year = clinic.settlement.today().year
    stated(county, 20_000, year, OTHER)
    synced_until(clinic, lambda: bool(clinic.registration.insurances(NUMBER)))
    stated(county, 38_500, year, OTHER)
    by, visit = clinic.on_duty, signed(clinic, *YC053)
    settlement_id, made = clinic.settlement.settle(by, visit.id)
    synced_until(clinic, lambda: bool(clinic.differences.open()))
    (difference,) = clinic.differences.open_with(visit.resident_id)
    assert (difference.amount, difference.cause, difference.number) == (1360, "ACCUM", made.number)
    _, slip = clinic.differences.settle_difference(by, settlement_id, {"wechat": 360}, amount_shown=1360)
    assert (slip.amount, slip.tender) == (1360, {"wechat": 360, "cash": 1000})
    assert clinic.differences.open_with(visit.resident_id) == []
    with pytest.raises(NothingOpen):
        clinic.differences.settle_difference(by, settlement_id)
    assert clinic.settlement.made(settlement_id) == made, "what was printed stays"

    clinic.refunds.refund(by, settlement_id, reason="收错了")
    (back,) = clinic.differences.open()
    assert (back.amount, back.taken_back) == (-1360, True), "what was collected for it goes back"
    _, returned = clinic.differences.settle_difference(by, settlement_id)
    assert (returned.amount, clinic.differences.open()) == (-1360, [])
    clinic.close()


def test_a_visit_charged_at_two_pcs_is_void_the_second_time_and_says_so_after_the_first_sync(
    tmp_path, county
) -> None:
    first = opened(tmp_path / "a", county, TOWNSHIP)
    year = first.settlement.today().year
    stated(county, 0, year, TOWNSHIP)
    synced_until(first, lambda: bool(first.registration.insurances(NUMBER)))
    visit = signed(first, *YC053)
    synced(first)
    join(tmp_path / "b", county.url, county.code(TOWNSHIP), None, "P001", PASSWORD).close()
    second = open_folder(tmp_path / "b", "P001", PASSWORD)
    synced_until(second, lambda: [one.id for one in second.settlement.unpaid()] == [visit.id])

    one, _ = first.settlement.settle(first.on_duty, visit.id)
    two, twice = second.settlement.settle(second.on_duty, visit.id)
    synced_until(first, lambda: any(status for status, _, _ in judged(first).values()))
    synced_until(second, lambda: judged(second).get(twice.number, ("", "", 0))[0] != "")
    assert judged(second)[twice.number] == ("voided", "CLINIC_BEAR", -2860)
    (said,) = [row for row in second.settlement.differing() if row.id == two]
    assert (said.cause, said.number) == ("DUP", twice.number)
    assert at_county(county, year) == 2860

    done = second.refunds.refund(second.on_duty, two, (TakeBack(feedetl_sn="2", cnt_e4=UNIT),), "收错了")
    synced_until(second, lambda: judged(second).get(done.rest.number, ("", "", 0))[0] != "")
    assert judged(second)[done.rest.number][0] == "voided"
    assert at_county(county, year) == 2860, "the visit is booked once"
    second.refunds.refund(second.on_duty, done.rest_id, reason="收错了")
    synced(second)
    synced_until(first, lambda: not first.differences.open())
    assert first.settlement.made(one).visit_id == visit.id
    for clinic in (first, second):
        assert rebuild(clinic.store, check=True).different == ()
        clinic.close()
