"""发药: decisions of the window's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.narcotics import TwoPeople
from clinic_app.domain.pharmacy.trace import CodeMissing
from clinic_app.journal.facts.pharmacy import MedicineDispensed, MedicineReturned
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.pharmacy import HandedTooMuch, PaidVisit
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.unmatched import Unmatched
from clinic_app.services.duty import DutyService
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.pharmacy import AtWindow, Filled, PharmacyService
from clinic_app.services.sync_state import SyncStateService, WhereHeld
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.pharmacy.state import Part, PharmacyState
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.witness import NOBODY, Signature


@dataclass(frozen=True, slots=True)
class PharmacyServices:
    pharmacy: PharmacyService
    paperwork: PaperworkService
    sync_state: SyncStateService
    duty: DutyService


@dataclass(frozen=True, slots=True)
class _Lists:
    waiting: tuple[PaidVisit, ...]
    out: tuple[PaidVisit, ...]
    too_much: tuple[HandedTooMuch, ...]
    unmatched: tuple[Unmatched, ...]
    where: dict[UUID, WhereHeld]


def _with(state: PharmacyState, lists: _Lists) -> PharmacyState:
    return replace(
        state,
        waiting=lists.waiting,
        out=lists.out,
        too_much=lists.too_much,
        unmatched=lists.unmatched,
        where=lists.where,
    )


class PharmacyViewModel(QObject):
    """Signals:
    changed: the `PharmacyState`.
    scanned: a text from a scanner, for whichever page is in front.
    """

    changed = Signal(object)
    scanned = Signal(str)

    def __init__(self, services: PharmacyServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self.state = PharmacyState()
        desk.in_hand_changed.connect(self._person_changed)
        desk.slip_scanned.connect(self._slip_scanned)
        desk.scanned.connect(lambda scan: self.scanned.emit(scan.text))
        desk.written.connect(self.refresh)

    # The lists.

    def refresh(self) -> None:
        self._jobs.read(self._read_lists, self._show_lists, self._refused)

    def turn_to(self, part: Part) -> None:
        """Another of the lists, its first row open."""
        state = replace(self.state, part=part, open=None, returning=False, notice="")
        self._become(replace(state, open=state.listed[0] if state.listed else None))

    def choose(self, paid: PaidVisit | None) -> None:
        """The row under the cursor."""
        if paid is not None and not self.state.returning and paid != self.state.open:
            self._become(replace(self.state, open=paid))

    # The window.

    def hand_out(self, second: Signature = NOBODY) -> None:
        """发药 of the open bill; `second` checked it where a narcotic goes out."""
        paid, by = self.state.open, self._desk.by
        if paid is None or not self.state.may_hand_out:
            return
        if self._still_asks(paid):
            return
        wishes = dict(self.state.wishes)
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.pharmacy.dispense(
                by, paid.settlement_id, wishes, second=second.staff(self._services.duty)
            ),
            partial(self._handed_out, paid),
            self._not_done,
        )

    def ask_second(self) -> None:
        """复核: nobody else has signed."""
        self._refused(TwoPeople())

    def take_box(self, scanned: str) -> None:
        """扫码: a box finishes the line that it is of, or the page says why it cannot."""
        paid, wishes, at = self.state.open, dict(self.state.wishes), self.state.at
        if paid is None or not self.state.may_hand_out or not self.state.filled:
            return
        self._jobs.read(
            lambda: self._services.pharmacy.line_of_box(paid.settlement_id, scanned, wishes, at),
            partial(self._boxed, paid, scanned),
            self._refused,
        )

    def wish(self, feedetl_sn: str, wish: AtWindow) -> None:
        """How a line is to be handed out."""
        wishes = {**self.state.wishes, feedetl_sn: wish}
        self._become(replace(self.state, wishes=wishes, at=feedetl_sn, notice=""))
        self._fill()

    def drop_box(self, feedetl_sn: str) -> None:
        """The last box scanned for a line is put back."""
        before = self.state.wishes.get(feedetl_sn, AtWindow())
        if before.codes:
            self.wish(feedetl_sn, replace(before, codes=before.codes[:-1]))

    def point(self, feedetl_sn: str) -> None:
        """The line under the cursor: a box that fits several is for this one."""
        if feedetl_sn != self.state.at:
            self._become(replace(self.state, at=feedetl_sn))

    def ask_back(self) -> None:
        """退药: what of the open bill comes back?"""
        if self.state.may_take_back:
            self._become(replace(self.state, returning=True, notice=""))

    def ask_back_too_much(self, row: HandedTooMuch | None) -> None:
        """退药 of what nobody paid for."""
        if row is not None and not self.state.busy:
            self._jobs.read(
                lambda: self._services.pharmacy.of_settlement(row.settlement_id),
                lambda paid: self._become(replace(self.state, open=paid, returning=True, notice="")),
                self._refused,
            )

    def keep(self) -> None:
        """Nothing comes back after all."""
        self._become(replace(self.state, returning=False))

    def take_back(self, quantities: Mapping[str, int], reason: str, second: Signature = NOBODY) -> None:
        """`quantities` in ten-thousandths by line number."""
        paid, by = self.state.open, self._desk.by
        if paid is None or self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.pharmacy.give_back(
                by, paid.settlement_id, quantities, reason, second=second.staff(self._services.duty)
            ),
            partial(self._taken_back, paid),
            self._not_done,
        )

    def print_prescriptions(self) -> None:
        """处方笺 of the open bill: to check the drugs by."""
        paid = self.state.open
        if paid is not None:
            self._print(
                partial(self._services.paperwork.prescriptions, paid.visit_id), f"rx-{paid.visit_number}"
            )

    # Inside.

    def _read_lists(self) -> _Lists:
        service = self._services.pharmacy
        waiting, out = tuple(service.waiting()), tuple(service.handed_out())
        where = self._services.sync_state.of_handed_out([one.settlement_id for one in (*waiting, *out)])
        return _Lists(waiting, out, tuple(service.too_much()), tuple(service.unmatched()), where)

    def _show_lists(self, lists: _Lists) -> None:
        """The open bill stays open; where another window was faster it goes, and nobody else's takes its place."""
        before = self.state
        state = _with(before, lists)
        if before.returning or before.busy:
            self._become(state)
            return
        if before.open is None:
            first = state.listed[0] if state.listed and not before.listed else None
            self._become(replace(state, open=first))
            return
        now = state.known(before.open.settlement_id)
        if now is None and before.part is Part.WAITING:
            words = self.tr("{name} 的药已由另一窗口发出，或账单已退。").format(name=before.open.name)
            state = replace(state, notice=words, tone=Tone.WARN)
        self._become(replace(state, open=now))

    def _boxed(self, paid: PaidVisit, scanned: str, feedetl_sn: str) -> None:
        if self.state.open is None or self.state.open.settlement_id != paid.settlement_id:
            return
        before = self.state.wishes.get(feedetl_sn, AtWindow())
        self.wish(feedetl_sn, replace(before, codes=(*before.codes, scanned), no_code=""))

    def _still_asks(self, paid: PaidVisit) -> bool:
        """Whether a line needs a box or a word before the bill goes; the page says which."""
        sn = self.state.unfinished
        if not sn:
            return False
        name = next((line.name for line in paid.lines if line.feedetl_sn == sn), "")
        self._refused(self.state.filled[sn].refusal or CodeMissing(drug=name))
        self._become(replace(self.state, at=sn))
        return True

    def _fill(self) -> None:
        """What would go of the open bill, as it is wished now."""
        paid, wishes = self.state.open, dict(self.state.wishes)
        if paid is None or not paid.waits or not paid.stands or self.state.part is not Part.WAITING:
            return
        self._jobs.read(
            lambda: self._services.pharmacy.fill(paid.settlement_id, wishes),
            partial(self._show_filled, paid.settlement_id, wishes),
            self._refused,
        )

    def _show_filled(
        self, settlement_id: UUID, wishes: Mapping[str, AtWindow], filled: Mapping[str, Filled]
    ) -> None:
        now = self.state
        if now.open is not None and now.open.settlement_id == settlement_id and now.wishes == wishes:
            self._become(replace(now, filled=filled))

    def _handed_out(self, paid: PaidVisit, fact: MedicineDispensed) -> None:
        words = self.tr("{number} {name} 的 {n} 种药已发出。").format(
            number=paid.visit_number, name=paid.name, n=len(fact.lines)
        )
        waiting = tuple(one for one in self.state.waiting if one.settlement_id != paid.settlement_id)
        self._become(
            replace(
                self.state,
                busy=False,
                waiting=waiting,
                open=waiting[0] if waiting else None,
                notice=words,
                tone=Tone.OK,
            )
        )
        self._let_go(paid)
        self._desk.written.emit()

    def _taken_back(self, paid: PaidVisit, fact: MedicineReturned) -> None:
        words = self.tr("{number} {name} 退回 {n} 种药。请患者到收费处退费。").format(
            number=paid.visit_number, name=paid.name, n=len(fact.lines)
        )
        self._become(replace(self.state, busy=False, returning=False, open=None, notice=words, tone=Tone.OK))
        self._desk.written.emit()

    def _not_done(self, error: ClinicError) -> None:
        self._refused(error)
        self.refresh()

    def _let_go(self, paid: PaidVisit) -> None:
        person = self._desk.in_hand
        if person is not None and person.resident is not None and person.resident.id == paid.resident_id:
            self._desk.clear()

    def _print(self, papers: Callable[[], list[Document]], name: str) -> None:
        def put(documents: list[Document]) -> None:
            for at, document in enumerate(documents, start=1):
                try:
                    self._papers.put(document, f"{name}-{at}")
                except ClinicError as error:
                    self._refused(error)

        self._jobs.read(papers, put, self._refused)

    # Who comes to the window.

    def _person_changed(self, person: InHand | None) -> None:
        """A card or a find opens what waits for this person."""
        resident = None if person is None else person.resident
        if resident is None or self.state.returning or self.state.busy:
            return
        self._jobs.read(
            self._read_lists,
            partial(self._open_of, lambda one: one.resident_id == resident.id),
            self._refused,
        )

    def _slip_scanned(self, visit: Visit) -> None:
        if not self.state.returning and not self.state.busy:
            self._jobs.read(
                self._read_lists, partial(self._open_of, lambda one: one.visit_id == visit.id), self._refused
            )

    def _open_of(self, fits: Callable[[PaidVisit], bool], lists: _Lists) -> None:
        state = _with(self.state, lists)
        found = next((one for one in state.listed if fits(one)), None)
        if found is None:
            words = self.tr("这位居民没有已收费待发的药。")
            self._become(replace(state, notice=words, tone=Tone.INFO))
            return
        self._become(replace(state, open=found, notice=""))

    def open(self, settlement_id: UUID) -> None:
        """As found by its number."""
        self.choose(self.state.known(settlement_id))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: PharmacyState) -> None:
        """Another bill, or another quantity of it, begins without wishes."""
        other = state.open != self.state.open
        if other:
            state = replace(state, wishes={}, filled={}, at="")
        self.state = state
        self.changed.emit(state)
        if other:
            self._fill()
