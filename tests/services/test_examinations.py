"""检验检查: from the doctor's order to the report, its bill, and a critical value until it is answered."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.domain.catalogs import services
from clinic_app.domain.examinations.errors import (
    BegunAlready,
    EmptyReport,
    ImplausibleResult,
    NoExamination,
    NotCritical,
    NothingDone,
    NothingOrdered,
    OrderCancelled,
    PaidAlready,
    ReplacedAlready,
    ReportedAlready,
    VisitSettled,
)
from clinic_app.journal.facts.examinations import ExaminationRead, ResultLine
from clinic_app.projections.queries.examinations import Examination, Stage
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.examinations import ANSWER_MINUTES, ExaminationService, Result, Wish, items_on
from clinic_app.store.rebuild import rebuild
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

SERVICES = {one.code: one for one in services()}
BLOOD, SALTS, URINE, ECG, XRAY = "ZL0002", "ZL2012", "ZL2002", "ZL3001", "ZL3011"


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


def lab(day: ClinicDay) -> ExaminationService:
    return day.clinic.examinations


def seen(day: ClinicDay, place: int = 0) -> Visit:
    """Somebody sits before the doctor."""
    visit = day.arrives(day.adults[place])
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    return visit


def ordered(day: ClinicDay, visit: Visit, *codes: str, **told: object) -> list[Examination]:
    wish = Wish(visit_id=visit.id, services=tuple(SERVICES[code] for code in codes), **told)  # type: ignore[arg-type]
    return lab(day).order(day.clinic.on_duty, wish)


def reported(day: ClinicDay, order: Examination, replaces: UUID | None = None, **values: str) -> UUID:
    lines = lab(day).judged(order, values)
    day.clock.pass_minutes(1)
    return lab(day).report(
        day.clinic.on_duty, Result(examination_id=order.id, lines=lines, replaces=replaces)
    )


def test_an_order_goes_onto_slips_and_is_found_by_its_number(day):
    visit = seen(day)
    slips = ordered(day, visit, BLOOD, SALTS, URINE, ECG, purpose="发热待查", urgent=True)
    assert [(one.category, one.specimen) for one in slips] == [
        ("lab", "静脉血"),
        ("lab", "尿"),
        ("ecg", ""),
    ]
    assert all(one.number.isdigit() and len(one.number) == 12 for one in slips)
    assert len({one.number for one in slips}) == 3
    assert lab(day).find(slips[1].number).id == slips[1].id
    assert [one.stage for one in slips] == [Stage.ORDERED, Stage.ORDERED, Stage.COLLECTED]
    assert "k" in items_on(slips[0]) and "wbc" in items_on(slips[0])


def test_nothing_and_no_examination_cannot_be_ordered(day):
    visit = seen(day)
    with pytest.raises(NothingOrdered):
        ordered(day, visit)
    with pytest.raises(NothingOrdered):
        lab(day).order(day.clinic.on_duty, Wish(services=(SERVICES[BLOOD],)))


def test_the_urgent_stand_first_on_the_work_list(day):
    [calm] = ordered(day, seen(day, 0), BLOOD)
    day.clock.pass_minutes(5)
    [urgent] = ordered(day, seen(day, 1), BLOOD, urgent=True)
    assert [one.id for one in lab(day).worklist()] == [urgent.id, calm.id]


def test_from_the_specimen_to_the_report(day):
    by = day.clinic.on_duty
    [order] = ordered(day, seen(day), SALTS)
    lab(day).collect(by, order.id)
    assert lab(day).examination(order.id).stage is Stage.COLLECTED
    reported(day, order, k="4.1", na="150", cl="101")
    assert lab(day).examination(order.id).stage is Stage.REPORTED
    [report] = lab(day).reports(order.id)
    assert [(line.name, line.value, line.flag) for line in report.lines] == [
        ("钾", "4.1", ""),
        ("钠", "150", "H"),
        ("氯", "101", ""),
    ]
    assert report.critical == "" and lab(day).critical() == []
    [found] = lab(day).reports_of(order.resident_id)
    assert found.report.id == report.id and found.examination.id == order.id


def test_what_cannot_be_is_refused_before_anything_is_written(day):
    [order] = ordered(day, seen(day), SALTS)
    with pytest.raises(ImplausibleResult):
        reported(day, order, k="44")
    with pytest.raises(EmptyReport):
        lab(day).report(day.clinic.on_duty, Result(examination_id=order.id))
    assert lab(day).reports(order.id) == []


def test_a_corrected_report_replaces_and_the_old_one_stays(day):
    [order] = ordered(day, seen(day), SALTS)
    first = reported(day, order, k="7.1")
    with pytest.raises(ReportedAlready):
        reported(day, order, k="4.1")
    second = reported(day, order, replaces=first, k="4.1")
    with pytest.raises(ReplacedAlready):
        reported(day, order, replaces=first, k="4.2")
    newest, old = lab(day).reports(order.id)
    assert (newest.id, old.id) == (second, first)
    assert old.replaced and not newest.replaced
    assert old.lines[0].value == "7.1"
    assert lab(day).critical() == []  # what alarmed was an error
    [only] = lab(day).reports_of(order.resident_id)
    assert only.report.id == second


def test_a_critical_value_alarms_until_the_doctor_answers(day):
    by = day.clinic.on_duty
    [order] = ordered(day, seen(day), SALTS)
    report_id = reported(day, order, k="6.9", na="140")
    [open_] = lab(day).critical()
    assert open_.report.critical == "钾 6.9 mmol/L"
    assert not lab(day).overdue(open_)
    day.clock.pass_minutes(ANSWER_MINUTES + 1)
    assert lab(day).overdue(open_)
    with pytest.raises(NothingDone):
        lab(day).answer(by, report_id, told="患者本人", done=" ")
    lab(day).answer(by, report_id, told="患者本人", done="复查血钾，转县医院")
    assert lab(day).critical() == []
    with pytest.raises(NotCritical):
        lab(day).answer(by, report_id, told="患者本人", done="再次处理")
    [report] = lab(day).reports(order.id)
    assert (report.done, report.answered_by) == ("复查血钾，转县医院", by.staff_id)


def test_a_finding_in_words_can_be_critical(day):
    [order] = ordered(day, seen(day), ECG)
    lab(day).report(
        day.clinic.on_duty,
        Result(examination_id=order.id, findings="ST段抬高", conclusion="急性心梗", critical="急性心肌梗死"),
    )
    assert [one.report.critical for one in lab(day).critical()] == ["急性心肌梗死"]


def test_the_bill_of_the_visit_charges_each_order_once_and_no_cancelled_one(day):
    by, visit = day.clinic.on_duty, seen(day)
    blood, _ = ordered(day, visit, BLOOD, URINE)
    [ecg] = ordered(day, visit, ECG)
    lab(day).cancel(by, ecg.id, "患者不做")
    signed = day.examined(visit, "ZL0001")
    bill = day.clinic.settlement.presettle(signed.id, self_pay=True)
    assert [order.code for order in bill.orders] == ["ZL0001", BLOOD, URINE]
    wanted = sum(SERVICES[code].price_e6 for code in ("ZL0001", BLOOD, URINE)) // 10_000
    assert bill.amounts.medfee_sumamt == wanted
    settlement_id, _ = day.clinic.settlement.settle(by, signed.id, self_pay=True)
    assert lab(day).examination(blood.id).paid
    with pytest.raises(PaidAlready):
        lab(day).cancel(by, blood.id, "不做了")
    with pytest.raises(VisitSettled):
        ordered(day, visit, XRAY)
    day.clock.pass_minutes(1)
    day.clinic.refunds.refund(by, settlement_id, reason="患者不做尿常规")
    [urine] = [one for one in lab(day).of_visit(visit.id) if one.title == "尿常规"]
    lab(day).cancel(by, urine.id, "不做了")
    again = day.clinic.settlement.presettle(signed.id, self_pay=True)
    assert [order.code for order in again.orders] == ["ZL0001", BLOOD]


def test_what_was_begun_or_cancelled_is_not_cancelled(day):
    by, visit = day.clinic.on_duty, seen(day)
    blood, urine = ordered(day, visit, BLOOD, URINE)
    lab(day).collect(by, blood.id)
    with pytest.raises(BegunAlready):
        lab(day).cancel(by, blood.id, "不做了")
    lab(day).cancel(by, urine.id, "不做了")
    with pytest.raises(OrderCancelled):
        lab(day).cancel(by, urine.id, "不做了")
    with pytest.raises(OrderCancelled):
        reported(day, urine, u_pro="阴性")
    assert [one.id for one in lab(day).worklist()] == [blood.id]
    assert [one.stage for one in lab(day).of_visit(visit.id)] == [Stage.COLLECTED, Stage.CANCELLED]


def test_an_instrument_reports_by_the_slip_s_number(day):
    [order] = ordered(day, seen(day), SALTS)
    line = ResultLine(item="k", name="K", value="6.8", unit="mmol/L", low="3.5", high="5.3", flag="HH")
    found = lab(day).find(order.number)
    lab(day).report(
        day.clinic.on_duty,
        Result(examination_id=found.id, lines=(line,), source="hl7", instrument="XN-1000"),
    )
    [open_] = lab(day).critical()
    assert (open_.report.source, open_.report.critical) == ("hl7", "K 6.8 mmol/L")
    with pytest.raises(NoExamination):
        lab(day).find("999999999999")


def test_what_the_county_reads_comes_back_to_the_order(day):
    by = day.clinic.on_duty
    [order] = ordered(day, seen(day), ECG)
    lab(day).refer(by, order.id, findings="心率110次/分")
    waiting = lab(day).examination(order.id)
    assert waiting.referred_findings == "心率110次/分" and waiting.reading is None
    fact = ExaminationRead(
        facility=order.facility, examination_id=order.id, findings="f波", conclusion="心房颤动", reader="李影"
    )
    with day.clinic.store.writing(by.author) as writing:
        writing.append(fact, order.resident_id)
    reading = lab(day).examination(order.id).reading
    assert reading is not None and (reading.conclusion, reading.reader) == ("心房颤动", "李影")


def test_papers_name_the_order_and_are_the_same_again(day):
    [order] = ordered(day, seen(day), SALTS, urgent=True, purpose="心悸")
    report_id = reported(day, order, k="6.9")
    slip, sheet = lab(day).slip(order.id), lab(day).sheet(report_id)
    assert order.number in repr(slip) and "申请单（急）" in repr(slip)
    assert "危急值：钾 6.9 mmol/L" in repr(sheet) and "3.5–5.3" in repr(sheet)
    day.clock.pass_minutes(60)
    assert lab(day).sheet(report_id) == sheet


def test_a_rebuild_changes_nothing(day):
    visit = seen(day)
    [order] = ordered(day, visit, SALTS)
    reported(day, order, k="6.9")
    before = lab(day).of_visit(visit.id), lab(day).reports(order.id)
    rebuild(day.clinic.store)
    assert (lab(day).of_visit(visit.id), lab(day).reports(order.id)) == before
