"""From the double click to the first page: settings, look, set-up or login, then the workplace."""

import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinic_app import __version__
from clinic_app.app.readers import Readers
from clinic_app.app.workplace import Workplace
from clinic_app.domain.errors import ClinicError
from clinic_app.domain.roles import ALL_ROLES
from clinic_app.settings import FILE, BadSettings, ClinicSettings
from clinic_app.store.attention import TURN
from clinic_app.store.errors import NoStore
from clinic_app.store.keys import Keyring
from clinic_app.store.setup import found
from clinic_app.sync.enrolment import enrol, join
from clinic_app.ui import appearance, i18n, icons, keys, theme
from clinic_app.ui.crash import CrashDialog, CrashGuard
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.login import LoginPage, LoginViewModel
from clinic_app.ui.setup import Enrolment, NewClinic, SetupViewModel
from clinic_app.ui.setup_page import SetupPage
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Theme, Tone
from clinic_app.wiring import Clinic, open_folder

_SIZE: Final = QSize(1366, 768)
_KEYS: Final = "keymap.toml"


def run_desktop(folder: Path) -> int:
    """Open the desktop on a data folder; returns when its window is closed."""
    sys.setswitchinterval(TURN)
    app = application()
    guard = CrashGuard(folder / "crash", __version__, app)
    desktop = Desktop(folder, os.environ)
    guard.crashed.connect(lambda report: CrashDialog(report).show())
    guard.install()
    desktop.begin()
    try:
        return app.exec()
    finally:
        desktop.close()
        guard.remove()


def dress(app: QApplication, settings: ClinicSettings) -> None:
    """Language and look, before the first widget."""
    appearance.apply(app, Theme(theme.DARK if settings.theme == "dark" else theme.LIGHT, settings.scale))
    i18n.install(app, settings.language)


class Desktop(QObject):
    """One data folder on this screen: set-up when there is none, login, then the workplace."""

    def __init__(self, folder: Path, environ: "os._Environ[str] | dict[str, str]") -> None:
        super().__init__()
        self.folder = folder
        self.problems: list[str] = []
        self.settings = self._read_settings(environ)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        dress(app, self.settings)
        app.setWindowIcon(icons.icon("logo", theme.current().colours.accent, 64))
        self._read_keys()
        self.jobs = JobRunner()
        self.entrance = QStackedWidget()
        self.entrance.setWindowTitle(self.tr("乡医通"))
        self.entrance.resize(_SIZE)
        self.workplace: Workplace | None = None
        self.readers: Readers | None = None

    def begin(self) -> None:
        """Show the set-up page on an empty folder, else the login."""
        try:
            Keyring.load(self.folder)
        except NoStore:
            self._show_setup()
        except ClinicError as error:
            self.problems.append(text_of(error, i18n.language()))
            self._show_login()
        else:
            self._show_login()
        self.entrance.show()

    def close(self) -> None:
        if self.readers is not None:
            self.readers.close()
        if self.workplace is not None:
            self.workplace.close()
        self.jobs.close()
        self.entrance.close()

    def open(self, clinic: Clinic) -> None:
        """The password was right: the window of the day."""
        self.readers = Readers(self.settings, clinic)
        self.workplace = Workplace(clinic, self.settings, self.readers.all, self.readers.reread, sync=True)
        window = self.workplace.window
        window.resize(self.entrance.size())
        window.show()
        self.readers.show_over(window)
        self.entrance.hide()
        self.workplace.begin()
        for problem in self.problems:
            window.notify(problem, Tone.WARN)

    def _show_setup(self) -> None:
        view_model = SetupViewModel(self._create, self._join, self.jobs, self)
        view_model.finished.connect(self._show_login)
        self._show(SetupPage(view_model))

    def _show_login(self) -> None:
        view_model = LoginViewModel(
            lambda staff, word: open_folder(self.folder, staff, word), self.jobs, self
        )
        view_model.opened.connect(self.open)
        page = LoginPage(self.tr("乡医通"), view_model)
        self._show(page)
        if self.problems:
            page.form.notice.say("\n".join(self.problems), Tone.WARN)

    def _show(self, page: QWidget) -> None:
        self.entrance.addWidget(page)
        self.entrance.setCurrentWidget(page)

    def _create(self, clinic: NewClinic) -> str:
        """Raises: StoreExists, WeakPassword, and what `enrol` raises."""
        store, holder, code = found(
            self.folder,
            facility=clinic.facility.strip(),
            name=clinic.facility_name.strip(),
            inst_lv=clinic.inst_lv,
            credit_code="",
            admin=clinic.admin_id.strip(),
            admin_name=clinic.admin_name.strip(),
            roles=ALL_ROLES,
            password=clinic.password,
        )
        try:
            if clinic.enrolment is not None:
                enrol(store, holder, clinic.enrolment.server, clinic.enrolment.code, _ca(clinic.enrolment))
        except ClinicError as error:  # the clinic stands all the same; enrolling can be done later
            self.problems.append(text_of(error, i18n.language()))
        finally:
            store.close()
        return code

    def _join(self, wanted: Enrolment) -> None:
        store = join(self.folder, wanted.server, wanted.code, _ca(wanted), wanted.staff_id, wanted.password)
        store.close()

    def _read_settings(self, environ: "os._Environ[str] | dict[str, str]") -> ClinicSettings:
        try:
            return ClinicSettings.load(self.folder / FILE, environ)
        except BadSettings as error:
            self.problems.append(text_of(error, i18n.language()))
            return ClinicSettings()

    def _read_keys(self) -> None:
        try:
            keys.use(keys.KeyMap.load(self.folder / _KEYS))
        except keys.BadKeyMap as error:
            self.problems.append(text_of(error, i18n.language()))


def _ca(wanted: Enrolment) -> bytes | None:
    return None if wanted.ca_file is None else wanted.ca_file.read_bytes()


def application() -> QApplication:
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("xiangyitong")
    app.setApplicationDisplayName("乡医通")
    return app
