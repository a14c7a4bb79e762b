"""What a page is built from, and what the rail knows of it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from clinic_app.settings import ClinicSettings
from clinic_app.store.keys import KeyHolder
from clinic_app.ui.desk import Desk
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.printing.papers import Papers
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
    holder: Callable[[], KeyHolder]  # of the person on duty


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
    group: str = ""
