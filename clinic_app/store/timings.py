"""秒表 on this PC: how long each piece of work took; no person, no entry, nobody's name."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.stopwatch import LEAST, Timing
from clinic_app.store.tables import timing


def keep(connection: sa.Connection, day: date, kind: str, page: str, one: Timing) -> None:
    connection.execute(
        sa.insert(timing).values(day=day, kind=kind, page=page, seconds=one.seconds, pressed=one.keys)
    )


def of_day(connection: sa.Connection, day: date, kind: str) -> list[Timing]:
    rows = connection.execute(
        sa.select(timing.c.seconds, timing.c.pressed).where(timing.c.day == day, timing.c.kind == kind)
    )
    return [Timing(row.seconds, row.pressed) for row in rows]


def counted_before(connection: sa.Connection, day: date) -> Mapping[tuple[date, str], int]:
    """How many there are of each earlier day and kind, where they are enough to be told."""
    count = sa.func.count()
    rows = connection.execute(
        sa.select(timing.c.day, timing.c.kind, count.label("n"))
        .where(timing.c.day < day)
        .group_by(timing.c.day, timing.c.kind)
        .having(count >= LEAST)
        .order_by(timing.c.day, timing.c.kind)
    )
    return {(row.day, row.kind): row.n for row in rows}


def forget_before(connection: sa.Connection, day: date) -> None:
    connection.execute(sa.delete(timing).where(timing.c.day < day))
