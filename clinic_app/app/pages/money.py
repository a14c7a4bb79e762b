"""Money: cashier, closing, statements."""

from PySide6.QtWidgets import QWidget

from clinic_app.app.pages.parts import PageEntry, Parts
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.closing.page import ClosingPage
from clinic_app.ui.pages.closing.view_model import ClosingServices, ClosingViewModel
from clinic_app.ui.pages.settlement.page import SettlementPage
from clinic_app.ui.pages.settlement.view_model import SettlementServices, SettlementViewModel
from clinic_app.ui.pages.statements.page import StatementsPage
from clinic_app.ui.pages.statements.view_model import StatementsViewModel


def _settlement(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = SettlementServices(
        settlement=clinic.settlement,
        refunds=clinic.refunds,
        differences=clinic.differences,
        paperwork=clinic.paperwork,
        purse=clinic.purse,
        platform=clinic.platform,
        sync_state=clinic.sync_state,
    )
    return SettlementPage(SettlementViewModel(services, parts.desk, parts.jobs, parts.papers))


def _closing(parts: Parts) -> QWidget:
    services = ClosingServices(parts.clinic.closing, parts.clinic.staff)
    return ClosingPage(ClosingViewModel(services, parts.desk, parts.jobs, parts.papers))


def _statements(parts: Parts) -> QWidget:
    return StatementsPage(StatementsViewModel(parts.clinic.statements, parts.desk, parts.jobs))


PAGES = (
    PageEntry(
        "settlement",
        QT_TRANSLATE_NOOP("pages", "收费"),
        "cash",
        "settlement",
        _settlement,
        "cashier charge bill receipt refund",
    ),
    PageEntry(
        "closing",
        QT_TRANSLATE_NOOP("pages", "日结"),
        "journal",
        "closing",
        _closing,
        "daily closing drawer cash count reprint",
    ),
    PageEntry(
        "statements",
        QT_TRANSLATE_NOOP("pages", "申报对账"),
        "check",
        "statement",
        _statements,
        "statement reconciliation dispute paid",
    ),
)
