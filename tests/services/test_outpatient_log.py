"""门诊日志: a row for each finished visit, what has to be reported, and numbers masked on what leaves the screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clinic_app.domain.infectious import Reporting
from clinic_app.domain.roles import NotAllowed, Role
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.journal.facts.outpatient import Diagnosis, EncounterSigned
from clinic_app.printing.documents import Table
from clinic_app.printing.outpatient_log import HEADING, cells_of
from clinic_app.projections.queries.outpatient_log import Duty, Wanted
from clinic_app.services.outpatient import Case, Findings
from clinic_app.services.outpatient_log import EmptyLog, NoReason, NotWritten, TooLong
from clinic_app.ui.printing.pdf import pdf
from tests.ui.clinic_day import ClinicDay, begin_day, found_clinic

FLU, COLD = Diagnosis("J10.101", "流行性感冒"), Diagnosis("J06.900", "急性上呼吸道感染")


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


def seen(day: ClinicDay, place: int, *diagnoses: Diagnosis, cases: tuple[Case, ...] = (), **more: object):
    """A finished visit of the person at `place`."""
    visit = day.arrives(day.adults[place])
    found = Findings(
        complaint="发热2天",
        diagnoses=diagnoses or (COLD,),
        cases=cases,
        measured={"sbp": 1_280_000, "dbp": 760_000},
        onset=visit.day - timedelta(2),
        departure="1",
        next_visit=visit.day + timedelta(3),
        **more,
    )
    day.clinic.registration.call(day.clinic.on_duty, visit.id)
    day.clinic.outpatient.sign(day.clinic.on_duty, visit.id, found)
    return visit


def unanswered(day: ClinicDay, place: int):
    """Signed on a PC whose list did not have the disease yet: nobody was asked."""
    visit = day.arrives(day.adults[place])
    signed = EncounterSigned(visit_id=visit.id, complaint="发热", diagnoses=(FLU,))
    with day.clinic.store.writing(day.clinic.on_duty.author) as writing:
        writing.append(signed, visit.resident_id)
    return visit


def today(day: ClinicDay, **asked: object) -> Wanted:
    this = day.clinic.outpatient_log.today()
    return Wanted(since=this, until=this, **asked)


def page(day: ClinicDay, wanted: Wanted, start: int = 0):
    return day.clinic.outpatient_log.page(day.clinic.on_duty, wanted, start)


def test_one_row_for_each_finished_visit_in_the_order_of_signing(day):
    first, second = seen(day, 0), seen(day, 1)
    day.arrives(day.adults[2])  # waits still
    found = page(day, today(day))
    assert [(row.number, row.visit_id) for row in found.rows] == [(1, first.id), (2, second.id)]
    row = found.rows[0]
    assert (row.systolic, row.diastolic, row.departure, row.again) == (128, 76, "1", False)
    assert row.onset == row.day - timedelta(2) and row.diagnoses == ((COLD.code, COLD.name),)
    assert row.name == day.adults[0].name and row.phone == day.adults[0].phone


def test_days_doctor_and_diagnosis_narrow_the_log(day):
    seen(day, 0)
    this = day.clinic.outpatient_log.today()
    yesterday = Wanted(since=this - timedelta(1), until=this - timedelta(1))
    assert page(day, yesterday).total == 0
    assert page(day, today(day, doctor=day.clinic.on_duty.staff_id)).total == 1
    assert page(day, today(day, doctor="P999")).total == 0
    assert page(day, today(day, diagnosis="上呼吸道")).total == 1
    assert page(day, today(day, diagnosis="j06")).total == 1
    assert page(day, today(day, diagnosis="%")).total == 0


def test_what_has_to_be_reported_is_computed_from_diagnosis_and_answer(day):
    seen(day, 0)
    seen(day, 1, FLU, cases=(Case("FLU", True),))
    seen(day, 2, FLU, cases=(Case("FLU", False, "抗原阴性"),))
    left = unanswered(day, 3)
    standing = [row.reporting for row in page(day, today(day)).rows]
    assert standing == [Reporting.NONE, Reporting.REPORTED, Reporting.EXCLUDED, Reporting.OPEN]
    due = page(day, today(day, duty=Duty.DUE))
    assert [row.reporting for row in due.rows] == [Reporting.REPORTED, Reporting.OPEN]
    assert [row.visit_id for row in page(day, today(day, duty=Duty.OPEN)).rows] == [left.id]


def test_my_own_unanswered_go_when_they_are_answered(day):
    log, by = day.clinic.outpatient_log, day.clinic.on_duty
    left = unanswered(day, 0)
    other = unanswered(day, 1)
    first, second = log.unanswered(by).rows
    assert [first.visit_id, second.visit_id] == [left.id, other.id]
    log.answer(by, first, report=True)
    with pytest.raises(NoReason):
        log.answer(by, second, report=False, reason=" ")
    log.answer(by, second, report=False, reason="抗原阴性")
    assert log.unanswered(by).total == 0
    standing = [row.reporting for row in page(day, today(day)).rows]
    assert standing == [Reporting.REPORTED, Reporting.EXCLUDED]


def test_pages_follow_each_other_and_a_page_past_the_end_is_the_last(day, monkeypatch):
    monkeypatch.setattr("clinic_app.services.outpatient_log.PAGE", 2)
    visits = [seen(day, place).id for place in range(5)]
    pages = [page(day, today(day), start) for start in (0, 2, 4)]
    assert [row.visit_id for one in pages for row in one.rows] == visits
    assert [row.number for row in pages[2].rows] == [5]
    assert page(day, today(day), 40).start == 4


def test_paper_and_spreadsheet_have_every_column_and_mask_the_numbers(qapp, day, tmp_path):
    seen(day, 0)
    log, by, person = day.clinic.outpatient_log, day.clinic.on_duty, day.adults[0]
    document = log.sheet(by, today(day))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert tuple(column.title for column in table.columns) == HEADING
    assert pdf(document) == pdf(log.sheet(by, today(day)))
    assert log.export(by, today(day), tmp_path / "log") == 1
    heading, cells = load_workbook(tmp_path / "log.xlsx").active.iter_rows(values_only=True)
    assert heading == HEADING
    assert [cell or "" for cell in cells] == list(table.rows[0])
    text = " ".join(table.rows[0])
    assert person.id_number not in text and person.phone not in text
    assert person.id_number[:6] in text and person.phone[-4:] in text and "128/76" in text


def test_occupation_and_workplace_are_those_of_the_newest_personal_form(day):
    by, clinic = day.clinic.on_duty, day.clinic
    seen(day, 0)
    rows = page(day, today(day)).rows
    assert {(row.occupation, row.workplace) for row in rows} == {("", "")}
    who, on = rows[0].resident_id, rows[0].day
    with clinic.store.writing(by.author) as writing:
        for values in ({"occupation": "1"}, {"occupation": "4", "work_unit": "西洋村合作社"}):
            fact = FormRecorded(form="person_basic", version=1, day=on, values=values, salt=new_salt())
            writing.append(fact, who)
    told = {row.resident_id: row for row in page(day, today(day)).rows}
    assert (told[who].occupation, told[who].workplace) == ("4", "西洋村合作社")
    assert "农、林、牧、渔、水利业生产人员" in cells_of(told[who])


def test_an_empty_or_endless_log_is_not_printed(day, monkeypatch, tmp_path):
    log, by = day.clinic.outpatient_log, day.clinic.on_duty
    with pytest.raises(EmptyLog):
        log.sheet(by, today(day))
    with pytest.raises(EmptyLog):
        log.export(by, today(day), tmp_path / "log")
    seen(day, 0)
    with pytest.raises(NotWritten):
        log.export(by, today(day), tmp_path / "gone" / "log.xlsx")
    monkeypatch.setattr("clinic_app.services.outpatient_log.MOST_ON_PAPER", 0)
    with pytest.raises(TooLong):
        log.sheet(by, today(day))


def test_a_cashier_does_not_read_the_log(day):
    cashier = replace(day.clinic.on_duty, roles=frozenset({Role.CASHIER}))
    with pytest.raises(NotAllowed):
        day.clinic.outpatient_log.page(cashier, today(day))
