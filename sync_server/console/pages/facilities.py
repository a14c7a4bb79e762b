"""机构."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries.stopwatch import told_of
from sync_server.console import desk
from sync_server.console.visit import HOME, Visit
from sync_server.publish.facilities import PERMITS, permits_of
from sync_server.reports import devices, facilities

_PACE: Final = timedelta(days=30)


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        every = facilities.facilities(db, beijing_day(visit.now))
    text = visit.query("q").lower()
    shown = [one for one in every if not text or text in one.name.lower() or text in one.code]
    return visit.show("facilities.html", facilities=shown, all=len(every), q=visit.query("q"))


def one(visit: Visit) -> Response:
    return _one(visit)


def make_code(visit: Visit) -> Response:
    """A one-time code for a further device; it is shown in this answer and never again."""
    code = desk.make_code(visit, visit.path_value("code"))
    return _one(visit, code)


def permit(visit: Visit) -> Response:
    """What is ticked is allowed, the rest no longer."""
    code = visit.path_value("code")
    desk.permit(visit, code, [one for one in PERMITS if one in visit.fields("permit")])
    return visit.go(f"{HOME}facilities/{code}")


def _one(visit: Visit, device_code: desk.DeviceCode | None = None) -> Response:
    code, today = visit.path_value("code"), beijing_day(visit.now)
    with visit.reading() as db:
        found = facilities.facility_of(db, code, today)
        return visit.show(
            "facility.html",
            facility=found,
            villages=facilities.facilities(db, today, below=code),
            devices=devices.devices(db, code),
            members=facilities.members(db, code),
            times=told_of(db, code, today - _PACE, today),
            device_code=device_code,
            permits=PERMITS,
            permitted=permits_of(db, code),
        )
