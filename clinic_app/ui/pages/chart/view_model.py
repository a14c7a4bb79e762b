"""健康首页: decisions of the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.chart import Allergy, Condition
from clinic_app.projections.queries.papers import Filed, PaperKind
from clinic_app.services.chart import NONE_KNOWN, Chart, ChartService
from clinic_app.services.examinations import ExaminationService
from clinic_app.services.paperwork import NoPaper, PaperworkService
from clinic_app.services.wardpapers import WardPaperService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class ChartState:
    chart: Chart | None = None
    busy: bool = False
    may_write: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True)
class ChartServices:
    chart: ChartService
    paperwork: PaperworkService
    examinations: ExaminationService
    ward: WardPaperService

    def document(self, paper: Filed) -> Document:
        """A paper once more.

        Raises:
            NoPaper, NoReport, NoNote, NoVisit, NoEncounter, OrdersMissing
        """
        if paper.kind is PaperKind.CERTIFICATE:
            return self.paperwork.certificate(paper.id)
        if paper.kind is PaperKind.REPORT:
            return self.examinations.sheet(paper.id)
        if paper.kind is PaperKind.DISCHARGE:
            return self.ward.note(paper.id)
        sheets = self.paperwork.prescriptions(paper.visit_id) if paper.visit_id else []
        found = [one for one in sheets if one.document_id == paper.id]
        if not found:
            raise NoPaper(paper=str(paper.id))
        return found[0]


class ChartViewModel(QObject):
    """Opening somebody's chart is journalled, so it is opened only while the page is looked at.

    Signals:
        changed: a `ChartState`.
    """

    changed = Signal(object)

    def __init__(self, services: ChartServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._service = services.chart
        self._papers = papers
        self._desk = desk
        self._jobs = jobs
        self._looking = False
        self._asked = 0
        self.state = ChartState(may_write=desk.may("chart"))
        desk.in_hand_changed.connect(lambda _: self._follow())
        desk.sync_changed.connect(lambda _: self._read_on())
        desk.duty_changed.connect(lambda _: self._become(ChartState(may_write=desk.may("chart"))))

    def look(self, looking: bool) -> None:
        """The page came to the front, or went."""
        self._looking = looking
        self._follow()

    def record_allergy(self, code: str, name: str, reaction: str, *, kind: str, severe: bool) -> None:
        """An allergy of the person whose chart is open."""
        self._add(
            lambda service, resident_id: service.record_allergy(
                self._desk.by,
                resident_id,
                kind=kind,
                code=code,
                name=name.strip(),
                reaction=reaction.strip(),
                severe=severe,
            ),
            self.tr("已记过敏：{name}。").format(name=name.strip()),
        )

    def no_allergy(self) -> None:
        """无已知过敏, asked and answered."""
        self._add(
            lambda service, resident_id: service.record_allergy(self._desk.by, resident_id, kind=NONE_KNOWN),
            self.tr("已记：没有已知的过敏。"),
        )

    def cancel_allergy(self, one: Allergy, reason: str) -> None:
        self._add(
            lambda service, resident_id: service.cancel_allergy(self._desk.by, resident_id, one.id, reason),
            self.tr("已撤销：{name}。").format(name=one.name or self.tr("无已知过敏")),
        )

    def note_condition(self, code: str, name: str) -> None:
        self._add(
            lambda service, resident_id: service.note_condition(self._desk.by, resident_id, code, name),
            self.tr("已记慢病：{name}。").format(name=name),
        )

    def close_condition(self, one: Condition, reason: str) -> None:
        self._add(
            lambda service, resident_id: service.close_condition(self._desk.by, resident_id, one.id, reason),
            self.tr("已结案：{name}。").format(name=one.name),
        )

    def measure(self, values: Mapping[str, int]) -> None:
        """Values measured outside a visit's record, in ten-thousandths by key."""
        self._add(
            lambda service, resident_id: service.measure(self._desk.by, resident_id, values),
            self.tr("测量值已记。"),
        )

    def open_paper(self, paper: Filed) -> None:
        """A signed form is looked at on the page of the forms; any other paper is printed once more, as it was."""
        if paper.kind is PaperKind.FORM:
            self._desk.page_wanted.emit("forms")
            self._desk.record_wanted.emit(paper.id)
            return
        self._jobs.read(lambda: self._services.document(paper), self._put, self._refused)

    def _put(self, document: Document) -> None:
        try:
            self._papers.put(document, f"{document.paper.value}-{document.document_id}")
        except ClinicError as error:
            self._refused(error)
            return
        said = self.tr("已出纸：{title}。").format(title=document.title)
        self._become(replace(self.state, notice=said, tone=Tone.INFO))

    def go_to_visit(self) -> None:
        """To the doctor's page, with the same person in hand."""
        self._desk.page_wanted.emit("outpatient")

    def _follow(self) -> None:
        """The chart of the person in hand, while somebody looks."""
        person: InHand | None = self._desk.in_hand
        resident = person.resident if person is not None else None
        if resident is None:
            self._asked += 1
            self._become(replace(self.state, chart=None, busy=False, notice=""))
            return
        shown = self.state.chart
        if not self._looking or (shown is not None and shown.resident.id == resident.id):
            return
        by, resident_id = self._desk.by, resident.id
        self._read(lambda: self._service.open(by, resident_id, "lookup"))

    def _read_on(self) -> None:
        """What has come meanwhile, while this PC is still filling."""
        chart, asked = self.state.chart, self._asked
        if chart is None or not chart.coming or not self._looking or self.state.busy:
            return

        def show(now: Chart) -> None:
            if asked == self._asked and now != chart:
                self._become(replace(self.state, chart=now))

        by, resident_id = self._desk.by, chart.resident.id
        self._jobs.store(lambda: self._service.read(by, resident_id), show, self._refused)

    def _add(self, work: Callable[[ChartService, UUID], None], said: str) -> None:
        chart, by = self.state.chart, self._desk.by
        if chart is None or self.state.busy:
            return
        resident_id = chart.resident.id

        def write_and_read() -> Chart:
            work(self._service, resident_id)
            return self._service.read(by, resident_id)

        self._read(write_and_read, said)

    def _read(self, work: Callable[[], Chart], said: str = "") -> None:
        self._asked += 1
        asked = self._asked

        def done(chart: Chart) -> None:
            if asked != self._asked:
                return
            self._become(replace(self.state, chart=chart, busy=False, notice=said, tone=Tone.OK))
            if said:
                self._desk.written.emit()

        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(work, done, self._refused)

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: ChartState) -> None:
        self.state = state
        self.changed.emit(state)
