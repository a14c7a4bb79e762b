"""预防接种: a child's card, who is due, a dose given after its checks, and how many of a year have theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.codes import codes
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.health_record import State
from clinic_app.domain.immunization.due import due
from clinic_app.domain.immunization.exchange import vaccine_names
from clinic_app.domain.immunization.giving import (
    GivenAlready,
    NewDose,
    TooEarly,
    UnknownVaccine,
    asked,
    check_age,
    check_batch,
    check_live,
)
from clinic_app.domain.immunization.schedule import SERIES, schedule_row, vaccines
from clinic_app.domain.immunization.series import Child, Given
from clinic_app.domain.pharmacy import trace
from clinic_app.domain.time import beijing_day
from clinic_app.journal.fact import new_salt
from clinic_app.journal.facts.immunization import (
    VaccinationDeferred,
    VaccinationGiven,
    VaccinationObserved,
    VaccinationWithdrawn,
)
from clinic_app.projections.queries import health_records, residents, stock
from clinic_app.projections.queries import immunization as queries
from clinic_app.projections.queries import trace as boxes
from clinic_app.projections.queries.immunization import Dose
from clinic_app.projections.queries.immunization_card import (
    Card,
    DueChild,
    card_of,
    child_of,
    children,
    lacking,
    once,
)
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store

OBSERVED_MS: Final = 30 * 60 * 1000  # 留观
_ARM: Final = "1"  # codes/inject_site.csv
_SITES: Final = {"PO": "5"}
DEFERRALS: Final = ("contraindication", "deferral", "refusal")


class NotHere(RuleBroken):
    """The person died or moved away."""

    code = "immunization.not_here"


class BadDeferral(RuleBroken):
    """A series is put off until a day after today, for one of the known reasons."""

    code = "immunization.bad_deferral"


class NoReason(RuleBroken):
    """A dose is withdrawn for a reason in words."""

    code = "immunization.no_reason"


class StillObserving(RuleBroken):
    """The thirty minutes are not over; a reaction ends them at any time."""

    code = "immunization.still_observing"


class BadDay(RuleBroken):
    """A dose given elsewhere lies between the birth and today."""

    code = "immunization.bad_day"


@dataclass(frozen=True, slots=True)
class Observing:
    """Somebody who stays for the thirty minutes."""

    dose: Dose
    name: str
    left_ms: int  # below zero: over


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenElsewhere:
    """A dose given elsewhere, as the child's papers say it."""

    vaccine: str
    on: date
    batch: str = ""
    maker: str = ""
    unit: str = ""  # who gave it


