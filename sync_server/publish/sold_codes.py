"""已售追溯码: once a night every clinic is told which boxes were sold in the county since the night before.

They go as entries of the county's journal, so the feed, snapshots, hubs and couriers carry them, and the county's
signature proves them.  What was told is in the same table that every clinic has, so nothing else is kept.
"""

from typing import Final

from clinic_app.domain.pharmacy.sold_codes import MOST, packed
from clinic_app.domain.time import Wall, beijing, beijing_day, wall_clock
from clinic_app.journal.facts.stock import SoldCodesPublished
from clinic_app.projections.queries.trace import unpublished
from sync_server.intake.pen import held_pen
from sync_server.store.county import values_of, write_value
from sync_server.store.engine import Database

_NIGHT: Final = range(1, 6)  # hours in Beijing: the day's journals are in, nobody is at work
_DONE: Final = "sold_codes_night"  # in `meta`: the day of the last one


def publish_nightly(database: Database, wall: Wall = wall_clock) -> int:
    """What `publish_sold_codes` does, once a night; answers how many boxes were told."""
    if beijing(wall()).hour not in _NIGHT:
        return 0
    today = beijing_day(wall()).isoformat().encode()
    with database.reading() as connection:
        if values_of(connection, _DONE).get(_DONE) == today:
            return 0
    with database.writing() as connection:
        write_value(connection, _DONE, today)
    return publish_sold_codes(database, wall)


def publish_sold_codes(database: Database, wall: Wall = wall_clock) -> int:
    """Tell of every box that is with a patient and was not told of; answers how many.

    A box that came back before anybody was told of it is left out.  Broken off, it goes on the next time; two at
    once tell some of it twice, which changes nothing.
    """
    with database.reading() as connection:
        marks = unpublished(connection)
    for start in range(0, len(marks), MOST):
        with held_pen(database, wall) as pen:
            data = packed(marks[start : start + MOST])
            pen.append(SoldCodesPublished(day=beijing_day(wall()), marks=data))
    return len(marks)
