"""What officers do about reconciliation, statements and months.  Each act is also a line of the record."""

from uuid import UUID

import sqlalchemy as sa

from sync_server.console.audit import Action
from sync_server.console.tables import console_audit
from sync_server.console.visit import Visit
from sync_server.publish import months, statements


def close_month(visit: Visit, month: str) -> None:
    """Raises:
    BadMonth, MonthNotBegun, MonthPassed
    """
    months.close_month(visit.database, month, visit.who.id)
    _note(visit, Action.MONTH_CLOSED, month)


def approve(visit: Visit, statement: UUID) -> None:
    """The second pair of eyes.

    Raises:
        NoStatement, NotAnswered, SameOfficer
    """
    statements.approve(visit.database, statement, visit.who.id)
    _note(visit, Action.STATEMENT_APPROVED, statement.hex)


def decide_dispute(
    visit: Visit, statement: UUID, record: UUID, *, upheld: bool, reason: str, fund_change: int
) -> None:
    """Raises:
    NoStatement, NoDispute, BadFundChange
    """
    statements.decide_dispute(
        visit.database,
        statement,
        record,
        upheld=upheld,
        reason=reason,
        fund_change=fund_change,
        author=visit.who.id,
    )
    _note(visit, Action.DISPUTE_DECIDED, record.hex, reason)


def decide_difference(visit: Visit, record: UUID, bearer: str, reason: str) -> None:
    """Raises:
    NothingOpen, TooEarly
    """
    statements.decide_difference(visit.database, record, bearer, reason, visit.who.id)
    _note(visit, Action.DIFFERENCE_DECIDED, record.hex, reason)


def adjust(visit: Visit, record: UUID, side: str, reason: str) -> None:
    """县级调整.

    Raises:
        NothingDiffers
    """
    statements.adjust_record(visit.database, record, side, reason, visit.who.id)
    _note(visit, Action.RECORD_ADJUSTED, record.hex, reason)


def mark_raised(visit: Visit, record: UUID, reason: str) -> None:
    """上报: somebody deals with it, and the next who looks knows; no figure moves."""
    _note(visit, Action.RECORD_RAISED, record.hex, reason)


def raised(db: sa.Connection, records: list[UUID]) -> dict[UUID, tuple[str, int]]:
    """Who marked records as raised, and when (UTC ms)."""
    table = console_audit.c
    rows = db.execute(
        sa.select(table.object, table.user_id, table.at)
        .where(table.action == Action.RECORD_RAISED.value, table.object.in_([one.hex for one in records]))
        .order_by(table.no)
    )
    return {UUID(row.object): (row.user_id, row.at) for row in rows}


def _note(visit: Visit, action: Action, object_: str, reason: str = "") -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_, reason)
