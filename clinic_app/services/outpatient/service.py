"""门诊: the doctor's record of a visit, with what was ordered, signed in one step."""

import json
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.outpatient import EncounterSigned, InfectiousAnswered
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries import catalogs, outpatient, registration
from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.outpatient.checking import sheets_checked
from clinic_app.services.outpatient.errors import NotWithDoctor
from clinic_app.services.outpatient.findings import Findings, cases_of, require_complete
from clinic_app.services.outpatient.policy import fee_of
from clinic_app.services.outpatient.sheets import issued, require_answered
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.tables import draft


class OutpatientService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def suggested_fee(self, visit_id: UUID) -> str:
        """Code of the fee to offer for a visit.

        Raises:
            NoVisit
        """
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, visit_id)
            return fee_of(connection, self._store.facility, visit)

    def essential_share(self, by: OnDuty) -> tuple[int, int]:
        """基本药物 among the drugs that somebody prescribed this month, and all of them; herbs are not counted."""
        today = beijing_day(self._store.wall())
        begin = stamp(ms_of(datetime(today.year, today.month, 1, tzinfo=BEIJING)))
        with self._store.reading() as connection:
            known = catalogs.all_in_force(connection, today).drugs
            lines = outpatient.drugs_prescribed(connection, self._store.facility, by.staff_id, begin)
        drugs = ((known.of_code(code), times) for code, times in lines.items())
        essential = sum(times for drug, times in drugs if drug is not None and drug.essential)
        return essential, sum(lines.values())

    def check(self, by: OnDuty, visit_id: UUID, found: Findings) -> tuple[Checked, ...]:
        """审方: the drugs on their sheets, each with what the rules say; nothing is written.

        Raises:
            NoVisit, NoResident, NoStaff
        """
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, visit_id)
            return sheets_checked(connection, self._store.facility, by, visit, found, self._store.wall())

    def sign(self, by: OnDuty, visit_id: UUID, found: Findings) -> UUID:
        """就诊结束: prescriptions, then the record that names them, all or nothing.  Returns the encounter's id.

        Raises:
            NotAllowed, NoVisit, NotWithDoctor, NoComplaint, NoDiagnosis, BadQuantity
            BadMeasurement, PressureUpsideDown
            PrescriptionRefused: a rule stops it, or has no reason yet.
            CaseUnanswered: a disease that has to be reported has no answer.
        """
        by.must("outpatient")
        require_complete(found)
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state not in (VisitState.WAITING, VisitState.CALLED):
                raise NotWithDoctor(number=visit.number)
            here, now_ms = self._store.facility, self._store.wall()
            sheets = sheets_checked(writing.connection, here, by, visit, found, now_ms)
            require_answered(sheets)
            for case in cases_of(found, visit.day):
                answer = InfectiousAnswered(
                    visit_id=visit_id, disease=case.disease, report=case.report, reason=case.reason
                )
                writing.append(answer, visit.resident_id)
            if found.measured:
                measured = tuple(Measured(key=key, value_e4=value) for key, value in found.measured.items())
                taken = MeasurementTaken(visit_id=visit_id, taken_ms=now_ms, values=measured)
                writing.append(taken, visit.resident_id)
            prescriptions = tuple(
                writing.append(issued(visit_id, one, found), visit.resident_id).id for one in sheets
            )
            entry = writing.append(
                EncounterSigned(
                    visit_id=visit_id,
                    complaint=found.complaint,
                    history=found.history,
                    findings=found.findings,
                    advice=found.advice,
                    diagnoses=found.diagnoses,
                    services=found.services,
                    prescriptions=prescriptions,
                    tcm=found.tcm,
                    onset=found.onset,
                    again=found.again,
                    departure=found.departure,
                    next_visit=found.next_visit,
                ),
                visit.resident_id,
            )
            writing.connection.execute(
                sa.delete(draft).where(draft.c.kind == "encounter", draft.c.key == str(visit_id))
            )
        return entry.id

    def keep_draft(self, visit_id: UUID, fields: dict[str, object]) -> None:
        """What is typed and not signed, safe from a power cut."""
        body = json.dumps(fields, ensure_ascii=False)
        statement = sqlite.insert(draft).values(
            kind="encounter", key=str(visit_id), body=body, changed=self._store.wall()
        )
        with self._store.changing() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["kind", "key"],
                    set_={"body": statement.excluded.body, "changed": statement.excluded.changed},
                )
            )

    def draft(self, visit_id: UUID) -> dict[str, object]:
        with self._store.reading() as connection:
            body = connection.scalar(
                sa.select(draft.c.body).where(draft.c.kind == "encounter", draft.c.key == str(visit_id))
            )
        return {} if body is None else dict(json.loads(body))
