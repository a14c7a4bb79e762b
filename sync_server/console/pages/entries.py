"""条目.  Identity and medical text are masked until somebody gives a reason, and that is recorded."""

from uuid import UUID

import msgspec
from starlette.responses import Response

from clinic_app.domain.time import BEIJING
from clinic_app.journal.catalog import FACTS
from sync_server.console import masking, views
from sync_server.console.audit import Action
from sync_server.console.visit import Visit
from sync_server.reports import entries, facilities, proof, quarantine
from sync_server.reports.overview import DAY_MS, start_of

COUNTY = "-"  # how the filter names the county's own journal


def listed(visit: Visit) -> Response:
    day = views.day_of(visit.query("day"))
    facility = visit.query("facility")
    since = start_of(day) if day else None
    wanted = entries.Filter(
        facility="" if facility == COUNTY else facility or None,
        device=views.id_of(visit.query("device")),
        type=visit.query("type"),
        since=since,
        until=None if since is None else since + DAY_MS,
    )
    with visit.reading() as db:
        page = entries.entries(db, wanted, views.whole(visit.query("before")))
        names = facilities.names(db)
    return visit.show(
        "entries.html",
        page=page,
        names=names,
        types=sorted(FACTS),
        facility=facility,
        device=visit.query("device"),
        type=visit.query("type"),
        day=day.isoformat() if day else "",
        newer=bool(visit.query("before")),
        zone=BEIJING,
    )


def one(visit: Visit) -> Response:
    return _one(visit, shown=False)


def show_identity(visit: Visit) -> Response:
    """The body in full, once, for a reason that is recorded before anything is shown."""
    reason = visit.reason()
    entry_id = visit.path_id("entry")
    with visit.writing() as db:
        entries.entry_of(db, entry_id)
        visit.auditor().note(db, Action.IDENTITY_SHOWN, entry_id.hex, reason)
    return _one(visit, shown=True)


def _one(visit: Visit, *, shown: bool) -> Response:
    entry_id: UUID = visit.path_id("entry")
    with visit.reading() as db:
        entry, line = entries.entry_of(db, entry_id)
        body = None if entry.body is None else _json(entry.body)
        masked = masking.masked(entry.type, body)
        return visit.show(
            "entry.html",
            entry=entry,
            line=line,
            proof=proof.proof_of(db, entry, line.facility),
            held=quarantine.held_of(db, entry_id),
            name=facilities.names(db).get(line.facility, ""),
            body=views.pretty(masking.without_secrets(body) if shown else masked),
            raw=entry.body is not None and body is None,
            hidden=not shown and masked != masking.without_secrets(body),
            shown=shown,
        )


def _json(body: bytes) -> object:
    """The body as JSON values; ``None`` for bytes that are no JSON."""
    try:
        value: object = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return value
