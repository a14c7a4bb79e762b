"""What runs behind the push: numbering and judging, in a process of its own beside those that answer.

Several on one database are no harm: the pen lets one work at a time.  An embedded server (tests, the hub) has it on
a thread instead.
"""

import logging
import os
import signal
import threading
import time
from math import inf
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from typing import Final

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from sync_server.adjudicate.settlements import adjudicate
from sync_server.intake.project import project
from sync_server.logs import begin_logging
from sync_server.publish.snapshots import renew
from sync_server.publish.sold_codes import publish_nightly
from sync_server.reports import health_kept
from sync_server.store.engine import Database, is_outage, trouble_of
from sync_server.store.partitions import make_ahead

_EVERY: Final = 0.25  # seconds: another process may have taken in something
_EVERY_ALONE: Final = 0.05  # nobody wakes a process of its own
_PATIENCE: Final = 30.0  # seconds for a process of its own to begin: nobody is answered before
_FEW: Final = 250  # entries: a batch costs as much to begin as about a hundred of them do to judge
_BREATH: Final = 0.05  # seconds in which more of them gather
_AFTER_TROUBLE: Final = 1.0  # seconds
_LOOK_AHEAD: Final = (
    60.0  # seconds between two looks at the next partitions, the snapshots' next parts and the year's figures
)
logger = logging.getLogger(__name__)


def work_off(database: Database, wall: Wall = wall_clock, seconds: float = inf) -> int:
    """Number and judge everything there is, or what can be begun within `seconds`; answers how many steps that took."""
    steps, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends and project(database, adjudicate, wall, numbers=True):
        steps += 1
    return steps


class Worker(threading.Thread):
    def __init__(self, database: Database, wall: Wall = wall_clock, every: float = _EVERY) -> None:
        super().__init__(name="worker", daemon=True)
        self._every = every
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
            taken = self._step()
            if not taken:
                self._wake.wait(self._every)
            elif taken < _FEW:
                time.sleep(_BREATH)

    def _step(self) -> int:
        """How many entries were judged."""
        try:
            self._look_ahead()
            return project(self._database, adjudicate, self._wall, numbers=True)
        except Exception as error:  # an edge: a bug here must not end the thread
            if is_outage(error):
                logger.warning("%s", trouble_of(error))
            else:
                logger.exception("numbering or judging failed")
        self._wake.wait(_AFTER_TROUBLE)
        return 0

    def _look_ahead(self) -> None:
        if time.monotonic() - self._looked_ahead < _LOOK_AHEAD:
            return
        self._looked_ahead = time.monotonic()
        try:
            make_ahead(self._database)
            renew(self._database, self._wall)
            publish_nightly(self._database, self._wall)
            health_kept.renew(self._database, self._wall)
        except sa.exc.OperationalError as error:  # entries go to the default partition until the next look
            logger.warning(
                "the journal's next partition, a snapshot's next part or the year's figures could not be made: %s",
                trouble_of(error),
            )


class WorkProcess:
    """The worker as a process of its own, begun again when it dies; it ends with the one that began it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ends = threading.Event()
        self._up = get_context("spawn").Event()
        self._process: BaseProcess | None = None
        self._watch = threading.Thread(target=self._keep, name="work-process", daemon=True)

    def start(self) -> None:
        self._watch.start()
        self._up.wait(_PATIENCE)

    def end(self) -> None:
        """The transaction at hand is finished first."""
        self._ends.set()
        if self._process is not None and self._process.pid is not None:
            self._process.terminate()
        self._watch.join()

    def _keep(self) -> None:
        while not self._ends.is_set():
            self._process = get_context("spawn").Process(
                target=_work, args=(self._url, os.getpid(), self._up), name="worker"
            )
            self._process.start()
            if self._ends.is_set():
                self._process.terminate()
            self._process.join()
            if not self._ends.is_set():
                logger.error("the worker has died (%s) and is begun again", self._process.exitcode)
                self._ends.wait(_AFTER_TROUBLE)


def _work(url: str, server: int, up: Event) -> None:
    begin_logging()
    ends = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server tells us when it ends
    signal.signal(signal.SIGTERM, lambda *_: ends.set())
    database = Database(url)
    worker = Worker(database, every=_EVERY_ALONE)
    worker.start()
    up.set()
    while not ends.wait(_EVERY) and os.getppid() == server and worker.is_alive():
        pass
    worker.end()
    database.close()
