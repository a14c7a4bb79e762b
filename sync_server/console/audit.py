"""操作记录: what console users did.  Rows are added, never changed."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from sync_server.console.tables import console_audit


class Action(StrEnum):
    """What is worth a line; the texts are in texts.py."""

    LOGIN = "login"
    LOGIN_REFUSED = "login_refused"
    LOGOUT = "logout"
    PASSWORD_CHANGED = "password_changed"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    PASSWORD_RESET = "password_reset"
    CODE_MADE = "code_made"
    DEVICE_REVOKED = "device_revoked"
    PERMITS_CHANGED = "permits_changed"
    ENTRY_RELEASED = "entry_released"
    STICK_TAKEN = "stick_taken"
    STICK_ANSWERED = "stick_answered"
    RECORDS_SPLIT = "records_split"
    ALARM_ACKNOWLEDGED = "alarm_acknowledged"
    IDENTITY_SHOWN = "identity_shown"
    MONTH_CLOSED = "month_closed"
    STATEMENT_APPROVED = "statement_approved"
    DISPUTE_DECIDED = "dispute_decided"
    DIFFERENCE_DECIDED = "difference_decided"
    RECORD_ADJUSTED = "record_adjusted"
    RECORD_RAISED = "record_raised"
    FINDING_DECIDED = "finding_decided"
    RECORDS_DEDUCTED = "records_deducted"
    PAYMENT_MADE = "payment_made"
    PAYMENT_APPROVED = "payment_approved"
    CATALOG_PUBLISHED = "catalog_published"
    ORDER_ACCEPTED = "order_accepted"
    ORDER_SHIPPED = "order_shipped"
    PRICES_PUBLISHED = "prices_published"
    LOT_RECALLED = "lot_recalled"
    SAMPLE_DRAWN = "sample_drawn"
    PRESCRIPTION_REVIEWED = "prescription_reviewed"
    APPEAL_CONCLUDED = "appeal_concluded"
    RULES_PUBLISHED = "rules_published"
    LESSON_PUBLISHED = "lesson_published"
    LESSON_WITHDRAWN = "lesson_withdrawn"
    POPULATION_STATED = "population_stated"
    TARGET_STATED = "target_stated"
    EXAMINATION_OPENED = "examination_opened"
    EXAMINATION_READ = "examination_read"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record."""

    no: int
    at: int  # UTC ms
    user_id: str
    action: str
    object: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who acts, from where and when: what every line of one request shares."""

    user_id: str
    address: str
    now: int  # UTC ms

    def note(self, db: sa.Connection, action: Action, object_: str = "", reason: str = "") -> None:
        db.execute(
            sa.insert(console_audit).values(
                at=self.now,
                user_id=self.user_id,
                action=action.value,
                object=object_,
                reason=reason,
                address=self.address,
            )
        )


def lines(
    db: sa.Connection, before: int | None = None, user_id: str = "", action: str = "", limit: int = 50
) -> list[Line]:
    """The record, newest first; `before` is the number of the last line already shown."""
    statement = sa.select(console_audit).order_by(console_audit.c.no.desc()).limit(limit)
    if before is not None:
        statement = statement.where(console_audit.c.no < before)
    if user_id:
        statement = statement.where(console_audit.c.user_id == user_id)
    if action:
        statement = statement.where(console_audit.c.action == action)
    return [Line(**row._mapping) for row in db.execute(statement)]
