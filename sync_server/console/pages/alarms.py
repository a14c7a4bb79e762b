"""告警: what somebody has to look at, and saying that one has."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from starlette.responses import Response

from sync_server.console import desk
from sync_server.console.alarm_texts import alarm_words
from sync_server.console.visit import NoSuchPage, Visit
from sync_server.reports import facilities
from sync_server.reports.alarms import Alarm, Kind, open_alarms, place_of, standing_alarms

_BEHIND = {  # where to go on from an alarm that is about no device
    Kind.HELD: "/console/quarantine",
}


@dataclass(frozen=True, slots=True)
class Line:
    alarm: Alarm
    what: str
    todo: str
    link: str


def listed(visit: Visit) -> Response:
    with visit.reading() as db:
        every = _standing(visit, db)
        names = facilities.names(db)
    lines = [Line(one, *alarm_words(one, visit.language), _link(one)) for one in every]
    return visit.show("alarms.html", lines=lines, names=names, open=len(open_alarms(every)))


def acknowledge(visit: Visit) -> Response:
    """Say that one has looked at an alarm, and why that is enough for now."""
    key = (visit.field("kind"), visit.field("object"), visit.field("mark"))
    reason = visit.reason()
    with visit.reading() as db:
        found = next((one for one in _standing(visit, db) if one.key == key), None)
    if found is None:
        raise NoSuchPage(what=key[0][:40])
    desk.acknowledge(visit, found, reason)
    return visit.go("/console/alarms")


def _standing(visit: Visit, db: sa.Connection) -> list[Alarm]:
    tls: Path | None = getattr(visit.request.app.state, "tls_folder", None)
    return standing_alarms(db, place_of(visit.database.url, tls), visit.now)


def _link(alarm: Alarm) -> str:
    return f"/console/devices/{alarm.object}" if alarm.letter else _BEHIND.get(alarm.kind, "")
