"""预交金: money left before the bill is known."""

from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.inpatient import WAYS, DepositReturned, DepositTaken
from clinic_app.projections.queries import inpatient
from clinic_app.projections.queries.inpatient import AdmissionState, DepositSlip
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.numbers import deposit_number


class BadAmount(RuleBroken):
    """A deposit of nothing, or by a way that money does not move."""

    code = "deposit.bad_amount"


class NotHeld(RuleBroken):
    """More is to be handed back than is held."""

    code = "deposit.not_held"


class StaySettled(RuleBroken):
    """The stay has been settled: no deposit is needed any more."""

    code = "deposit.stay_settled"


class DepositService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def slips(self, admission_id: UUID) -> list[DepositSlip]:
        """Taken and returned, in order."""
        with self._store.reading() as connection:
            return inpatient.deposits(connection, admission_id)

    def take(
        self, by: OnDuty, admission_id: UUID, amount: int, tender: str = "cash"
    ) -> tuple[UUID, DepositTaken]:
        """收预交金: `amount` in fen.  Returns the slip's id too.

        Raises:
            NotAllowed, NoAdmission, StaySettled, BadAmount
        """
        by.must("settlement")
        _check(amount, tender)
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if stay.state is AdmissionState.SETTLED:
                raise StaySettled(number=stay.number)
            number = deposit_number(writing, self.today())
            fact = DepositTaken(admission_id=admission_id, number=number, amount=amount, tender=tender)
            return writing.append(fact, stay.resident_id).id, fact

    def give_back(
        self, by: OnDuty, admission_id: UUID, amount: int, tender: str = "cash", reason: str = ""
    ) -> tuple[UUID, DepositReturned]:
        """退预交金: at most what is held.

        Raises:
            NotAllowed, NoAdmission, BadAmount
            NotHeld (fact `held`: yuan)
        """
        by.must("settlement")
        _check(amount, tender)
        with self._store.writing(by.author) as writing:
            stay = inpatient.admission_of(writing.connection, admission_id)
            if amount > stay.held:
                raise NotHeld(held=yuan(max(0, stay.held)))
            fact = DepositReturned(
                admission_id=admission_id,
                number=deposit_number(writing, self.today()),
                amount=amount,
                tender=tender,
                reason=reason,
            )
            return writing.append(fact, stay.resident_id).id, fact


def _check(amount: int, tender: str) -> None:
    if amount <= 0 or tender not in WAYS:
        raise BadAmount()
