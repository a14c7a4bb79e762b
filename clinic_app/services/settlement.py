"""收费结算: the bill of a signed encounter, what it costs whom, and the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, Person
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.refusals import DueChanged, NotEnough, ReversedAlready
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries import insurance, registration
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.projections.queries.presettlement import presettled
from clinic_app.projections.queries.registration import Visit
from clinic_app.projections.queries.settlement import Settled
from clinic_app.projections.queries.visit_bill import bill_of_visit
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing
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
            judged = settlements.adjudication_of(connection, settlement_id)
        entry = None if judged is None else self._store.entry(judged)
        return {} if entry is None or entry.body is None else SettlementAdjudicated.parse(entry.body).diff

    def uploaded(self, settled: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the settlements that the county holds durably."""
        with self._store.reading() as connection:
            return held_by_county(connection, settled)

    def made(self, settlement_id: UUID) -> SettlementMade:
        """A settlement as it was made, for the receipt.

        Raises:
            NoSettlement
        """
        entry = self._store.entry(settlement_id)
        if entry is None or entry.body is None or entry.type != SettlementMade.type:
            raise settlements.NoSettlement(settlement=str(settlement_id))
        return SettlementMade.parse(entry.body)

    def presettle(self, visit_id: UUID, *, self_pay: bool = False, acct_request: int = 0) -> PreSettlement:
        """预结算 of a signed visit.  Where the insurance cannot pay, the answer is the self-pay bill with the reason.

        Raises:
            NoVisit, NotSigned, SettledAlready, NoEncounter, OrdersMissing, NothingToCharge
        """
        with self._store.reading() as connection:
            return self._presettle(connection, visit_id, self_pay=self_pay, acct_request=acct_request)

    def settle(
        self,
        by: OnDuty,
        visit_id: UUID,
        received: int | None = None,
        *,
        self_pay: bool = False,
        acct_request: int = 0,
        due_shown: int | None = None,
    ) -> tuple[UUID, SettlementMade]:
        """结算: computed again inside the transaction, so that two windows never charge one visit.

        `received` is the cash handed over in fen; `None`: exact.  `due_shown` is the cash that the cashier
        saw before pressing the key.  Returns the settlement's id and what it says.

        Raises:
            NotAllowed, NotEnough, and what `presettle` raises.
            DueChanged: another sum is due than `due_shown`; nothing was settled.
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            ready = self._presettle(
                writing.connection, visit_id, self_pay=self_pay, acct_request=acct_request
            )
            due = ready.amounts.cash_pay
            if due_shown is not None and due != due_shown:
                raise DueChanged(number=ready.visit.number)
            handed = due if received is None else received
            if handed < due:
                raise NotEnough(due=due, received=handed)
            fact = self._fact(writing, ready, handed, handed - due)
            entry = writing.append(fact, ready.visit.resident_id)
        return entry.id, fact

    def reverse(self, by: OnDuty, settlement_id: UUID, reason: str = "") -> SettlementReversed:
        """退费 of a whole settlement (红冲): every amount negated, the original untouched.

        Raises:
            NotAllowed, NoSettlement, ReversedAlready
        """
        by.must("settlement")
        original = self.made(settlement_id)
        with self._store.writing(by.author) as writing:
            row = settlements.settlement_of(writing.connection, settlement_id)
            if row.reversed:
                raise ReversedAlready(number=row.number)
            held = insurance.effect_held(writing.connection, settlement_id)
            fact = SettlementReversed(
                settlement_id=settlement_id,
                number=self._receipt_number(writing),
                refund_date=self.today(),
                reason=reason,
                amounts={name: -value for name, value in original.amounts.items()},
                year=original.year,
                effect={key: -value for key, value in held.items()},
                psn_no=original.psn_no,
            )
            writing.append(fact, row.resident_id)
        return fact

    def _presettle(
        self, connection: sa.Connection, visit_id: UUID, *, self_pay: bool, acct_request: int
    ) -> PreSettlement:
        found = bill_of_visit(
            connection, visit_id, self._store.facility, self.today(), acct_request=acct_request
        )
        split = presettled(connection, found.bill, "" if self_pay else found.visit.psn_no)
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

    def _fact(self, writing: Writing, ready: PreSettlement, received: int, change: int) -> SettlementMade:
        names = {
            line.feedetl_sn: (order.name, order.unit)
            for line, order in zip(ready.bill.lines, ready.orders, strict=True)
        }
        return bills.settlement_made(
            ready.bill,
            ready.settlement,
            ready.person,
            visit_id=ready.visit.id,
            number=self._receipt_number(writing),
            names=names,
            policy_id=ready.policy_id,
            received=received,
            change=change,
        )

    def _receipt_number(self, writing: Writing) -> str:
        letter = local.read_text(writing.connection, local.LETTER)
        day = self.today()
        return f"{letter}{day:%y%m%d}{writing.next_serial('receipt', day.isoformat()):04d}"
