"""处方 as the review reads them: who wrote what for whom, what was answered, who handed it out."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.age import add_months, written_age
from clinic_app.domain.errors import NotFound
from clinic_app.domain.money import half_up
from clinic_app.domain.prescribing.check import check
from clinic_app.domain.prescribing.draft import Decoction, Draft, Kind, Line, Reason
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.review import Issued
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import stamp
from clinic_app.projections.queries import prescribing, review
from clinic_app.projections.queries.facility import NoStaff
from clinic_app.projections.queries.outpatient import OrderLine, lines_of
from clinic_app.projections.queries.residents import NoResident
from clinic_app.projections.tables.facility import facility as place
from clinic_app.projections.tables.outpatient import cancelled_prescription, encounter, prescription
from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident

_AT_ONCE: Final = 500  # ids in one question
_VILLAGE: Final = "village"
_KINDS: Final = frozenset(kind.value for kind in Kind)


class NoPrescription(NotFound):
    """No such prescription, or it has not arrived."""

    code = "review.no_prescription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One prescription with its people, for the sheet; `issued.hits` are what was answered when it was signed."""

    id: UUID
    issued: Issued
    facility: str
    visit_id: UUID
    issued_ms: int
    resident_id: UUID | None
    name: str  # of the person
    sex: str
    lines: tuple[OrderLine, ...]
    diagnoses: tuple[tuple[str, str], ...]
    complaint: str
    pregnant: bool | None
    lactating: bool | None


def month_days(month: str) -> tuple[date, date]:
    """The first day of a month (2026-11) and of the next one.

    Raises:
        ValueError: no month.
    """
    first = date.fromisoformat(f"{month}-01")
    return first, add_months(first, 1)


def written_in(
    connection: sa.Connection, facilities: Iterable[str], first: date, after: date, prescriber: str = ""
) -> list[Written]:
    """Prescriptions of some institutions that stand, from `first` until the day before `after`, by time."""
    table = prescription.c
    wanted = [
        table.facility.in_(tuple(facilities)),
        table.issued_at >= stamp(_begin_of(first)),
        table.issued_at < stamp(_begin_of(after)),
        cancelled_prescription.c.prescription_id.is_(None),
    ]
    if prescriber:
        wanted.append(table.issued_by == prescriber)
    return _written(connection, wanted)


def written_of(connection: sa.Connection, ids: Sequence[UUID]) -> list[Written]:
    """Those of the ids that are here, cancelled ones too, in the order of the ids."""
    found = {
        one.id: one
        for at in range(0, len(ids), _AT_ONCE)
        for one in _written(connection, [prescription.c.id.in_(ids[at : at + _AT_ONCE])])
    }
    return [found[one] for one in ids if one in found]


def one_written(connection: sa.Connection, prescription_id: UUID) -> Written:
    """Raises:
    NoPrescription
    """
    found = written_of(connection, [prescription_id])
    if not found:
        raise NoPrescription(prescription=prescription_id.hex)
    return found[0]


def checked_again(connection: sa.Connection, one: Written) -> tuple[Hit, ...]:
    """What the rules of its day say to a prescription, with what is known of the person now; () without one.

    Stock is not asked: nobody knows what was on the shelf then.
    """
    if one.resident_id is None:
        return ()
    day = one.issued.day
    try:
        context = prescribing.context_of(
            connection,
            one.facility,
            one.issued.prescriber,
            one.resident_id,
            (),
            one.issued_ms,
            pregnant=one.pregnant,
            lactating=one.lactating,
        )
    except (NoStaff, NoResident):
        return ()
    own = {line.drug for line in one.issued.draft.lines}
    before = tuple(
        held
        for held in context.person.at_home
        if held.from_day < day or (held.from_day == day and held.drug not in own)
    )
    context = replace(context, person=replace(context.person, at_home=before), stock=None)
    knowledge, rules = prescribing.knowledge_on(connection, day), review.rules_on(connection, day)
    return check(one.issued.draft, context, knowledge, rules)


def _begin_of(day: date) -> int:
    """The first moment of a Beijing day, UTC ms."""
    return ms_of(datetime(day.year, day.month, day.day, tzinfo=BEIJING))


