"""健康首页: what is added to a chart stands, what is struck goes, and opening it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clinic_app.domain.measurements import BadMeasurement
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.projections.queries.residents import NoResident
from clinic_app.projections.tables.residents import chart_view
from clinic_app.services.chart import NONE_KNOWN, NoReason, allergens
from clinic_app.services.outpatient import (
    BadRest,
    CancelledAlready,
    Findings,
    NothingAdded,
    SettledAlready,
)
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic


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


def chart_of(day: ClinicDay, resident_id):
    return day.clinic.chart.read(day.clinic.on_duty, resident_id)


def test_asked_and_none_known_is_not_the_same_as_never_asked(day):
    resident = day.arrives(day.people[0]).resident_id
    assert not chart_of(day, resident).allergies_asked
    day.clinic.chart.record_allergy(day.clinic.on_duty, resident, kind=NONE_KNOWN)
    told = chart_of(day, resident)
    assert told.allergies_asked and not told.allergic_to


def test_a_pc_that_is_still_filling_says_that_the_chart_is_coming(day):
    resident = day.arrives(day.people[0]).resident_id
    assert not chart_of(day, resident).coming
    with day.clinic.store.changing() as connection:
        begin_epoch(connection, new_id())
    assert chart_of(day, resident).coming


def test_the_first_allergy_strikes_none_known_and_can_be_struck_itself(day):
    by, chart = day.clinic.on_duty, day.clinic.chart
    resident = day.arrives(day.people[0]).resident_id
    chart.record_allergy(by, resident, kind=NONE_KNOWN)
    chart.record_allergy(by, resident, kind="drug", code="penicillin", name="青霉素类")
    (one,) = chart_of(day, resident).allergies
    assert one.code == "penicillin"
    with pytest.raises(NoReason):
        chart.cancel_allergy(by, resident, one.id, "  ")
    chart.cancel_allergy(by, resident, one.id, "皮试阴性，排除")
    assert not chart_of(day, resident).allergies_asked


def test_a_condition_stands_once_until_it_is_closed(day):
    by, chart = day.clinic.on_duty, day.clinic.chart
    resident = day.bill(0).resident_id
    for _ in range(2):
        chart.note_condition(by, resident, "I10", "高血压")
    (one,) = chart_of(day, resident).conditions
    chart.close_condition(by, resident, one.id, "误记")
    (left,) = chart_of(day, resident).conditions
    assert left.code == "I10" and left.id != one.id


def test_measurements_come_out_oldest_first_and_implausible_ones_do_not_go_in(day):
    by, chart = day.clinic.on_duty, day.clinic.chart
    resident = day.bill(0).resident_id
    for value in (150, 140):
        chart.measure(by, resident, {"sbp": value * 10_000, "dbp": 900_000})
    with pytest.raises(BadMeasurement):
        chart.measure(by, resident, {"sbp": 10_000})
    assert [point.value_e4 // 10_000 for point in chart_of(day, resident).trends["sbp"]] == [150, 140]


def test_a_positive_skin_test_is_an_allergy(day):
    resident = day.bill(0).resident_id
    day.clinic.chart.read_skin_test(day.clinic.on_duty, resident, "benzylpenicillin", "青霉素", positive=True)
    told = chart_of(day, resident)
    assert [one.code for one in told.allergic_to] == ["benzylpenicillin"]
    assert told.skin_tests[0].positive


def test_opening_a_chart_is_kept_and_reading_it_again_is_not(day):
    resident = day.bill(0).resident_id

    def views() -> list[tuple[str, str]]:
        with day.clinic.store.reading() as connection:
            rows = connection.execute(sa.select(chart_view.c.viewed_by, chart_view.c.purpose))
            return [(row.viewed_by, row.purpose) for row in rows]

    before = views()
    day.clinic.chart.open(day.clinic.on_duty, resident, "lookup")
    chart_of(day, resident)
    assert views() == [*before, (day.clinic.on_duty.staff_id, "lookup")]


def test_nobodys_chart_is_not_opened(day):
    with pytest.raises(NoResident):
        day.clinic.chart.open(day.clinic.on_duty, day.bill(0).id)


def test_medicines_at_home_are_those_of_prescriptions_that_stand(day):
    visit = day.bill(0, "YP0001")
    told = chart_of(day, visit.resident_id)
    (one,) = told.running
    assert one.code == "YP0001" and one.last_day >= told.day
    (sheet,) = day.clinic.records.prescriptions(visit.id)
    day.clinic.records.cancel(day.clinic.on_duty, visit.id, sheet.id, "开错药")
    assert not chart_of(day, visit.resident_id).running


def test_a_cancelled_prescription_leaves_the_bill_and_is_cancelled_once(day):
    visit = day.bill(0, "YP0001", "ZL0001")
    records, by = day.clinic.records, day.clinic.on_duty
    (sheet,) = records.prescriptions(visit.id)
    with pytest.raises(NothingAdded):
        records.cancel(by, visit.id, sheet.id, " ")
    records.cancel(by, visit.id, sheet.id, "开错药")
    assert [line.code for line in records.orders(visit.id)[1]] == ["ZL0001"]
    with pytest.raises(CancelledAlready):
        records.cancel(by, visit.id, sheet.id, "开错药")


def test_what_is_paid_is_not_cancelled(day):
    visit = day.bill(0, "YP0001")
    day.clinic.settlement.settle(day.clinic.on_duty, visit.id)
    (sheet,) = day.clinic.records.prescriptions(visit.id)
    with pytest.raises(SettledAlready):
        day.clinic.records.cancel(day.clinic.on_duty, visit.id, sheet.id, "开错药")


def test_an_addendum_stands_under_the_record_and_changes_nothing_of_it(day):
    visit = day.bill(0, "YP0001")
    records, by = day.clinic.records, day.clinic.on_duty
    signed, _ = records.orders(visit.id)
    records.add_to(by, signed, "补记：患者自述对花粉过敏。")
    assert [one.text for one in records.addenda(signed)] == ["补记：患者自述对花粉过敏。"]
    assert records.orders(visit.id)[0] == signed


def test_a_certificate_has_its_days_in_order_and_not_too_many(day):
    visit = day.bill(0, "YP0001")
    records, by, today = day.clinic.records, day.clinic.on_duty, day.clinic.pharmacy.today()
    for last in (today - timedelta(days=1), today + timedelta(days=30)):
        with pytest.raises(BadRest):
            records.certify(by, visit.id, "休息", today, last)
    records.certify(by, visit.id, "休息", today, today + timedelta(days=29))
    (one,) = (paper for paper in chart_of(day, visit.resident_id).papers if paper.kind == "certificate")
    assert one.title.startswith(f"{today:%m-%d}–{today + timedelta(days=29):%m-%d} ")


def test_papers_stand_newest_first_and_a_cancelled_one_says_so(day):
    visit = day.bill(0, "YP0001", "YP0101")
    records, by = day.clinic.records, day.clinic.on_duty
    day.clock.pass_minutes(5)
    certified = records.certify(by, visit.id, "休息", visit.day, visit.day)
    first, second = chart_of(day, visit.resident_id).papers
    assert (first.kind, first.id) == ("certificate", certified)
    assert (second.kind, second.title) == ("prescription", "阿莫西林胶囊、头孢呋辛酯片")
    records.cancel(by, visit.id, second.id, "开错")
    assert [one.cancelled for one in chart_of(day, visit.resident_id).papers] == [False, True]
    assert chart_of(day, day.arrives(day.people[1]).resident_id).papers == ()


def test_vitals_of_a_signed_record_are_on_the_chart_and_bad_ones_stop_it(day):
    visit = day.arrives(day.people[0])
    by, outpatient = day.clinic.on_duty, day.clinic.outpatient
    day.clinic.registration.call(by, visit.id)
    found = Findings(complaint="头晕", diagnoses=(Diagnosis("I10", "高血压"),), measured={"sbp": 1_520_000})
    with pytest.raises(BadMeasurement):
        outpatient.sign(by, visit.id, replace(found, measured={"sbp": 15_200_000}))
    outpatient.sign(by, visit.id, found)
    assert chart_of(day, visit.resident_id).trends["sbp"][0].value_e4 == 1_520_000


def test_the_tables_are_what_a_replay_gives(day):
    by, chart = day.clinic.on_duty, day.clinic.chart
    resident = day.bill(0, "YP0001").resident_id
    chart.record_allergy(by, resident, kind="drug", code="penicillin", name="青霉素类")
    chart.measure(by, resident, {"weight": 605_000})
    assert rebuild(day.clinic.store, check=True).different == ()


def test_allergens_are_found_by_initials_groups_first():
    assert allergens().find("qmsl", 3)[0].name == "青霉素类"
    assert {one.kind for one in allergens().find("芒果", 3)} == {"food"}
