"""2207 and 2208: written before they are asked, booked here in the same transaction as their outcome.

No answer is never an answer: what was sent and not concluded is unknown until 5203 or 2601 has said.
"""

import json
from typing import Any, Final
from uuid import UUID

import msgspec

from clinic_app.domain.money import yuan
from clinic_app.domain.platform import message, nodes
from clinic_app.domain.platform.errors import (
    NoAnswer,
    OnAccountAlready,
    OutcomeUnknown,
    PlatformRefused,
    SplitDiffers,
    Unverified,
)
from clinic_app.domain.platform.setlinfo import Split, split_of
from clinic_app.domain.settlement.refusals import DueChanged, NotEnough, ReversedAlready, SettledAlready
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import calls, deferred, insurance, purse
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.services.platform.receipts import receipt_number
from clinic_app.services.platform.talk import Talk
from clinic_app.services.platform.trial import settlement_of
from clinic_app.services.platform.values import Payment, Trial
from clinic_app.services.platform.written import Wanted, wanted_of
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

SETTLE: Final = f"platform.{message.SETTLE}"
CANCEL: Final = f"platform.{message.CANCEL}"
REVERSE: Final = f"platform.{message.REVERSE}"


class Booking:
    """What moves money at the platform, and the same in our journal."""

    def __init__(self, store: Store, talk: Talk, ledger: CallLedger) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger

    # ---- 2207

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
        said = self._send(by, call, nodes.settle(asked, trial.split))
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

    # ---- 2208

    def intend_cancel(
        self, by: OnDuty, settlement_id: UUID, made: SettlementMade, reason: str, tender: dict[str, int]
    ) -> Call:
        """Raises:
        ReversedAlready, NoSettlement
        OutcomeUnknown: an earlier cancellation is not certain yet.
        """
        with self._store.writing(by.author) as writing:
            row = settlements.settlement_of(writing.connection, settlement_id)
            if row.reversed:
                raise ReversedAlready(number=row.number)
            of_visit = calls.calls_of_visit(writing.connection, made.visit_id, "platform.")
            if any(one.kind == CANCEL and _open(one) for one in of_visit):
                raise OutcomeUnknown(number=row.number)
            paid_by = next(
                one for one in of_visit if one.kind == SETTLE and one.answer.get("setl_id") == made.setl_id
            )
            entry = writing.append(
                CallIntended(
                    kind=CANCEL,
                    msgid=self._talk.msgid_in(writing),
                    visit_id=made.visit_id,
                    about=paid_by.id,
                    amount=made.amounts.get("psn_cash_pay", 0),
                    request={
                        "setl_id": made.setl_id,
                        "mdtrt_id": paid_by.answer["mdtrt_id"],
                        "psn_no": made.psn_no,
                        "insuplc": paid_by.request["insuplc"],
                        "settlement": settlement_id.hex,
                        "reason": reason,
                        "tender": json.dumps(tender),
                    },
                ),
                row.resident_id,
            )
            return calls.call_of(writing.connection, entry.id)

    def cancel(self, by: OnDuty, call: Call) -> SettlementReversed:
        """Send 2208 and book the red.

        Raises:
            NoAnswer, PlatformRefused
        """
        asked = call.request
        content = nodes.cancel(str(asked["setl_id"]), str(asked["mdtrt_id"]), str(asked["psn_no"]))
        self._send(by, call, content)
        return self.book_red(by, call, "answer")

    def book_red(self, by: OnDuty, call: Call, evidence: str) -> SettlementReversed:
        """The outcome of a 2208 and the red record: one transaction.

        Raises:
            ConcludedAlready, ReversedAlready
        """
        settlement_id = UUID(hex=str(call.request["settlement"]))
        entry = self._store.entry(settlement_id)
        assert entry is not None and entry.body is not None
        made = SettlementMade.parse(entry.body)
        with self._store.writing(by.author) as writing:
            row = settlements.settlement_of(writing.connection, settlement_id)
            if row.reversed:
                raise ReversedAlready(number=row.number)
            self._ledger.conclude_in(writing, call.id, CallState.SUCCEEDED, evidence)
            held = insurance.effect_held(writing.connection, settlement_id)
            red = SettlementReversed(
                settlement_id=settlement_id,
                number=receipt_number(writing, self._store),
                refund_date=beijing_day(self._store.wall()),
                reason=str(call.request["reason"]),
                amounts={name: -fen for name, fen in made.amounts.items()},
                year=made.year,
                effect={key: -fen for key, fen in held.items()},
                psn_no=made.psn_no,
                tender=json.loads(str(call.request["tender"])),
            )
            writing.append(red, row.resident_id)
        return red

    # ---- 2601

    def take_back(self, by: OnDuty, call: Call) -> bool:
        """冲正: whatever `call` did or will still do at the platform is undone.  False: not certain yet.

        Raises:
            NoPlatform
        """
        reversal = self._reversal_of(by, call)
        content = nodes.reverse(str(call.request["psn_no"]), call.msgid, call.kind.rpartition(".")[2])
        try:
            self._send(by, reversal, content)
        except (NoAnswer, PlatformRefused):
            return False
        with self._store.writing(by.author) as writing:
            self._ledger.conclude_in(writing, reversal.id, CallState.SUCCEEDED, "answer")
            self._ledger.conclude_in(writing, call.id, CallState.REVERSED, "reversal")
        return True

    def has_sent_reversal(self, call: Call) -> bool:
        """Whether a 2601 about it is on its way: it must not be booked any more."""
        return any(one.state is CallState.UNKNOWN for one in self._reversals(call))

    def known(self, call_id: UUID) -> Call:
        """A call as it stands now."""
        with self._store.reading() as connection:
            return calls.call_of(connection, call_id)

    def is_open(self, call_id: UUID | None) -> bool:
        """Whether what became of a call is not certain."""
        return call_id is not None and _open(self.known(call_id))

    def red_of(self, settlement_id: UUID) -> SettlementReversed:
        """The red record of a settlement that has one."""
        with self._store.reading() as connection:
            red = settlements.reversal_of(connection, settlement_id)
        entry = None if red is None else self._store.entry(red)
        assert entry is not None and entry.body is not None
        return SettlementReversed.parse(entry.body)

    def _reversal_of(self, by: OnDuty, call: Call) -> Call:
        """The open 2601 about a call, under its own number again; else a new one."""
        standing = next((one for one in self._reversals(call) if _open(one)), None)
        if standing is not None:
            return standing
        with self._store.writing(by.author) as writing:
            entry = writing.append(
                CallIntended(
                    kind=REVERSE,
                    msgid=self._talk.msgid_in(writing),
                    visit_id=call.visit_id,
                    about=call.id,
                    request={
                        "psn_no": call.request["psn_no"],
                        "omsgid": call.msgid,
                        "oinfno": call.kind.rpartition(".")[2],
                        "insuplc": call.request["insuplc"],
                    },
                ),
                call.resident_id,
            )
            return calls.call_of(writing.connection, entry.id)

    def _reversals(self, call: Call) -> list[Call]:
        assert call.visit_id is not None
        with self._store.reading() as connection:
            found = calls.calls_of_visit(connection, call.visit_id, REVERSE)
        return [one for one in found if one.about == call.id]

    # ---- inside

    def _send(self, by: OnDuty, call: Call, content: message.Node) -> dict[str, Any]:
        self._ledger.sent(by.author, call.id)
        infno = call.kind.rpartition(".")[2]
        try:
            area = str(call.request["insuplc"])
            return self._talk.say(by, infno, content, msgid=call.msgid, insuplc=area)
        except PlatformRefused as refused:
            why = str(refused.facts["why"])
            self._ledger.conclude(by.author, call.id, CallState.FAILED, "answer", {"why": why})
            raise

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
        if any(_open(one) and one.id != but for one in others):
            raise OutcomeUnknown(number="")

    def _made(self, writing: Writing, call: Call, wanted: Wanted, split: Split) -> SettlementMade:
        assert call.visit_id is not None
        found = bill_of_visit(
            writing.connection,
            call.visit_id,
            self._store.facility,
            wanted.setl_date,
            acct_request=wanted.acct_request,
            ewallet_request=wanted.payment.purse_amount,
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
            names=found.names(),
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


def _open(call: Call) -> bool:
    return call.state in (CallState.INTENDED, CallState.UNKNOWN)
