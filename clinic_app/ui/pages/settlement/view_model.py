"""收费: the lists and the bill in hand; taking the money and taking back have files of their own."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement.refusals import SettledAlready
from clinic_app.domain.stopwatch import CHARGE
from clinic_app.domain.tender import Choices
from clinic_app.projections.queries.differences import Difference
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.services.duty import OnDuty
from clinic_app.services.platform.values import Open, Resolved, Trial, Unfinished
from clinic_app.services.settlement import PreSettlement
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.settlement.paying import Paying
from clinic_app.ui.pages.settlement.state import PurseShown, Row, SettlementState, place_of
from clinic_app.ui.pages.settlement.taking_back import TakingBack
from clinic_app.ui.pages.settlement.till import SettlementServices, Till
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.theme import Tone

__all__ = ["SettlementServices", "SettlementViewModel"]
NO_ANSWER: Final = ("platform.no_answer", "platform.unknown")


@dataclass(frozen=True, slots=True)
class _Lists:
    bills: tuple[Visit, ...]
    held: dict[UUID, Choices]
    rows: tuple[Row, ...]
    differing: tuple[Row, ...]
    open: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Computed:
    """A bill with its split."""

    ready: PreSettlement | Trial
    purse: PurseShown | None
    unclear: tuple[UUID, int] | None  # see `SettlementState`
    estimated: bool = False  # the platform did not answer


class SettlementViewModel(Till):
    def __init__(self, services: SettlementServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__(services, desk, jobs, papers)
        self._asked = 0  # number of the last 预结算; an older answer is dropped
        self._opening: UUID | None = None  # resident whose bill is being opened
        self.paying = Paying(self, self._compute, self.close)
        self.taking_back = TakingBack(self)
        desk.in_hand_changed.connect(self._person_changed)
        desk.slip_scanned.connect(self.open)
        desk.written.connect(self.refresh)
        if desk.in_hand is not None:
            self._person_changed(desk.in_hand)

    # The lists.

    def refresh(self) -> None:
        """Read the bills that wait, the day, and what the county found."""
        self.jobs.read(self._read_lists, self._show_lists, self.refused)

    def tick(self) -> None:
        """Now and then: the lists, and what became of requests without an answer."""
        self.refresh()
        if self.services.platform.available:
            by = self.by
            self.jobs.network(lambda: self.services.platform.resolve(by), self._asked_again, lambda _: None)

    def came_to_stand(self, settlement_id: UUID) -> None:
        """A settlement of the platform was found or ended an account: its receipt is due."""
        papers = self.services.paperwork
        self.put_out(partial(papers.receipt, settlement_id), f"receipt-{settlement_id}")
        self.desk.written.emit()

    # One bill.

    def open(self, visit: Visit) -> None:
        """预结算 of a visit, at once; one that was put aside as it was left."""
        self._opening = visit.resident_id
        self.become(_without_bill(self.state, notice=""))
        if visit.id in self.state.held:
            self.jobs.store(
                partial(self.services.settlement.resume, visit.id),
                partial(self._resumed, visit.id),
                self.refused,
            )
        else:
            self._presettle(visit.id)
        if self.desk.in_hand is None or _resident_of(self.desk.in_hand) != visit.resident_id:
            self.desk.take(visit.resident_id)

    def close(self) -> None:
        """No bill in hand."""
        self._asked += 1
        self._opening = None
        self.become(_without_bill(self.state, notice=self.state.notice))

    def in_sight(self, visible: bool) -> None:
        """秒表: a charge is timed while its bill is on the page."""
        ready = self.state.ready
        self.desk.taken_up.emit(CHARGE, ready.visit.id if visible and ready is not None else None)

    def hold(self) -> None:
        """暂挂: the bill makes room for the next and keeps what was chosen."""
        state = self.state
        if state.ready is None or state.busy:
            return
        visit = state.ready.visit
        chosen = Choices(
            self_pay=state.self_pay,
            acct_request=state.acct_request,
            means=state.means,
            by_means=state.by_means,
            use_purse=state.purse is not None and state.purse.call_id is None,
        )
        self.become(replace(state, busy=True))
        self.jobs.store(
            partial(self.services.settlement.hold, visit.id, chosen), partial(self._held, visit), self.refused
        )

    def choose_self_pay(self) -> None:
        """Charge the person alone, or ask the insurance again."""
        if self.state.ready is not None and not self.state.busy:
            self.become(replace(self.state, self_pay=not self.state.self_pay, acct_request=0, notice=""))
            self._compute()

    def use_account(self, fen: int) -> None:
        """How much of the personal account shall pay."""
        state = self.state
        if state.ready is not None and fen != state.acct_request and not state.busy:
            self.become(replace(state, acct_request=fen))
            self._compute()

    def use_means(self, means: str, fen: int | None) -> None:
        """Another means beside cash; `fen` None: all that is due.  Nothing is computed anew."""
        if (means, fen) != (self.state.means, self.state.by_means):
            self.become(replace(self.state, means=means, by_means=fen))

    def explain(self) -> None:
        """Show or hide the reasons."""
        self.become(replace(self.state, explained=not self.state.explained))

    def print_again(self, settled: Settled | None) -> None:
        """The receipt of a row, or of who paid last; the red one where it was taken back."""
        previous, papers = self.state.previous, self.services.paperwork
        if settled is not None and settled.reversed:
            self.put_out(partial(papers.red_receipt, settled.id), f"receipt-{settled.number}")
        elif settled is not None:
            self.put_out(partial(papers.receipt, settled.id), f"receipt-{settled.number}")
        elif previous is not None:
            self.put_out(partial(papers.receipt, previous.settlement_id), f"receipt-{previous.number}")

    def print_on_account(self, row: Unfinished | None) -> None:
        """挂账单 of a bill on account, again."""
        if row is not None and row.why is Open.ON_ACCOUNT:
            paper = partial(self.services.paperwork.on_account_slip, row.id)
            self.put_out(paper, f"account-{row.number}")

    def print_sheet(self, settled: Settled | None) -> None:
        """结算单 of a row: every amount with its rule."""
        if settled is not None:
            paper = partial(self.services.paperwork.settlement_sheet, settled.id)
            self.put_out(paper, f"sheet-{settled.number}")

    # On a worker.

    def _read_lists(self) -> _Lists:
        service = self.services.settlement
        day, differing = service.of_day(service.today()), service.differing()
        where = self.services.sync_state.of_settlements([one.id for one in (*day, *differing)])
        open_ = self.services.differences.open()
        owed = {one.settlement_id: one.amount for one in open_}
        judged = {one.id: service.difference(one.id) for one in differing}

        def row(one: Settled) -> Row:
            its, red = where.get(one.id, (None, None))
            return Row(one, place_of(one, its), judged.get(one.id, {}), owed.get(one.id, 0), red)

        return _Lists(
            tuple(self._unpaid()),
            service.held(),
            tuple(row(one) for one in day),
            tuple(row(one) for one in differing),
            tuple(open_),
        )

    def _unpaid(self) -> list[Visit]:
        """What waits and does not stand on account."""
        on_account = {one.visit_id for one in self.services.platform.deferred()}
        return [visit for visit in self.services.settlement.unpaid() if visit.id not in on_account]

    def _computed(self, visit_id: UUID, state: SettlementState, by: OnDuty) -> _Computed:
        """The platform's split where there is one that answers, else ours; with what the purse paid already."""
        service, platform = self.services.settlement, self.services.platform
        paid, unclear = self.services.purse.unspent(visit_id), self.services.purse.unclear(visit_id)
        shown = state.purse
        if paid is not None:
            shown = PurseShown(paid=paid[1], call_id=paid[0])
        elif shown is not None and shown.call_id is not None:
            shown = None
        purse = shown.paid or shown.balance if shown is not None else 0
        ours = service.presettle(
            visit_id,
            self_pay=state.self_pay,
            acct_request=state.acct_request,
            ewallet_request=purse,
            ewallet_balance=purse,
        )
        if state.self_pay or not ours.visit.psn_no or not platform.available:
            return _Computed(ours, shown, unclear)
        try:
            trial = platform.presettle(by, visit_id, acct_request=state.acct_request, purse_amount=purse)
        except ClinicError as error:
            if error.code not in NO_ANSWER:
                raise
            return _Computed(ours, shown, unclear, estimated=True)
        return _Computed(trial, shown, unclear)

    # Back on the GUI thread.

    def _asked_again(self, found: list[Resolved]) -> None:
        for one in found:
            if one.settlement_id is not None:
                self.came_to_stand(one.settlement_id)

    def _show_lists(self, lists: _Lists) -> None:
        ready = self.state.ready
        taken = (
            ready is not None
            and not self.state.busy
            and all(visit.id != ready.visit.id for visit in lists.bills)
        )
        self.become(
            replace(
                self.state,
                today=self.services.settlement.today(),
                bills=lists.bills,
                held=lists.held,
                rows=lists.rows,
                differing=lists.differing,
                open=lists.open,
            )
        )
        if taken and ready is not None:  # another window may have been faster: it will say so
            self._presettle(ready.visit.id)

    def _compute(self) -> None:
        if self.state.ready is not None:
            self._presettle(self.state.ready.visit.id)

    def _presettle(self, visit_id: UUID) -> None:
        self._asked += 1
        number, state, by = self._asked, self.state, self.by

        def done(found: _Computed) -> None:
            if number == self._asked:
                self._opening = None
                self.become(
                    replace(
                        self.state,
                        ready=found.ready,
                        purse=found.purse,
                        unclear=found.unclear,
                        estimated=found.estimated,
                    )
                )

        def failed(error: ClinicError) -> None:
            if number == self._asked:
                self.close()
                self.refused(error)
                if isinstance(error, SettledAlready):
                    self.refresh()

        asks = self.services.platform.available
        run = self.jobs.network if asks else self.jobs.read
        run(lambda: self._computed(visit_id, state, by), done, failed)

    def _resumed(self, visit_id: UUID, chosen: Choices) -> None:
        self.become(
            replace(
                self.state,
                self_pay=chosen.self_pay,
                acct_request=chosen.acct_request,
                means=chosen.means,
                by_means=chosen.by_means,
                held={key: held for key, held in self.state.held.items() if key != visit_id},
            )
        )
        self._presettle(visit_id)

    def _held(self, visit: Visit, _: None) -> None:
        self.close()
        self.desk.clear()
        self.say(self.tr("{number} 号 {name} 的账单已暂挂，在左边列表里随时取回。").format(
            number=visit.number, name=visit.name
        ), Tone.INFO)  # fmt: skip
        self.refresh()

    def _person_changed(self, person: InHand | None) -> None:
        """A card or a find brings the bill at once."""
        resident_id = None if person is None else _resident_of(person)
        self.become(replace(self.state, person=resident_id))
        ready = self.state.ready
        if resident_id is not None and (
            resident_id == self._opening or (ready is not None and ready.visit.resident_id == resident_id)
        ):
            return
        if self.state.busy:
            return
        self.close()
        if resident_id is None:
            return
        self._opening = resident_id
        self.jobs.read(self._unpaid, partial(self._open_bill_of, resident_id), self.refused)

    def _open_bill_of(self, resident_id: UUID, bills: list[Visit]) -> None:
        if self._opening != resident_id:
            return
        self.become(replace(self.state, bills=tuple(bills)))
        found = next((visit for visit in bills if visit.resident_id == resident_id), None)
        if found is not None:
            self.open(found)
            return
        self._opening = None
        self.say(self.tr("这位居民没有待收费的账单。"))


def _without_bill(state: SettlementState, notice: str) -> SettlementState:
    return replace(
        state,
        notice=notice,
        ready=None,
        estimated=False,
        self_pay=False,
        acct_request=0,
        means="",
        by_means=None,
        purse=None,
        unclear=None,
        purse_asked=None,
        refunding=None,
        busy=False,
    )


def _resident_of(person: InHand) -> UUID | None:
    return None if person.resident is None else person.resident.id
