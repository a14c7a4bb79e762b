"""接种: today's children, the card of the one in hand, and every step with a dose."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.immunization.due import Status
from clinic_app.domain.immunization.giving import NewDose, TooEarly
from clinic_app.domain.time import beijing
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.immunization_card import Card, DueChild
from clinic_app.services.immunization import GivenElsewhere, ImmunizationService, Observing
from clinic_app.services.vaccination_lists import VaccinationListService
from clinic_app.ui.desk import InHand
from clinic_app.ui.pages.immunization.state import GiveState
from clinic_app.ui.pages.immunization.words import dose_text, short_day, vaccine_text
from clinic_app.ui.pages.stock.part import Bench, PartModel
from clinic_app.ui.theme import Tone

_REPORT_WITHIN: Final = timedelta(
    hours=48
)  # AEFI; 2 hours for death, severe disability, a cluster, public concern
_URGENT_WITHIN: Final = timedelta(hours=2)


class GiveModel(PartModel[GiveState]):
    def __init__(self, bench: Bench, service: ImmunizationService, lists: VaccinationListService) -> None:
        super().__init__(bench, GiveState())
        self._service, self._lists = service, lists
        bench.desk.in_hand_changed.connect(self._person_changed)

    @property
    def today(self) -> date:
        return self._bench.desk.today

    def refresh(self) -> None:
        """Today's lists, and the card of who is in hand."""
        by, whose, service = self._bench.desk.by, self._whose(), self._service

        def show_card(card: Card | None) -> None:
            if whose == self._whose():
                self._show_card(card)

        self._read(
            lambda: (service.due_children(by), service.observing(by)),
            lambda found: self._change(due=found[0], observing=found[1]),
        )
        self._read(lambda: service.card(by, whose) if whose is not None else None, show_card)

    def tick(self) -> None:
        """The minutes that are left, while the page is in sight."""
        if self._in_sight and self.state.observing:
            by = self._bench.desk.by
            self._read(lambda: self._service.observing(by), lambda found: self._change(observing=found))

    # Whom it is about.

    def take(self, child: DueChild) -> None:
        self._bench.desk.take(child.resident.id)

    def take_observed(self, one: Observing) -> None:
        self._bench.desk.take(one.dose.resident_id)

    def choose(self, series: str) -> None:
        """A series on the card: its next dose is proposed."""
        if series == self.state.series and self.state.proposed is not None:
            return
        self._change(series=series, too_early=False, proposed=None)
        line = self.state.line
        if line is not None and line.due.vaccine:
            self.choose_vaccine(line.due.vaccine)

    def choose_vaccine(self, vaccine: str) -> None:
        """Batch, maker and expiry of the last one are proposed."""
        if self.state.proposed is not None and self.state.proposed.vaccine == vaccine:
            return
        self._read(lambda: self._service.proposed(vaccine), lambda new: self._change(proposed=new))

    def take_scan(self, text: str) -> None:
        """追溯码 of a box: it fills the form where the box is known."""
        by = self._bench.desk.by

        def done(new: NewDose | None) -> None:
            if new is None:
                self._say(self.tr("这个追溯码本机不认识：请选疫苗，填批号和有效期。"), Tone.WARN)
                return
            self._change(proposed=new, notice="")
            self._say(self.tr("已按追溯码填入：{vaccine}").format(vaccine=vaccine_text(new.vaccine)))

        self._read(lambda: self._service.of_box(by, text), done)

    # What is done.

    def give(self, new: NewDose) -> None:
        who, by = self._whose(), self._bench.desk.by
        if who is None:
            self._nobody()
            return

        def work() -> Card:
            self._service.give(by, who, new)
            return self._service.card(by, who)

        def done(card: Card) -> None:
            self._change(too_early=False, series="", proposed=None)
            self._show_card(card)
            words = self.tr("已登记：{vaccine}。请留观 30 分钟。{next}").format(
                vaccine=vaccine_text(new.vaccine), next=self._next_words(card)
            )
            self._say(words)

        self._write(work, done)

    def tell(self, vaccine: str, on: date | None, unit: str, batch: str) -> None:
        """A dose given elsewhere."""
        who, by = self._whose(), self._bench.desk.by
        if who is None:
            self._nobody()
        elif on is None:
            self._say(self.tr("请填写在外院接种的日期。"), Tone.WARN)
        else:
            told = GivenElsewhere(vaccine=vaccine, on=on, batch=batch, unit=unit)
            self._again(lambda: self._service.told(by, who, told), self.tr("外院接种已登记。"))

    def defer(self, until: date | None, reason: str, note: str) -> None:
        who, by, series = self._whose(), self._bench.desk.by, self.state.series
        if who is None or not series:
            self._nobody()
        elif until is None:
            self._say(self.tr("请填写缓到哪一天。"), Tone.WARN)
        else:
            self._again(
                lambda: self._service.defer(by, who, series, until, reason, note), self.tr("已暂缓。")
            )

    def withdraw(self, reason: str) -> None:
        """The last dose of the series under the cursor."""
        line, by = self.state.line, self._bench.desk.by
        if line is None or not line.doses:
            self._say(self.tr("先在卡上选一个有接种记录的系列。"), Tone.WARN)
            return
        dose = line.doses[-1]
        words = self.tr("已撤销 {day} 的一剂。").format(day=short_day(dose.on))
        self._again(lambda: self._service.withdraw(by, dose.id, reason), words)

    def well(self, one: Observing | None) -> None:
        """留观 is over and nothing happened: of one, else of everything that the child in hand got."""
        by, ending = self._bench.desk.by, (one,) if one is not None else self.state.stays
        if not ending:
            self._say(self.tr("先在留观里选一位。"), Tone.WARN)
            return

        def work() -> None:
            for each in ending:
                self._service.observed(by, each.dose.id, well=True)

        self._again(work, self.tr("留观结束，无不适。"))

    def adverse(self, one: Observing | None) -> None:
        """异常: told of what is under observation, then the form `aefi`, with its deadlines over the page."""
        by, ending = self._bench.desk.by, (one,) if one is not None else self.state.stays
        who = one.dose.resident_id if one is not None else self._whose()
        if who is None:
            self._nobody()
            return

        def work() -> None:
            for each in ending:
                self._service.observed(by, each.dose.id, well=False)

        self._write(work, lambda _: self._open_aefi(who))

    def print_record(self) -> None:
        who, by = self._whose(), self._bench.desk.by
        if who is None:
            self._nobody()
            return

        def done(paper: Document) -> None:
            self._put_on_paper(paper, f"vaccination-{who.hex[:8]}")

        self._read(lambda: self._lists.record_paper(by, who), done)

    def _open_aefi(self, who: UUID) -> None:
        now = beijing(self._service.now())
        desk = self._bench.desk
        desk.take(who)
        desk.page_wanted.emit("forms")
        desk.form_wanted.emit(who, "aefi", "")
        words = self.tr(
            "疑似异常反应：{late} 前报告；死亡、严重残疾、群体性或公众关注的，{urgent} 前。"
        ).format(late=f"{now + _REPORT_WITHIN:%m-%d %H:%M}", urgent=f"{now + _URGENT_WITHIN:%m-%d %H:%M}")
        desk.notify(words, Tone.WARN)

    def _again(self, work: Callable[[], object], words: str) -> None:
        def done(_: object) -> None:
            self._change(proposed=None)
            self._say(words)

        self._write(work, done)

    def _show_card(self, card: Card | None) -> None:
        """The cursor on what is most urgent, unless somebody chose."""
        same = (
            card is not None
            and self.state.card is not None
            and card.resident.id == self.state.card.resident.id
        )
        self._change(card=card)
        if card is None:
            self._change(series="", proposed=None)
        elif not same or not self.state.series or self.state.proposed is None:
            self._change(series="", proposed=None if not same else self.state.proposed)
            self.choose(_first_due(card))

    def _next_words(self, card: Card) -> str:
        days = [one.due for one in card.lines if one.due.earliest is not None and one.deferral is None]
        coming = [one for one in days if one.earliest is not None and one.earliest > self.today]
        if not coming:
            return ""
        first = min(coming, key=lambda one: one.earliest or date.max)
        return self.tr("下次 {day}：{dose}").format(day=first.earliest, dose=dose_text(first))

    def _person_changed(self, person: InHand | None) -> None:
        self._change(card=None, series="", proposed=None, too_early=False, notice="")
        if self._in_sight:
            self.refresh()

    def _whose(self) -> UUID | None:
        person = self._bench.desk.in_hand
        return person.resident.id if person is not None and person.resident is not None else None

    def _nobody(self) -> None:
        self._say(self.tr("先找到这个孩子：在左边选、按 F3，或插卡。"), Tone.WARN)

    def _refused(self, error: ClinicError) -> None:
        super()._refused(error)
        if isinstance(error, TooEarly):
            self._change(too_early=True)


def _first_due(card: Card) -> str:
    order = (Status.OVERDUE, Status.DUE, Status.NOT_DUE)
    open_ = [one for one in card.lines if one.deferral is None and one.due.status in order]
    wanted = min(open_, key=lambda one: order.index(one.due.status), default=card.lines[0])
    return wanted.due.series
