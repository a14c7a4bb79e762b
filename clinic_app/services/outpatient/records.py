"""A signed record: what stands in it, and what may still be done: 补记, 作废处方 and its new one, 病假证明."""

from datetime import date
from uuid import UUID

from clinic_app.journal.facts.outpatient import EncounterAddended, PrescriptionCancelled, SicknessCertified
from clinic_app.projections.queries import outpatient, registration
from clinic_app.projections.queries.outpatient import Addendum, Encounter, OrderLine, Prescription
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.services.outpatient.checking import sheets_checked
from clinic_app.services.outpatient.errors import BadRest, CancelledAlready, NothingAdded, SettledAlready
from clinic_app.services.outpatient.findings import Findings, require_complete
from clinic_app.services.outpatient.sheets import issued, require_answered
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store, Writing

MOST_REST = 30  # days of rest that one certificate gives


class RecordService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def orders(self, visit_id: UUID) -> tuple[Encounter, list[OrderLine]]:
        """A signed record and all that it ordered.

        Raises:
            NoEncounter, OrdersMissing
        """
        with self._store.reading() as connection:
            encounter = outpatient.encounter_of_visit(connection, visit_id)
            return encounter, outpatient.orders_of(connection, encounter)

    def prescriptions(self, visit_id: UUID) -> list[Prescription]:
        """All of a visit, cancelled ones too."""
        with self._store.reading() as connection:
            return outpatient.prescriptions_of(connection, visit_id)

    def cancel(self, by: OnDuty, visit_id: UUID, prescription_id: UUID, reason: str) -> None:
        """作废, while nothing of the visit is paid.

        Raises:
            NotAllowed, NoVisit, NothingAdded, SettledAlready, CancelledAlready
        """
        by.must("outpatient")
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            self._cancel(writing, visit, prescription_id, reason)

    def reissue(self, by: OnDuty, visit_id: UUID, found: Findings, reason: str) -> tuple[UUID, ...]:
        """作废并重开: the prescription that `found.replaces` names is cancelled, and what `found` orders now is signed
        in its place.  Returns the new ones' ids.

        Raises:
            NotAllowed, NoVisit, SettledAlready, CancelledAlready, BadQuantity
            NothingAdded: no reason, or no drug.
            PrescriptionRefused: a rule stops it, or has no reason yet.
        """
        by.must("outpatient")
        if found.replaces is None or not found.drugs:
            raise NothingAdded()
        require_complete(found)
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            here, now_ms = self._store.facility, self._store.wall()
            sheets = sheets_checked(writing.connection, here, by, visit, found, now_ms)
            self._cancel(writing, visit, found.replaces, reason)
            require_answered(sheets)  # after what makes the answers pointless; a refusal undoes it all
            return tuple(writing.append(issued(visit_id, one, found), visit.resident_id).id for one in sheets)

    def _cancel(self, writing: Writing, visit: Visit, prescription_id: UUID, reason: str) -> None:
        if not reason.strip():
            raise NothingAdded()
        if visit.state is VisitState.SETTLED:
            raise SettledAlready(number=visit.number)
        known = outpatient.prescriptions_of(writing.connection, visit.id)
        if prescription_id not in {one.id for one in known if one.cancelled_reason is None}:
            raise CancelledAlready(number=visit.number)
        fact = PrescriptionCancelled(prescription_id=prescription_id, reason=reason.strip())
        writing.append(fact, visit.resident_id)

    def add_to(self, by: OnDuty, encounter: Encounter, text: str) -> None:
        """补记: a signed record is never changed.

        Raises:
            NotAllowed, NothingAdded
        """
        by.must("outpatient")
        if not text.strip():
            raise NothingAdded()
        with self._store.writing(by.author) as writing:
            fact = EncounterAddended(encounter_id=encounter.id, text=text.strip())
            writing.append(fact, encounter.resident_id)

    def addenda(self, encounter: Encounter) -> list[Addendum]:
        with self._store.reading() as connection:
            return outpatient.addenda_of(connection, encounter.id)

    def certify(self, by: OnDuty, visit_id: UUID, advice: str, from_day: date, to_day: date) -> UUID:
        """病假证明 of a signed visit.  Returns its entry's id.

        Raises:
            NotAllowed, NoVisit, NoEncounter
            BadRest: the last day before the first, or more than `MOST_REST` days.
        """
        by.must("outpatient")
        if not 0 <= (to_day - from_day).days < MOST_REST:
            raise BadRest(most=MOST_REST)
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            found = outpatient.encounter_of_visit(writing.connection, visit_id)
            fact = SicknessCertified(
                visit_id=visit_id,
                diagnosis="；".join(name for _, name in found.diagnoses),
                advice=advice.strip(),
                from_day=from_day,
                to_day=to_day,
            )
            return writing.append(fact, visit.resident_id).id
