"""冷链: temperatures twice a day; outside the band a fridge's batches are set aside until somebody decides."""

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.pharmacy.cold_chain import NoMeasure, Place, due, half_of, require_likely
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.journal.facts.stock import TemperatureLogged
from clinic_app.projections.queries import cold_chain, facility, stock
from clinic_app.projections.queries.cold_chain import Reading
from clinic_app.projections.queries.products import known_product
from clinic_app.projections.queries.stock import Shelf
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

_SHOWN_DAYS: Final = 31


class ColdChainService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self) -> tuple[Place, ...]:
        """Places with medicines in them that nobody read yet this half day."""
        now = beijing(self._store.wall())
        with self._store.reading() as connection:
            kept = {self._storage(connection, one.batch.drug) for one in self._on_hand(connection)}
            read = cold_chain.readings(connection, self._store.facility, now.date())
        return due(kept, (one.place for one in read if one.half == half_of(now)))

    def readings(self) -> list[Reading]:
        """Of the last 31 days, the newest first, `by` a name."""
        since = beijing_day(self._store.wall()) - timedelta(days=_SHOWN_DAYS - 1)
        with self._store.reading() as connection:
            found = cold_chain.readings(connection, self._store.facility, since)
            names = {one.staff_id: one.name for one in facility.staff_of(connection, self._store.facility)}
        return [replace(one, by=names.get(one.by, one.by)) for one in found]

    def log(self, by: OnDuty, place: Place, tenths: int, measure: str = "") -> TemperatureLogged:
        """One reading, `tenths` of a degree; it stands for the half day that is.

        Raises:
            NotAllowed, BadTemperature
            NoMeasure: outside the band, and nothing is said of what was done.
        """
        by.must("stock")
        require_likely(tenths)
        outside = not place.holds(tenths)
        if outside and not measure.strip():
            raise NoMeasure()
        now = beijing(self._store.wall())
        with self._store.writing(by.author) as writing:
            fact = TemperatureLogged(
                place=place.name,
                day=now.date(),
                half=half_of(now).value,
                tenths=tenths,
                lowest=place.lowest,
                highest=place.highest,
                set_aside=self._concerned(writing.connection, place) if outside and place.strict else (),
                measure=measure.strip(),
            )
            writing.append(fact)
        return fact

    def _concerned(self, connection: sa.Connection, place: Place) -> tuple[UUID, ...]:
        """Batches of the place's storage that may be handed out now."""
        return tuple(
            one.batch.batch_id
            for one in self._on_hand(connection)
            if one.batch.state is State.OK and self._storage(connection, one.batch.drug) == place.storage
        )

    def _on_hand(self, connection: sa.Connection) -> list[Shelf]:
        return [one for one in stock.shelves(connection, self._store.facility) if one.batch.qty_e4 > 0]

    def _storage(self, connection: sa.Connection, drug: str) -> str:
        found = known_product(connection, drug, beijing_day(self._store.wall()))
        return "" if found is None else found.storage
