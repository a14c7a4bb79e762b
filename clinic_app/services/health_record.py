"""居民健康档案: opened with a number, its parts, and how it ends."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import (
    Life,
    State,
    check_village_code,
    is_dynamic,
    record_number,
    serial_of,
)
from clinic_app.domain.identifiers import check_record_number
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.health_records import (
    RecordOpened,
    ResidentDied,
    ResidentMoved,
    ResidentReturned,
)
from clinic_app.projections.queries import facility, households, record_parts, residents
from clinic_app.projections.queries import health_records as queries
from clinic_app.projections.queries.health_records import Doubled, LifeEvent, Record
from clinic_app.projections.queries.households import Household, Member
from clinic_app.projections.queries.record_parts import Part
from clinic_app.projections.queries.residents import Resident
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

_VILLAGE: Final = "village"  # the level of a facility that numbers below the township's part


class OpenedAlready(RuleBroken):
    """The person has a health record."""

    code = "record.opened_already"


class NumberTaken(RuleBroken):
    """Somebody was given this number; it is never used twice."""

    code = "record.number_taken"


class NotOpened(RuleBroken):
    """The person has no health record yet."""

    code = "record.not_opened"


class NotDoubled(RuleBroken):
    """Nobody else has this number: it stays."""

    code = "record.not_doubled"


class BadDay(RuleBroken):
    """A day after today, or before the person was born."""

    code = "record.bad_day"


class EndedAlready(RuleBroken):
    """The person died, or is gone already."""

    code = "record.ended_already"


class NotGone(RuleBroken):
    """The person is here: nobody can come back."""

    code = "record.not_gone"


class NoCorrection(RuleBroken):
    """What was told in error needs a reason, and is corrected once."""

    code = "record.no_correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRecord:
    """All that the page shows of one person's record."""

    resident: Resident
    day: date  # of reading
    record: Record | None
    life: Life
    events: tuple[LifeEvent, ...]
    household: Household | None
    members: tuple[Member, ...]
    parts: tuple[Part, ...]
    last_service: date | None

    @property
    def dynamic(self) -> bool:
        """动态记录."""
        return is_dynamic(self.last_service, self.day)

    @property
    def filled(self) -> int:
        return sum(part.last is not None for part in self.parts)


