"""Taking the money: the e-purse first, then the settlement; or the bill goes on account."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.settlement.refusals import (
    DueChanged,
    PurseMismatch,
    PurseSpent,
    PurseUnclear,
    PurseWaits,
    SettledAlready,
)
from clinic_app.domain.stopwatch import CHARGE
from clinic_app.domain.tender import paid_with
from clinic_app.journal.facts.settlement import BillDeferred, SettlementMade
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.platform.values import Payment, Trial
from clinic_app.services.purse import CallState, PurseCard, PurseDebit, PurseOpen, Resolved
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import Previous, PurseAsked, PurseShown, SettlementState
from clinic_app.ui.pages.settlement.till import Till, words_of
from clinic_app.ui.theme import Tone

_COMPUTE_AGAIN = (DueChanged, PurseMismatch, PurseSpent, PurseUnclear, PurseWaits)


class Paying(QObject):
    def __init__(self, till: Till, compute: Callable[[], None], close: Callable[[], None]) -> None:
        """`compute`: the bill in hand again; `close`: no bill in hand."""
        super().__init__(till)
        self._till = till
        self._compute = compute
        self._close = close

    # The e-purse.

    def use_purse(self) -> None:
        """Ask the card in the reader what its purse holds, or leave the purse alone again; where it was debited:
        what became of that, or whether the money shall go back."""
        till, state = self._till, self._till.state
        purse = state.purse
        if state.ready is None or state.busy:
            return
        if state.purse_unclear:
            self.resolve_purse()
        elif purse is not None and purse.call_id is not None:
            till.become(replace(state, purse_asked=PurseAsked(purse.call_id, purse.paid), notice=""))
        elif purse is not None:
            till.become(replace(state, purse=None))
            self._compute()
        else:
            till.become(replace(state, busy=True, notice=""))
            till.jobs.network(till.services.purse.balance, self._show_purse, till.refused)

    def resolve_purse(self) -> None:
        """Ask the card what became of a debit that nobody is sure of."""
        self._till.become(replace(self._till.state, notice=""))
        self._ask_the_card()

    def ask_issuer(self) -> None:
        """发卡方答复 of a debit whose card does not come back; nothing is written before it is confirmed."""
        till, unclear = self._till, self._till.state.unclear
        if unclear is not None and not till.state.busy:
            till.become(replace(till.state, purse_asked=PurseAsked(*unclear, issuer=True), notice=""))

    def keep_purse(self) -> None:
        """The debit stays as it is."""
        self._till.become(replace(self._till.state, purse_asked=None))

    def confirm_purse(self, reference: str, taken: bool) -> None:
        """What was asked is done: the issuer's word is written down, or the money goes back in cash."""
        till, by, asked = self._till, self._till.by, self._till.state.purse_asked
        if asked is None or till.state.busy:
            return
        till.become(replace(till.state, busy=True))
        purse = till.services.purse
        if asked.issuer:
            till.jobs.store(
                lambda: purse.told_by_issuer(by, asked.call_id, taken=taken, reference=reference),
                self._told,
                self._purse_refused,
            )
        else:
            till.jobs.store(
                lambda: purse.hand_back(by, asked.call_id), self._handed_back, self._purse_refused
            )

    def _ask_the_card(self) -> None:
        till, by = self._till, self._till.by
        till.become(replace(till.state, busy=True))
        till.jobs.network(lambda: till.services.purse.resolve(by), self._resolved, till.refused)

    def _show_purse(self, card: PurseCard) -> None:
        till = self._till
        shown = PurseShown(balance=card.balance, serial=card.serial)
        till.become(replace(till.state, busy=False, purse=shown))
        self._compute()

    def _resolved(self, found: list[Resolved]) -> None:
        """Of the bill in hand; other bills say theirs when they are opened."""
        till, ready = self._till, self._till.state.ready
        till.become(replace(till.state, busy=False))
        for one in found:
            if one.why is not None and ready is not None and one.visit_id == ready.visit.id:
                till.say(words_of(one.why), Tone.DANGER)
        self._compute()

    def _told(self, told: Resolved) -> None:
        taken = told.state is CallState.SUCCEEDED
        said = (
            self.tr("已登记：{amount} 已从钱包扣款。")
            if taken
            else self.tr("已登记：{amount} 没有从钱包扣款。")
        )
        self._purse_done(said.format(amount=yen(told.amount)))

    def _handed_back(self, fen: int) -> None:
        self._purse_done(self.tr("请退给患者现金 {amount}。钱包余额不变。").format(amount=yen(fen)))

    def _purse_done(self, words: str) -> None:
        state = replace(self._till.state, busy=False, purse_asked=None, notice=words, tone=Tone.OK)
        self._till.become(state)
        self._compute()
        self._till.desk.written.emit()

    def _purse_refused(self, error: ClinicError) -> None:
        self._till.become(replace(self._till.state, purse_asked=None))
        self._till.refused(error)
        self._compute()

    # Settling.

    def settle(self, received: int | None) -> None:
        """结算: `received` in fen; None: exact.  A purse that shall pay is debited first, once."""
        till, state, by = self._till, self._till.state, self._till.by
        ready = state.ready
        if not state.may_settle or ready is None:
            return
        wanted = ready.amounts.ewallet_pay
        if state.purse is None or state.purse.call_id is not None or not wanted:
            self._settle(received)
            return
        visit, serial = ready.visit, state.purse.serial
        till.become(replace(state, busy=True, notice=""))
        till.jobs.network(
            lambda: till.services.purse.debit(by, wanted, visit.id, visit.resident_id, serial=serial),
            partial(self._debited, visit.id, received),
            self._not_debited,
        )

    def _debited(self, visit_id: UUID, received: int | None, debit: PurseDebit) -> None:
        till = self._till
        shown = PurseShown(balance=debit.balance_after, paid=debit.amount, call_id=debit.call_id)
        ready = till.state.ready
        if ready is None or ready.visit.id != visit_id:
            return  # another bill is open: the debit waits with its own
        till.become(replace(till.state, busy=False, purse=shown))
        self._settle(received)

    def _not_debited(self, error: ClinicError) -> None:
        """An open debit of this card, for another bill: the card lies here, so it is asked."""
        self._till.refused(error)
        if isinstance(error, PurseOpen):
            self._ask_the_card()
        else:
            self._compute()

    def _settle(self, received: int | None) -> None:
        till, state = self._till, self._till.state
        ready = state.ready
        assert ready is not None
        visit = ready.visit
        till.become(replace(state, busy=True, notice=""))
        jobs = till.jobs.network if isinstance(ready, Trial) else till.jobs.store
        jobs(
            partial(self._write, state, visit, received),
            lambda made: self._settled(visit, *made),
            partial(self._not_settled, visit),
        )

    def _write(
        self, state: SettlementState, visit: Visit, received: int | None
    ) -> tuple[UUID, SettlementMade]:
        """On a worker."""
        services, by, ready = self._till.services, self._till.by, state.ready
        assert ready is not None
        purse = state.purse or PurseShown()
        chosen = {state.means: state.by_other_means} if state.means else {}
        if isinstance(ready, Trial):
            paid = paid_with(ready.amounts.psn_cash_pay, chosen, purse.paid)
            payment = Payment(
                received=received, tender=paid, purse_call=purse.call_id, purse_amount=purse.paid
            )
            return services.platform.settle(
                by, visit.id, payment, acct_request=state.acct_request, due_shown=ready.amounts.cash_pay
            )
        return services.settlement.settle(
            by,
            visit.id,
            received,
            self_pay=state.self_pay,
            acct_request=state.acct_request,
            due_shown=ready.amounts.cash_pay,
            tender=chosen,
            purse_call=purse.call_id,
            purse_amount=purse.paid,
        )

    def _settled(self, visit: Visit, settlement_id: UUID, made: SettlementMade) -> None:
        till = self._till
        due = made.tender.get("cash", 0) if made.tender else made.amounts.get("cash_pay", 0)
        previous = Previous(settlement_id, made.number, visit.name, due, made.received, made.change)
        self._close()
        till.desk.done.emit(CHARGE, visit.id, "settlement")
        till.become(replace(till.state, previous=previous))
        till.desk.clear()
        till.desk.written.emit()
        till.put_out(partial(till.services.paperwork.receipt, settlement_id), f"receipt-{made.number}")

    def _not_settled(self, visit: Visit, error: ClinicError) -> None:
        till = self._till
        if isinstance(error, SettledAlready):
            self._close()
        till.refused(error)
        if isinstance(error, _COMPUTE_AGAIN):
            self._compute()
        else:
            till.desk.written.emit()

    # On account.

    def defer(self) -> None:
        """挂账: the person pays the estimate, the settlement follows."""
        till, state, by = self._till, self._till.state, self._till.by
        ready = state.ready
        if not state.may_defer or ready is None:
            return
        visit, reason = ready.visit, ready.refusal or "line"
        cash = {"cash": state.cash_due, state.means: state.by_other_means}
        left = {means: fen for means, fen in cash.items() if means and fen}
        till.become(replace(state, busy=True, notice=""))
        till.jobs.store(
            lambda: till.services.platform.defer(
                by, visit.id, left, reason=reason, acct_request=state.acct_request
            ),
            lambda done: self._deferred(visit, *done),
            till.refused,
        )

    def _deferred(self, visit: Visit, deferred_id: UUID, fact: BillDeferred) -> None:
        till = self._till
        self._close()
        words = self.tr("{name} 已挂账 {number}，先收 {paid}。医保恢复后在“未完成”里补结算。").format(
            name=visit.name, number=fact.number, paid=yen(sum(fact.tender.values()))
        )
        till.say(words, Tone.OK)
        till.desk.clear()
        till.desk.written.emit()
        till.put_out(partial(till.services.paperwork.on_account_slip, deferred_id), f"account-{fact.number}")
