"""病区: decisions of the ward's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.prescribing.draft import Reason
from clinic_app.domain.prescribing.hits import Severity
from clinic_app.domain.ward import BedState
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.ward import Note, Order
from clinic_app.services.chart import NONE_KNOWN, ChartService
from clinic_app.services.duty import DutyService
from clinic_app.services.wardcare import BedCard, WardCareService
from clinic_app.services.warddoses import WardDoseService
from clinic_app.services.wardnotes import WardNoteService
from clinic_app.services.wardorders import Answers, WardOrderService
from clinic_app.services.wardpapers import WardPaperService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.ward.state import OF_A_STAY, Part, Typed, WardState
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.witness import Signature


@dataclass(frozen=True, slots=True)
class WardServices:
    orders: WardOrderService
    care: WardCareService
    doses: WardDoseService
    notes: WardNoteService
    papers: WardPaperService
    chart: ChartService
    duty: DutyService


class WardViewModel(QObject):
    """Signals:
    changed: the `WardState`.
    written: what was typed in this part is saved; its boxes are empty again.
    """

    changed = Signal(object)
    written = Signal(object)  # Part

    def __init__(self, services: WardServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0
        self._pregnant: bool | None = None
        self._lactating: bool | None = None
        self.state = WardState(today=desk.today, day=desk.today)
        desk.written.connect(self.refresh)

    @property
    def may_place(self) -> bool:
        """Whether who is on duty enters the beds of the house."""
        return self._desk.may("facility")

    # What is shown.

    def refresh(self) -> None:
        """Everything of the part in front anew."""
        self._asked += 1
        number, before = self._asked, self.state
        self._jobs.read(partial(self._read, before), lambda found: self._show(number, found), self._refused)

    def turn_to(self, part: Part) -> None:
        self._become(replace(self.state, part=part, moving=False, notice=""))
        self.refresh()

    def choose(self, card: BedCard | None) -> None:
        """The bed under the cursor; orders typed for somebody else are dropped."""
        stay = None if card is None else card.stay
        if stay is None or stay.id == self.state.stay_id:
            return
        self._become(
            replace(
                self.state, stay_id=stay.id, orders=(), doses=(), notes=(), typed=(), checked=(), notice=""
            )
        )
        self.refresh()

    def show_day(self, step: int) -> None:
        """The day before or after; the ward looks one day ahead."""
        day = self.state.day + timedelta(days=step)
        if day <= self.state.today + timedelta(days=1):
            self._become(replace(self.state, day=day, doses=(), owed=()))
            self.refresh()

    def show_whole(self) -> None:
        """执行单 of the whole ward, or of the open stay again."""
        self._become(replace(self.state, whole=not self.state.whole, doses=()))
        self.refresh()

    # 床位.

    def place_bed(self, bed: str, room: str) -> None:
        by = self._desk.by
        self._write(
            lambda: self._services.care.place_bed(by, bed, room), self.tr("{bed} 床已加。").format(bed=bed)
        )

    def ready_bed(self, card: BedCard | None) -> None:
        by = self._desk.by
        if card is not None and card.state is BedState.CLEANING:
            words = self.tr("{bed} 床已清洁。").format(bed=card.bed)
            self._write(lambda: self._services.care.ready_bed(by, card.bed), words)

    def ask_bed(self) -> None:
        """转床 of the open stay: the next bed chosen is the new one."""
        if self.state.stay is not None:
            words = self.tr("请选 {name} 要转到的空床，Enter 确认，Esc 取消。").format(
                name=self.state.stay.name
            )
            self._become(replace(self.state, moving=True, notice=words, tone=Tone.INFO))

    def keep_bed(self) -> None:
        self._become(replace(self.state, moving=False, notice=""))

    def pick(self, card: BedCard) -> None:
        """Enter on a bed: moves there, or opens its orders."""
        stay, by = self.state.stay, self._desk.by
        if self.state.moving and stay is not None:
            words = self.tr("{name} 已转到 {bed} 床。").format(name=stay.name, bed=card.bed)
            self._write(lambda: self._services.care.move(by, stay.id, card.bed), words)
        elif card.stay is not None:
            self.choose(card)
            self.turn_to(Part.ORDERS)

    # 医嘱.

    def type_order(self, typed: Typed) -> None:
        self._become(replace(self.state, typed=(*self.state.typed, typed), notice=""))
        self.check()

    def drop_order(self) -> None:
        """The last one typed."""
        self._become(replace(self.state, typed=self.state.typed[:-1], checked=(), notice=""))
        self.check()

    def answer_pregnant(self, code: str) -> None:
        """ "" nobody asked, 0 neither, 1 pregnant, 2 lactating."""
        self._pregnant = None if not code else code == "1"
        self._lactating = None if not code else code == "2"
        self.check()

    def check(self) -> None:
        """审方 of what is typed."""
        stay, by, typed = self.state.stay, self._desk.by, self.state.typed
        if stay is None or not typed:
            self._become(replace(self.state, checked=()))
            return
        orders, answers = [one.order for one in typed], self._answers("")

        def done(checked: Any) -> None:
            if self.state.typed == typed:
                self._become(replace(self.state, checked=checked))

        self._jobs.read(
            lambda: self._services.orders.check(by, stay.id, orders, answers), done, self._refused
        )

    def sign_orders(self, reason: str) -> None:
        """`reason` answers every rule that wants one; of a SPEC antibiotic it names who was consulted."""
        stay, by, typed = self.state.stay, self._desk.by, self.state.typed
        if stay is None or not typed:
            return
        orders, answers = [one.order for one in typed], self._answers(reason)
        self._write(
            lambda: self._services.orders.sign(by, stay.id, orders, answers),
            self.tr("已签 {n} 条医嘱。").format(n=len(orders)),
            Part.ORDERS,
        )

    def stop_order(self, order: Order | None) -> None:
        by = self._desk.by
        if order is not None and order.stop_ms is None:
            words = self.tr("已停：{name}。").format(name=order.name)
            self._write(lambda: self._services.orders.stop(by, order.admission_id, [order.id]), words)

    def stop_all(self) -> None:
        """Every open order of the stay, before the discharge."""
        stay, by = self.state.stay, self._desk.by
        still = [one.id for one in self.state.orders if one.open]
        if stay is not None and still:
            words = self.tr("已停 {n} 条医嘱。").format(n=len(still))
            self._write(lambda: self._services.orders.stop(by, stay.id, still), words)

    def no_allergies(self) -> None:
        """Asked: none known."""
        stay, by = self.state.stay, self._desk.by
        if stay is not None:
            self._write(
                lambda: self._services.chart.record_allergy(by, stay.resident_id, kind=NONE_KNOWN),
                self.tr("已记：无过敏史。"),
                then=self.check,
            )

    def skin_test(self, positive: bool) -> None:
        """Of every drug that wants one."""
        stay, by = self.state.stay, self._desk.by
        drugs = {
            sheet.draft.lines[at].drug
            for sheet, hit in self.state.hits
            if hit.rule == "P13"
            for at in hit.lines
        }
        if stay is None or not drugs:
            return

        def work() -> None:
            for drug in drugs:
                self._services.chart.read_skin_tests(
                    by, stay.resident_id, drug, positive=positive, visit_id=stay.id
                )

        self._write(work, self.tr("皮试结果已记。"), then=self.check)

    # 执行, 摆药.

    def execute(self, keys: list[tuple[UUID, date, str]], left_out: str = "") -> None:
        by = self._desk.by
        if keys:
            words = self.tr("未执行 {n} 项。") if left_out else self.tr("已执行 {n} 项。")
            self._write(
                lambda: self._services.care.execute(by, keys, left_out),
                words.format(n=len(keys)),
                Part.CARE,
            )

    def dispense(self, second: Signature) -> None:
        """`second` checked it where a narcotic is among them."""
        by, day, services = self._desk.by, self.state.day, self._services
        self._write(
            lambda: services.doses.dispense(by, day, second=second.staff(services.duty)), self.tr("已摆药。")
        )

    def give_back(self, second: Signature) -> None:
        by, services = self._desk.by, self._services
        self._write(
            lambda: services.doses.give_back(by, second=second.staff(services.duty)), self.tr("已退药。")
        )

    # 体温单, 病程.

    def measure(self, taken_ms: int, values: Mapping[str, int]) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is not None:
            self._write(
                lambda: self._services.care.measure(by, stay.id, taken_ms, values),
                self.tr("已记入体温单。"),
                Part.VITALS,
            )

    def sign_note(self, kind: str, texts: Mapping[str, str], diagnosis: Diagnosis | None) -> None:
        stay, by = self.state.stay, self._desk.by
        if stay is not None:
            diagnoses = () if diagnosis is None else (diagnosis,)
            self._write(
                lambda: self._services.notes.sign(by, stay.id, kind, texts, diagnoses=diagnoses),
                self.tr("已签名。"),
                Part.NOTES,
            )

    def add_to_note(self, note: Note | None, text: str) -> None:
        by = self._desk.by
        if note is not None:
            self._write(
                lambda: self._services.notes.add_to(by, note.id, text), self.tr("已补记。"), Part.NOTES
            )

    # Paper.

    def print_part(self, note: Note | None) -> None:
        """医嘱单, 执行单, 摆药单, 体温单 or the note, by the part in front."""
        papers, state = self._services.papers, self.state
        stay = state.stay
        if state.part is Part.DOSES:
            self._print(partial(papers.supplies, state.day), f"doses-{state.day:%m%d}")
        elif state.part is Part.CARE:
            only = None if state.whole or stay is None else stay.id
            self._print(partial(papers.doses, state.day, only), f"care-{state.day:%m%d}")
        elif stay is not None and state.part is Part.ORDERS:
            self._print(partial(papers.orders, stay.id), f"orders-{stay.number}")
        elif stay is not None and state.part is Part.VITALS:
            self._print(partial(papers.vitals, stay.id, first_of(state)), f"vitals-{stay.number}")
        elif note is not None and state.part is Part.NOTES:
            self._print(partial(papers.note, note.id), f"note-{note.kind}")

    # Inside.

    def _read(self, before: WardState) -> dict[str, Any]:
        """What the part in front shows."""
        services, part = self._services, before.part
        cards = tuple(services.care.beds())
        here = [card.stay.id for card in cards if card.stay is not None]
        stay_id = before.stay_id if before.stay_id in here else (here[0] if here else None)
        found: dict[str, Any] = {
            "cards": cards,
            "stay_id": stay_id,
            "today": services.care.today(),
            "hour": services.care.hour(),
        }
        if part is Part.DOSES:
            found |= {
                "owed": tuple(services.doses.owed(before.day)),
                "returns": tuple(services.doses.to_return()),
            }
        if part is Part.CARE and (before.whole or stay_id is not None):
            only = None if before.whole else stay_id
            found["doses"] = tuple(services.care.doses(before.day, only))
        if part in OF_A_STAY and stay_id is not None:
            found["names"] = services.care.names()
            found["orders"] = tuple(services.orders.orders(stay_id))
        if part is Part.VITALS and stay_id is not None:
            found["vitals"] = services.care.measured(stay_id)
        if part is Part.NOTES and stay_id is not None:
            found["notes"] = tuple(services.notes.notes(stay_id))
        return found

    def _show(self, number: int, found: dict[str, Any]) -> None:
        if number == self._asked:
            self._become(replace(self.state, **found))

    def _answers(self, reason: str) -> Answers:
        rules = {hit.rule for _, hit in self.state.hits if hit.severity is Severity.REASON}
        given = reason.strip()
        return Answers(
            reasons=tuple(Reason(rule=rule, text=given) for rule in sorted(rules)) if given else (),
            consulted=given if self.state.asks("P08.consultation") else "",
            pregnant=self._pregnant,
            lactating=self._lactating,
        )

    def _write(
        self,
        work: Callable[[], object],
        words: str,
        part: Part | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Do it once; `part`: whose boxes are emptied afterwards."""
        if self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))

        def done(_: object) -> None:
            typed = () if part is Part.ORDERS else self.state.typed
            checked = () if part is Part.ORDERS else self.state.checked
            self._become(
                replace(
                    self.state,
                    busy=False,
                    moving=False,
                    typed=typed,
                    checked=checked,
                    notice=words,
                    tone=Tone.OK,
                )
            )
            if part is not None:
                self.written.emit(part)
            self._desk.written.emit()
            then()

        self._jobs.store(work, done, self._refused)

    def _print(self, paper: Callable[[], Document], name: str) -> None:
        """A paper that fails undoes nothing."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, name)
            except ClinicError as error:
                self._refused(error)
            else:
                self._become(replace(self.state, notice=self.tr("已打印。"), tone=Tone.OK))

        self._jobs.read(paper, put, self._refused)

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: WardState) -> None:
        self.state = state
        self.changed.emit(state)


def first_of(state: WardState) -> date:
    """The first of the seven days of the 体温单 that hold the day shown."""
    stay = state.stay
    begun = state.day if stay is None else stay.day
    weeks = max(0, (state.day - begun).days) // 7
    return begun + timedelta(days=7 * weeks)
