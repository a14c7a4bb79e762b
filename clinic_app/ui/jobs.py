"""The only file that knows threads and Qt."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from clinic_app.domain.errors import ClinicError

T = TypeVar("T")
Failed = Callable[[ClinicError], None]

_READERS = 2
_NETWORK = 4


class JobRunner(QObject):
    """Runs plain functions on worker threads.

    Writes share one thread, so they happen in the order they were asked for and SQLite never sees two
    writers; reads have threads (and connections) of their own.  Network and card work may overlap both.

    `done` and `failed` always run on the GUI thread.  `failed` gets a `ClinicError`; anything else is a
    bug and is raised there, where the crash dialog catches it.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = ThreadPoolExecutor(1, "store")
        self._readers = ThreadPoolExecutor(_READERS, "read")
        self._network = ThreadPoolExecutor(_NETWORK, "network")
        self._closed = False
        # Queued even when a job ends at once: an answer never runs inside the call that asked.
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def store(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run `work`, which writes the local store."""
        self._submit(self._store, work, done, failed)

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run `work`, which only reads the local store.  Answers may come in another order."""
        self._submit(self._readers, work, done, failed)

    def network(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Run `work`, which waits for a line, a card or a printer."""
        self._submit(self._network, work, done, failed)

    def close(self) -> None:
        """Let what has begun finish, drop what has not, and answer nobody any more.

        Writes that wait are still made: what a user saved is never dropped.
        """
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._network.shutdown(wait=False, cancel_futures=True)
        self._store.shutdown(wait=True, cancel_futures=False)

    def _submit(
        self, pool: ThreadPoolExecutor, work: Callable[[], T], done: Callable[[T], None], failed: Failed
    ) -> None:
        future = pool.submit(work)
        # Runs on the worker; the signal carries the answer over to our thread.
        future.add_done_callback(lambda f: self._carry(partial(_answer, f, done, failed)))

    def _carry(self, answer: Callable[[], None]) -> None:
        if not self._closed:  # after that this object may be gone
            self._finished.emit(answer)

    @Slot(object)
    def _call(self, answer: Callable[[], None]) -> None:
        if not self._closed:
            answer()


def _answer(future: Future[T], done: Callable[[T], None], failed: Failed) -> None:
    if future.cancelled():
        return
    try:
        result = future.result()
    except ClinicError as error:
        failed(error)
    else:
        done(result)
