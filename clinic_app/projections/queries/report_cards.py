"""传染病报告卡: which diseases of a person a card has reported, and which visits still owe one."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.infectious import Disease, NotOnList, disease_on, is_same_case, report_by
from clinic_app.domain.public_health.duties import CARD
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.domain.time import beijing, ms_of
from clinic_app.projections.queries import forms, persons
from clinic_app.projections.tables.outpatient import infectious_answer
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident


@dataclass(frozen=True, slots=True)
class OwedCard:
    """A visit that ended with a case, and no card of it."""

    resident_id: UUID
    name: str
    disease: Disease
    due_ms: int  # UTC, 报告时限: the clock starts when the diagnosis is signed


def carded(connection: sa.Connection, resident_id: UUID, day: date) -> frozenset[str]:
    """The diseases of this person whose case lasts still and has its card."""
    cards = forms.of_residents(connection, persons.ids_of(connection, resident_id), CARD)
    found = []
    for card in cards:
        disease, course, onset = (
            str(card.values.get(key, "")) for key in ("disease", "case_course", "onset")
        )
        if card.day <= day and is_same_case(disease, course, sensible(onset) or card.day, day):
            found.append(disease)
    return frozenset(found)


def owed(connection: sa.Connection, facility: str, since: date, today: date) -> list[OwedCard]:
    """The visits from `since` on that ended with a case whose card nobody wrote, the most urgent first."""
    found = []
    for row in connection.execute(_CASES, {"facility": facility, "since": since}):
        try:
            disease = disease_on(row.disease, row.day)
        except NotOnList:
            continue
        if row.disease not in carded(connection, row.resident, today):
            due = report_by(disease, beijing(row.signed_at >> 16))
            found.append(OwedCard(row.resident, row.name or "", disease, ms_of(due)))
    return sorted(found, key=lambda one: (one.due_ms, one.name))


_CASES: Final = (
    sa.select(visit.c.resident, visit.c.day, visit.c.signed_at, infectious_answer.c.disease, resident.c.name)
    .join_from(infectious_answer, visit, visit.c.id == infectious_answer.c.visit_id)
    .outerjoin(resident, resident.c.id == visit.c.resident)
    .where(
        infectious_answer.c.report.is_(True),
        visit.c.facility == sa.bindparam("facility"),
        visit.c.day >= sa.bindparam("since"),
        visit.c.signed_at.is_not(None),
    )
)
