"""住院 through a real county: what the ward settles is judged like any other bill."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from clinic_app.domain.made_up import made_up_people
from clinic_app.domain.resources import text
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.domain.time import beijing_day, wall_clock
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.journal.facts.settlement import Referred
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.tables.inpatient import admission as admission_table
from clinic_app.projections.tables.inpatient import deposit as deposit_table
from clinic_app.services.inpatient import NewAdmission, Wanted
from clinic_app.services.residents import NewResident
from clinic_app.store.duty import duty_of
from clinic_app.store.setup import found
from clinic_app.sync.engine import sync_once
from clinic_app.sync.enrolment import county_of, enrol
from clinic_app.wiring import Clinic
from sync_server.intake.pen import held_pen
from sync_server.publish.policies import publish_policy
from tests.e2e.county_at_work import CountyAtWork, at_work
from tests.server.county import TOWNSHIP

PASSWORD = "correct horse"
PERSON = next(made_up_people(7, date(2026, 11, 22)))
NUMBER = PERSON.id_number
PNEUMONIA = Diagnosis("J18.9", "肺炎")


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyAtWork]:
    """With a policy and one insured person."""
    (tmp_path / "county").mkdir()
    with at_work(tmp_path / "county") as working:
        database = working.database()
        publish_policy(database, text("policies", "open_sample.toml"))
        with held_pen(database) as pen:
            pen.append(
                InsuredStated(
                    psn_no="P1", id_number=NUMBER, insutype="390", contract_inst=TOWNSHIP, salt=new_salt()
                )
            )
        yield working


@pytest.fixture
def clinic(tmp_path: Path, county: CountyAtWork) -> Iterator[Clinic]:
    store, holder, _ = found(
        tmp_path / "clinic",
        facility=TOWNSHIP,
        name="双洋镇卫生院",
        inst_lv="township",
        credit_code="",
        admin="P001",
        admin_name="王敏",
        roles=ALL_ROLES,
        password=PASSWORD,
    )
    enrol(store, holder, county.url, county.code(TOWNSHIP))
    opened = Clinic.of(store, holder, duty_of(store, holder))
    synced(opened)
    yield opened
    opened.close()


def synced(clinic: Clinic) -> None:
    peer = county_of(clinic.store)
    try:
        sync_once(clinic.store, peer)
    finally:
        peer.close()


def judged(clinic: Clinic, settlement_id: UUID):
    """The settlement once the county's word has come back."""
    for _ in range(60):
        synced(clinic)
        with clinic.store.reading() as connection:
            row = settlements.settlement_of(connection, settlement_id)
        if row.adjudged_status or row.quarantined:
            return row
        time.sleep(0.1)
    raise AssertionError("the county has not judged")


def resident(clinic: Clinic) -> UUID:
    known = clinic.residents.find(NUMBER)
    new = NewResident(name=PERSON.name, id_number=NUMBER, id_verified="typed", source="typed")
    return known[0].id if known else clinic.residents.register(clinic.on_duty, new).id


def settled(clinic: Clinic, *, items: int = 10, deposit: int = 30_000, **details):
    """In this morning, gone this evening."""
    by = clinic.on_duty
    new = NewAdmission(
        resident_id=resident(clinic),
        department="内科",
        diagnosis=PNEUMONIA,
        psn_no="P1",
        mdtrt_cert_type="03",
    )
    stay = clinic.inpatient.admit(by, replace(new, **details))
    clinic.deposits.take(by, stay.id, deposit)
    today = clinic.inpatient.today()
    clinic.inpatient.charge(by, stay.id, today, [Wanted("ZL0006", items), Wanted("YP0101", 1)])
    clinic.inpatient.discharge(by, stay.id, today, PNEUMONIA)
    return clinic.wardbill.settle(by, stay.id)


def sent(kind: str, level: str, days: int) -> Referred:
    day = beijing_day(wall_clock()) - timedelta(days=days)
    return Referred(type=kind, from_lv=level, registered=True, same_area=True, date=day)


def test_the_county_agrees_with_what_the_ward_settled(county, clinic):
    first = settled(clinic)
    assert (first.made.med_type, first.made.adm_seq, first.made.dedc_std) == ("21", 1, 20_000)
    found = judged(clinic, first.settlement_id)
    assert (found.adjudged_status, found.fund_diff) == ("agreed", 0)

    second = settled(clinic)
    assert (second.made.adm_seq, second.made.dedc_std) == (2, 10_000), "the county counts the first one"
    assert judged(clinic, second.settlement_id).adjudged_status == "agreed"

    down = settled(clinic, referral=sent("down", "county", 2))
    assert (down.made.adm_seq, down.made.dedc_std) == (3, 0)
    assert judged(clinic, down.settlement_id).adjudged_status == "agreed"

    late = settled(clinic, referral=sent("down", "county", 20), emergency=True)
    assert (late.made.dedc_std, "W_REFERRAL_INVALID" in late.made.warnings) == (10_000, True)
    assert judged(clinic, late.settlement_id).adjudged_status == "agreed"

    package = settled(clinic, items=30, deposit=50_000, dise_codg="DB0101", pay_way="disease")
    assert package.made.amounts["hosp_part_amt"] == package.made.amounts["medfee_sumamt"] - 150_000
    assert judged(clinic, package.settlement_id).adjudged_status == "agreed"

    with county.database().reading() as connection:
        stays = connection.scalar(sa.select(sa.func.count()).select_from(admission_table))
        money = connection.scalar(sa.select(sa.func.sum(deposit_table.c.amount)))
    assert stays == 5
    with clinic.store.reading() as connection:
        assert money == connection.scalar(sa.select(sa.func.sum(deposit_table.c.amount)))


def test_a_stay_taken_back_at_the_clinic_is_taken_back_at_the_county(county, clinic):
    first = settled(clinic)
    judged(clinic, first.settlement_id)
    clinic.wardbill.reverse(clinic.on_duty, first.made.visit_id, "多记")
    again = clinic.wardbill.settle(clinic.on_duty, first.made.visit_id)
    assert (again.made.adm_seq, again.made.dedc_std) == (1, 20_000)
    assert judged(clinic, again.settlement_id).adjudged_status == "agreed"
