"""挂账 and 补结算: the person pays an estimate while the insurance cannot be asked, and is told of every difference."""

from dataclasses import dataclass
from uuid import UUID

from clinic_app.domain.platform.differences import Difference, differences
from clinic_app.domain.platform.errors import DeferredEnded, NoDeferred, OnAccountAlready, StillRefused
from clinic_app.domain.settlement.refusals import DueChanged
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.facts.settlement import BillDeferred, SettlementMade
from clinic_app.projections.queries import deferred
from clinic_app.projections.queries.deferred import OnAccount
from clinic_app.projections.queries.presettlement import presettled
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.services.platform.receipts import receipt_number
from clinic_app.store.duty import OnDuty
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A bill on account that has ended."""

    settlement_id: UUID
    made: SettlementMade
    due: int  # fen still due from the person; below 0: goes back
    differences: tuple[Difference, ...]  # every amount that the estimate had otherwise


class Accounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self) -> list[OnAccount]:
        with self._store.reading() as connection:
            return deferred.on_account(connection, self._store.facility)

    def defer(
        self, by: OnDuty, visit_id: UUID, tender: dict[str, int] | None, reason: str, acct_request: int
    ) -> tuple[UUID, BillDeferred]:
        """Raises:
        OnAccountAlready, and what `bill_of_visit` raises.
        """
        day = beijing_day(self._store.wall())
        with self._store.writing(by.author) as writing:
            connection = writing.connection
            standing = deferred.open_deferral_of_visit(connection, visit_id)
            if standing is not None:
                raise OnAccountAlready(number=standing.number)
            found = bill_of_visit(connection, visit_id, self._store.facility, day, acct_request=acct_request)
            expected = presettled(
                connection, found.bill, found.visit.psn_no, synced_on=synced_on(connection)
            ).settlement.amounts
            left = {"cash": expected.psn_cash_pay} if tender is None else tender
            fact = BillDeferred(
                visit_id=visit_id,
                number=receipt_number(writing, self._store),
                reason=reason,
                medfee_sumamt=expected.medfee_sumamt,
                estimate=bills.shown(expected),
                tender={name: fen for name, fen in left.items() if fen},
            )
            entry = writing.append(fact, found.visit.resident_id)
        return entry.id, fact

    def written(self, deferred_id: UUID) -> BillDeferred:
        """Raises:
        NoDeferred
        """
        entry = self._store.entry(deferred_id)
        if entry is None or entry.body is None or entry.type != BillDeferred.type:
            raise NoDeferred(deferred=str(deferred_id))
        return BillDeferred.parse(entry.body)

    def standing(self, deferred_id: UUID) -> OnAccount:
        """Raises:
        NoDeferred, DeferredEnded
        """
        with self._store.reading() as connection:
            found = deferred.deferred_of(connection, deferred_id)
        if found.ended is not None:
            raise DeferredEnded(number=found.number)
        return found

    def settle(
        self, by: OnDuty, deferred_id: UUID, self_pay: bool, acct_request: int, due_shown: int | None
    ) -> Ended:
        """By the policy known here, or by the person alone.

        Raises:
            NoDeferred, DeferredEnded, DueChanged, and what `bill_of_visit` raises.
            StillRefused: the insurance does not pay even now, and nobody chose self-pay.
        """
        day = beijing_day(self._store.wall())
        with self._store.writing(by.author) as writing:
            connection = writing.connection
            standing = deferred.deferred_of(connection, deferred_id)
            if standing.ended is not None:
                raise DeferredEnded(number=standing.number)
            found = bill_of_visit(
                connection, standing.visit_id, self._store.facility, day, acct_request=acct_request
            )
            payer = "" if self_pay else found.visit.psn_no
            split = presettled(connection, found.bill, payer, synced_on=synced_on(connection))
            if split.refusal:
                raise StillRefused(number=standing.number, why=split.refusal)
            due = split.settlement.amounts.psn_cash_pay - standing.paid
            if due_shown is not None and due_shown != due:
                raise DueChanged(number=found.visit.number)
            parts = {"prepaid": standing.paid, "cash": due}
            made = bills.settlement_made(
                found.bill,
                split.settlement,
                split.person,
                visit_id=standing.visit_id,
                number=receipt_number(writing, self._store),
                names=found.names(),
                policy_id=split.policy_id,
                received=max(due, 0),
                tender={name: fen for name, fen in parts.items() if fen},
                deferred=deferred_id,
            )
            entry = writing.append(made, found.visit.resident_id)
        return self.ended(entry.id, made, self.written(deferred_id))

    @staticmethod
    def ended(settlement_id: UUID, made: SettlementMade, expected: BillDeferred) -> Ended:
        paid = sum(expected.tender.values())
        return Ended(
            settlement_id=settlement_id,
            made=made,
            due=made.amounts.get("psn_cash_pay", 0) - paid,
            differences=differences(expected.estimate, made.amounts),
        )
