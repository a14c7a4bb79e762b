"""对账: days by facility, and one day with what keeps it from balancing."""

from uuid import UUID

from starlette.responses import Response

from clinic_app.domain.reconciling import AGREED
from clinic_app.domain.time import beijing_day
from sync_server.console import desk, statement_desk, views
from sync_server.console.visit import HOME, NoSuchPage, Visit
from sync_server.publish.statements import SIDES
from sync_server.reports import facilities, reconciliation

_LENGTH = 7  # days on the page
_SHOWN = 200  # balanced records that one day lists


def listed(visit: Visit) -> Response:
    today = beijing_day(visit.now)
    until = min(views.day_of(visit.query("until")) or today, today)
    facility = visit.query("facility")
    with visit.reading() as db:
        grid = reconciliation.grid(db, until, _LENGTH, today, facility)
        names = facilities.names(db)
    return visit.show(
        "reconciliation.html", grid=grid, names=names, until=until, today=today, facility=facility
    )


def one(visit: Visit) -> Response:
    code, day = visit.path_value("facility"), views.day_of(visit.path_value("day"))
    if day is None:
        raise NoSuchPage(what=visit.path_value("day")[:40])
    with visit.reading() as db:
        found = reconciliation.day_of(db, code, day)
        raised = statement_desk.raised(db, [one.record for one in found.odd])
        name = facilities.names(db).get(code, code)
    fine = [one for one in found.matched if one.state in AGREED]
    return visit.show(
        "reconciliation_day.html",
        day=found,
        comparisons=found.comparisons(),
        fine=fine[:_SHOWN],
        more=max(0, len(fine) - _SHOWN),
        raised=raised,
        name=name,
        overdue=found.overdue(beijing_day(visit.now)),
        done=visit.query("done") == "1",
    )


def release(visit: Visit) -> Response:
    """Let a record count that was set aside."""
    desk.release(visit, _record(visit), visit.reason())
    return _back(visit)


def adjust(visit: Visit) -> Response:
    """县级调整."""
    side = visit.field("side")
    if side not in SIDES:
        raise NoSuchPage(what=side[:40])
    statement_desk.adjust(visit, _record(visit), side, visit.reason())
    return _back(visit)


def mark_raised(visit: Visit) -> Response:
    """上报."""
    statement_desk.mark_raised(visit, _record(visit), visit.reason())
    return _back(visit)


def _record(visit: Visit) -> UUID:
    return visit.path_id("record")


def _back(visit: Visit) -> Response:
    code, day = visit.path_value("facility"), visit.path_value("day")
    return visit.go(f"{HOME}reconciliation/{code}/{day}?done=1")
