"""What the parts of the cashier's page share: its state, the services, and how papers come out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement.refusals import RefundRefused
from clinic_app.printing.documents import Document
from clinic_app.services.differences import DifferenceService
from clinic_app.services.duty import OnDuty
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.platform.service import PlatformService
from clinic_app.services.purse import PurseService
from clinic_app.services.refunds import RefundService
from clinic_app.services.settlement import SettlementService
from clinic_app.services.sync_state import SyncStateService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.settlement.state import SettlementState
from clinic_app.ui.pages.settlement.words import refusal_text
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementServices:
    settlement: SettlementService
    refunds: RefundService
    differences: DifferenceService
    paperwork: PaperworkService
    purse: PurseService
    platform: PlatformService
    sync_state: SyncStateService


class Till(QObject):
    """One state; whoever changes it calls `become`."""

    changed = Signal(object)  # SettlementState

    def __init__(self, services: SettlementServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self.services = services
        self.desk = desk
        self.jobs = jobs
        self._papers = papers
        self.state = SettlementState(today=services.settlement.today())

    @property
    def by(self) -> OnDuty:
        return self.desk.by

    def become(self, state: SettlementState) -> None:
        self.state = state
        self.changed.emit(state)

    def say(self, words: str, tone: Tone = Tone.INFO) -> None:
        self.become(replace(self.state, notice=words, tone=tone))

    def refused(self, error: ClinicError) -> None:
        self.become(replace(self.state, busy=False, notice=words_of(error), tone=Tone.DANGER))

    def put_out(self, paper: Callable[[], Document], name: str) -> None:
        """Print; a paper that fails does not undo what was done."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, name)
            except ClinicError as error:
                failed(error)

        def failed(error: ClinicError) -> None:
            words = self.tr("钱已收好，但收据没有打出来：{why}").format(why=words_of(error))
            self.say(words, Tone.WARN)

        self.jobs.read(paper, put, failed)


def words_of(error: ClinicError) -> str:
    """What an error says; a refused refund says which rule refuses it."""
    if isinstance(error, RefundRefused):
        return refusal_text(str(error.facts["check"]))
    return text_of(error, language())
