"""收费: every decision of the cashier's page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement.refusals import DueChanged, ReversedAlready, SettledAlready
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.paperwork import PaperworkService
from clinic_app.services.refunds import RefundService
from clinic_app.services.settlement import PreSettlement, SettlementService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.settlement.state import Previous, Row, SettlementState, place_of
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class SettlementServices:
    settlement: SettlementService
    refunds: RefundService
    paperwork: PaperworkService


@dataclass(frozen=True, slots=True)
class _Lists:
    bills: tuple[Visit, ...]
    rows: tuple[Row, ...]
    differing: tuple[Row, ...]


class SettlementViewModel(QObject):
    changed = Signal(object)  # SettlementState

    def __init__(self, services: SettlementServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self._asked = 0  # number of the last 预结算; an older answer is dropped
        self._opening: UUID | None = None  # resident whose bill is being opened
        self.state = SettlementState(today=services.settlement.today())
        desk.in_hand_changed.connect(self._person_changed)
        desk.slip_scanned.connect(self.open)
        desk.written.connect(self.refresh)

    # The lists.

    def refresh(self) -> None:
        """Read the bills that wait, the day, and what the county found."""
        self._jobs.read(self._read_lists, self._show_lists, self._refused)

    # One bill.

    def open(self, visit: Visit) -> None:
        """预结算 of a visit, at once."""
        self._opening = visit.resident_id
        self._become(replace(self.state, notice="", self_pay=False, acct_request=0, refunding=None))
        self._presettle(visit.id)
        if self._desk.in_hand is None or _resident_of(self._desk.in_hand) != visit.resident_id:
            self._desk.take(visit.resident_id)

    def close(self) -> None:
        """No bill in hand."""
        self._asked += 1
        self._opening = None
        self._become(replace(self.state, ready=None, self_pay=False, acct_request=0, busy=False))

    def choose_self_pay(self) -> None:
        """Charge the person alone, or ask the insurance again."""
        ready = self.state.ready
        if ready is not None and not self.state.busy:
            self._become(replace(self.state, self_pay=not self.state.self_pay, acct_request=0, notice=""))
            self._presettle(ready.visit.id)

    def use_account(self, fen: int) -> None:
        """How much of the personal account shall pay."""
        ready = self.state.ready
        if ready is not None and fen != self.state.acct_request and not self.state.busy:
            self._become(replace(self.state, acct_request=fen))
            self._presettle(ready.visit.id)

    def explain(self) -> None:
        """Show or hide the reasons."""
        self._become(replace(self.state, explained=not self.state.explained))

    def settle(self, received: int | None) -> None:
        """结算: `received` in fen; None: exact."""
        state, by = self.state, self._desk.by
        if not state.may_settle or state.ready is None:
            return
        visit = state.ready.visit
        self._become(replace(state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.settlement.settle(
                by,
                visit.id,
                received,
                self_pay=state.self_pay,
                acct_request=state.acct_request,
                due_shown=state.due,
            ),
            lambda made: self._settled(visit, *made),
            partial(self._not_settled, visit),
        )

    # Taking back.

    def ask_refund(self, settled: Settled | None) -> None:
        """Offer 退费 of a settlement; nothing happens before it is confirmed."""
        if settled is None:
            return
        if settled.reversed:
            words = self.tr("收据 {number} 已经退过费。").format(number=settled.number)
            self._become(replace(self.state, notice=words, tone=Tone.WARN))
            return
        self._become(replace(self.state, refunding=settled, notice=""))

    def keep(self) -> None:
        """Not taken back after all."""
        self._become(replace(self.state, refunding=None))

    def refund(self, reason: str) -> None:
        settled, by = self.state.refunding, self._desk.by
        if settled is None or self.state.busy:
            return
        self._become(replace(self.state, busy=True))
        self._jobs.store(
            lambda: self._services.refunds.refund(by, settled.id, reason=reason.strip()).red,
            partial(self._taken_back, settled),
            self._not_taken_back,
        )

    # Paper.

    def print_again(self, settled: Settled | None) -> None:
        """The receipt of a row, or of who paid last; the red one where it was taken back."""
        previous, papers = self.state.previous, self._services.paperwork
        if settled is not None and settled.reversed:
            self._print(partial(papers.red_receipt, settled.id), settled.number)
        elif settled is not None:
            self._print(partial(papers.receipt, settled.id), settled.number)
        elif previous is not None:
            self._print(partial(papers.receipt, previous.settlement_id), previous.number)

    # Inside.

    def _read_lists(self) -> _Lists:
        service = self._services.settlement
        day, differing = service.of_day(service.today()), service.differing()
        uploaded = service.uploaded([one.id for one in day])
        judged = {one.id for one in differing}
        return _Lists(
            tuple(service.unpaid()),
            tuple(
                Row(one, place_of(one, uploaded), service.difference(one.id) if one.id in judged else {})
                for one in day
            ),
            tuple(Row(one, place_of(one, uploaded), service.difference(one.id)) for one in differing),
        )

    def _show_lists(self, lists: _Lists) -> None:
        ready = self.state.ready
        taken = (
            ready is not None
            and not self.state.busy
            and all(visit.id != ready.visit.id for visit in lists.bills)
        )
        self._become(
            replace(
                self.state,
                today=self._services.settlement.today(),
                bills=lists.bills,
                rows=lists.rows,
                differing=lists.differing,
            )
        )
        if taken and ready is not None:  # another window may have been faster: it will say so
            self._presettle(ready.visit.id)

    def _presettle(self, visit_id: UUID) -> None:
        self._asked += 1
        number, state = self._asked, self.state

        def done(ready: PreSettlement) -> None:
            if number == self._asked:
                self._opening = None
                self._become(replace(self.state, ready=ready))

        def failed(error: ClinicError) -> None:
            if number == self._asked:
                self.close()
                self._refused(error)
                if isinstance(error, SettledAlready):
                    self.refresh()

        self._jobs.read(
            lambda: self._services.settlement.presettle(
                visit_id, self_pay=state.self_pay, acct_request=state.acct_request
            ),
            done,
            failed,
        )

    def _settled(self, visit: Visit, settlement_id: UUID, made: SettlementMade) -> None:
        due = made.amounts.get("cash_pay", 0)
        previous = Previous(settlement_id, made.number, visit.name, due, made.received, made.change)
        self.close()
        self._become(replace(self.state, previous=previous))
        self._desk.clear()
        self._desk.written.emit()
        self._print(partial(self._services.paperwork.receipt, settlement_id), made.number)

    def _not_settled(self, visit: Visit, error: ClinicError) -> None:
        if isinstance(error, SettledAlready):
            self.close()
        self._refused(error)
        if isinstance(error, DueChanged):
            self._presettle(visit.id)
        else:
            self.refresh()

    def _taken_back(self, settled: Settled, red: SettlementReversed) -> None:
        cash = -red.amounts.get("cash_pay", 0)
        words = self.tr("收据 {number} 已退费，退还现金 {amount}。").format(
            number=settled.number, amount=yen(cash)
        )
        self._become(replace(self.state, busy=False, refunding=None, notice=words, tone=Tone.OK))
        self._desk.written.emit()
        self._print(partial(self._services.paperwork.red_receipt, settled.id), red.number)

    def _not_taken_back(self, error: ClinicError) -> None:
        self._become(replace(self.state, refunding=None))
        self._refused(error)
        if isinstance(error, ReversedAlready):
            self.refresh()

    def _print(self, paper: Callable[[], Document], number: str) -> None:
        """A paper that fails does not undo the charge."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, f"receipt-{number}")
            except ClinicError as error:
                failed(error)

        def failed(error: ClinicError) -> None:
            words = self.tr("钱已收好，但收据没有打出来：{why}").format(why=text_of(error, language()))
            self._become(replace(self.state, notice=words, tone=Tone.WARN))

        self._jobs.read(paper, put, failed)

    def _person_changed(self, person: InHand | None) -> None:
        """A card or a find brings the bill at once."""
        resident_id = None if person is None else _resident_of(person)
        ready = self.state.ready
        if resident_id is not None and (
            resident_id == self._opening or (ready is not None and ready.visit.resident_id == resident_id)
        ):
            return
        if self.state.busy:
            return
        if resident_id is None:
            self.close()
            return
        self.close()
        self._opening = resident_id
        self._jobs.read(
            self._services.settlement.unpaid, partial(self._open_bill_of, resident_id), self._refused
        )

    def _open_bill_of(self, resident_id: UUID, bills: list[Visit]) -> None:
        if self._opening != resident_id:
            return
        self._become(replace(self.state, bills=tuple(bills)))
        found = next((visit for visit in bills if visit.resident_id == resident_id), None)
        if found is not None:
            self.open(found)
            return
        self._opening = None
        self._become(replace(self.state, notice=self.tr("这位居民没有待收费的账单。"), tone=Tone.INFO))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: SettlementState) -> None:
        self.state = state
        self.changed.emit(state)


def _resident_of(person: InHand) -> UUID | None:
    return None if person.resident is None else person.resident.id
