"""门诊: the doctor's record of a visit, with what was ordered, signed in one step."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.outpatient import MAX_DRUGS
from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.reading import load
from clinic_app.domain.policy.words import PRIMARY_CARE
from clinic_app.journal.facts.outpatient import (
    Diagnosis,
    DrugLine,
    EncounterSigned,
    PrescriptionIssued,
    ServiceLine,
)
from clinic_app.journal.facts.residents import ChartViewed
from clinic_app.projections.queries import facility, insurance, outpatient, registration
from clinic_app.projections.queries.outpatient import Encounter, OrderLine
from clinic_app.projections.queries.registration import VisitState
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.tables import draft

CONSULTATION = "ZL0001"  # 一般诊疗费
VISIT_FEE = "ZL1003"  # 普通门诊诊查费


class NotWithDoctor(RuleBroken):
    """The visit is signed, settled or cancelled."""

    code = "outpatient.not_with_doctor"


class NoDiagnosis(RuleBroken):
    """A record without a diagnosis cannot be signed."""

    code = "outpatient.no_diagnosis"


class NoComplaint(RuleBroken):
    """A record without a complaint cannot be signed."""

    code = "outpatient.no_complaint"


class BadQuantity(RuleBroken):
    """A quantity or price makes no sense."""

    code = "outpatient.bad_quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the doctor wrote down; complaint and one diagnosis at least."""

    complaint: str
    history: str = ""
    findings: str = ""
    advice: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    drugs: tuple[DrugLine, ...] = ()
    services: tuple[ServiceLine, ...] = ()


class OutpatientService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def open_chart(self, by: OnDuty, resident_id: UUID, purpose: str = "encounter") -> list[Encounter]:
        """就诊历史, newest first; that it was opened is kept.

        Raises:
            NotAllowed
        """
        by.must("chart")
        with self._store.writing(by.author) as writing:
            writing.append(ChartViewed(purpose=purpose), resident_id)
            return outpatient.encounters_of(writing.connection, resident_id)

    def orders(self, visit_id: UUID) -> tuple[Encounter, list[OrderLine]]:
        """A signed record and all that it ordered.

        Raises:
            NoEncounter, OrdersMissing
        """
        with self._store.reading() as connection:
            encounter = outpatient.encounter_of_visit(connection, visit_id)
            return encounter, outpatient.orders_of(connection, encounter)

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

    def sign(self, by: OnDuty, visit_id: UUID, found: Findings) -> UUID:
        """就诊结束: prescriptions, then the record that names them, all or nothing.  Returns the encounter's id.

        Raises:
            NotAllowed, NoVisit, NotWithDoctor, NoComplaint, NoDiagnosis, BadQuantity
        """
        by.must("outpatient")
        _check(found)
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state not in (VisitState.WAITING, VisitState.CALLED):
                raise NotWithDoctor(number=visit.number)
            prescriptions = tuple(
                writing.append(PrescriptionIssued(visit_id=visit_id, lines=lines), visit.resident_id).id
                for lines in _sheets(found.drugs)
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


def _check(found: Findings) -> None:
    if not found.complaint.strip():
        raise NoComplaint()
    if not found.diagnoses:
        raise NoDiagnosis()
    lines: list[DrugLine | ServiceLine] = [*found.drugs, *found.services]
    for line in lines:
        if line.cnt_e4 <= 0 or line.pric_e6 < 0:
            raise BadQuantity(item=line.code)


def _sheets(drugs: Sequence[DrugLine]) -> list[tuple[DrugLine, ...]]:
    """Prescriptions of at most `MAX_DRUGS` drugs each."""
    return [tuple(drugs[start : start + MAX_DRUGS]) for start in range(0, len(drugs), MAX_DRUGS)]


@lru_cache(maxsize=8)
def _parsed(text: str) -> Policy:
    """A policy read once."""
    return load(text)
