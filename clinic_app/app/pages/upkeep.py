"""Upkeep: staff, facility, sync, courier."""

from functools import partial

from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.sync.enrolment import enrol
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.courier.page import CourierPage
from clinic_app.ui.pages.courier.view_model import CourierViewModel
from clinic_app.ui.pages.facility.page import FacilityPage
from clinic_app.ui.pages.facility.view_model import FacilityServices, FacilityViewModel
from clinic_app.ui.pages.staff.page import StaffPage
from clinic_app.ui.pages.staff.view_model import StaffViewModel
from clinic_app.ui.pages.sync.page import SyncPage
from clinic_app.ui.pages.sync.view_model import SyncServices, SyncViewModel
from clinic_app.ui.setup import Enrolment


def _staff(parts: Parts) -> QWidget:
    return StaffPage(StaffViewModel(parts.clinic.staff, parts.desk, parts.jobs))


def _facility(parts: Parts) -> QWidget:
    clinic, settings = parts.clinic, parts.settings
    services = FacilityServices(clinic.status, clinic.upkeep, partial(_enrol, parts))
    view_model = FacilityViewModel(services, parts.desk, parts.jobs, settings.backup_place)
    return FacilityPage(view_model, settings.in_words())


def _sync(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = SyncServices(clinic.sync_state, clinic.rehearsal, clinic.receipts, clinic.status)
    return SyncPage(SyncViewModel(services, parts.desk, parts.jobs, parts.papers))


def _courier(parts: Parts) -> QWidget:
    return CourierPage(CourierViewModel(parts.clinic.courier, parts.desk, parts.jobs))


def _enrol(parts: Parts, wanted: Enrolment) -> str:
    """Raises: what `enrol` raises."""
    ca = wanted.ca_file.read_bytes() if wanted.ca_file else None
    return enrol(parts.clinic.store, parts.holder(), wanted.server, wanted.code, ca).county


PAGES = (
    PageEntry(
        "staff",
        QT_TRANSLATE_NOOP("pages", "人员"),
        "staff",
        "staff",
        _staff,
        "roles password colleague",
    ),
    PageEntry(
        "facility",
        QT_TRANSLATE_NOOP("pages", "机构"),
        "building",
        "facility",
        _facility,
        "backup verify rebuild device enrol",
    ),
    PageEntry(
        "sync",
        QT_TRANSLATE_NOOP("pages", "同步"),
        "cloud-up",
        "",
        _sync,
        "sync county upload returned quarantine status days",
    ),
    PageEntry(
        "courier",
        QT_TRANSLATE_NOOP("pages", "摆渡"),
        "cloud-off",
        "facility",
        _courier,
        "courier stick usb share offline carry U盘",
    ),
)
