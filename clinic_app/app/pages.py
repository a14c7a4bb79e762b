"""The pages of the desktop, in the order of the rail.  A new page is one import and one line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from clinic_app.domain.roles import who_may
from clinic_app.settings import ClinicSettings
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.frontdesk.page import FrontDeskPage
from clinic_app.ui.pages.frontdesk.view_model import FrontDeskServices, FrontDeskViewModel
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.shell_state import PageSpec
from clinic_app.wiring import Clinic


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a page is built from."""

    clinic: Clinic
    desk: Desk
    jobs: JobRunner
    papers: Papers
    settings: ClinicSettings
    facility: str  # its name


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page.

    Args:
        name: the feature's name.
        title: Chinese, translated where shown.
        icon: a file of resources/icons.
        action: who sees it: those who may do this (domain/roles.py); empty means everybody.
        build: makes the widget when it is first opened.
        words: more words it is found by with Ctrl+K.
    """

    name: str
    title: str
    icon: str
    action: str
    build: Callable[[Parts], QWidget]
    words: str = ""


def _front_desk(parts: Parts) -> QWidget:
    clinic = parts.clinic
    services = FrontDeskServices(clinic.residents, clinic.registration, clinic.staff, clinic.status)
    view_model = FrontDeskViewModel(services, parts.desk, parts.jobs, parts.papers, parts.facility)
    return FrontDeskPage(view_model, parts.settings.departments, parts.desk.today)


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        "registration",
        QT_TRANSLATE_NOOP("pages", "挂号"),
        "register",
        "registration",
        _front_desk,
        "front desk queue slip",
    ),
)


def specs(parts: Parts) -> list[PageSpec]:
    """The pages as the shell takes them."""
    return [
        PageSpec(
            entry.name,
            entry.title,
            entry.icon,
            who_may(entry.action) if entry.action else frozenset(),
            partial(entry.build, parts),
            entry.words,
        )
        for entry in PAGES
    ]
