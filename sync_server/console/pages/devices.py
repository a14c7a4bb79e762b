"""设备."""

from uuid import UUID

from starlette.responses import Response

from clinic_app.domain.errors import RuleBroken
from sync_server.console import desk
from sync_server.console.visit import Visit
from sync_server.reports import devices


class NotConfirmed(RuleBroken):
    """What cannot be taken back wants a tick."""

    code = "console.not_confirmed"


def listed(visit: Visit) -> Response:
    state = visit.query("state")
    with visit.reading() as db:
        every = devices.devices(db)
    shown = [one for one in every if not state or one.state(visit.now) == state]
    return visit.show("devices.html", devices=shown, all=len(every), state=state)


def one(visit: Visit) -> Response:
    device = visit.path_id("device")
    return _one(visit, device)


def revoke(visit: Visit) -> Response:
    """Take a device out of use, with a reason and a tick."""
    device = visit.path_id("device")
    reason = visit.reason()
    if visit.field("sure") != "yes":
        raise NotConfirmed()
    desk.revoke(visit, device, reason)
    return visit.go(f"/console/devices/{device.hex}")


def _one(visit: Visit, device: UUID) -> Response:
    with visit.reading() as db:
        found = devices.device_of(db, device)
        return visit.show(
            "device.html",
            device=found,
            lag=devices.lag_of(db, found),
            branches=devices.branches(db, device),
            kept=devices.kept_pushes(db, device),
        )
