"""挂号: a known resident waits, with a number in hand."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.time import beijing_day
from clinic_app.journal.facts.registration import (
    InsuranceChosen,
    VisitCalled,
    VisitCancelled,
    VisitRegistered,
)
from clinic_app.projections.queries import insurance, registration, residents
from clinic_app.projections.queries.insurance import Insured
from clinic_app.projections.queries.presettlement import cover_of
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.projections.queries.residents import Resident
from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.freshness import synced_on
from clinic_app.store.journal import Store, Writing


class WaitsAlready(RuleBroken):
    """The resident has an open visit today."""

    code = "registration.waits_already"


class TooLate(RuleBroken):
    """The visit is past the step that this needs."""

    code = "registration.too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """What the desk asks for."""

    resident_id: UUID
    department: str
    doctor: str = ""
    psn_no: str = ""  # empty: self-pay
    mdtrt_cert_type: str = ""
    card_number: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A visit as its slip says it."""

    visit: Visit
    ahead: int  # how many waited in the same department then
    insutype: str  # of the insurance that pays; empty: self-pay, or not known here


class RegistrationService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def today(self) -> date:
        return beijing_day(self._store.wall())

    def queue(self, *states: VisitState) -> list[Visit]:
        """Today's visits in order; all states when none is named."""
        with self._store.reading() as connection:
            return registration.queue(
                connection, self._store.facility, self.today(), states or tuple(VisitState)
            )

    def visit(self, visit_id: UUID) -> Visit:
        """Raises:
        NoVisit
        """
        with self._store.reading() as connection:
            return registration.visit_of(connection, visit_id)

    def open_visit(self, resident_id: UUID) -> Visit | None:
        """Today's visit of a resident that still waits or is with the doctor."""
        with self._store.reading() as connection:
            return registration.open_visit_of(connection, resident_id, self._store.facility, self.today())

    def ticket(self, visit_id: UUID) -> Ticket:
        """What the patient's slip says; the same on every reprint.

        Raises:
            NoVisit
        """
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, visit_id)
            paying = insurance.insured_by_psn_no(connection, visit.psn_no) if visit.psn_no else None
            return Ticket(
                visit, registration.ahead_of(connection, visit_id), paying.person.insutype if paying else ""
            )

    def insurances(self, id_number: str) -> list[Insured]:
        """The insurances that the desk can choose from, each with why it would pay nothing today."""
        with self._store.reading() as connection:
            known_on, today = synced_on(connection), self.today()
            return [
                replace(one, cover=cover_of(connection, one, self._store.facility, today, known_on))
                for one in insurance.insured_by_id_number(connection, id_number)
            ]

    def chosen(self, resident_id: UUID) -> str:
        """The `psn_no` that was chosen for a resident with several insurances; empty: never yet."""
        with self._store.reading() as connection:
            return insurance.chosen_of(connection, resident_id)

    def register(self, by: OnDuty, new: NewVisit) -> Visit:
        """Take the resident into today's queue.

        Raises:
            NotAllowed, NoResident
            WaitsAlready: the resident has an open visit today (fact `number`).
        """
        by.must("registration")
        today = self.today()
        with self._store.writing(by.author) as writing:
            resident = residents.resident_of(writing.connection, new.resident_id)
            open_visit = registration.open_visit_of(
                writing.connection, resident.id, self._store.facility, today
            )
            if open_visit is not None:
                raise WaitsAlready(number=open_visit.number)
            letter = local.read_text(writing.connection, local.LETTER)
            serial = writing.next_serial("queue", today.isoformat())
            entry = writing.append(
                VisitRegistered(
                    day=today,
                    number=f"{letter}{serial:03d}",
                    department=new.department,
                    doctor=new.doctor,
                    psn_no=new.psn_no,
                    mdtrt_cert_type=new.mdtrt_cert_type,
                    card_number=new.card_number,
                ),
                resident.id,
            )
            self._remember(writing, resident, new.psn_no)
            return registration.visit_of(writing.connection, entry.id)

    def _remember(self, writing: Writing, resident: Resident, psn_no: str) -> None:
        """险种选择: of several insurances the one taken is kept, here and on the clinic's other PCs."""
        several = insurance.insured_by_id_number(writing.connection, resident.id_number)
        known = {one.person.psn_no for one in several}
        if len(known) < 2 or psn_no not in known:
            return  # nothing to choose, or self-pay this once
        if insurance.chosen_of(writing.connection, resident.id) != psn_no:
            writing.append(InsuranceChosen(psn_no=psn_no), resident.id)

    def walk_in(self, by: OnDuty, new: NewVisit) -> Visit:
        """无挂号: the doctor begins a visit that nobody registered, without a queue slip.

        An open visit of today is taken instead, so that a second press begins nothing more.

        Raises:
            NotAllowed, NoResident
        """
        by.must("walk_in")
        today = self.today()
        with self._store.writing(by.author) as writing:
            connection = writing.connection
            resident = residents.resident_of(connection, new.resident_id)
            known = registration.open_visit_of(connection, resident.id, self._store.facility, today)
            if known is not None:
                return known
            letter = local.read_text(connection, local.LETTER)
            entry = writing.append(
                VisitRegistered(
                    day=today,
                    number=f"{letter}W{writing.next_serial('walk_in', today.isoformat()):02d}",
                    department=new.department,
                    doctor=by.staff_id,
                    psn_no=new.psn_no,
                    mdtrt_cert_type=new.mdtrt_cert_type,
                    card_number=new.card_number,
                    walk_in=True,
                ),
                resident.id,
            )
            return registration.visit_of(connection, entry.id)

    def cancel(self, by: OnDuty, visit_id: UUID, reason: str = "") -> None:
        """退号.

        Raises:
            NotAllowed, NoVisit
            TooLate: the doctor has signed, or it is cancelled already.
        """
        by.must("registration")
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state not in (VisitState.WAITING, VisitState.CALLED):
                raise TooLate(number=visit.number)
            writing.append(VisitCancelled(visit_id=visit_id, reason=reason), visit.resident_id)

    def call(self, by: OnDuty, visit_id: UUID) -> Visit:
        """叫号; calling again is no error and writes nothing.

        Raises:
            NotAllowed, NoVisit
            TooLate: signed or cancelled.
        """
        by.must("outpatient")
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state is VisitState.WAITING:
                writing.append(VisitCalled(visit_id=visit_id), visit.resident_id)
            elif visit.state is not VisitState.CALLED:
                raise TooLate(number=visit.number)
            return registration.visit_of(writing.connection, visit_id)

    def call_next(self, by: OnDuty) -> Visit | None:
        """下一位: the first who waits for this doctor or for nobody in particular.

        Raises:
            NotAllowed
        """
        mine = (visit for visit in self.queue(VisitState.WAITING) if visit.doctor in ("", by.staff_id))
        first = next(mine, None)
        return None if first is None else self.call(by, first.id)
