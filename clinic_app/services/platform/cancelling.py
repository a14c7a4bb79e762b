"""2208: written before it is asked; its outcome and the red are one transaction."""

import json
from uuid import UUID

from clinic_app.domain.platform import nodes
from clinic_app.domain.platform.errors import OutcomeUnknown
from clinic_app.domain.settlement.refusals import ReversedAlready
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.calls import CallIntended
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import calls, insurance
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.calls import Call, CallState
from clinic_app.services.platform.receipts import receipt_number
from clinic_app.services.platform.sending import CANCEL, SETTLE, Sending, is_open
from clinic_app.services.platform.talk import Talk
from clinic_app.store.calls import CallLedger
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class Cancelling:
    def __init__(self, store: Store, talk: Talk, ledger: CallLedger, sending: Sending) -> None:
        self._store = store
        self._talk = talk
        self._ledger = ledger
        self._sending = sending

    def intend(
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
            if any(one.kind == CANCEL and is_open(one) for one in of_visit):
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
        self._sending.send(by, call, content)
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

    def red_of(self, settlement_id: UUID) -> SettlementReversed:
        """The red record of a settlement that has one."""
        with self._store.reading() as connection:
            red = settlements.reversal_of(connection, settlement_id)
        entry = None if red is None else self._store.entry(red)
        assert entry is not None and entry.body is not None
        return SettlementReversed.parse(entry.body)
