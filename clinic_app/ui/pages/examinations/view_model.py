"""检验检查: orders are found, sampled and reported; critical values are answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.examinations.kinds import Phrase, phrases
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.examinations import Examination, Report, Reported
from clinic_app.services.cards import Scan
from clinic_app.services.examinations import ExaminationService, Result
from clinic_app.services.results import Incoming, ResultsService, Swept, differing
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.examinations.filling import filled, fitting
from clinic_app.ui.pages.examinations.state import STAGES, ExaminationsState, GridRow, Part
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

T = TypeVar("T")
SLIP_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Read:
    orders: tuple[Examination, ...]
    critical: tuple[Reported, ...]
    overdue: bool
    swept: Swept
    away: str


class ExaminationsViewModel(QObject):
    changed = Signal(object)  # ExaminationsState
    opened = Signal()  # another order is on the page

    def __init__(
        self,
        service: ExaminationService,
        results: ResultsService,
        desk: Desk,
        jobs: JobRunner,
        papers: Papers,
    ) -> None:
        super().__init__()
        self._service = service
        self._results = results
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self.state = ExaminationsState()
        desk.written.connect(self.refresh)
        desk.scanned.connect(self._scanned)
        desk.in_hand_changed.connect(self._person)

    def may_write(self) -> bool:
        return self._desk.may("examination")

    def may_answer(self) -> bool:
        return self._desk.may("outpatient")

    # Finding.

    def refresh(self) -> None:
        """The lists anew; the open order and what is typed stay."""
        self._jobs.read(self._read, self._show, self._refused)
        if self.state.order is not None and not self.state.values:
            self._load(self.state.order.id)

    def show_part(self, part: Part) -> None:
        """Another tab, with its first order open."""
        self._become(replace(self.state, part=part))
        self._open_first()

    def show_category(self, category: str) -> None:
        self._become(replace(self.state, category=category))
        self._open_first()

    def find(self, text: str) -> None:
        """A slip's number, or a name on the list."""
        wanted = text.strip()
        if wanted.isdigit():
            self._jobs.read(lambda: self._service.find(wanted), self._found, self._refused)
            return
        named = next((one for one in self.state.orders if wanted and wanted in one.name), None)
        if named is None:
            self._say(self.tr("没有找到，请输入申请单号或姓名。"), Tone.WARN)
        else:
            self._found(named)

    def open(self, order: Examination | None) -> None:
        """Another order; what was typed for the last one is forgotten."""
        now = self.state.order
        if order is None or (now is not None and now.id == order.id):
            return
        fresh = replace(self.state, order=order, reports=(), values={}, lines={}, correcting=None, notice="")
        self._become(replace(fresh, source=None, left_out=()))
        self.opened.emit()
        self._load(order.id)
        self._fill_in()

    # Doing.

    def collect(self) -> None:
        """F8: the specimen is taken."""
        order, by = self.state.order, self._desk.by
        if order is not None:
            words = self.tr("{name} 已采样：{specimen}").format(name=order.name, specimen=order.specimen)
            self._write(lambda: self._service.collect(by, order.id), lambda _: self._done(words, order.id))

    def type(self, item: str, text: str) -> bool:
        """One value; false when it cannot be, with what can."""
        order = self.state.order
        if order is None:
            return False
        try:
            judged = self._service.judged(order, {item: text})
        except ClinicError as error:
            self._refused(error)
            return False
        values, lines = dict(self.state.values), dict(self.state.lines)
        values[item] = text.strip()
        lines.pop(item, None)
        lines |= {line.item: line for line in judged}
        self._become(replace(self.state, values=values, lines=lines, notice=""))
        return True

    def correct(self) -> None:
        """F6: a new report in place of the one that stands, which begins with what that one says."""
        report = self.state.report
        if report is None:
            return
        values = {line.item: line.value for line in report.lines if line.item}
        lines = {line.item: line for line in report.lines if line.item}
        self._become(replace(self.state, correcting=report, values=values, lines=lines, notice=""))
        self.opened.emit()
        self._fill_in()

    def keep(self) -> None:
        """Esc: not corrected after all."""
        self._become(replace(self.state, correcting=None, values={}, lines={}, source=None, left_out=()))

    def take(self, one: Incoming) -> None:
        """A file without a number that is known: it is of the open order, says whoever is on duty."""
        if self.state.order is None or not self.state.writing:
            self._say(self.tr("请先打开这份结果所属的申请单。"), Tone.WARN)
        elif differing(self.state.order, one):
            self._say(
                self.tr("仪器结果里的姓名、性别、出生日期或证件号与这张申请单不符，没有填入。"), Tone.DANGER
            )
        else:
            self._fill(self.state.order, one)

    def sign(self, findings: str, conclusion: str, critical: str) -> None:
        """F9: signed by whoever is on duty."""
        state, by = self.state, self._desk.by
        order = state.order
        if order is None:
            return
        source = state.source
        result = Result(
            examination_id=order.id,
            source="typed" if source is None else source.source,
            instrument="" if source is None else source.instrument,
            study_uid="" if source is None else source.study_uid,
            lines=tuple(row.line for row in self.grid() if row.line is not None),
            findings=findings,
            conclusion=conclusion,
            critical=critical,
            replaces=None if state.correcting is None else state.correcting.id,
        )

        def work() -> UUID:
            made = self._service.report(by, result)
            if source is not None:
                self._results.done(source)
            return made

        self._write(work, lambda made: self._signed(order, made))

    def refer(self, findings: str) -> None:
        """F7: to be read at the county."""
        order, source, by = self.state.order, self.state.source, self._desk.by
        if order is not None:
            words = self.tr("已送县里诊断，联网后上传。")
            lines = tuple(row.line for row in self.grid() if row.line is not None)
            self._write(
                lambda: self._service.refer(
                    by,
                    order.id,
                    findings=findings,
                    lines=lines,
                    study_uid="" if source is None else source.study_uid,
                ),
                lambda _: self._done(words, order.id),
            )

    def answer(self, told: str, done: str) -> None:
        """危急值处置 of the oldest that is open."""
        by = self._desk.by
        if self.state.critical:
            first = self.state.critical[0]
            words = self.tr("{name} 的危急值已处置。").format(name=first.examination.name)
            self._write(
                lambda: self._service.answer(by, first.report.id, told, done),
                lambda _: self._done(words, first.examination.id),
            )

    def print(self) -> None:
        """F10: the report; where there is none yet, the slip."""
        order, report = self.state.order, self.state.report
        if order is None:
            return
        work: Callable[[], Document] = (
            partial(self._service.slip, order.id)
            if report is None
            else partial(self._service.sheet, report.id)
        )
        self._jobs.read(work, lambda paper: self._put(paper, order.number), self._refused)

    def today(self) -> date:
        return self._service.today()

    def grid(self) -> tuple[GridRow, ...]:
        """The rows that are typed into."""
        order = self.state.order
        return () if order is None else self.state.grid(order.age_years(self.today()))

    def phrases(self) -> tuple[Phrase, ...]:
        """Templates for the open order."""
        order = self.state.order
        return () if order is None else phrases()[order.category]

    # Answers.

    def _read(self) -> _Read:
        critical = tuple(self._service.critical())
        overdue = any(self._service.overdue(one) for one in critical)
        try:
            swept, away = self._results.look(), ""
        except ClinicError as error:
            swept, away = Swept(), text_of(error, language())
        return _Read(tuple(self._service.worklist()), critical, overdue, swept, away)

    def _show(self, read: _Read) -> None:
        now = replace(self.state, orders=read.orders, critical=read.critical, overdue=read.overdue)
        self._become(replace(now, incoming=read.swept.incoming, away=read.away))
        if self.state.order is None:
            self._open_first()
        self._fill_in()
        self._tell(read.swept)

    def _tell(self, swept: Swept) -> None:
        """What was set aside; another person's last, for that is the worst."""
        if swept.refused:
            self._say(
                self.tr("{count} 个文件不是仪器结果，已移到 refused 文件夹。").format(count=swept.refused),
                Tone.WARN,
            )
        if swept.others:
            self._say(
                self.tr(
                    "结果与申请单 {numbers} 不是同一个人，文件已移到 refused 文件夹，请核对标本。"
                ).format(numbers="、".join(swept.others)),
                Tone.DANGER,
            )

    def _fill_in(self) -> None:
        """What an instrument says of the open order stands in the grid, unless somebody typed or signed there."""
        order, state = self.state.order, self.state
        if order is None or not state.writing or state.source is not None:
            return
        one = fitting(state.incoming, order)
        if one is None or (state.values and state.correcting is None):
            return
        self._fill(order, one)

    def _fill(self, order: Examination, one: Incoming) -> None:
        found = filled(self._service, order, one)
        values, lines = {**self.state.values, **found.values}, {**self.state.lines, **found.lines}
        self._become(
            replace(self.state, source=one, left_out=found.left_out, values=values, lines=lines, notice="")
        )

    def _open_first(self) -> None:
        if self.state.shown:
            self.open(self.state.shown[0])

    def _load(self, order_id: UUID) -> None:
        def work() -> tuple[Examination, tuple[Report, ...], Mapping[str, str]]:
            service = self._service
            return service.examination(order_id), tuple(service.reports(order_id)), service.names()

        self._jobs.read(work, self._show_order, self._refused)

    def _show_order(self, read: tuple[Examination, tuple[Report, ...], Mapping[str, str]]) -> None:
        order, reports, names = read
        if self.state.order is not None and self.state.order.id == order.id:
            self._become(replace(self.state, order=order, reports=reports, names=names))

    def _found(self, order: Examination) -> None:
        part = next((part for part, stage in STAGES.items() if stage is order.stage), self.state.part)
        self._become(replace(self.state, part=part, category="", notice=""))
        self.open(order)

    def _scanned(self, scan: Scan) -> None:
        if len(scan.text) == SLIP_DIGITS and scan.text.isdigit():
            self.find(scan.text)

    def _person(self, person: InHand | None) -> None:
        """A card: the first order of its holder that is not reported yet."""
        if person is None or person.resident is None or self.state.values:
            return
        mine = [one for one in self.state.orders if one.resident_id == person.resident.id]
        if mine:
            self._found(min(mine, key=lambda one: one.stage is STAGES[Part.REPORTED]))

    def _signed(self, order: Examination, report_id: UUID) -> None:
        self._become(replace(self.state, values={}, lines={}, correcting=None, source=None, left_out=()))
        self._jobs.read(
            lambda: self._service.sheet(report_id),
            lambda paper: self._put(paper, order.number),
            self._refused,
        )
        self._done(self.tr("{name} 的报告已签发。").format(name=order.name), order.id)

    def _put(self, paper: Document, number: str) -> None:
        try:
            self._papers.put(paper, f"examination-{number}")
        except ClinicError as error:
            self._refused(error)

    def _done(self, words: str, order_id: UUID) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))
        self._load(order_id)
        self._desk.written.emit()

    def _write(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(work, done, self._refused)

    def _say(self, words: str, tone: Tone) -> None:
        self._become(replace(self.state, notice=words, tone=tone))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: ExaminationsState) -> None:
        self.state = state
        self.changed.emit(state)
