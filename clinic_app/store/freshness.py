"""How old the county's word is that this PC computes on."""

import json
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.store import local


def synced_on(connection: sa.Connection) -> date | None:
    """The day of the last completed pull (Beijing).

    None for a clinic without a county: it is its own source and never stale.  One that is enrolled and has
    never had a whole feed is as old as can be.
    """
    if not local.read_text(connection, local.SERVER):
        return None
    pulled = local.read_text(connection, local.LAST_PULL)
    return beijing_day(int(pulled)) if pulled else _last_round(connection)


def _last_round(connection: sa.Connection) -> date:
    """Of a PC that was upgraded and has not pulled since: its last whole round."""
    last = json.loads(local.read_text(connection, local.LAST_SYNC) or "{}")
    return date.fromisoformat(last["time"][:10]) if last.get("result") == "ok" else date.min
