"""重大公共卫生项目: every decision of the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.programmes import Programme, Why, programmes
from clinic_app.projections.queries.programmes import Case
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.programmes import NotEligible, ProgrammeService, Sum, sum_of
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.programmes.words import why_text
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammesState:
    """All that the page shows.  A new state replaces the old one."""

    project: Programme
    since: date
    until: date
    cases: tuple[Case, ...] = ()
    in_hand: Resident | None = None
    item: str = ""
    declared: frozenset[str] = frozenset()
    against: tuple[Why, ...] | None = None  # None: nobody in hand, or not asked yet
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    def sum_on(self, day: date) -> Sum:
        return sum_of(self.cases, day)


class ProgrammesViewModel(QObject):
    """Signals:
    changed: a `ProgrammesState`.
    """

    changed = Signal(object)

    def __init__(self, service: ProgrammeService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        first = next(iter(programmes().values()))
        today = desk.today
        self.state = ProgrammesState(
            project=first, since=today.replace(month=1, day=1), until=today, item=next(iter(first.items))
        )
        desk.in_hand_changed.connect(self._person_changed)
        self._person_changed(desk.in_hand)

    @property
    def today(self) -> date:
        return self._desk.today

    def refresh(self) -> None:
        """Read the register again, and whether the person in hand may."""
        by, service, now = self._desk.by, self._service, self.state

        def work() -> list[Case]:
            return service.register(by, now.project.key, now.since, now.until)

        self._jobs.read(work, lambda cases: self._change(cases=tuple(cases)), self._refused)
        self._judge()

    def choose(self, key: str) -> None:
        """Another project; its first item, nothing vouched for."""
        project = programmes()[key]
        self._change(project=project, item=next(iter(project.items)), declared=frozenset(), cases=())
        self.refresh()

    def ask(self, since: date | None, until: date | None) -> None:
        if since is not None and until is not None:
            first, last = sorted((since, until))
            self._change(since=first, until=last)
            self.refresh()

    def take_item(self, item: str) -> None:
        if item in self.state.project.items and item != self.state.item:
            self._change(item=item)
            self._judge()

    def vouch(self, word: str, said: bool) -> None:
        """What the author vouches for: rural, poor, pregnant, cataract."""
        told = self.state.declared | {word} if said else self.state.declared - {word}
        if told != self.state.declared:
            self._change(declared=told)
            self._judge()

    def enrol(self) -> None:
        person, now, by = self.state.in_hand, self.state, self._desk.by
        if person is None:
            self._say(self.tr("请先找到这位居民：按 F3，或插卡。"), Tone.WARN)
            return
        self._write(
            lambda: self._service.enrol(by, person.id, now.project.key, now.item, now.declared),
            self.tr("已登记。"),
        )

    def finish(self, case: Case | None, on: date | None, result: str, institution: str) -> None:
        if on is None:
            self._say(self.tr("请填写日期。"), Tone.WARN)
            return
        by = self._desk.by
        self._about(
            case,
            lambda one: self._service.finish(by, one.id, on, result, institution),
            self.tr("结果已登记。"),
        )

    def pay(self, case: Case | None, fen: int | None) -> None:
        """What is typed, or all that is still owed."""
        by = self._desk.by

        def work(one: Case) -> Case:
            owed = max(0, self.state.project.item(one.item).most(one.result) - one.paid)
            return self._service.subsidise(by, one.id, owed if fen is None else fen)

        self._about(case, work, self.tr("补助已登记。"))

    def follow(self, case: Case | None, on: date | None, finding: str) -> None:
        if on is None:
            self._say(self.tr("请填写日期。"), Tone.WARN)
            return
        by = self._desk.by
        self._about(case, lambda one: self._service.follow(by, one.id, on, finding), self.tr("随访已登记。"))

    def take_back(self, case: Case | None, reason: str) -> None:
        """The money first; once nothing is paid, the enrolment."""
        by = self._desk.by

        def work(one: Case) -> Case:
            if one.paid:
                return self._service.subsidise(by, one.id, -one.paid, reason)
            return self._service.withdraw(by, one.id, reason)

        paid = case is not None and bool(case.paid)
        self._about(case, work, self.tr("补助已收回。") if paid else self.tr("登记已撤销。"))

    def export(self, file: Path) -> None:
        by, now = self._desk.by, self.state
        self._jobs.read(
            lambda: self._service.export(by, now.project.key, now.since, now.until, file),
            lambda count: self._say(
                self.tr("已导出 {n} 例：{file}").format(n=count, file=file.name), Tone.OK
            ),
            self._refused,
        )

    def open_person(self, case: Case) -> None:
        self._desk.take(case.resident_id)

    def _about(self, case: Case | None, work: Callable[[Case], Case], words: str) -> None:
        if case is None:
            self._say(self.tr("请先在登记册里选一例。"), Tone.WARN)
        else:
            self._write(lambda: work(case), words)

    def _write(self, work: Callable[[], Case], words: str) -> None:
        if self.state.busy:
            return

        def done(_: Case) -> None:
            self._change(busy=False, notice=words, tone=Tone.OK)
            self._desk.written.emit()
            self.refresh()

        self._change(busy=True, notice="")
        self._jobs.store(work, done, self._refused)

    def _judge(self) -> None:
        """Whether the person in hand may have the item, said before anybody presses a key."""
        person, now = self.state.in_hand, self.state
        if person is None:
            self._change(against=None)
            return

        def done(against: tuple[Why, ...]) -> None:
            asked = (self.state.in_hand, self.state.project, self.state.item, self.state.declared)
            if asked == (person, now.project, now.item, now.declared):
                self._change(against=against)

        self._jobs.read(
            lambda: self._service.refusals(person.id, now.project.key, now.item, now.declared),
            done,
            self._refused,
        )

    def _person_changed(self, person: InHand | None) -> None:
        resident = person.resident if person is not None else None
        same = (
            resident is not None and self.state.in_hand is not None and resident.id == self.state.in_hand.id
        )
        declared = self.state.declared if same else frozenset[str]()
        self._change(in_hand=resident, against=None, declared=declared)
        self._judge()

    def _say(self, words: str, tone: Tone) -> None:
        self._change(notice=words, tone=tone)

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        if isinstance(error, NotEligible):
            words = self.tr("没有登记：{reasons}。").format(
                reasons="、".join(why_text(one) for one in error.reasons)
            )
        self._change(busy=False, notice=words, tone=Tone.DANGER)

    def _change(self, **values: Any) -> None:
        self.state = replace(self.state, **values)
        self.changed.emit(self.state)
