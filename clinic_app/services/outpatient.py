"""门诊: the doctor's record of a visit, with what was ordered, signed in one step."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.infectious import notifiable
from clinic_app.domain.measurements import require_plausible
from clinic_app.domain.policy.model import Policy
from clinic_app.domain.policy.reading import load
from clinic_app.domain.policy.words import PRIMARY_CARE
from clinic_app.domain.prescribing.draft import Kind, Reason
from clinic_app.domain.prescribing.rules import shipped_rules
from clinic_app.journal.facts.chart import Measured, MeasurementTaken
from clinic_app.journal.facts.outpatient import (
    Decoction,
    Diagnosis,
    DrugLine,
    EncounterAddended,
    EncounterSigned,
    InfectiousAnswered,
    PrescriptionCancelled,
    PrescriptionIssued,
    ServiceLine,
    SicknessCertified,
)
from clinic_app.journal.prescriptions import Checked, Wanted, checked, overrides_of, signed_lines
from clinic_app.projections.queries import facility, insurance, outpatient, prescribing, registration
from clinic_app.projections.queries.outpatient import Addendum, Encounter, OrderLine, Prescription
from clinic_app.projections.queries.registration import VisitState
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store
from clinic_app.store.tables import draft

CONSULTATION = "ZL0001"  # 一般诊疗费
VISIT_FEE = "ZL1003"  # 普通门诊诊查费
MOST_REST = 30  # days of rest that one certificate gives


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


class PrescriptionRefused(RuleBroken):
    """A rule stops the prescription, or wants a reason that was not given."""

    code = "outpatient.prescription_refused"


class SettledAlready(RuleBroken):
    """The bill is paid; first it has to be taken back."""

    code = "outpatient.settled_already"


class CancelledAlready(RuleBroken):
    """The prescription is no visit's here, or was cancelled before."""

    code = "outpatient.cancelled_already"


class NothingAdded(RuleBroken):
    """An addendum without words, or a cancellation without a reason."""

    code = "outpatient.nothing_added"


class BadRest(RuleBroken):
    """A certificate's days do not follow each other, or are too many."""

    code = "outpatient.bad_rest"


class CaseUnanswered(RuleBroken):
    """A diagnosis has to be reported by law, and nobody said whether it is a case."""

    code = "outpatient.case_unanswered"


@dataclass(frozen=True, slots=True)
class Case:
    """The doctor's answer to a disease that has to be reported."""

    disease: str  # id of resources/tables/infectious_diseases.csv
    report: bool  # False: not a case
    reason: str = ""  # why not


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
    tcm: tuple[Diagnosis, ...] = ()  # 中医病名 and 证候
    onset: date | None = None
    again: bool = False  # 复诊
    departure: str = ""  # codes/departure.csv
    next_visit: date | None = None
    measured: Mapping[str, int] = field(default_factory=dict)  # ten-thousandths by key
    reasons: tuple[Reason, ...] = ()  # in answer to rules
    decoction: Decoction | None = None
    emergency: bool = False
    long_term: bool = False  # 长期处方
    pregnant: bool | None = None  # None: nobody asked
    lactating: bool | None = None
    cases: tuple[Case, ...] = ()  # one for every disease to be reported


class OutpatientService:
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
        _check(found)
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state not in (VisitState.WAITING, VisitState.CALLED):
                raise NotWithDoctor(number=visit.number)
            sheets = self._checked(writing.connection, by, visit_id, found)
            _require_answered(sheets)
            for case in _cases(found, visit.day):
                answer = InfectiousAnswered(
                    visit_id=visit_id, disease=case.disease, report=case.report, reason=case.reason
                )
                writing.append(answer, visit.resident_id)
            if found.measured:
                measured = tuple(Measured(key=key, value_e4=value) for key, value in found.measured.items())
                taken = MeasurementTaken(visit_id=visit_id, taken_ms=self._store.wall(), values=measured)
                writing.append(taken, visit.resident_id)
            prescriptions = tuple(
                writing.append(_issued(visit_id, one, found), visit.resident_id).id for one in sheets
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
        if not reason.strip():
            raise NothingAdded()
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            if visit.state is VisitState.SETTLED:
                raise SettledAlready(number=visit.number)
            standing = {
                one.id
                for one in outpatient.prescriptions_of(writing.connection, visit_id)
                if one.cancelled_reason is None
            }
            if prescription_id not in standing:
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

    def answer_infectious(
        self, by: OnDuty, visit_id: UUID, disease: str, *, report: bool, reason: str = ""
    ) -> None:
        """Whether a diagnosis that has to be reported is a case.

        Raises:
            NotAllowed, NoVisit
            NothingAdded: no case, and no reason.
        """
        by.must("outpatient")
        if not report and not reason.strip():
            raise NothingAdded()
        with self._store.writing(by.author) as writing:
            visit = registration.visit_of(writing.connection, visit_id)
            fact = InfectiousAnswered(
                visit_id=visit_id, disease=disease, report=report, reason=reason.strip()
            )
            writing.append(fact, visit.resident_id)

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
    if found.measured:
        require_plausible(found.measured)
    lines: list[DrugLine | ServiceLine] = [*found.drugs, *found.services]
    for line in lines:
        if line.cnt_e4 <= 0 or line.pric_e6 < 0:
            raise BadQuantity(item=line.code)


def _cases(found: Findings, day: date) -> tuple[Case, ...]:
    """The answers to what has to be reported, no other ones.

    Raises:
        CaseUnanswered
    """
    given = {one.disease: one for one in found.cases if one.report or one.reason.strip()}
    wanted = {one.id: one for line in found.diagnoses for one in notifiable(line.code, day)}
    for disease in wanted.values():
        if disease.id not in given:
            raise CaseUnanswered(disease=disease.name_zh, hours=disease.report_hours)
    return tuple(given[disease] for disease in wanted)


def _issued(visit_id: UUID, one: Checked, found: Findings) -> PrescriptionIssued:
    """The sheet as it is signed, with the reasons that answered the rules."""
    return PrescriptionIssued(
        visit_id=visit_id,
        lines=signed_lines(one.draft, found.drugs),
        kind=one.draft.kind.value,
        decoction=found.decoction if one.draft.kind is Kind.HERBS else None,
        pregnant=found.pregnant,
        lactating=found.lactating,
        overrides=overrides_of(one),
        checked_with=shipped_rules().version,
    )


def _require_answered(sheets: Sequence[Checked]) -> None:
    left = [hit for sheet in sheets for hit in sheet.open_hits]
    if left:
        raise PrescriptionRefused(
            count=len(left),
            rules="、".join(dict.fromkeys(hit.rule for hit in left)),  # no sentence: it may name an allergy
        )


@lru_cache(maxsize=8)
def _parsed(text: str) -> Policy:
    """A policy read once."""
    return load(text)
