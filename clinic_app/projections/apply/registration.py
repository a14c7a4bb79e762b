"""挂号: each fact fills its own columns of the visit."""

import sqlalchemy as sa

from clinic_app.journal.facts.outpatient import EncounterSigned
from clinic_app.journal.facts.registration import VisitCalled, VisitCancelled, VisitRegistered
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.upsert import Placed, keep_first, upsert


def registered(connection: sa.Connection, placed: Placed, fact: VisitRegistered) -> None:
    upsert(
        connection,
        visit,
        {"id": placed.entry.id},
        resident=placed.entry.subject,
        facility=placed.facility,
        day=fact.day,
        number=fact.number,
        department=fact.department,
        doctor=fact.doctor,
        psn_no=fact.psn_no,
        mdtrt_cert_type=fact.mdtrt_cert_type,
        card_number=fact.card_number,
        walk_in=fact.walk_in,
        registered_at=placed.effective,
        registered_by=placed.entry.author,
        registered_entry=placed.entry.id,
    )


def called(connection: sa.Connection, placed: Placed, fact: VisitCalled) -> None:
    keep_first(connection, visit, {"id": fact.visit_id}, "called", placed)


def cancelled(connection: sa.Connection, placed: Placed, fact: VisitCancelled) -> None:
    keep_first(connection, visit, {"id": fact.visit_id}, "cancelled", placed, cancelled_reason=fact.reason)


def signed(connection: sa.Connection, placed: Placed, fact: EncounterSigned) -> None:
    keep_first(connection, visit, {"id": fact.visit_id}, "signed", placed)
