"""差额结清: what the county's adjudication left open with a person is collected or handed back, once."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from clinic_app.domain.settlement.refusals import DueChanged, NothingOpen
from clinic_app.domain.tender import CASH, paid_with
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.settlement import DifferenceSettled
from clinic_app.projections.queries import differences
from clinic_app.projections.queries.differences import Difference
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.numbers import difference_number


class DifferenceService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def open(self) -> list[Difference]:
        """Everything open with people here, the newest first."""
        with self._store.reading() as connection:
            return differences.open_differences(connection, self._store.facility)

    def open_with(self, resident_id: UUID) -> list[Difference]:
        """What is open with one person."""
        with self._store.reading() as connection:
            return differences.open_with(connection, self._store.facility, resident_id)

    def settle_difference(
        self,
        by: OnDuty,
        settlement_id: UUID,
        tender: Mapping[str, int] | None = None,
        *,
        amount_shown: int | None = None,
    ) -> tuple[UUID, DifferenceSettled]:
        """结清: the whole of what is open now.

        Args:
            tender: of what is collected, fen by means other than cash; what is handed back goes in cash.
            amount_shown: fen that the cashier saw; another sum now is refused.

        Returns the slip's id and what it says.

        Raises:
            NotAllowed, BadTender
            NothingOpen: nothing is open, or it was settled before.
            DueChanged: another sum is open than `amount_shown`.
        """
        by.must("settlement")
        with self._store.writing(by.author) as writing:
            found = differences.open_of(writing.connection, settlement_id)
            if found is None:
                raise NothingOpen()
            if amount_shown is not None and found.amount != amount_shown:
                raise DueChanged(number=found.number)
            paid = paid_with(found.amount, tender or {})
            fact = DifferenceSettled(
                settlement_id=settlement_id,
                number=difference_number(writing, self.today()),
                amount=found.amount,
                tender={} if set(paid) <= {CASH} else paid,
            )
            entry = writing.append(fact, found.resident_id)
        return entry.id, fact
