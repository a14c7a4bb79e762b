"""How far each step behind the push has come, as arrival positions."""

from typing import Final

import sqlalchemy as sa

from sync_server.store.tables import progress

SEQUENCED: Final = "sequenced"  # the newest number given out
JUDGED: Final = "judged"  # up to here every entry counts, is held, or is passed over


def position_of(connection: sa.Connection, name: str) -> int:
    return connection.scalar(sa.select(progress.c.position).where(progress.c.name == name)) or 0


def move(connection: sa.Connection, name: str, position: int) -> None:
    """Under the pen, so nobody else moves it meanwhile."""
    moved = connection.execute(sa.update(progress).where(progress.c.name == name).values(position=position))
    if moved.rowcount == 0:
        connection.execute(sa.insert(progress).values(name=name, position=position))
