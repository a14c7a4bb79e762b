"""Long poll without a thread: one question to the database for everybody who waits.

While somebody waits, the newest number is asked for every tenth of a second; those whose feed got something wake up.
It works the same for several server processes, which need not know each other.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

from sync_server.store.engine import Database
from sync_server.store.queries import feeds
from sync_server.store.queries.progress import SEQUENCED, position_of

_EVERY: Final = 0.1  # seconds


class Watch:
    """Belongs to one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ears: dict[str, set[asyncio.Event]] = {}
        self._somebody = asyncio.Event()
        self._seen = 0

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return sum(len(ears) for ears in self._ears.values())

    @contextmanager
    def ear(self, facility: str) -> Iterator[asyncio.Event]:
        """An event that is set when the facility's feed grows; listen before you look."""
        event = asyncio.Event()
        self._ears.setdefault(facility, set()).add(event)
        self._somebody.set()
        try:
            yield event
        finally:
            self._ears[facility].discard(event)
            if not self._ears[facility]:
                del self._ears[facility]
            if not self._ears:
                self._somebody.clear()

    async def run(self) -> None:
        """For as long as the server lives."""
        while True:
            await self._somebody.wait()
            try:
                touched = await run_in_threadpool(self._look)
            except sa.exc.SQLAlchemyError:  # the database is away: those who wait get an empty page
                touched = set()
            for facility in list(self._ears):
                if facility in touched or feeds.EVERYONE in touched:
                    for event in self._ears[facility]:
                        event.set()
            await asyncio.sleep(_EVERY)

    def _look(self) -> set[str]:
        with self._database.reading() as connection:
            newest = position_of(connection, SEQUENCED)
            if newest == self._seen:
                return set()
            touched = feeds.touched(connection, self._seen, newest) if self._seen else {feeds.EVERYONE}
        self._seen = newest
        return touched
