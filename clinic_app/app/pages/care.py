"""Seeing patients: front desk, doctor's desk, log, chart, examinations, review."""

from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.chart.page import ChartPage
from clinic_app.ui.pages.chart.view_model import ChartServices, ChartViewModel
from clinic_app.ui.pages.examinations.page import ExaminationsPage
from clinic_app.ui.pages.examinations.view_model import ExaminationsViewModel
from clinic_app.ui.pages.frontdesk.page import FrontDeskPage
from clinic_app.ui.pages.frontdesk.view_model import FrontDeskServices, FrontDeskViewModel
from clinic_app.ui.pages.outpatient.consultation import OutpatientServices
from clinic_app.ui.pages.outpatient.duties import VisitDuties
from clinic_app.ui.pages.outpatient.page import OutpatientPage
from clinic_app.ui.pages.outpatient.teaching import Teaching
from clinic_app.ui.pages.outpatient.view_model import OutpatientViewModel
from clinic_app.ui.pages.outpatient_log.page import OutpatientLogPage
from clinic_app.ui.pages.outpatient_log.view_model import OutpatientLogViewModel
from clinic_app.ui.pages.review.page import ReviewPage
from clinic_app.ui.pages.review.view_model import ReviewViewModel


def _front_desk(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = FrontDeskServices(
        clinic.residents,
        clinic.registration,
        clinic.staff,
        clinic.status,
        clinic.insurance,
        clinic.sync_state,
    )
    view_model = FrontDeskViewModel(services, parts.desk, parts.jobs, parts.papers, parts.facility)
    return FrontDeskPage(view_model, parts.settings.departments, parts.desk.today)


def _outpatient(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = OutpatientServices(
        clinic.registration,
        clinic.outpatient,
        clinic.records,
        clinic.chart,
        clinic.paperwork,
        clinic.residents,
        clinic.templates,
        clinic.examinations,
        parts.settings.departments[0],
    )
    page = OutpatientPage(OutpatientViewModel(services, parts.desk, parts.jobs, parts.papers))
    Teaching(page.view_model, clinic.review, page.review)  # lives as long as the panel
    duties = VisitDuties(page.view_model, clinic.visit_duties, clinic.care, page.left.duties)
    page.record.edited.connect(duties.typed)  # after the page has kept what was typed
    return page


def _chart(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = ChartServices(clinic.chart, clinic.paperwork, clinic.examinations, clinic.wardpapers)
    return ChartPage(ChartViewModel(services, parts.desk, parts.jobs, parts.papers))


def _outpatient_log(parts: Parts) -> QWidget:
    view_model = OutpatientLogViewModel(parts.clinic.outpatient_log, parts.desk, parts.jobs, parts.papers)
    return OutpatientLogPage(view_model, parts.desk.today)


def _examinations(parts: Parts) -> QWidget:
    view_model = ExaminationsViewModel(
        parts.clinic.examinations, parts.clinic.results, parts.desk, parts.jobs, parts.papers
    )
    return ExaminationsPage(view_model)


def _review(parts: Parts) -> QWidget:
    return ReviewPage(ReviewViewModel(parts.clinic.review, parts.desk, parts.jobs))


PAGES = (
    PageEntry(
        "registration",
        QT_TRANSLATE_NOOP("pages", "挂号"),
        "register",
        "registration",
        _front_desk,
        "front desk queue slip",
    ),
    PageEntry(
        "outpatient",
        QT_TRANSLATE_NOOP("pages", "门诊"),
        "stethoscope",
        "outpatient",
        _outpatient,
        "doctor encounter prescription",
    ),
    PageEntry(
        "chart",
        QT_TRANSLATE_NOOP("pages", "健康首页"),
        "heart",
        "chart",
        _chart,
        "chart allergies conditions trends blood pressure glucose",
    ),
    PageEntry(
        "outpatient_log",
        QT_TRANSLATE_NOOP("pages", "门诊日志"),
        "calendar",
        "outpatient_log",
        _outpatient_log,
        "log of visits infectious report export 应报 未报",
    ),
    PageEntry(
        "examinations",
        QT_TRANSLATE_NOOP("pages", "检验检查"),
        "orders",
        "examination",
        _examinations,
        "laboratory ecg imaging results report critical 检验 心电 影像 报告 危急值 采样",
    ),
    PageEntry(
        "review",
        QT_TRANSLATE_NOOP("pages", "点评"),
        "info",
        "review",
        _review,
        "prescription review appeal figures lesson 处方点评 微课",
    ),
)