class HealthRecordService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def of(self, by: OnDuty, resident_id: UUID) -> HealthRecord:
        """Raises:
        NotAllowed, NoResident
        """
        by.must("health_record")
        day = self.today()
        with self._store.reading() as connection:
            resident = residents.resident_of(connection, resident_id)
            record = queries.record_of(connection, resident.id)
            home = households.home_of(connection, resident.id)
            return HealthRecord(
                resident=resident,
                day=day,
                record=record,
                life=queries.life_of(connection, resident.id),
                events=tuple(queries.events_of(connection, resident.id)),
                household=None if home is None else households.household_of(connection, home),
                members=() if home is None else tuple(households.members_of(connection, home)),
                parts=tuple(record_parts.parts_of(connection, resident, record, day)),
                last_service=record_parts.last_service(connection, resident.id),
            )

    def open(
        self, by: OnDuty, resident_id: UUID, village_code: str, *, number: str = "", doctor: str = ""
    ) -> Record:
        """建档: the next number of the village from this device's own part, or one that stands on paper.

        `doctor`: 责任医生, the one on duty where it is not told.

        Raises:
            NotAllowed, NoResident, BadVillageCode, BadRecordNumber, NumbersUsedUp
            OpenedAlready, NumberTaken
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            known = queries.record_of(writing.connection, resident.id)
            if known is not None:
                raise OpenedAlready(number=known.number)
            given = check_record_number(number, imported=True).number if number.strip() else ""
            if given and queries.holders_of(writing.connection, given):
                raise NumberTaken(number=given)
            fact = RecordOpened(
                number=given or self._next(writing, village_code),
                on=self.today(),
                doctor=doctor or by.staff_id,
                salt=new_salt(),
            )
            return self._opened(writing, fact, resident.id)

    def renumber(self, by: OnDuty, resident_id: UUID) -> Record:
        """A new number for one of two people who hold the same.

        Raises:
            NotAllowed, NoResident, NotOpened, NotDoubled, NumbersUsedUp
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            known = queries.record_of(writing.connection, resident.id)
            if known is None:
                raise NotOpened()
            if all(one.number != known.number for one in queries.doubled(writing.connection)):
                raise NotDoubled(number=known.number)
            fact = RecordOpened(
                number=self._next(writing, known.number[:12]),
                on=known.opened,
                doctor=known.doctor,
                replaces=known.id,
                salt=new_salt(),
            )
            return self._opened(writing, fact, resident.id)

    def doubled(self) -> list[Doubled]:
        """Numbers that two people hold."""
        with self._store.reading() as connection:
            return queries.doubled(connection)

    def move(self, by: OnDuty, resident_id: UUID, way: State, on: date, place: str = "") -> Life:
        """迁出 (`OUT`), 失访 (`LOST`), or back again (`HERE`).

        Raises:
            NotAllowed, NoResident, BadDay, NotGone
            EndedAlready: died, or gone already.
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            resident, life = self._living(writing, resident_id, on)
            if (way is State.HERE) == (life.state is State.HERE):
                raise NotGone() if way is State.HERE else EndedAlready(state=life.state)
            told = "in" if way is State.HERE else str(way)
            fact = ResidentMoved(way=told, on=on, place=place.strip(), salt=new_salt())
            writing.append(fact, resident.id)
            return queries.life_of(writing.connection, resident.id)

    def die(self, by: OnDuty, resident_id: UUID, on: date, cause: str = "") -> Life:
        """死亡: also of somebody who had moved away.

        Raises:
            NotAllowed, NoResident, BadDay
            EndedAlready: the death is told already.
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            resident, _ = self._living(writing, resident_id, on)
            writing.append(ResidentDied(on=on, cause=cause.strip(), salt=new_salt()), resident.id)
            return queries.life_of(writing.connection, resident.id)

    def correct(self, by: OnDuty, resident_id: UUID, event_id: UUID, reason: str) -> Life:
        """What was told in error did not happen; what stood before stands again.

        Raises:
            NotAllowed, NoResident, NoCorrection
        """
        by.must("health_record")
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, resident_id)
            standing = [
                one.id for one in queries.events_of(writing.connection, resident.id) if not one.corrected
            ]
            if event_id not in standing or not reason.strip():
                raise NoCorrection()
            writing.append(ResidentReturned(event_id=event_id, reason=reason.strip()), resident.id)
            return queries.life_of(writing.connection, resident.id)

    def _living(self, writing: Writing, resident_id: UUID, on: date) -> tuple[Resident, Life]:
        resident = residents.resident_of(writing.connection, resident_id)
        if on > self.today() or (resident.birth_date is not None and on < resident.birth_date):
            raise BadDay(day=on)
        life = queries.life_of(writing.connection, resident.id)
        if life.state is State.DIED:
            raise EndedAlready(state=life.state)
        return resident, life

    def _next(self, writing: Writing, village_code: str) -> str:
        """The next serial of this device that nobody is known to have."""
        village = check_village_code(village_code)
        level = facility.facility_of(writing.connection, self._store.facility).inst_lv
        while True:
            nth = writing.next_serial("record", village)
            serial = serial_of(nth, writing.device_place(), township=level != _VILLAGE)
            number = record_number(village, serial).number
            if not queries.holders_of(writing.connection, number):
                return number

    @staticmethod
    def _opened(writing: Writing, fact: RecordOpened, resident_id: UUID) -> Record:
        writing.append(fact, resident_id)
        record = queries.record_of(writing.connection, resident_id)
        assert record is not None
        return record
