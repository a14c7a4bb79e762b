"""工作清单: every decision of the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.public_health.services import VACCINATION, Service
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.worklist import Item, View, Wanted
from clinic_app.services.care import CareService
from clinic_app.services.home_visits import Errand
from clinic_app.services.rounds import MOST, RoundService, Stop
from clinic_app.services.worklist import PAGE, Plan, WorkListService, WorkPage
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.worklist.state import WorkListState
from clinic_app.ui.pages.worklist.words import reason_words, service_name
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_BY_PHONE: Final = "3"  # codes/followup_mode.csv


@dataclass(frozen=True, slots=True)
class WorkListServices:
    worklist: WorkListService
    care: CareService
    rounds: RoundService


class WorkListViewModel(QObject):
    """Signals:
    changed: a `WorkListState`.
    """

    changed = Signal(object)

    def __init__(self, services: WorkListServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0  # an answer to an older question is dropped
        self._whose: UUID | None = None
        self.state = WorkListState(Wanted(today=desk.today))
        desk.in_hand_changed.connect(self._take)

    # The list.

    def refresh(self) -> None:
        """Read again what is shown; the day may have changed."""
        self._read(replace(self.state.wanted, today=self._desk.today), self.state.page.start)
        self._take(self._desk.in_hand)

    def look_at(self, view: View) -> None:
        if view is not self.state.wanted.view:
            self._read(replace(self.state.wanted, view=view), 0)

    def ask(self, service: str, village: str, group: str, doctor: str, *, by_house: bool = False) -> None:
        """The same view of another part of the list; an empty filter takes all."""
        wanted = replace(
            self.state.wanted,
            service=service,
            village=village,
            group=group,
            doctor=doctor,
            by_house=by_house,
        )
        if wanted != self.state.wanted:
            self._read(wanted, 0)

    def same_house(self, item: Item | None) -> None:
        """同户: what is due in the house of a line, at any time; once more: the list as it was."""
        wanted, before = self.state.wanted, self.state.before
        if before is not None:
            self._become(replace(self.state, before=None))
            self._read(replace(before, today=self._desk.today), 0)
        elif item is not None and item.household is not None:
            self._become(replace(self.state, before=wanted))
            self._read(Wanted(today=wanted.today, view=View.ALL, household=item.household), 0)
        else:
            words = self.tr("这个人还没有入户：在健康档案页立户或入户后，同户的人才会列在一起。")
            self._become(replace(self.state, notice=words, tone=Tone.WARN))

    def turn(self, by: int) -> None:
        """The next page (1) or the one before (-1)."""
        page = self.state.page
        start = page.start + by * PAGE
        if 0 <= start < page.counts.get(self.state.wanted.view, 0) and not self.state.busy:
            self._read(self.state.wanted, start)

    def open_form(self, item: Item) -> None:
        """The form of a line, with its person in hand; a dose is given on its own page."""
        self._desk.take(item.resident_id)
        if item.task.form == VACCINATION:
            self._open_card()
            return
        self._desk.page_wanted.emit("forms")
        self._desk.form_wanted.emit(item.resident_id, item.task.form, item.task.step)

    def _open_card(self) -> None:
        if self._desk.may("vaccination"):
            self._desk.page_wanted.emit("immunization")
        else:
            words = self.tr("接种由接种门诊登记：请告诉家长去接种，没联系上按 F6。")
            self._become(replace(self.state, notice=words, tone=Tone.WARN))

    def visit(self) -> None:
        """入户: to the people of the lines that are listed, one after the other."""
        errands = tuple(
            Errand(resident_id=one.resident_id, form=one.task.form, step=one.task.step)
            for one in self.state.page.items[:MOST]
        )
        self._desk.page_wanted.emit("home_visit")
        self._desk.home_visit_wanted.emit(errands, "worklist")

    def pack(self) -> None:
        """下乡包: the sheets of the first lines that are listed, printed."""
        by, wanted, today = self._desk.by, self.state.wanted, self._desk.today

        def work() -> tuple[Document, int, int]:
            items = self._services.worklist.items(by, wanted, MOST)
            stops = tuple(
                Stop(resident_id=one.resident_id, form=one.task.form, reason=reason_words(one))
                for one in items
            )
            pack = self._services.rounds.make(by, today, stops)
            return (
                self._services.rounds.paper(pack.id),
                len(stops),
                self.state.page.counts.get(wanted.view, 0),
            )

        self._start()
        self._jobs.store(work, self._packed, self._refused)

    def missed(self, item: Item | None) -> None:
        """未联系上: one attempt in vain."""
        if item is None or self.state.busy:
            return
        by, service = self._desk.by, item.task.service
        words = self.tr("已记下：{name} 未联系上。").format(name=item.name)
        self._write(
            partial(self._services.care.contact_missed, by, item.resident_id, service, _BY_PHONE), words
        )

    # One person.

    def show_plan(self, item: Item | None) -> None:
        """The year of the person under the cursor."""
        if item is None:
            self._whose = None
            self._become(replace(self.state, plan=None, whose=""))
        elif item.resident_id != self._whose:
            year = self.state.plan.year if self.state.plan else self._desk.today.year
            self._read_plan(item.resident_id, item.name, year)

    def turn_year(self, by: int) -> None:
        if self.state.plan is not None and self._whose is not None:
            self._read_plan(self._whose, self.state.whose, self.state.plan.year + by)

    def take_into_care(self, service: str) -> None:
        """The person at the desk is followed under a service from today on."""
        held = self._desk.in_hand
        if held is None or held.resident is None:
            words = self.tr("先按 F3 找人或读卡，再纳入管理。")
            self._become(replace(self.state, notice=words, tone=Tone.WARN))
            return
        words = self.tr("{name} 已纳入{service}管理。").format(
            name=held.resident.name, service=service_name(service)
        )
        self._write(partial(self._services.care.open, self._desk.by, held.resident.id, service), words)

    def close(self, item: Item | None, reason: str, note: str) -> None:
        """结案: the service of a line ends today."""
        if item is None or self.state.busy:
            return
        words = self.tr("{name} 的{service}管理已结案。").format(
            name=item.name, service=service_name(item.task.service)
        )
        work = partial(
            self._services.care.close,
            self._desk.by,
            item.resident_id,
            item.task.service,
            reason,
            note=note,
        )
        self._write(work, words)

    # On a worker.

    def _read(self, wanted: Wanted, start: int, said: str = "") -> None:
        self._asked += 1
        asked, by, service = self._asked, self._desk.by, self._services.worklist

        def work() -> tuple[WorkPage, Any, Any]:
            return service.page(by, wanted, start), tuple(service.villages()), service.doctors()

        def done(found: tuple[WorkPage, Any, Any]) -> None:
            if asked == self._asked:
                page, villages, doctors = found
                self._become(replace(self.state, page=page, villages=villages, doctors=doctors, busy=False))

        self._become(replace(self.state, wanted=wanted, busy=True, notice=said, tone=Tone.OK))
        self._jobs.read(work, done, self._refused)

    def _read_plan(self, resident_id: UUID, name: str, year: int) -> None:
        self._whose = resident_id

        def done(plan: Plan) -> None:
            if self._whose == resident_id:
                self._become(replace(self.state, plan=plan, whose=name))

        work = partial(self._services.worklist.plan, self._desk.by, resident_id, year)
        self._jobs.read(work, done, self._refused)

    def _take(self, held: InHand | None) -> None:
        """Whom the bar below speaks of, and what the diagnoses propose."""
        person = None if held is None else held.resident
        self._become(replace(self.state, in_hand=person.name if person else "", proposed=()))
        if person is None or not self._desk.may("forms"):
            return

        def done(proposed: tuple[Service, ...]) -> None:
            if self._desk.in_hand is held:
                self._become(replace(self.state, proposed=proposed))

        self._jobs.read(partial(self._services.care.proposals, self._desk.by, person.id), done, self._refused)

    def _write(self, work: Callable[[], None], words: str) -> None:
        def done(_: None) -> None:
            self._whose = None
            self._desk.written.emit()
            self._read(self.state.wanted, self.state.page.start, words)
            self._take(self._desk.in_hand)

        self._start()
        self._jobs.store(work, done, self._refused)

    def _packed(self, found: tuple[Document, int, int]) -> None:
        document, packed, listed = found
        try:
            self._papers.put(document, f"round-{document.document_id}")
        except ClinicError as error:
            self._refused(error)
            return
        words = self.tr("下乡包已出纸：{n} 张。").format(n=packed)
        if packed < listed:
            words += self.tr("清单共 {all} 条，一包最多 {most} 张。").format(all=f"{listed:,}", most=MOST)
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))

    def _start(self) -> None:
        self._become(replace(self.state, busy=True, notice=""))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: WorkListState) -> None:
        self.state = state
        self.changed.emit(state)
