"""The county's own entries, given back by clinics after its database was put back from an older backup.

A page that the county signed proves them; they keep their ids, so what refers to them still fits.
"""

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.facts.county import CountyFact, DeviceEnrolled
from clinic_app.journal.feed import Item, read_page
from sync_server.intake.certify import certify_administrator
from sync_server.intake.pen import Pen, held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import entries


def adopt_page(database: Database, data: bytes, wall: Wall = wall_clock) -> int:
    """Take back what the county had lost of its own journal; answers how many entries that were.

    Raises:
        BadPage, BadColumns, BadPacking, TooLarge: no page.
        BadSignature: the county did not sign it.
    """
    with held_pen(database, wall) as pen:
        page = read_page(data, pen.county.public_key)
        own = [item for item in page.items if item.entry.device == pen.county.device]
        known = entries.earlier_of_ids(pen.connection, [item.entry.id for item in own])
        return sum(_adopt(pen, item) for item in own if item.entry.id not in known)


def _adopt(pen: Pen, item: Item) -> bool:
    fact = fact_of(item.entry)
    if not isinstance(fact, CountyFact):
        return False
    arrived = pen.adopt(item.entry, item.received, fact)
    entries.mark_adopted(pen.connection, arrived.position)
    if isinstance(fact, DeviceEnrolled):
        certify_administrator(pen.connection, item.entry, fact)
    return True
