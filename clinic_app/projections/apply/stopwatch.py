"""秒表: every fact is a row of its own."""

import sqlalchemy as sa

from clinic_app.journal.facts.stopwatch import DayTimed
from clinic_app.projections.tables.stopwatch import timed_day
from clinic_app.projections.upsert import Placed, upsert


def timed(connection: sa.Connection, placed: Placed, fact: DayTimed) -> None:
    upsert(
        connection,
        timed_day,
        {"entry_id": placed.entry.id},
        facility=placed.facility,
        device=placed.entry.device,
        day=fact.day,
        kind=fact.kind,
        counted=fact.count,
        seconds=fact.seconds,
        pressed=fact.keys,
        slow=fact.slow,
    )
