"""A listener for readers' events."""

import threading
import time
from typing import TypeVar

from clinic_app.devices.reader import ReaderEvent

T = TypeVar("T")


class Heard:
    """A listener that remembers; `wait_for` hands out each event once, in order of coming."""

    def __init__(self) -> None:
        self.all: list[ReaderEvent] = []
        self._next = 0
        self._news = threading.Condition()

    def __call__(self, event: ReaderEvent) -> None:
        with self._news:
            self.all.append(event)
            self._news.notify_all()

    def wait_for(self, kind: type[T], seconds: float = 30.0, **facts: object) -> T:
        """The next event of this kind with these facts; those before it are passed over."""
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                for event in self.all[self._next :]:
                    self._next += 1
                    if isinstance(event, kind) and all(getattr(event, k) == v for k, v in facts.items()):
                        return event
                if not self._news.wait(max(0.0, deadline - time.monotonic())):
                    raise AssertionError(f"no {kind.__name__} {facts} in {seconds} s, but {self.all}")
