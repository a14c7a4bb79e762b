"""Projections made anew from the county's entries: after an upgrade changed their shape, or to compare.

Nothing is judged or adjudicated again: what is set aside stays so, what the county said stands in its journal.
"""

from clinic_app.journal.catalog import FACTS
from clinic_app.journal.facts.county import CountyFact
from clinic_app.projections.apply import apply_entry
from clinic_app.projections.upsert import Rows
from sync_server.intake.project import BATCH
from sync_server.store.county import county_of
from sync_server.store.engine import PEN, Database, take_lock
from sync_server.store.queries import entries, held
from sync_server.store.queries.progress import JUDGED, position_of
from sync_server.store.schema import drop_projections


def rebuild(database: Database) -> int:
    """Empty the projections and fill them again, in one transaction; answers how many entries count."""
    with database.writing() as connection:
        take_lock(connection, PEN)
        drop_projections(connection)
        county = county_of(connection)
        set_aside = held.unreleased_positions(connection)
        judged = position_of(connection, JUDGED)
        seen: set[bytes] = set()
        counted = 0
        rows = Rows(connection)
        for arrived in entries.all_entries(connection):
            entry, own = arrived.entry, arrived.entry.device == county.device
            kind = FACTS.get(entry.type)
            if kind is None or arrived.position in set_aside or entry.id.bytes in seen:
                continue
            if not own and (arrived.position > judged or issubclass(kind, CountyFact)):
                continue
            seen.add(entry.id.bytes)
            apply_entry(rows, arrived.placed())
            counted += 1
            if counted % BATCH == 0:
                rows.flush()
        rows.flush()
        return counted
