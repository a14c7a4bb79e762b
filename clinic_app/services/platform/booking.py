"""2207: written before it is asked, booked here in the same transaction as its outcome."""

from uuid import UUID

import msgspec

from clinic_app.domain.money import yuan
from clinic_app.domain.platform import nodes
from clinic_app.domain.platform.errors import (
    OnAccountAlready,
    OutcomeUnknown,
    SplitDiffers,
    Unverified,
)
from clinic_app.domain.platform.setlinfo import Split, split_of
from clinic_app.domain.settlement.refusals import DueChanged, NotEnough, SettledAlready
from clinic_app.journal import bills
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries import calls, deferred, purse
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.services.platform.receipts import receipt_number
from clinic_app.services.platform.sending import SETTLE, Sending, is_open
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.trial import settlement_of
from clinic_app.services.platform.values import Payment, Trial
from clinic_app.services.platform.written import Wanted, wanted_of
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing


class Booking:
    def __init__(self, store: Store, talk: Talk, ledger: CallLedger, sending: Sending) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger
        self._sending = sending

    def intend(self, by: OnDuty, trial: Trial, payment: Payment, due_shown: int | None) -> Call:
        """已拟: everything that is needed to book it later, by whoever asks.

        Raises:
            DueChanged, NotEnough, SettledAlready, OnAccountAlready
            PurseMismatch, PurseSpent, PurseWaits, PurseUnclear: the debits of this visit say otherwise.
            OutcomeUnknown: an earlier settlement of the visit is not certain yet.
        """
        due_of(trial, payment, due_shown)
        with self._store.writing(by.author) as writing:
            self._must_be_free(writing, trial.visit.id, payment)
            purse.check_debit(writing.connection, trial.visit.id, payment.purse_call, payment.purse_amount)
            msgid = self._talk.msgid_in(writing)
            entry = writing.append(
                CallIntended(
                    kind=SETTLE,
                    msgid=msgid,
                    visit_id=trial.visit.id,
                    amount=trial.amounts.psn_cash_pay,
                    request=Wanted.of(trial, payment).request(),
                ),
                trial.visit.resident_id,
            )
            return calls.call_of(writing.connection, entry.id)

    def settle(self, by: OnDuty, trial: Trial, call: Call) -> tuple[UUID, SettlementMade]:
        """Send 2207 and book its answer.

        Raises:
            NoAnswer: unknown.
            PlatformRefused: nothing was booked.
            SplitDiffers, Unverified, WrongSum: the answer cannot be booked; take it back.
        """
        asked = nodes.trial(
            self._talk.province,
            trial.insured,
            trial.credential,
            trial.mdtrt_id,
            trial.batch,
            trial.bill,
            trial.amounts.medfee_sumamt,
        )
        said = self._sending.send(by, call, nodes.settle(asked, trial.split))
        split = split_of(said, self._talk.province)
        if split.figures() != trial.split.figures():
            raise SplitDiffers(**both(trial.split.figures(), split.figures()))
        return self.book(by, call, split, "answer")

    def book(self, by: OnDuty, call: Call, split: Split, evidence: str) -> tuple[UUID, SettlementMade]:
        """The outcome of a 2207 and the settlement that it makes: one transaction.

        Raises:
            Unverified: it has no number at the platform.
            ConcludedAlready, SettledAlready, OnAccountAlready
        """
        if not split.setl_id:
            raise Unverified(field="setl_id")
        wanted = wanted_of(call)
        assert call.visit_id is not None
        with self._store.writing(by.author) as writing:
            self._must_be_free(writing, call.visit_id, wanted.payment, but=call.id)
            answer: dict[str, str | int] = {
                "setl_id": split.setl_id,
                "mdtrt_id": wanted.mdtrt_id,
                **split.figures(),
            }
            self._ledger.conclude_in(writing, call.id, CallState.SUCCEEDED, evidence, answer)
            made = self._made(writing, call, wanted, split)
            entry = writing.append(made, call.resident_id)
        return entry.id, made

    def _must_be_free(
        self, writing: Writing, visit_id: UUID, payment: Payment, but: UUID | None = None
    ) -> None:
        live = settlements.live_settlement_of_visit(writing.connection, visit_id)
        if live is not None:
            raise SettledAlready(number=live.number)
        standing = deferred.open_deferral_of_visit(writing.connection, visit_id)
        if standing is not None and standing.id != payment.deferred:
            raise OnAccountAlready(number=standing.number)
        others = calls.calls_of_visit(writing.connection, visit_id, SETTLE)
        if any(is_open(one) and one.id != but for one in others):
            raise OutcomeUnknown(number="")

    def _made(self, writing: Writing, call: Call, wanted: Wanted, split: Split) -> SettlementMade:
        assert call.visit_id is not None
        found = wanted.of_then(
            bill_of_visit(
                writing.connection,
                call.visit_id,
                self._store.facility,
                wanted.setl_date,
                acct_request=wanted.acct_request,
                ewallet_request=wanted.payment.purse_amount,
            )
        )
        payment = wanted.payment
        settled = settlement_of(found, split, wanted.lines, payment.purse_amount)
        due = settled.amounts.cash_pay - payment.prepaid
        cash = max(payment.tender.get("cash", 0) if payment.tender else due, 0)
        received = cash if payment.received is None else payment.received
        made = bills.settlement_made(
            found.bill,
            settled,
            wanted.person(writing.connection),
            visit_id=call.visit_id,
            number=receipt_number(writing, self._store),
            names=wanted.names or found.names(),
            received=received,
            change=max(0, received - cash),
            tender=wanted.tender(due),
            purse_call=payment.purse_call,
            setl_id=split.setl_id,
            deferred=payment.deferred,
        )
        return msgspec.structs.replace(made, amounts={**made.amounts, **split.others})


def due_of(trial: Trial, payment: Payment, due_shown: int | None) -> int:
    """Cash still due in fen, below 0 where some goes back.

    Raises:
        DueChanged, NotEnough
    """
    due = trial.amounts.cash_pay - payment.prepaid
    tendered = sum(payment.tender.values()) if payment.tender else trial.amounts.psn_cash_pay
    if (due_shown is not None and due_shown != due) or tendered != trial.amounts.psn_cash_pay:
        raise DueChanged(number=trial.visit.number)
    cash = payment.tender.get("cash", 0) if payment.tender else due
    if payment.received is not None and payment.received < cash:
        raise NotEnough(due=cash, received=payment.received)
    return due


def both(shown: dict[str, int], booked: dict[str, int]) -> dict[str, object]:
    """What 2206 showed and 2207 booked, for the sentence: yuan of what the person pays and of the funds."""
    return {
        "shown": yuan(shown.get("psn_cash_pay", 0)),
        "booked": yuan(booked.get("psn_cash_pay", 0)),
        "fund_shown": yuan(shown.get("fund_pay_sumamt", 0)),
        "fund_booked": yuan(booked.get("fund_pay_sumamt", 0)),
    }
