"""麻醉药品、精一专册: the register of a drug by month, and the empty ampoules and patches of what it handed out."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.movement import Kind, NoReason
from clinic_app.domain.pharmacy.narcotics import TooManyEmpties, empties_of, require_second
from clinic_app.domain.pharmacy.product import Product
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.pharmacy import EmptiesDestroyed, EmptiesOf, EmptiesReturned
from clinic_app.projections.queries import facility, narcotics
from clinic_app.projections.queries.narcotics import Register
from clinic_app.projections.queries.products import product_of
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class NarcoticsService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def drugs(self) -> list[Product]:
        """Controlled drugs that ever were here, by name."""
        with self._store.reading() as connection:
            return narcotics.controlled_here(connection, self._store.facility, self.today())

    def register(self, product: Product, month: date) -> Register:
        """`month`: its first day."""
        here = self._store.facility
        after = (month + timedelta(days=32)).replace(day=1)
        with self._store.reading() as connection:
            lines = narcotics.register_of(connection, here, product.code)
            kept = narcotics.empties_kept(connection, here, product.code)
            names = {one.staff_id: one.name for one in facility.staff_of(connection, here)}
        before = [one for one in lines if beijing_day(one.at_ms) < month]
        return Register(
            product=product,
            month=month,
            opening_e4=before[-1].balance_e4 if before else 0,
            lines=tuple(one for one in lines if month <= beijing_day(one.at_ms) < after),
            names=names,
            empties_kept=kept,
        )

    def take_empties(
        self, by: OnDuty, drug: str, source: UUID, batch_id: UUID, count: int, note: str = ""
    ) -> EmptiesReturned:
        """空安瓿、废贴收回: what one entry handed out of a batch.

        Raises:
            NotAllowed, UnknownProduct
            TooManyEmpties: none, or more than went out.
            NoReason: fewer than went out, and nothing is said of the others.
        """
        by.must("stock")
        with self._store.writing(by.author) as writing:
            missing = self._missing(writing.connection, drug, source, batch_id)
            if not 0 < count <= missing:
                raise TooManyEmpties(most=missing)
            if count < missing and not note.strip():
                raise NoReason()
            fact = EmptiesReturned(
                dispensed=source, batch_id=batch_id, drug=drug, count=count, note=note.strip()
            )
            writing.append(fact)
        return fact

    def destroy(self, by: OnDuty, lines: Sequence[EmptiesOf], second: str) -> EmptiesDestroyed:
        """空安瓿、废贴销毁.

        Raises:
            NotAllowed, TwoPeople
            TooManyEmpties: none, or more than are kept.
        """
        by.must("stock")
        here = self._store.facility
        with self._store.writing(by.author) as writing:
            require_second(second, by.staff_id, facility.at_work(writing.connection, here))
            for line in lines:
                kept = narcotics.empties_kept(writing.connection, here, line.drug)
                if not 0 < line.count <= kept:
                    raise TooManyEmpties(most=kept)
            fact = EmptiesDestroyed(lines=tuple(lines), second=second)
            writing.append(fact)
        return fact

    def _missing(self, connection: sa.Connection, drug: str, source: UUID, batch_id: UUID) -> int:
        """Of what one entry handed out of a batch, what has not come back.

        Raises:
            UnknownProduct
        """
        form = product_of(connection, drug, self.today()).form
        of_it = [
            one
            for one in narcotics.register_of(connection, self._store.facility, drug)
            if one.source == source and one.batch_id == batch_id and one.kind == Kind.DISPENSE
        ]
        out = -sum(one.qty_e4 for one in of_it)
        return empties_of(form, out) - max((one.returned for one in of_it), default=0)
