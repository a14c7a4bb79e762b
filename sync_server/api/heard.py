"""What requests tell of their devices in passing: kept in memory and written together, so that no request waits for it.

What a process that is killed had not written yet is told again by each device's next request.
"""

import asyncio
import logging
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

from sync_server.store.engine import Database
from sync_server.store.queries.contacts import Told, note_told

_EVERY: Final = 20.0  # seconds
logger = logging.getLogger(__name__)


class Heard:
    """Noted on the event loop, written on a thread."""

    def __init__(self) -> None:
        self._told: dict[UUID, Told] = {}
        self._cursors: dict[UUID, int] = {}  # as they were written: an idle clinic costs nothing

    def at(self, device: UUID, cursor: int) -> None:
        """The device has the feed up to this arrival position."""
        if self._cursors.get(device) != cursor:
            self._cursors[device] = cursor
            self._told[device] = Told(cursor, self._told.get(device, Told()).refused)

    def refused(self, device: UUID, now: int) -> None:
        """A push of it contradicted what is held (`now`: UTC ms)."""
        self._told[device] = Told(self._told.get(device, Told()).cursor, now)

    def write(self, database: Database) -> None:
        """Keep what was told since the last time."""
        told, self._told = self._told, {}
        if told:
            with database.writing() as connection:
                note_told(connection, told)

    async def run(self, database: Database) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            await run_in_threadpool(self.write_if_up, database)

    def write_if_up(self, database: Database) -> None:
        """As `write`; while the database is away, what was told is dropped: it will be told again."""
        try:
            self.write(database)
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            self._cursors.clear()
            logger.warning("what devices told was not written: %s", type(error).__name__)
