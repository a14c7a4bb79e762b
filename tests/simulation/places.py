"""The real store and the real database, with a step of the simulation at each side of every transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.time import Wall
from clinic_app.store.engine import open_engine
from clinic_app.store.journal import DATABASE, Author, Store, Writing
from sync_server.store.engine import Database
from tests.simulation.hub import Hub, Process

_FIRST: dict[str, sa.Engine] = {}  # the first engine of each kind: its dialect and what it has compiled


class Quick(sa.Connection):
    """Tells of the beginning of a transaction and of nothing else: who listens to nothing is not asked each time."""

    def _begin_impl(self, transaction: Any) -> None:
        self._has_events = True
        try:
            super()._begin_impl(transaction)  # type: ignore[misc]
        finally:
            self._has_events = False


class Disk:
    """Where a process keeps its file: may be slow, may be full, may go away with the process at any step."""

    def __init__(self, hub: Hub, process: Process) -> None:
        self.hub = hub
        self.process = process
        self.full = False
        self.tight = False  # it was full once: each transaction says how large the file may get
        self.slow_ms = 0

    @contextmanager
    def transaction(self, open_one: Callable[[], Any], *, writes: bool) -> Iterator[Any]:
        if writes and not self.hub.depth:
            self.hub.step(self.process)
            self.hub.pause(self.slow_ms)
        with open_one() as opened:
            self.hub.depth += 1
            try:
                yield opened
                if writes:
                    self.hub.step(self.process)  # before the commit: nothing of it is on the disk
            finally:
                self.hub.depth -= 1
        if not self.hub.depth:
            if writes:
                self.hub.step(self.process)  # after it: all of it is, and nobody was told
            self.hub.pause()

    def take(self, engine: sa.Engine) -> None:
        """A full disk is a real one: no page more than the file has.  Statements are built once for all worlds."""
        first = _FIRST.setdefault(type(engine.dialect).__module__ + str(engine.dialect.dbapi), engine)
        first._compiled_cache.capacity = 10_000  # type: ignore[union-attr]
        engine.dialect = engine.pool._dialect = first.dialect  # type: ignore[assignment]
        engine._compiled_cache = first._compiled_cache

        @sa.event.listens_for(engine, "begin")
        def _limit(connection: sa.Connection) -> None:
            self.tight = self.tight or self.full
            if not self.tight:
                return
            pages = 1 if self.full else 1 << 30
            connection.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[union-attr]

        engine._has_events = False
        engine._connection_cls = Quick
        engine.update_execution_options(_result_disable_adapt_to_context=True)


class SimStore(Store):
    """A clinic's store on a simulated disk."""

    def __init__(self, folder: Path, data_key: bytes, wall: Wall, disk: Disk) -> None:
        engine = open_engine(folder / DATABASE, data_key)
        disk.take(engine)
        self.disk = disk
        super().__init__(folder, engine, data_key, wall)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self.disk.transaction(super().reading, writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self, author: Author) -> Iterator[Writing]:
        with self.disk.transaction(lambda: super(SimStore, self).writing(author), writes=True) as work:
            yield work

    @contextmanager
    def changing(self) -> Iterator[sa.Connection]:
        with self.disk.transaction(super().changing, writes=True) as connection:
            yield connection


class SimDatabase(Database):
    """The county's database on a simulated disk."""

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__(f"sqlite:///{path}")
        self.path = path
        self.disk = disk
        disk.take(self.engine)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self.disk.transaction(super().reading, writes=False) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        with self.disk.transaction(super().snapshot, writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        with self.disk.transaction(super().writing, writes=True) as connection:
            yield connection
