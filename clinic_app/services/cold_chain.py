"""冷链: temperatures twice a day; outside the band a fridge's batches are set aside until somebody decides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.pharmacy.cold_chain import (
    LOOKED_BACK,
    BadPlace,
    Missed,
    NoMeasure,
    Place,
    half_of,
    in_use,
    missed,
    place_of,
    require_likely,
)
from clinic_app.domain.time import beijing, beijing_day
from clinic_app.journal.facts.stock import ColdPlaceNamed, TemperatureLogged
from clinic_app.projections.queries import cold_chain, facility, stock
from clinic_app.projections.queries.cold_chain import Reading
from clinic_app.projections.queries.products import known_product
from clinic_app.projections.queries.stock import Shelf
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


@dataclass(frozen=True, slots=True)
class ColdAlarms:
    """What of the cold places wants somebody's eye now."""

    due: tuple[Place, ...]  # with medicines in them, and not read yet this half day
    missed: tuple[Missed, ...]  # half days of the last week that nobody read, the oldest first
    outside: tuple[Reading, ...]  # places whose last reading was outside their band

    @property
    def count(self) -> int:
        return len(self.due) + len(self.missed) + len(self.outside)


class ColdChainService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def places(self) -> tuple[Place, ...]:
        """冷柜, 阴凉库 of the house; one of each where none was entered."""
        with self._store.reading() as connection:
            return cold_chain.places_of(connection, self._store.facility)

    def name_place(self, by: OnDuty, place: Place, *, in_use: bool = True) -> ColdPlaceNamed:
        """A place with its band, new or changed; or one that is used no more.

        Raises:
            NotAllowed, BadPlace, BadTemperature
        """
        by.must("stock")
        if not place.name.strip() or place.lowest >= place.highest:
            raise BadPlace()
        for tenths in (place.lowest, place.highest):
            require_likely(tenths)
        fact = ColdPlaceNamed(
            place=place.name.strip(),
            storage=place.storage,
            lowest=place.lowest,
            highest=place.highest,
            drugs=place.drugs,
            in_use=in_use,
        )
        with self._store.writing(by.author) as writing:
            writing.append(fact)
        return fact

    def kept(self) -> dict[str, str]:
        """Drugs on hand that are kept cold or cool, by code with their names."""
        with self._store.reading() as connection:
            return {
                one.batch.drug: one.name
                for one in self._on_hand(connection)
                if self._storage(connection, one.batch.drug) in {"cold_chain", "cool"}
            }

    def alarms(self) -> ColdAlarms:
        now = beijing(self._store.wall())
        here, since = self._store.facility, now.date() - timedelta(days=LOOKED_BACK)
        with self._store.reading() as connection:
            kept = {
                one.batch.drug: self._storage(connection, one.batch.drug) for one in self._on_hand(connection)
            }
            places = cold_chain.places_of(connection, here)
            known = cold_chain.read_before(connection, here, since)
            read = cold_chain.readings(connection, here, since)
        watched = in_use(places, kept)
        done = {(one.place, one.day, one.half) for one in read}
        last = {one.place: one for one in reversed(read)}  # the newest comes last
        return ColdAlarms(
            tuple(one for one in watched if (one.name, now.date(), half_of(now).value) not in done),
            missed(watched, known, done, now),
            tuple(
                last[one.name] for one in watched if one.name in last and not one.holds(last[one.name].tenths)
            ),
        )

    def readings(self, month: date | None = None) -> list[Reading]:
        """Of the month that begins with this day, None: of this one; the newest first, `by` a name."""
        first = month or self.today().replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        with self._store.reading() as connection:
            found = cold_chain.readings(connection, self._store.facility, first, last)
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
        """Batches that stand in the place and may be handed out now."""
        places = cold_chain.places_of(connection, self._store.facility)
        return tuple(
            one.batch.batch_id
            for one in self._on_hand(connection)
            if one.batch.state is State.OK and self._stands_in(connection, places, one.batch.drug, place)
        )

    def _stands_in(
        self, connection: sa.Connection, places: tuple[Place, ...], drug: str, place: Place
    ) -> bool:
        found = place_of(places, drug, self._storage(connection, drug))
        return found is not None and found.name == place.name

    def _on_hand(self, connection: sa.Connection) -> list[Shelf]:
        return [one for one in stock.shelves(connection, self._store.facility) if one.batch.qty_e4 > 0]

    def _storage(self, connection: sa.Connection, drug: str) -> str:
        found = known_product(connection, drug, self.today())
        return "" if found is None else found.storage
