"""What runs behind the push: numbering and judging, on a thread of the server process.

Several processes on one database may each have one; the pen lets one work at a time.
"""

import logging
import threading
import time
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.publish.snapshots import renew
from sync_server.store.engine import Database, is_outage
from sync_server.store.partitions import make_ahead

_EVERY: Final = 0.25  # seconds: another process may have taken in something
_AFTER_TROUBLE: Final = 1.0  # seconds
_LOOK_AHEAD: Final = (
    60.0  # seconds between two looks at the journal's next partitions and the snapshots' next parts
)
logger = logging.getLogger(__name__)


def work_off(database: Database, wall: Wall = wall_clock) -> int:
    """Number and judge everything there is; answers how many steps that took."""
    steps = 0
    while project(database, adjudicate, wall, numbers=True):
        steps += 1
    return steps


class Worker(threading.Thread):
    def __init__(self, database: Database, wall: Wall = wall_clock) -> None:
        super().__init__(name="worker", daemon=True)
        self._database = database
        self._wall = wall
        self._wake = threading.Event()
        self._ends = False
        self._looked_ahead = float("-inf")  # of time.monotonic()

    def wake(self) -> None:
        """Something was pushed."""
        self._wake.set()

    def end(self) -> None:
        """Finish the transaction at hand and stop."""
        self._ends = True
        self._wake.set()
        self.join()

    def run(self) -> None:
        while not self._ends:
            self._wake.clear()
            if not self._step():
                self._wake.wait(_EVERY)

    def _step(self) -> bool:
        try:
            self._look_ahead()
            return project(self._database, adjudicate, self._wall, numbers=True) > 0
        except Exception as error:  # an edge: a bug here must not end the thread
            if is_outage(error):
                logger.warning("the database is away: %s", error)
            else:
                logger.exception("numbering or judging failed")
        self._wake.wait(_AFTER_TROUBLE)
        return False

    def _look_ahead(self) -> None:
        if time.monotonic() - self._looked_ahead < _LOOK_AHEAD:
            return
        self._looked_ahead = time.monotonic()
        try:
            make_ahead(self._database)
            renew(self._database, self._wall)
        except sa.exc.OperationalError as error:  # entries go to the default partition until the next look
            logger.warning(
                "the journal's next partition or a snapshot's next part could not be made: %s", error
            )
