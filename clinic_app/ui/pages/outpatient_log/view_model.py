"""门诊日志: every decision of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.outpatient_log import Duty, LogRow, Wanted
from clinic_app.services.outpatient_log import PAGE, LogPage, OutpatientLogService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_NOTHING = LogPage((), 0, 0)


@dataclass(frozen=True, slots=True)
class LogState:
    """All that the page shows.  A new state replaces the old one."""

    wanted: Wanted
    page: LogPage = _NOTHING
    unanswered: LogPage = _NOTHING  # 我的未报
    doctors: Mapping[str, str] = field(default_factory=dict)  # names by staff id
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


class OutpatientLogViewModel(QObject):
    """Signals:
    changed: a `LogState`.
    """

    changed = Signal(object)

    def __init__(self, service: OutpatientLogService, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0
        today = desk.today
        self.state = LogState(Wanted(since=today, until=today))
        desk.duty_changed.connect(lambda _: self._become(replace(self.state, unanswered=_NOTHING)))

    @property
    def doctor(self) -> bool:
        """Whether who is on duty sees patients: only such a one has visits to answer for, and a page to open."""
        return self._desk.may("outpatient")

    def refresh(self) -> None:
        """Read again what is shown."""
        self._read(self.state.wanted, self.state.page.start)

    def ask(
        self, since: date, until: date, doctor: str = "", diagnosis: str = "", duty: Duty = Duty.ANY
    ) -> None:
        """Another part of the log, from its first row; days the wrong way round are turned."""
        first, last = sorted((since, until))
        self._read(Wanted(since=first, until=last, doctor=doctor, diagnosis=diagnosis.strip(), duty=duty), 0)

    def turn(self, by: int) -> None:
        """The next page (1) or the one before (-1)."""
        page = self.state.page
        start = page.start + by * PAGE
        if 0 <= start < page.total and not self.state.busy:
            self._read(self.state.wanted, start)

    def open_visit(self, row: LogRow) -> None:
        """To the record on the doctor's page."""
        if self.doctor:
            self._desk.page_wanted.emit("outpatient")
            self._desk.visit_wanted.emit(row.visit_id)

    def answer(self, row: LogRow | None, *, report: bool, reason: str = "") -> bool:
        """Whether a visit of 我的未报 is a case; false when a reason is due first."""
        if row is None or self.state.busy:
            return True
        if not report and not reason.strip():
            self._become(
                replace(self.state, notice=self.tr("先写明为什么不是病例，再按 Enter。"), tone=Tone.WARN)
            )
            return False
        by, words = self._desk.by, self.tr("已答复：{name}。").format(name=row.name)

        def done(_: None) -> None:
            self._desk.written.emit()
            self._read(self.state.wanted, self.state.page.start, words)

        self._start()
        self._jobs.store(
            lambda: self._service.answer(by, row, report=report, reason=reason), done, self._refused
        )
        return True

    def print(self) -> None:
        by, wanted = self._desk.by, self.state.wanted
        self._start()
        self._jobs.read(lambda: self._service.sheet(by, wanted), self._put, self._refused)

    def export(self, file: Path) -> None:
        """The whole of what was asked for into a spreadsheet."""
        by, wanted = self._desk.by, self.state.wanted

        def done(rows: int) -> None:
            words = self.tr("已导出 {n} 行到 {file}。证件号和电话已隐去中间几位。")
            self._said(words.format(n=f"{rows:,}", file=file.name))

        self._start()
        self._jobs.network(lambda: self._service.export(by, wanted, file), done, self._refused)

    def _read(self, wanted: Wanted, start: int, said: str = "") -> None:
        self._asked += 1
        asked, by, mine = self._asked, self._desk.by, self.doctor

        def work() -> tuple[LogPage, LogPage, dict[str, str]]:
            page = self._service.page(by, wanted, start)
            return page, self._service.unanswered(by) if mine else _NOTHING, self._service.doctors()

        def done(found: tuple[LogPage, LogPage, dict[str, str]]) -> None:
            if asked == self._asked:
                page, unanswered, doctors = found
                self._become(
                    replace(self.state, page=page, unanswered=unanswered, doctors=doctors, busy=False)
                )

        self._become(replace(self.state, wanted=wanted, busy=True, notice=said, tone=Tone.OK))
        self._jobs.read(work, done, self._refused)

    def _put(self, document: Document) -> None:
        try:
            self._papers.put(document, f"outpatient-log-{document.document_id}")
        except ClinicError as error:
            self._refused(error)
            return
        self._said(self.tr("门诊日志已出纸。证件号和电话已隐去中间几位。"))

    def _start(self) -> None:
        self._become(replace(self.state, busy=True, notice=""))

    def _said(self, words: str) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: LogState) -> None:
        self.state = state
        self.changed.emit(state)
