"""退费 (红冲): a whole settlement or some of it is taken back; the original stays as it was printed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.amounts import NO_AMOUNTS, Amounts
from clinic_app.domain.settlement.bill import Bill, Circumstances, Mode, Person
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.own_pay import own_pay
from clinic_app.domain.settlement.refund import (
    Original,
    Refund,
    RefundStatus,
    TakeBack,
    refund,
    remaining_bill,
)
from clinic_app.domain.settlement.refusals import (
    DrugsAreOut,
    DueChanged,
    PlatformSettled,
    RefundRefused,
    ReversedAlready,
    WardRefund,
)
from clinic_app.domain.tender import CASH, PURSE, GoesBack, handed_back
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.entry import new_id
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed, TakenBack
from clinic_app.projections.queries import insurance, pharmacy
from clinic_app.projections.queries import settlement as settlements
from clinic_app.projections.queries.presettlement import parsed
from clinic_app.projections.queries.settlement import Settled
from clinic_app.store import settlements as whole
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing
from clinic_app.store.numbers import receipt_number

INPATIENT = "21"  # med_type


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLine:
    """A line of a settlement that can be taken back.  Quantities in ten-thousandths."""

    feedetl_sn: str
    name: str
    unit: str
    pric_e6: int  # unit price, micro-yuan
    cnt_e4: int
    out_e4: int  # handed out and still with the patient


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPlan:
    """What a refund would do, before it is done.  Money in fen."""

    settled: Settled
    made: SettlementMade
    taken: tuple[TakeBack, ...] | None  # None: everything
    bill: Bill | None  # what remains; None: nothing
    rest: Settlement | None  # its settlement
    person: Person | None
    goes: GoesBack
    acct_back: int  # to the personal account
    fund_back: int  # to the funds

    @property
    def cash_back(self) -> int:
        """To the person in cash; negative: the person pays."""
        return self.goes.back.get(CASH, 0)

    @property
    def _after(self) -> Amounts:
        return self.rest.amounts if self.rest else NO_AMOUNTS


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund that was done."""

    red_id: UUID
    red: SettlementReversed
    rest_id: UUID | None  # of a partial one: the settlement of what remains
    rest: SettlementMade | None


