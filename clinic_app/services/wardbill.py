"""出院结算: what a stay costs whom, what the deposit pays of it, and what is handed back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.settlement.accumulators import State
from clinic_app.domain.settlement.amounts import Amounts
from clinic_app.domain.settlement.bill import Bill, BillLine, Direction, PayWay, Person, Referral
from clinic_app.domain.settlement.outcome import Settlement
from clinic_app.domain.settlement.refusals import PlatformSettled
from clinic_app.domain.time import beijing_day
from clinic_app.journal import bills
from clinic_app.journal.facts.inpatient import WAYS, DepositReturned
from clinic_app.journal.facts.settlement import Referred, SettlementMade, SettlementReversed
from clinic_app.projections.queries import facility, inpatient, insurance
from clinic_app.projections.queries.inpatient import Admission, AdmissionState, Charge
from clinic_app.projections.queries.presettlement import presettled
from clinic_app.store import settlements as whole
from clinic_app.store.duty import OnDuty
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import Store, Writing
from clinic_app.store.numbers import deposit_number, receipt_number

INPATIENT: Final = "21"  # med_type 普通住院
LEFT_OVER: Final = "出院结算退余"


class StillIn(RuleBroken):
    """The patient has not been discharged."""

    code = "inpatient.still_in"


class AlreadySettled(RuleBroken):
    """The stay has been settled."""

    code = "inpatient.bill_settled"


class NothingCharged(RuleBroken):
    """Nothing was charged during the stay."""

    code = "inpatient.nothing_charged"


class BadTender(RuleBroken):
    """Money does not move this way."""

    code = "inpatient.bad_tender"


class NotEnough(RuleBroken):
    """Less money than is due beside the deposit."""

    code = "inpatient.not_enough"


class DueChanged(RuleBroken):
    """What is due is not what the cashier saw: a charge or a sync came in between."""

    code = "inpatient.due_changed"


class NotSettled(RuleBroken):
    """There is no settlement to take back."""

    code = "inpatient.not_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class WardBill:
    """预结: what the stay costs whom so far.  Money in fen."""

    admission: Admission
    bill: Bill
    charges: tuple[Charge, ...]  # in the order of the bill's lines
    person: Person | None  # None: self-pay
    policy_id: str
    settlement: Settlement
    acct_balance: int = 0
    refusal: str = ""  # why the insurance does not pay, when it was asked and refused
    before: State | None = None

    @property
    def amounts(self) -> Amounts:
        return self.settlement.amounts

    @property
    def from_deposit(self) -> int:
        return min(max(0, self.admission.held), self.amounts.cash_pay)

    @property
    def to_pay(self) -> int:
        """What the person pays beside the deposit."""
        return self.amounts.cash_pay - self.from_deposit

    @property
    def to_return(self) -> int:
        """What is left of the deposit and handed back."""
        return max(0, self.admission.held) - self.from_deposit


@dataclass(frozen=True, slots=True)
class Closed:
    """A settled stay."""

    settlement_id: UUID
    made: SettlementMade
    slip: UUID | None  # of what was handed back
    returned: int  # fen


class WardBillService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def presettle(self, admission_id: UUID, *, self_pay: bool = False, acct_request: int = 0) -> WardBill:
        """预结, at any time; before the discharge as if it were today.

        Where the insurance cannot pay, the answer is the self-pay bill with the reason.

        Raises:
            NoAdmission, AlreadySettled, NothingCharged
        """
        with self._store.reading() as connection:
            return self._presettle(connection, admission_id, self_pay=self_pay, acct_request=acct_request)

    def settle(
        self,
        by: OnDuty,
        admission_id: UUID,
        received: int | None = None,
        *,
        self_pay: bool = False,
        acct_request: int = 0,
        tender: str = "cash",
        due_shown: int | None = None,
    ) -> Closed:
        """出院结算: the deposit pays first, the person the rest by `tender`, and what is left of the deposit goes
        back in the same transaction.

        Args:
            received: fen handed over beside the deposit; None: exact.
            due_shown: fen beside the deposit that the cashier saw; another sum now is refused.

        Raises:
            NotAllowed, NoAdmission, StillIn, AlreadySettled, NothingCharged, DueChanged, NotEnough, BadTender
        """
        by.must("settlement")
        if tender not in WAYS:
            raise BadTender()
        with self._store.writing(by.author) as writing:
            ready = self._presettle(
                writing.connection, admission_id, self_pay=self_pay, acct_request=acct_request
            )
            stay, due = ready.admission, ready.to_pay
            if stay.state is AdmissionState.IN:
                raise StillIn(number=stay.number)
            if due_shown is not None and due_shown != due:
                raise DueChanged(number=stay.number)
            handed = due if received is None else received
            if handed < due:
                raise NotEnough(due=due, received=handed)
            fact = self._made(writing, ready, handed, tender)
            made = writing.append(fact, stay.resident_id)
            slip = None
            if ready.to_return:
                rest = DepositReturned(
                    admission_id=stay.id,
                    number=deposit_number(writing, self.today()),
                    amount=ready.to_return,
                    reason=LEFT_OVER,
                )
                slip = writing.append(rest, stay.resident_id).id
        return Closed(made.id, fact, slip, ready.to_return)

    def reverse(self, by: OnDuty, admission_id: UUID, reason: str = "") -> SettlementReversed:
        """退结算 (红冲) of the whole stay: what the deposit paid is held again, the rest goes back as it came.

        Raises:
            NotAllowed, NoAdmission, NotSettled
            PlatformSettled: it is taken back there first.
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if stay.settlement_id is None:
                raise NotSettled(number=stay.number)
            original = whole.made(writing.connection, stay.settlement_id)
            if original.setl_id:
                raise PlatformSettled(number=original.number)
            held = insurance.effect_held(writing.connection, stay.settlement_id)
            fact = SettlementReversed(
                settlement_id=stay.settlement_id,
                number=receipt_number(writing, self.today()),
                refund_date=self.today(),
                reason=reason,
                amounts=_negated(original.amounts),
                year=original.year,
                effect=_negated(held),
                psn_no=original.psn_no,
                tender=_negated(original.tender),
            )
            writing.append(fact, stay.resident_id)
        return fact

    def made(self, settlement_id: UUID) -> SettlementMade:
        """A settlement as it was made.

        Raises:
            NoSettlement
        """
        with self._store.reading() as connection:
            return whole.made(connection, settlement_id)

    def _presettle(
        self, connection: sa.Connection, admission_id: UUID, *, self_pay: bool, acct_request: int
    ) -> WardBill:
        stay = inpatient.admission_of(connection, admission_id)
        if stay.state is AdmissionState.SETTLED:
            raise AlreadySettled(number=stay.number)
        charges = tuple(one for one in inpatient.charges(connection, admission_id) if one.cnt_e4 > 0)
        if not charges:
            raise NothingCharged(number=stay.number)
        here = facility.facility_of(connection, self._store.facility)
        bill = _bill(stay, charges, here.code, here.inst_lv, self.today(), acct_request)
        payer = "" if self_pay else stay.psn_no
        split = presettled(connection, bill, payer, synced_on=synced_on(connection))
        return WardBill(
            admission=stay,
            bill=bill,
            charges=charges,
            person=split.person,
            policy_id=split.policy_id,
            settlement=split.settlement,
            acct_balance=split.acct_balance,
            refusal=split.refusal,
            before=split.before,
        )

    def _made(self, writing: Writing, ready: WardBill, handed: int, tender: str) -> SettlementMade:
        paid = {"deposit": ready.from_deposit, tender: ready.to_pay}
        return bills.settlement_made(
            ready.bill,
            ready.settlement,
            ready.person,
            visit_id=ready.admission.id,
            number=receipt_number(writing, self.today()),
            names={
                line.feedetl_sn: (charge.name, charge.unit)
                for line, charge in zip(ready.bill.lines, ready.charges, strict=True)
            },
            policy_id=ready.policy_id,
            received=handed,
            change=handed - ready.to_pay,
            tender={name: fen for name, fen in paid.items() if fen},
        )


