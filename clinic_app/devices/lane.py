"""A thread of its own for calls that may never come back.

SCardTransmit to a card that hangs blocks until the card is pulled, and nothing can cancel it.
So each open card has a lane: the caller waits as long as it likes, then walks away.
"""

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")

_LOOK = 0.05  # seconds between looks whether the caller was told to stop


class Late(Exception):
    """The call did not come back in time; the lane may still be in it."""


class _Call(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done = threading.Event()
        self._result: T
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # carried over to the caller's thread, which raises it
            self._error = error
        self._done.set()

    def answer(self, seconds: float, stopping: threading.Event | None) -> T:
        deadline = time.monotonic() + seconds
        while not self._done.wait(min(_LOOK, seconds)):
            if time.monotonic() >= deadline or (stopping is not None and stopping.is_set()):
                raise Late
        if self._error is not None:
            raise self._error
        return self._result


class Lane:
    """Runs calls one after another on its own daemon thread, which never holds up the end of the program.

    `stopping`, once set, makes every waiting caller leave at once.
    """

    def __init__(self, name: str, stopping: threading.Event | None = None) -> None:
        self._calls: SimpleQueue[_Call[object] | None] = SimpleQueue()
        self._stopping = stopping
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """The result of `work`, or its exception.

        Raises:
            Late: it takes longer than `seconds`, or we are to stop.
        """
        call = _Call(work)
        self._calls.put(call)  # type: ignore[arg-type]
        return call.answer(seconds, self._stopping)

    def end(self, last: Callable[[], None], seconds: float) -> None:
        """Run `last` when the lane is free, then end it; wait for that no longer than `seconds`."""
        self._calls.put(_Call(last))
        self._calls.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            call.run()
