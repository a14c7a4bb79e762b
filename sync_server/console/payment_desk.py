"""What officers do about payments.  Each act is also a line of the record."""

from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.publish import payments


def make(visit: Visit, month: str) -> None:
    """Raises:
    BadMonth, MonthOpen, EarlierMonth, NoScore
    """
    payments.make_run(visit.database, month, visit.who.id)
    _note(visit, Action.PAYMENT_MADE, month)


def approve(visit: Visit, month: str) -> None:
    """The second pair of eyes.

    Raises:
        BadMonth, NoRun, SamePayer
    """
    payments.approve_run(visit.database, month, visit.who.id)
    _note(visit, Action.PAYMENT_APPROVED, month)


def _note(visit: Visit, action: Action, object_: str) -> None:
    with visit.writing() as db:
        visit.auditor().note(db, action, object_)
