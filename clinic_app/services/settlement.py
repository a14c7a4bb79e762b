"""收费结算: the bill of a signed encounter, what it costs whom, and how the person pays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, Person
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.refusals import (
    DueChanged,
    NotEnough,
    OnAccount,
)
from clinic_app.domain.tender import CASH, Choices, paid_with
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.projections.queries import deferred, purse, registration
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.presettlement import presettled
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.store import held_bills
from clinic_app.store import settlements as whole
from clinic_app.store.duty import OnDuty
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import Store, Writing
from clinic_app.store.numbers import receipt_number
from clinic_app.store.rows import held_by_county

LOOK_BACK = timedelta(days=30)  # how long an unpaid bill stays on the cashier's list


@dataclass(frozen=True, slots=True, kw_only=True)
class PreSettlement:
    """预结算: what the bill would cost whom, before anything is taken."""

    visit: Visit
    bill: Bill
    orders: tuple[OrderLine, ...]  # in the order of the bill's lines
    person: Person | None  # None: self-pay
    policy_id: str
    settlement: Settlement
    diagnoses: tuple[tuple[str, str], ...] = ()  # code, name
    acct_balance: int = 0  # fen on the personal account, as last stated
    refusal: str = ""  # why the insurance does not pay, when it was asked and refused
    before: State | None = None

    @property
    def amounts(self) -> Amounts:
        return self.settlement.amounts


class SettlementService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def unpaid(self) -> list[Visit]:
        """待收费, the oldest first."""
        with self._store.reading() as connection:
            return registration.unpaid(connection, self._store.facility, self.today() - LOOK_BACK)

    def of_day(self, day: date) -> list[Settled]:
        with self._store.reading() as connection:
            return settlements.settlements_of_day(connection, self._store.facility, day)

    def differing(self) -> list[Settled]:
        """What the county judged otherwise in the last month, newest first."""
        with self._store.reading() as connection:
            return settlements.differing(connection, self._store.facility, self.today() - LOOK_BACK)

    def difference(self, settlement_id: UUID) -> Mapping[str, int]:
        """County minus clinic of one settlement, fen by amount, only what differs; empty while it has not judged.

        Raises:
            NoSettlement
        """
        with self._store.reading() as connection:
            judged = whole.judged(connection, settlement_id)
        return {} if judged is None else judged.diff

    def uploaded(self, settled: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the settlements that the county holds durably."""
        with self._store.reading() as connection:
            return held_by_county(connection, settled)

    def made(self, settlement_id: UUID) -> SettlementMade:
        """A settlement as it was made, for the receipt.

        Raises:
            NoSettlement
        """
        with self._store.reading() as connection:
            return whole.made(connection, settlement_id)

    # 暂挂.

    def held(self) -> dict[UUID, Choices]:
        """暂挂: bills that were put aside on this PC, with what had been chosen."""
        with self._store.reading() as connection:
            return held_bills.all_of(connection)

    def hold(self, visit_id: UUID, choices: Choices) -> None:
        """Put a bill aside; it stays on the list and survives a restart."""
        with self._store.changing() as connection:
            held_bills.keep(connection, visit_id, choices, self._store.wall())

    def resume(self, visit_id: UUID) -> Choices:
        """Take a bill up again, as it was put aside; one that was not has nothing chosen."""
        with self._store.changing() as connection:
            return held_bills.take(connection, visit_id)

    # Settling.

    def presettle(
        self,
        visit_id: UUID,
        *,
        self_pay: bool = False,
        acct_request: int = 0,
        ewallet_request: int = 0,
        ewallet_balance: int = 0,
    ) -> PreSettlement:
        """预结算 of a signed visit.  Where the insurance cannot pay, the answer is the self-pay bill with the reason.

        Args:
            ewallet_request, ewallet_balance: fen that the e-purse shall pay, and holds or has paid.

        Raises:
            NoVisit, NotSigned, SettledAlready, NoEncounter, OrdersMissing, NothingToCharge
        """
        with self._store.reading() as connection:
            return self._presettle(
                connection,
                visit_id,
                self_pay=self_pay,
                acct_request=acct_request,
                ewallet_request=ewallet_request,
                ewallet_balance=ewallet_balance,
            )

    def settle(
        self,
        by: OnDuty,
        visit_id: UUID,
        received: int | None = None,
        *,
        self_pay: bool = False,
        acct_request: int = 0,
        due_shown: int | None = None,
        tender: Mapping[str, int] | None = None,
        purse_call: UUID | None = None,
        purse_amount: int = 0,
    ) -> tuple[UUID, SettlementMade]:
        """结算: computed again inside the transaction, so that two windows never charge one visit.

        Args:
            received: cash handed over in fen; None: exact.
            due_shown: what the cashier saw as due after account and e-purse; another sum now is refused.
            tender: fen by means other than cash; the rest is cash.  None: all of it.
            purse_call, purse_amount: the e-purse debit that was made for this visit, and its fen.

        Returns the settlement's id and what it says.

        Raises:
            NotAllowed, NotEnough, BadTender, and what `presettle` raises.
            DueChanged: another sum is due than `due_shown`; nothing was settled.
            PurseMismatch, PurseSpent, PurseWaits, PurseUnclear: the debits of this visit say otherwise.
            OnAccount: the bill waits for the insurance; it is settled from there.
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            purse.check_debit(writing.connection, visit_id, purse_call, purse_amount)
            ready = self._presettle(
                writing.connection,
                visit_id,
                self_pay=self_pay,
                acct_request=acct_request,
                ewallet_request=purse_amount,
                ewallet_balance=purse_amount,
            )
            if deferred.open_deferral_of_visit(writing.connection, visit_id) is not None:
                raise OnAccount(number=ready.visit.number)
            amounts = ready.amounts
            if due_shown is not None and amounts.cash_pay != due_shown:
                raise DueChanged(number=ready.visit.number)
            paid = paid_with(amounts.psn_cash_pay, tender or {}, purse_amount)
            cash = paid.get(CASH, 0)
            handed = max(0, cash) if received is None else received
            if handed < cash:
                raise NotEnough(due=cash, received=handed)
            fact = self._fact(writing, ready, handed, paid, purse_call)
            entry = writing.append(fact, ready.visit.resident_id)
            held_bills.drop(writing.connection, visit_id)
        return entry.id, fact

    def _presettle(
        self,
        connection: sa.Connection,
        visit_id: UUID,
        *,
        self_pay: bool,
        acct_request: int,
        ewallet_request: int,
        ewallet_balance: int,
    ) -> PreSettlement:
        found = bill_of_visit(
            connection,
            visit_id,
            self._store.facility,
            self.today(),
            acct_request=acct_request,
            ewallet_request=ewallet_request,
        )
        payer = "" if self_pay else found.visit.psn_no
        split = presettled(
            connection, found.bill, payer, synced_on=synced_on(connection), ewallet_balance=ewallet_balance
        )
        return PreSettlement(
            visit=found.visit,
            bill=found.bill,
            orders=found.orders,
            person=split.person,
            policy_id=split.policy_id,
            settlement=split.settlement,
            diagnoses=found.diagnoses,
            acct_balance=split.acct_balance,
            refusal=split.refusal,
            before=split.before,
        )

    def _fact(
        self,
        writing: Writing,
        ready: PreSettlement,
        received: int,
        paid: Mapping[str, int],
        purse_call: UUID | None,
    ) -> SettlementMade:
        names = {
            line.feedetl_sn: (order.name, order.unit)
            for line, order in zip(ready.bill.lines, ready.orders, strict=True)
        }
        return bills.settlement_made(
            ready.bill,
            ready.settlement,
            ready.person,
            visit_id=ready.visit.id,
            number=receipt_number(writing, self.today()),
            names=names,
            policy_id=ready.policy_id,
            received=received,
            change=received - paid.get(CASH, 0),
            tender={} if set(paid) <= {CASH} else paid,
            purse_call=purse_call,
        )
