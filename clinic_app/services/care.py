"""管理对象: taken into care, closed, not reached; and whom a diagnosis proposes."""

from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import State
from clinic_app.domain.public_health.proposals import proposed
from clinic_app.domain.public_health.services import OPENED, REASONS, Service
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.care import CareClosed, CareOpened, ContactMissed
from clinic_app.projections.queries import care, health_records, residents
from clinic_app.projections.queries.care import Managed
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class NotOpened(RuleBroken):
    """Not a service that is opened, or the person is not followed under it."""

    code = "care.not_opened"


class OpenedAlready(RuleBroken):
    """The person is followed under this service."""

    code = "care.opened_already"


class NotHere(RuleBroken):
    """The person died or moved away."""

    code = "care.not_here"


class NotForMen(RuleBroken):
    """Pregnancies are those of women."""

    code = "care.not_for_men"


class BadDay(RuleBroken):
    """A day after today, or an end before the beginning."""

    code = "care.bad_day"


class NoReason(RuleBroken):
    """A service ends for one of the known reasons, and 其他 is told in words."""

    code = "care.no_reason"


class CareService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def of(self, by: OnDuty, resident_id: UUID) -> list[Managed]:
        """Raises:
        NotAllowed
        """
        by.must("forms")
        with self._store.reading() as connection:
            return care.managed_of(connection, resident_id)

    def proposals(self, by: OnDuty, resident_id: UUID) -> tuple[Service, ...]:
        """What the diagnoses of a person propose and nobody has opened.

        Raises:
            NotAllowed, NoResident
        """
        by.must("forms")
        with self._store.reading() as connection:
            person = residents.resident_of(connection, resident_id)
            opened = care.open_services(connection, resident_id)
            codes = care.diagnoses_of(connection, resident_id)
        return tuple(one for one in proposed(codes, person.birth_date, self.today()) if one not in opened)

    def open(
        self, by: OnDuty, resident_id: UUID, service: str, on: date | None = None, doctor: str = ""
    ) -> None:
        """纳入管理 from a day on, today where none is told; `doctor`: who follows, else who opens.

        Raises:
            NotAllowed, NoResident
            NotOpened, OpenedAlready, NotHere, NotForMen, BadDay
        """
        by.must("forms")
        day = on or self.today()
        if service not in OPENED:
            raise NotOpened(service=service)
        if day > self.today():
            raise BadDay(day=day.isoformat())
        with self._store.writing(by.author) as writing:
            person = residents.resident_of(writing.connection, resident_id)
            if service == Service.MATERNAL and person.sex == "1":
                raise NotForMen()
            if health_records.life_of(writing.connection, resident_id).state is not State.HERE:
                raise NotHere()
            if service in care.open_services(writing.connection, resident_id):
                raise OpenedAlready(service=service)
            writing.append(CareOpened(service=service, on=day, doctor=doctor), resident_id)

    def close(
        self,
        by: OnDuty,
        resident_id: UUID,
        service: str,
        reason: str,
        on: date | None = None,
        note: str = "",
    ) -> None:
        """结案; 死亡 and 迁出 are told on the health record and close every service by themselves.

        Raises:
            NotAllowed
            NoReason, NotOpened, BadDay
        """
        by.must("forms")
        day = on or self.today()
        if reason not in REASONS or (reason == "other" and not note.strip()):
            raise NoReason()
        with self._store.writing(by.author) as writing:
            opened = self._opened(care.managed_of(writing.connection, resident_id), service)
            if not opened.since <= day <= self.today():
                raise BadDay(day=day.isoformat())
            fact = CareClosed(service=service, on=day, reason=reason, note=note.strip())
            writing.append(fact, resident_id)

    def contact_missed(self, by: OnDuty, resident_id: UUID, service: str, way: str) -> None:
        """One attempt in vain, today; `way`: codes/followup_mode.csv.

        Raises:
            NotAllowed, NoResident
        """
        by.must("forms")
        with self._store.writing(by.author) as writing:
            residents.resident_of(writing.connection, resident_id)
            writing.append(ContactMissed(service=service, on=self.today(), way=way), resident_id)

    @staticmethod
    def _opened(managed: list[Managed], service: str) -> Managed:
        for one in managed:
            if one.service == service and one.until is None:
                return one
        raise NotOpened(service=service)
