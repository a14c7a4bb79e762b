"""门诊: the doctor's record of a visit, with what was ordered, signed in one step."""

import json
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.reading import load
from clinic_app.domain.policy.words import PRIMARY_CARE
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.outpatient import EncounterSigned, InfectiousAnswered
from clinic_app.journal.prescriptions import Checked, Wanted, checked
from clinic_app.projections.queries import facility, insurance, prescribing, registration
from clinic_app.projections.queries.registration import VisitState
from clinic_app.services.outpatient.errors import NotWithDoctor
from clinic_app.services.outpatient.findings import Findings, cases_of, require_complete
from clinic_app.services.outpatient.sheets import issued, require_answered
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.tables import draft

CONSULTATION = "ZL0001"  # 一般诊疗费
VISIT_FEE = "ZL1003"  # 普通门诊诊查费


class OutpatientService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def suggested_fee(self, visit_id: UUID) -> str:
        """Code of the fee to offer for a visit: 一般诊疗费 where the patient's policy has one at this level, or
        for a self-pay patient of primary care; else 诊查费.  A policy without it would refuse the whole bill.

        Raises:
            NoVisit
        """
        with self._store.reading() as connection:
            visit = registration.visit_of(connection, visit_id)
            level = facility.facility_of(connection, self._store.facility).inst_lv
            insured = insurance.insured_by_psn_no(connection, visit.psn_no) if visit.psn_no else None
            if insured is None:
                return CONSULTATION if level in PRIMARY_CARE else VISIT_FEE
            known = insurance.policies(connection)
        texts = [one.text for one in known if insured.person.insutype in one.insutypes]
        version = _parsed(texts[0]).version_on(visit.day) if texts else None
        return CONSULTATION if version is not None and version.fee_at(level) else VISIT_FEE

    def check(self, by: OnDuty, visit_id: UUID, found: Findings) -> tuple[Checked, ...]:
        """审方: the drugs on their sheets, each with what the rules say; nothing is written.

        Raises:
            NoVisit, NoResident, NoStaff
        """
        with self._store.reading() as connection:
            return self._checked(connection, by, visit_id, found)

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
            sheets = self._checked(writing.connection, by, visit_id, found)
            require_answered(sheets)
            for case in cases_of(found, visit.day):
                answer = InfectiousAnswered(
                    visit_id=visit_id, disease=case.disease, report=case.report, reason=case.reason
                )
                writing.append(answer, visit.resident_id)
            if found.measured:
                measured = tuple(Measured(key=key, value_e4=value) for key, value in found.measured.items())
                taken = MeasurementTaken(visit_id=visit_id, taken_ms=self._store.wall(), values=measured)
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

    def _checked(
        self, connection: sa.Connection, by: OnDuty, visit_id: UUID, found: Findings
    ) -> tuple[Checked, ...]:
        if not found.drugs:
            return ()
        visit = registration.visit_of(connection, visit_id)
        context = prescribing.context_of(
            connection,
            self._store.facility,
            by.staff_id,
            visit.resident_id,
            {line.code for line in found.drugs},
            self._store.wall(),
            pregnant=found.pregnant,
            lactating=found.lactating,
        )
        wanted = Wanted(
            drugs=found.drugs,
            department=visit.department,
            diagnoses=tuple(one.code for one in found.diagnoses),
            reasons=found.reasons,
            decoction=found.decoction,
            emergency=found.emergency,
            long_term=found.long_term,
        )
        return checked(wanted, context, prescribing.knowledge_on(connection, context.day), shipped_rules())

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


@lru_cache(maxsize=8)
def _parsed(text: str) -> Policy:
    """A policy read once."""
    return load(text)
