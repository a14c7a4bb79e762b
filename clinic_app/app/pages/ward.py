"""In-patients: admission and the ward."""

from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.inpatient.page import InpatientPage
from clinic_app.ui.pages.inpatient.view_model import InpatientServices, InpatientViewModel
from clinic_app.ui.pages.ward.page import WardPage
from clinic_app.ui.pages.ward.view_model import WardServices, WardViewModel


def _inpatient(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = InpatientServices(
        clinic.inpatient, clinic.deposits, clinic.wardbill, clinic.residents, clinic.paperwork
    )
    view_model = InpatientViewModel(services, parts.desk, parts.jobs, parts.papers)
    return InpatientPage(view_model, parts.settings.departments, parts.desk.today)


def _ward(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = WardServices(
        clinic.wardorders,
        clinic.wardcare,
        clinic.warddoses,
        clinic.wardnotes,
        clinic.wardpapers,
        clinic.chart,
        clinic.duty,
    )
    view_model = WardViewModel(services, parts.desk, parts.jobs, parts.papers)
    return WardPage(view_model)


PAGES = (
    PageEntry(
        "inpatient",
        QT_TRANSLATE_NOOP("pages", "住院"),
        "bed",
        "inpatient",
        _inpatient,
        "ward admission discharge deposit bed",
    ),
    PageEntry(
        "ward",
        QT_TRANSLATE_NOOP("pages", "病区"),
        "bed",
        "ward",
        _ward,
        "ward beds orders nursing doses temperature notes 医嘱 床位 体温单 病程 摆药",
    ),
)