def _bill(
    stay: Admission, charges: tuple[Charge, ...], code: str, inst_lv: str, today: date, acct_request: int
) -> Bill:
    """One line an item and price over the whole stay; it belongs to the year of the discharge."""
    return Bill(
        mdtrt_id=str(stay.id),
        fixmedins_code=code,
        inst_lv=inst_lv,
        med_type=INPATIENT,
        begndate=stay.day,
        enddate=stay.end_day or today,
        setl_date=today,
        mdtrt_cert_type=stay.mdtrt_cert_type,
        diag_code=stay.diagnosis[0] or None,
        dise_codg=stay.dise_codg or None,
        pay_way=PayWay(stay.pay_way),
        emergency=stay.emergency,
        referral=_referral(stay.referral),
        acct_request=acct_request,
        lines=tuple(
            BillLine(
                feedetl_sn=str(no), med_list_codg=charge.code, pric_e6=charge.pric_e6, cnt_e4=charge.cnt_e4
            )
            for no, charge in enumerate(charges, start=1)
        ),
    )


def _referral(given: Referred | None) -> Referral | None:
    if given is None:
        return None
    return Referral(
        type=Direction(given.type),
        from_lv=given.from_lv,
        registered=given.registered,
        same_area=given.same_area,
        date=given.date,
    )


def _negated(sums: Mapping[str, int]) -> dict[str, int]:
    return {name: -value for name, value in sums.items()}
