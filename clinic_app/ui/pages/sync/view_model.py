"""同步: decisions of the page."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.printing.documents import Document
from clinic_app.services.receipts import DayReceipt, ReceiptService
from clinic_app.services.rehearsal import Rehearsal, RehearsalService, WouldReturn
from clinic_app.services.status import StatusService
from clinic_app.services.sync_state import Returned, SyncOverview, SyncStateService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.sync.state import SyncPageState
from clinic_app.ui.pages.sync.words import OTHERWISE, PAGES, rehearsed
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.shell_state import SyncState
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_SEEN: Final = "sync.receipt_seen"  # choice: the day whose receipt was read last
_ASKED_MS: Final = 3_000  # how long the button says that somebody has asked, where no round begins


@dataclass(frozen=True, slots=True)
class SyncServices:
    sync_state: SyncStateService
    rehearsal: RehearsalService
    receipts: ReceiptService
    status: StatusService


class SyncViewModel(QObject):
    """Signals:
    changed: the `SyncPageState`.
    """

    changed = Signal(object)

    def __init__(self, services: SyncServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
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
        self._jobs.read(self._unseen_receipt, self._show_receipt, self._refused)

    def sync_now(self) -> None:
        """立即同步: the round is made where all rounds are made; its end comes by itself."""
        self._become(replace(self.state, asked=True, notice=""))
        self._asked_timer.start()
        self._desk.sync_wanted.emit()
        self.refresh()

    def rehearse(self) -> None:
        """演练: what the county would do with what it does not hold; nothing is written anywhere."""
        if not self.state.rehearsing:
            self._become(replace(self.state, rehearsing=True, notice=""))
            self._jobs.network(self._services.rehearsal.rehearse, self._rehearsed, self._refused)

    def receipt_seen(self) -> None:
        """Somebody has read yesterday's receipt: the banner goes, on this PC, for this day."""
        told = self.state.receipt
        if told is not None:
            self._become(replace(self.state, receipt=None))
            self._jobs.store(
                lambda: self._services.status.remember(_SEEN, told.day.isoformat()),
                lambda _: None,
                self._refused,
            )

    def print_receipt(self) -> None:
        """县级回执 of yesterday on paper."""
        receipts = self._services.receipts
        self._jobs.read(lambda: receipts.sheet(receipts.yesterday()), self._put_out, self._refused)

    def carry(self) -> None:
        """By stick, where the line is down for days."""
        self._desk.page_wanted.emit("courier")

    def go_to(self, one: Returned | None) -> None:
        """Where the record is worked on, with its person in hand."""
        if one is not None:
            self._open(one.aside.type, one.aside.subject if one.name else None)

    def go_to_entry(self, one: WouldReturn | None) -> None:
        """Where a record of the rehearsal is put right, with its person in hand."""
        if one is not None:
            self._jobs.read(
                lambda: self._services.sync_state.subject_of(one.entry_id),
                partial(self._open, one.type),
                self._refused,
            )

    def _open(self, kind: str, subject: UUID | None) -> None:
        if subject is not None:
            self._desk.take(subject)
        self._desk.page_wanted.emit(PAGES.get(kind, OTHERWISE))

    def _rehearsed(self, found: Rehearsal) -> None:
        words, tone = rehearsed(found)
        self._become(replace(self.state, rehearsing=False, rehearsal=found, notice=words, tone=tone))

    def _unseen_receipt(self) -> DayReceipt | None:
        """Yesterday's, where this PC wrote anything and nobody has said that they saw it."""
        day = self._services.receipts.yesterday()
        if self._services.status.choice(_SEEN) == day.isoformat():
            return None
        told = self._services.receipts.receipt(day)
        return told if told.enrolled and (told.entries or told.waiting) else None

    def _show_receipt(self, told: DayReceipt | None) -> None:
        self._become(replace(self.state, receipt=told))

    def _put_out(self, paper: Document) -> None:
        try:
            self._papers.put(paper, f"county-{self._services.receipts.yesterday()}")
        except ClinicError as error:
            self._refused(error)

    def _line_changed(self, sync: SyncState) -> None:
        self._become(replace(self.state, line=sync.line, asked=False))
        self.refresh()

    def _asked_over(self) -> None:
        self._become(replace(self.state, asked=False))

    def _show(self, seen: SyncOverview) -> None:
        self._become(replace(self.state, overview=seen))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, rehearsing=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: SyncPageState) -> None:
        self.state = state
        self.changed.emit(state)