class RefundService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def lines(self, settlement_id: UUID) -> list[RefundLine]:
        """What can be taken back, in the order of the bill.

        Raises:
            NoSettlement
        """
        with self._store.reading() as connection:
            made = whole.made(connection, settlement_id)
            out = pharmacy.out_of_visit(connection, made.visit_id)
        return [
            RefundLine(
                feedetl_sn=line.feedetl_sn,
                name=line.name,
                unit=line.unit,
                pric_e6=line.pric_e6,
                cnt_e4=line.cnt_e4,
                out_e4=max(0, out.get(line.feedetl_sn, 0)),
            )
            for line in made.lines
        ]

    def plan(self, settlement_id: UUID, taken: tuple[TakeBack, ...] | None = None) -> RefundPlan:
        """What would go back to whom; nothing happens.  `taken` None: everything.

        Raises:
            NoSettlement, ReversedAlready, RefundRefused, DrugsAreOut, WardRefund, PlatformSettled
        """
        with self._store.reading() as connection:
            return self._plan(connection, settlement_id, taken)

    def refund(
        self,
        by: OnDuty,
        settlement_id: UUID,
        taken: tuple[TakeBack, ...] | None = None,
        reason: str = "",
        *,
        cash_shown: int | None = None,
    ) -> Refunded:
        """退费: the red, and what remains settled anew, in one transaction.

        Args:
            taken: None: everything.
            cash_shown: fen of cash that the cashier saw going back; another sum now is refused.

        Raises:
            NotAllowed, NoSettlement, ReversedAlready, RefundRefused, DrugsAreOut, WardRefund, PlatformSettled
            DueChanged: another sum goes back than `cash_shown`; nothing was done.
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            plan = self._plan(writing.connection, settlement_id, taken)
            if cash_shown is not None and plan.cash_back != cash_shown:
                raise DueChanged(number=plan.settled.number)
            rest_id = None if plan.rest is None else new_id()
            red = self._red(writing, plan, reason, rest_id)
            entry = writing.append(red, plan.settled.resident_id)
            if rest_id is None:
                return Refunded(entry.id, red, None, None)
            rest = self._rest(writing, plan, entry.id)
            writing.append(rest, plan.settled.resident_id, entry_id=rest_id)
        return Refunded(entry.id, red, rest_id, rest)

    def _plan(
        self, connection: sa.Connection, settlement_id: UUID, taken: tuple[TakeBack, ...] | None
    ) -> RefundPlan:
        row = settlements.settlement_of(connection, settlement_id)
        made = whole.made(connection, settlement_id)
        if row.reversed:
            raise ReversedAlready(number=row.number)
        if made.med_type == INPATIENT:
            raise WardRefund(number=row.number)
        if made.setl_id:
            raise PlatformSettled(number=row.number)
        left = remaining_bill(bills.bill_of(made), taken, self.today())
        if isinstance(left, str):
            raise RefundRefused(check=left)
        _require_drugs_back(connection, made, left)
        person, done = self._computed(connection, settlement_id, made, left)
        before, after = Amounts.of(made.amounts), done.resettle.amounts if done.resettle else NO_AMOUNTS
        return RefundPlan(
            settled=row,
            made=made,
            taken=None if left is None else taken,
            bill=left,
            rest=done.resettle,
            person=person,
            goes=handed_back(made.tender or _paid(before), before.psn_cash_pay, after.psn_cash_pay),
            acct_back=before.acct_pay - after.acct_pay,
            fund_back=before.fund_pay_sumamt - after.fund_pay_sumamt,
        )

    def _computed(
        self, connection: sa.Connection, settlement_id: UUID, made: SettlementMade, left: Bill | None
    ) -> tuple[Person | None, Refund]:
        """Raises:
        RefundRefused: what remains cannot be settled, so nothing is taken back.
        """
        if not made.insutype:
            return None, _own_pay(made, left)
        county = whole.judged(connection, settlement_id)
        held = insurance.effect_held(connection, settlement_id)
        known = insurance.insured_by_psn_no(connection, made.psn_no)
        person = bills.person_of(made) if known is None else known.person
        client = bills.effect_of(made)
        original = Original(
            bill=bills.bill_of(made),
            settlement=bills.settlement_of(made),
            county=None if county is None else bills.adjudication_of(county),
            held=replace(client, deltas=held),
        )
        live = [one for one in insurance.policies(connection) if person.insutype in one.insutypes]
        if not live and left is not None:
            raise RefundRefused(check="E_NO_POLICY")
        if not live:
            return person, _own_pay(made, None)
        state = insurance.state_of(connection, made.psn_no, "clinic")
        done = refund(parsed(live[0].text), person, state, original, left, Circumstances(mode=Mode.OFFLINE))
        if done.error is not None:
            raise RefundRefused(check=done.error)
        return person, done

    def _red(
        self, writing: Writing, plan: RefundPlan, reason: str, rest_id: UUID | None
    ) -> SettlementReversed:
        held = insurance.effect_held(writing.connection, plan.settled.id)
        return SettlementReversed(
            settlement_id=plan.settled.id,
            number=receipt_number(writing, self.today()),
            refund_date=self.today(),
            reason=reason,
            amounts={name: -value for name, value in plan.made.amounts.items()},
            year=plan.made.year,
            effect={key: -value for key, value in held.items()},
            psn_no=plan.made.psn_no,
            lines=tuple(TakenBack(line.feedetl_sn, line.cnt_e4) for line in plan.taken or ()),
            new_setl_id=rest_id,
            tender={} if set(plan.goes.red) <= {CASH} else plan.goes.red,
        )

    def _rest(self, writing: Writing, plan: RefundPlan, red_id: UUID) -> SettlementMade:
        assert plan.bill is not None and plan.rest is not None
        return bills.settlement_made(
            plan.bill,
            plan.rest,
            plan.person,
            visit_id=plan.made.visit_id,
            number=receipt_number(writing, self.today()),
            names={line.feedetl_sn: (line.name, line.unit) for line in plan.made.lines},
            policy_id=plan.made.policy_id,
            tender={} if set(plan.goes.rest) <= {CASH} else plan.goes.rest,
            purse_call=plan.made.purse_call if plan.rest.amounts.ewallet_pay else None,
            resettles=red_id,
        )


def _require_drugs_back(connection: sa.Connection, made: SettlementMade, left: Bill | None) -> None:
    """Raises:
    DrugsAreOut: more of a drug is with the patient than will be paid for.
    """
    stays = {line.feedetl_sn: line.cnt_e4 for line in left.lines} if left else {}
    out = pharmacy.out_of_visit(connection, made.visit_id)
    for line in made.lines:
        if out.get(line.feedetl_sn, 0) > stays.get(line.feedetl_sn, 0):
            raise DrugsAreOut(drug=line.name)


def _own_pay(made: SettlementMade, left: Bill | None) -> Refund:
    """Of a self-pay bill; never more from the e-purse than was taken."""
    original = bills.settlement_of(made)
    taken = original.amounts.ewallet_pay
    rest = None if left is None else own_pay(replace(left, ewallet_request=taken), taken)
    return Refund(status=RefundStatus.REFUNDED, red=original.amounts.negated(), remaining=left, resettle=rest)


def _paid(amounts: Amounts) -> Mapping[str, int]:
    """How a bill was paid that says nothing about it."""
    return {PURSE: amounts.ewallet_pay, CASH: amounts.cash_pay}