def _written(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> list[Written]:
    table = prescription.c
    rows = connection.execute(
        sa.select(
            prescription,
            resident.c.name,
            resident.c.sex,
            resident.c.birth_date,
            visit.c.department,
            place.c.inst_lv,
        )
        .select_from(prescription)
        .outerjoin(cancelled_prescription, cancelled_prescription.c.prescription_id == table.id)
        .outerjoin(resident, resident.c.id == table.resident)
        .outerjoin(visit, visit.c.id == table.visit_id)
        .outerjoin(place, place.c.code == table.facility)
        .where(*wanted)
        .order_by(table.issued_at, table.id)
    ).all()
    found: list[Written] = []
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        lines = _lines(connection, [row.id for row in some])
        visits = [row.visit_id for row in some]
        records, handed = _records(connection, visits), _handed_out(connection, visits)
        codes = {
            one.prescription_id: one.standing
            for one in review.reviews(connection, ids=[row.id for row in some])
        }
        for row in some:
            diagnoses, complaint = records.get(row.visit_id, ((), ""))
            drugs = tuple(lines[row.id])
            hands = handed.get(row.visit_id, [])
            found.append(_one(row, drugs, diagnoses, complaint, hands, codes.get(row.id)))
    return found


def _lines(connection: sa.Connection, ids: Sequence[UUID]) -> Mapping[UUID, list[OrderLine]]:
    found: defaultdict[UUID, list[OrderLine]] = defaultdict(list)
    for line in lines_of(connection, ids):
        found[line.entry_id].append(line)
    return found


def _records(
    connection: sa.Connection, visits: Sequence[UUID]
) -> dict[UUID, tuple[tuple[tuple[str, str], ...], str]]:
    """Diagnoses and complaint by visit; of two records apart the first one's."""
    rows = connection.execute(
        sa.select(encounter.c.visit_id, encounter.c.diagnoses, encounter.c.complaint)
        .where(encounter.c.visit_id.in_(visits))
        .order_by(encounter.c.signed_at.desc(), encounter.c.id.desc())
    )
    return {
        row.visit_id: (tuple((code, name) for code, name in json.loads(row.diagnoses)), row.complaint)
        for row in rows
    }


def _handed_out(connection: sa.Connection, visits: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Who handed out the medicines of a visit, the first one first."""
    table = dispensed_line.c
    rows = connection.execute(
        sa.select(table.visit_id, table.by, sa.func.min(table.at).label("at"))
        .where(table.visit_id.in_(visits), table.cnt_e4 > 0)
        .group_by(table.visit_id, table.by)
        .order_by(sa.text("at"), table.by)
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row.visit_id, []).append(row.by)
    return found


def _one(
    row: Any,
    drugs: tuple[OrderLine, ...],
    diagnoses: tuple[tuple[str, str], ...],
    complaint: str,
    hands: Sequence[str],
    codes: tuple[str, ...] | None,
) -> Written:
    issued_ms = row.issued_at >> 16
    day = beijing_day(issued_ms)
    birth = date.fromisoformat(row.birth_date) if row.birth_date else add_months(day, -480)  # unknown: forty
    draft = _draft(row, drugs, diagnoses)
    issued = Issued(
        prescription_id=row.id.hex,
        prescriber=row.issued_by,
        day=day,
        draft=draft,
        hits=_answered(draft),
        amounts_fen=tuple(0 if one.own else half_up(one.pric_e6 * one.cnt_e4, 10**8) for one in drugs),
        birth=birth,
        age_text=written_age(birth, day),
        # The window signs once for review, preparing and checking; a second hand is the prescriber's own or another's.
        reviewed_by=hands[0] if hands else "",
        prepared_by=row.issued_by,
        checked_by=hands[-1] if hands else "",
        alone=row.inst_lv == _VILLAGE and set(hands) == {row.issued_by},
        handed_out=bool(hands),
        checked_with=row.checked_with or "",
        changed=row.replaces is not None,
        codes=codes,
    )
    return Written(
        id=row.id,
        issued=issued,
        facility=row.facility,
        visit_id=row.visit_id,
        issued_ms=issued_ms,
        resident_id=row.resident,
        name=row.name or "",
        sex=row.sex or "",
        lines=drugs,
        diagnoses=diagnoses,
        complaint=complaint,
        pregnant=row.pregnant,
        lactating=row.lactating,
    )


def _draft(row: Any, drugs: tuple[OrderLine, ...], diagnoses: tuple[tuple[str, str], ...]) -> Draft:
    return Draft(
        kind=Kind(row.kind) if row.kind in _KINDS else Kind.ORDINARY,
        department=row.department or "",
        lines=tuple(
            Line(
                drug=one.code,
                name=one.name,
                dose=one.dose,
                frequency=one.frequency,
                route=one.route,
                days=one.days,
                cnt_e4=one.cnt_e4,
                unit=one.unit,
                group=one.group,
                own=one.own,
                note=one.note,
            )
            for one in drugs
        ),
        diagnoses=tuple(code for code, _ in diagnoses),
        reasons=tuple(
            Reason(rule=rule, drug=drug, text=text) for rule, drug, text in json.loads(row.overrides or "[]")
        ),
        decoction=None if row.doses is None else Decoction(doses=row.doses, usage=row.usage or ""),
        long_term=bool(row.long_term),
    )


def _answered(draft: Draft) -> tuple[Hit, ...]:
    """The hits that were answered with a reason when it was signed, as far as the prescription tells."""
    return tuple(
        Hit(
            reason.rule,
            Severity.REASON,
            tuple(at for at, line in enumerate(draft.lines) if line.drug == reason.drug),
        )
        for reason in draft.reasons
    )
