"""同步: decisions of the page."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.services.sync_state import Returned, SyncOverview, SyncStateService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.sync.state import SyncPageState
from clinic_app.ui.pages.sync.words import OTHERWISE, PAGES
from clinic_app.ui.shell_state import SyncState
from clinic_app.ui.texts import text_of

_ASKED_MS: Final = 3_000  # how long the button says that somebody has asked, where no round begins


@dataclass(frozen=True, slots=True)
class SyncServices:
    sync_state: SyncStateService


class SyncViewModel(QObject):
    """Signals:
    changed: the `SyncPageState`.
    """

    changed = Signal(object)

    def __init__(self, services: SyncServices, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        line = None if desk.sync is None else desk.sync.line
        self.state = SyncPageState(line=line, may_carry=desk.may("facility"))
        self._asked_timer = QTimer(self, singleShot=True, interval=_ASKED_MS)
        self._asked_timer.timeout.connect(self._asked_over)
        desk.written.connect(self.refresh)
        desk.sync_changed.connect(self._line_changed)
        desk.duty_changed.connect(lambda _: self._become(replace(self.state, may_carry=desk.may("facility"))))
        self.refresh()

    def refresh(self) -> None:
        self._jobs.read(self._services.sync_state.overview, self._show, self._refused)

    def sync_now(self) -> None:
        """立即同步: the round is made where all rounds are made; its end comes by itself."""
        self._become(replace(self.state, asked=True, notice=""))
        self._asked_timer.start()
        self._desk.sync_wanted.emit()
        self.refresh()

    def carry(self) -> None:
        """By stick, where the line is down for days."""
        self._desk.page_wanted.emit("courier")

    def go_to(self, one: Returned | None) -> None:
        """Where the record is worked on, with its person in hand."""
        if one is None:
            return
        if one.aside.subject is not None and one.name:
            self._desk.take(one.aside.subject)
        self._desk.page_wanted.emit(PAGES.get(one.aside.type, OTHERWISE))

    def _line_changed(self, sync: SyncState) -> None:
        self._become(replace(self.state, line=sync.line, asked=False))
        self.refresh()

    def _asked_over(self) -> None:
        self._become(replace(self.state, asked=False))

    def _show(self, seen: SyncOverview) -> None:
        self._become(replace(self.state, overview=seen, notice=""))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, notice=text_of(error, language())))

    def _become(self, state: SyncPageState) -> None:
        self.state = state
        self.changed.emit(state)
