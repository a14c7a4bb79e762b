"""开检查: what is ordered from the visit on the desk, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.catalogs import Service
from clinic_app.domain.examinations.kinds import kind_of
from clinic_app.domain.money import half_up
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.examinations import Examination, Report, Stage
from clinic_app.services.examinations import Wish
from clinic_app.ui import catalogues
from clinic_app.ui.format import yen
from clinic_app.ui.pages.outpatient.consultation import Consultation
from clinic_app.ui.pages.outpatient.state import DoctorState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.search import Answer

_SHOWN: Final = 20
_ASKED: Final = 60  # catalogue hits looked through for examinations


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingState:
    visit_id: UUID | None = None
    orders: tuple[Examination, ...] = ()
    reports: Mapping[UUID, Report] = field(default_factory=dict)  # that stand, by order
    chosen: tuple[Service, ...] = ()
    open: bool = False  # the boxes are shown

    @property
    def standing(self) -> tuple[Examination, ...]:
        return tuple(one for one in self.orders if one.stage is not Stage.CANCELLED)

    @property
    def cancellable(self) -> tuple[Examination, ...]:
        """Nothing was done yet, and nobody paid."""
        return tuple(
            one
            for one in self.standing
            if one.stage is not Stage.REPORTED
            and one.collected_ms is None
            and one.referred_ms is None
            and not one.paid
        )

    @property
    def standing_fen(self) -> int:
        """What the visit's bill takes for them."""
        return sum(
            half_up(line.cnt_e4 * line.pric_e6, 100_000_000)
            for order in self.standing
            for line in order.services
        )

    @property
    def fen(self) -> int:
        return sum(one.price_e6 for one in self.chosen) // 10_000


class Ordering(QObject):
    changed = Signal(object)  # OrderingState

    def __init__(self, room: Consultation) -> None:
        super().__init__(room)
        self._room = room
        self.state = OrderingState()
        room.changed.connect(self._visit)
        room.desk.written.connect(self.refresh)

    def refresh(self) -> None:
        """The visit's orders and reports anew."""
        visit_id, service = self.state.visit_id, self._room.services.examinations
        if visit_id is None:
            return

        def work() -> tuple[tuple[Examination, ...], dict[UUID, Report]]:
            orders = tuple(service.of_visit(visit_id))
            reports = {
                one.id: next(report for report in service.reports(one.id) if not report.replaced)
                for one in orders
                if one.stage is Stage.REPORTED
            }
            return orders, reports

        self._room.jobs.read(work, lambda read: self._show(visit_id, *read), self._room.refused)

    def turn(self) -> None:
        """开检查, or back."""
        if self.state.visit_id is not None:
            self._become(replace(self.state, open=not self.state.open, chosen=()))

    def look_up(self, text: str, answer: Answer) -> None:
        """Charge items that are examinations."""
        found = [one for one in catalogues.current().services.find(text, _ASKED) if kind_of(one)]
        answer([Hit(one, one.name, yen(one.price_e6 // 10_000), one.code) for one in found[:_SHOWN]])

    def choose(self, service: Service) -> None:
        if service.code not in {one.code for one in self.state.chosen}:
            self._become(replace(self.state, chosen=(*self.state.chosen, service)))

    def take_off(self) -> None:
        """The last one chosen."""
        self._become(replace(self.state, chosen=self.state.chosen[:-1]))

    def order(self, purpose: str, site: str, *, urgent: bool) -> None:
        """Signed, and the slips printed."""
        room, by, state = self._room, self._room.by, self.state
        wish = Wish(services=state.chosen, visit_id=state.visit_id, purpose=purpose, site=site, urgent=urgent)
        room.jobs.store(lambda: room.services.examinations.order(by, wish), self._ordered, room.refused)

    def cancel(self, examination_id: UUID, reason: str) -> None:
        """撤单."""
        room, by = self._room, self._room.by
        room.jobs.store(
            lambda: room.services.examinations.cancel(by, examination_id, reason),
            lambda _: self._done(self.tr("申请单已撤销。")),
            room.refused,
        )

    def _ordered(self, made: list[Examination]) -> None:
        self._become(replace(self.state, open=False, chosen=()))
        for one in made:
            self._print(one)
        self._done(self.tr("已开 {n} 张申请单，随本次就诊一起收费。").format(n=len(made)))

    def _print(self, order: Examination) -> None:
        service = self._room.services.examinations
        self._room.jobs.read(
            lambda: service.slip(order.id),
            lambda paper: self._put(paper, order.number),
            self._room.refused,
        )

    def _put(self, paper: Document, number: str) -> None:
        self._room.on_paper(paper, f"slip-{number}")

    def _done(self, words: str) -> None:
        self._room.say(words, Tone.OK)
        self._room.desk.written.emit()

    def _visit(self, doctor: DoctorState) -> None:
        """Another visit came onto the desk."""
        visit_id = None if doctor.visit is None else doctor.visit.id
        if visit_id != self.state.visit_id:
            self._become(OrderingState(visit_id=visit_id))
            self.refresh()

    def _show(self, visit_id: UUID, orders: tuple[Examination, ...], reports: dict[UUID, Report]) -> None:
        if visit_id == self.state.visit_id:
            self._become(replace(self.state, orders=orders, reports=reports))

    def _become(self, state: OrderingState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
