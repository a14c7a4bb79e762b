"""申报表 as they were issued, for judging a clinic's answer."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.reconciliation import statement, statement_record


@dataclass(frozen=True, slots=True)
class Issued:
    facility: str
    records: frozenset[UUID]
    answered_by: UUID | None  # the entry that answered it


def issued(connection: sa.Connection, statement_id: UUID) -> Issued | None:
    """A statement that the county has issued."""
    row = connection.execute(
        sa.select(statement.c.facility, statement.c.answered_entry).where(
            statement.c.id == statement_id, statement.c.issued_at.is_not(None)
        )
    ).one_or_none()
    if row is None:
        return None
    records = connection.scalars(
        sa.select(statement_record.c.record_id).where(statement_record.c.statement_id == statement_id)
    )
    return Issued(row.facility, frozenset(records), row.answered_entry)
