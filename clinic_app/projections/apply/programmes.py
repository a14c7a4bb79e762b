"""重大公共卫生项目: each step of a case in columns of its own, each payment and follow-up in a row of its own."""

import sqlalchemy as sa

from clinic_app.journal.facts.programmes import (
    ProgrammeDone,
    ProgrammeEnrolled,
    ProgrammeFollowed,
    ProgrammeSubsidised,
    ProgrammeWithdrawn,
)
from clinic_app.projections.tables import programmes as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert


def enrolled(connection: sa.Connection, placed: Placed, fact: ProgrammeEnrolled) -> None:
    keep_first(
        connection,
        tables.programme_case,
        {"id": placed.entry.id},
        "enrolled",
        placed,
        facility=placed.facility,
        resident=placed.entry.subject,
        programme=fact.programme,
        item=fact.item,
        day=fact.on.isoformat(),
        declared=",".join(fact.declared),
    )


def done(connection: sa.Connection, placed: Placed, fact: ProgrammeDone) -> None:
    keep_newest(
        connection,
        tables.programme_case,
        {"id": fact.case_id},
        "done",
        placed,
        done_on=fact.on.isoformat(),
        result=fact.result,
        institution=fact.institution,
    )


def withdrawn(connection: sa.Connection, placed: Placed, fact: ProgrammeWithdrawn) -> None:
    key = {"id": fact.case_id}
    keep_first(connection, tables.programme_case, key, "withdrawn", placed, withdrawn_reason=fact.reason)


def subsidised(connection: sa.Connection, placed: Placed, fact: ProgrammeSubsidised) -> None:
    upsert(
        connection,
        tables.programme_payment,
        {"entry_id": placed.entry.id},
        case_id=fact.case_id,
        amount=fact.amount,
        day=fact.on.isoformat(),
        reason=fact.reason,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )


def followed(connection: sa.Connection, placed: Placed, fact: ProgrammeFollowed) -> None:
    upsert(
        connection,
        tables.programme_follow_up,
        {"entry_id": placed.entry.id},
        case_id=fact.case_id,
        day=fact.on.isoformat(),
        finding=fact.finding,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )
