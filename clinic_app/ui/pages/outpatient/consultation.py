"""What the parts of the doctor's page share: its state, the services, and how papers come out."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.printing.documents import Document
from clinic_app.services.chart import ChartService
from clinic_app.services.duty import OnDuty
from clinic_app.services.examinations import ExaminationService
from clinic_app.services.outpatient import OutpatientService, RecordService
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.registration import RegistrationService
from clinic_app.services.residents import ResidentService
from clinic_app.services.templates import TemplateService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.outpatient.state import DoctorState
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class OutpatientServices:
    registration: RegistrationService
    outpatient: OutpatientService
    records: RecordService
    chart: ChartService
    paperwork: PaperworkService
    residents: ResidentService
    templates: TemplateService
    examinations: ExaminationService
    department: str = "全科"  # of a visit that nobody registered


class Consultation(QObject):
    """One state; whoever changes it calls `become`."""

    changed = Signal(object)  # DoctorState

    def __init__(self, services: OutpatientServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self.services = services
        self.desk = desk
        self.jobs = jobs
        self._papers = papers
        self.state = DoctorState()

    @property
    def by(self) -> OnDuty:
        return self.desk.by

    def become(self, state: DoctorState) -> None:
        self.state = state
        self.changed.emit(state)

    def say(self, words: str, tone: Tone = Tone.INFO) -> None:
        self.become(replace(self.state, notice=words, tone=tone))

    def refused(self, error: ClinicError) -> None:
        self.become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def on_paper(self, document: Document, name: str) -> bool:
        """Printed or opened; what failed is said."""
        try:
            self._papers.put(document, name)
        except ClinicError as error:
            self.refused(error)
            return False
        return True