class ImmunizationService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def now(self) -> int:
        """UTC milliseconds."""
        return self._store.wall()

    def card(self, by: OnDuty, resident_id: UUID) -> Card:
        """Raises:
        NotAllowed, NoResident
        NoBirthDate
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            return card_of(connection, residents.resident_of(connection, resident_id), self.today())

    def due_children(self, by: OnDuty) -> tuple[DueChild, ...]:
        """Children of this facility who are due or overdue today; whose day came first stands first.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            today = self.today()
            return lacking(connection, children(connection, self._store.facility, today), today)

    def observing(self, by: OnDuty) -> tuple[Observing, ...]:
        """留观: today's doses that nobody ended, the oldest first.

        Raises:
            NotAllowed
        """
        by.must("vaccination")
        with self._store.reading() as connection:
            given = queries.given_on(connection, self._store.facility, self.today())
            open_ = [one for one in given if one.well is None]
            names = residents.names_of(connection, [one.resident_id for one in open_])
        now = self._store.wall()
        return tuple(
            Observing(one, names.get(one.resident_id, ""), one.at + OBSERVED_MS - now) for one in open_
        )

    def proposed(self, vaccine: str) -> NewDose:
        """A dose of this vaccine with what is known before anybody types: nothing is asked or agreed yet.

        Route and amount are the schedule's; a vaccine that it does not have is outside the programme.  Batch, maker,
        expiry and site are those of the last one that was given here.
        """
        with self._store.reading() as connection:
            last = queries.last_of(connection, self._store.facility, vaccine)
        return _proposed(vaccine, last)

    def of_box(self, by: OnDuty, scanned: str) -> NewDose | None:
        """A scanned 追溯码 as a dose: vaccine, batch and expiry as the stock or the symbol tells them.

        The stock's drug is a vaccine by its name (exchange_vaccines.csv); else the last box with the same first
        seven digits says which one it is.  None where nothing here knows the box.

        Raises:
            NotAllowed, BadTraceCode
        """
        by.must("vaccination")
        code, here = trace.read(scanned), self._store.facility
        with self._store.reading() as connection:
            batch_id = boxes.box_of(connection, here, code.code, self.today()).batch_id
            shelf = next(iter(stock.shelves(connection, here, ids=[batch_id])), None) if batch_id else None
            alike = queries.last_of_product(connection, here, code.prefix) if code.prefix else None
            vaccine = vaccine_names().get(shelf.name, "") if shelf is not None else ""
            vaccine = vaccine or (alike.vaccine if alike is not None else "")
            if not vaccine:
                return None
            last = queries.last_of(connection, here, vaccine)
        known = _proposed(vaccine, last)
        maker = alike.maker if alike is not None else known.maker
        batch = shelf.batch.lot if shelf is not None else code.lot or known.batch
        expiry = shelf.batch.expires if shelf is not None else code.expires or known.expiry
        return replace(known, trace_code=code.code, maker=maker, batch=batch, expiry=expiry)

    def give(self, by: OnDuty, resident_id: UUID, new: NewDose) -> Dose:
        """Book a dose that is given now.

        Raises:
            NotAllowed, NoResident
            UnknownVaccine, NoBirthDate, NotHere, NotScreened, NoBatch, ExpiredBatch
            GivenAlready, TooOld, LiveTooSoon, TooEarly
        """
        by.must("vaccination")
        check_batch(new, self.today())
        with self._store.writing(by.author) as writing:
            person = residents.resident_of(writing.connection, resident_id)
            if health_records.life_of(writing.connection, person.id).state is not State.HERE:
                raise NotHere()
            had = queries.doses_of(writing.connection, person.id)
            number = self._next_number(child_of(person), had, new)
            fact = VaccinationGiven(
                vaccine=new.vaccine,
                series=vaccines()[new.vaccine].series,
                dose_no=number,
                on=self.today(),
                at=self._store.wall(),
                site=new.site,
                route=new.route,
                amount=new.amount,
                maker=new.maker.strip(),
                batch=new.batch.strip(),
                trace_code=new.trace_code,
                expiry=new.expiry,
                kind=new.kind,
                paid=new.paid,
                consent=new.consent,
                screened=new.screened,
                salt=new_salt(),
            )
            return queries.dose_of(writing.connection, writing.append(fact, person.id).id)

    def told(self, by: OnDuty, resident_id: UUID, one: GivenElsewhere) -> Dose:
        """Book a dose that was given elsewhere, as the child's papers tell it.

        Raises:
            NotAllowed, NoResident
            UnknownVaccine, NoBirthDate, BadDay, GivenAlready
        """
        by.must("vaccination")
        if one.vaccine not in codes("vaccine"):
            raise UnknownVaccine(vaccine=one.vaccine)
        series = vaccines()[one.vaccine].series
        with self._store.writing(by.author) as writing:
            person = residents.resident_of(writing.connection, resident_id)
            if not child_of(person).birth <= one.on <= self.today():
                raise BadDay(day=one.on.isoformat())
            had = [dose for dose in queries.doses_of(writing.connection, person.id) if dose.series == series]
            if any(dose.on == one.on for dose in had):
                raise GivenAlready(vaccine=one.vaccine)
            fact = VaccinationGiven(
                vaccine=one.vaccine,
                series=series,
                dose_no=sum(dose.on < one.on for dose in had) + 1,
                on=one.on,
                maker=one.maker.strip(),
                batch=one.batch.strip(),
                unit=one.unit.strip(),
                elsewhere=True,
                salt=new_salt(),
            )
            return queries.dose_of(writing.connection, writing.append(fact, person.id).id)

    def observed(self, by: OnDuty, dose_id: UUID, well: bool) -> None:
        """End of the thirty minutes.

        Raises:
            NotAllowed, NoDose
            StillObserving
        """
        by.must("vaccination")
        with self._store.writing(by.author) as writing:
            dose = queries.dose_of(writing.connection, dose_id)
            left = dose.at + OBSERVED_MS - self._store.wall()
            if well and left > 0:
                raise StillObserving(minutes=-(-left // 60_000))
            writing.append(VaccinationObserved(dose_id=dose.id, well=well), dose.resident_id)

    def withdraw(self, by: OnDuty, dose_id: UUID, reason: str) -> None:
        """Raises:
        NotAllowed, NoDose
        NoReason
        """
        by.must("vaccination")
        if not reason.strip():
            raise NoReason()
        with self._store.writing(by.author) as writing:
            dose = queries.dose_of(writing.connection, dose_id)
            writing.append(VaccinationWithdrawn(dose_id=dose.id, reason=reason.strip()), dose.resident_id)

    def defer(
        self, by: OnDuty, resident_id: UUID, series: str, until: date, reason: str, note: str = ""
    ) -> None:
        """Remind of a series only from a day on; `reason`: one of `DEFERRALS`.

        Raises:
            NotAllowed, NoResident
            BadDeferral
        """
        by.must("vaccination")
        if series not in SERIES or reason not in DEFERRALS or until <= self.today():
            raise BadDeferral()
        fact = VaccinationDeferred(
            series=series, until=until, reason=reason, note=note.strip(), salt=new_salt()
        )
        with self._store.writing(by.author) as writing:
            writing.append(fact, residents.resident_of(writing.connection, resident_id).id)

    def _next_number(self, child: Child, had: Sequence[Dose], new: NewDose) -> int:
        today, series = self.today(), vaccines()[new.vaccine].series
        history = [Given(one.vaccine, one.on) for one in once(had)]
        same = [Given(one.vaccine, one.on) for one in once(had) if one.series == series]
        if any(one.on == today for one in same):
            raise GivenAlready(vaccine=new.vaccine)
        check_age(new.vaccine, child.birth, today)
        check_live(new.vaccine, history, today)
        if series not in SERIES:
            return len(same) + 1
        found = due(child, asked(new.vaccine, same), history, today)
        if found.earliest is not None and today < found.earliest and not new.early:
            raise TooEarly(vaccine=new.vaccine, day=found.earliest.isoformat())
        if found.vaccine == new.vaccine and found.dose_no is not None:
            return found.dose_no
        return len(same) + 1


def _proposed(vaccine: str, last: Dose | None) -> NewDose:
    row = schedule_row(vaccine)
    route, amount = (row.route, row.amount) if row is not None else ("", "")
    last_site = last.site if last is not None else ""
    return NewDose(
        vaccine=vaccine,
        batch=last.batch if last is not None else "",
        maker=last.maker if last is not None else "",
        expiry=last.expiry if last is not None else None,
        screened=False,
        consent=False,
        paid="1" if row is not None else "2",
        site=last_site or _SITES.get(route, _ARM),
        route=route,
        amount=(last.amount if last is not None else "") or amount,
    )
