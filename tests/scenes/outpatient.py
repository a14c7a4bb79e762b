"""The doctor's desk: consultations, log, chart, examinations, review."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_app.app.workplace import Workplace
from clinic_app.domain.catalogs import services
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.forms import FormRecorded
from clinic_app.services.examinations import Result, Wish
from clinic_app.ui.pages.examinations.state import Part as LabPart
from clinic_app.ui.pages.review.page import FIGURES, LEARNING
from tests.reviewing import staged
from tests.scenes.waiting import calm
from tests.ui.workplace import DeskReader


def my_unanswered(work: Workplace, reader: DeskReader) -> None:
    """我的未报, or that there is none."""
    page = work.window.page("outpatient_log")
    calm(work)
    page.tabs.setCurrentIndex(1)


def patient_in(work: Workplace, reader: DeskReader) -> None:
    """The doctor's next patient."""
    work.window.press("next")


def herbs(work: Workplace, reader: DeskReader) -> None:
    """中药饮片 for the patient who is in, next to what is ordered already."""
    page = work.window.page("outpatient")
    if page.view_model.state.visit is None:
        patient_in(work, reader)
        calm(work)
    work.window.press("herbs")
    for code in ("YP0201", "YP0202", "YP3130", "YP0203"):
        page.area.herbs.table.add(code)
    calm(work)


def a_chart(work: Workplace, reader: DeskReader) -> None:
    """Somebody with two years of measurements, an allergy, a late follow-up, and what the personal sheet says."""
    found = next(
        one
        for one in work.clinic.registration.queue()
        if work.clinic.chart.read(work.desk.by, one.resident_id).allergic_to
    )
    clinic, by, who = work.clinic, work.clinic.on_duty, found.resident_id
    if not clinic.forms.of(who, "person_basic"):
        told = {
            "drug_allergy": ["3"],
            "exposure": ["2"],
            "past_disease": [{"disease": "4", "on": "2019-06"}],
            "past_surgery": [{"name": "阑尾切除", "on": "2001-05"}],
            "fam_father": ["2", "7"],
        }
        sheet = FormRecorded(
            form="person_basic", version=1, day=clinic.care.today(), values=told, salt=new_salt()
        )
        with clinic.store.writing(by.author) as writing:
            writing.append(sheet, who)
        if not clinic.care.of(by, who):
            clinic.care.open(by, who, "htn", clinic.care.today() - timedelta(days=26))
    work.desk.take(who)


def came_back(work: Workplace, reader: DeskReader) -> None:
    """点评 of three prescriptions."""
    if not work.clinic.review.mine(work.clinic.on_duty):
        staged(work.clinic)
    work.desk.written.emit()


def own_figures(work: Workplace, reader: DeskReader) -> None:
    work.window.page("review").tabs.setCurrentIndex(FIGURES)


def a_lesson(work: Workplace, reader: DeskReader) -> None:
    """Read and answered."""
    page = work.window.page("review")
    page.tabs.setCurrentIndex(LEARNING)
    page.view_model.open(page.view_model.state.lessons[-1])
    page.view_model.choose_answer(1)


def typing_results(work: Workplace, reader: DeskReader) -> None:
    """Blood and urine ordered, a critical potassium reported, a blood count being typed."""
    clinic, by = work.clinic, work.clinic.on_duty
    known = {one.code: one for one in services()}
    open_ = [one for one in clinic.registration.queue() if one.state.value in ("waiting", "called", "signed")]
    for visit, codes in zip(
        open_, (("ZL2012",), ("ZL0002", "ZL2002", "ZL3001"), ("ZL2009", "ZL3011")), strict=False
    ):
        wish = Wish(visit_id=visit.id, services=tuple(known[code] for code in codes), purpose="复查")
        made = clinic.examinations.order(by, wish)
        if codes == ("ZL2012",):
            lines = clinic.examinations.judged(made[0], {"k": "6.7", "na": "139", "cl": "102", "ca": "2.30"})
            clinic.examinations.report(by, Result(examination_id=made[0].id, lines=lines))
    page = work.window.page("examinations")
    page.view_model.refresh()
    calm(work)
    page.orders.setFocus()
    QTest.keyClick(page.orders, Qt.Key.Key_Return)
    for text in ("12.3", "8.9", "2.1"):
        page.lab.box.setText(text)
        QTest.keyClick(page.lab.box, Qt.Key.Key_Return)


def answered(work: Workplace, reader: DeskReader) -> None:
    """The critical value was dealt with; its report is open."""
    page = work.window.page("examinations")
    while page.view_model.state.critical:
        page.view_model.answer("患者家属", "已通知，转上级医院复查血钾")
        calm(work)
    page.view_model.show_part(LabPart.REPORTED)
    calm(work)
