"""Who looks at the screen comes first: whoever writes much in the background gives way to whoever asks.

Python runs one thread at a time.  A search that meets a long write would wait for its turn at each row; so the
writer looks now and then whether somebody reads, and sleeps until that is done.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

TURN: Final = 0.0005  # seconds that one thread of the desktop may keep another waiting; Python's own: 5 ms
_NAP: Final = 0.0005  # seconds between two looks at whether the reader is done
_PATIENCE: Final = 0.02  # seconds of one transaction: a long report does not stop the writer
_LATELY: Final = 5.0  # seconds: the screen counts as used so long after the last question


class Attention:
    """Which threads read at this moment, and when somebody last did."""

    __slots__ = ("_last", "_reading")

    def __init__(self) -> None:
        self._reading: dict[object, int] = {}  # a token for each reading under way, and its thread
        self._last: dict[int, float] = {}  # by thread: when its last reading ended (monotonic seconds)

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While somebody reads."""
        token, thread = object(), threading.get_ident()
        self._reading[token] = thread
        try:
            yield
        finally:
            del self._reading[token]
            self._last[thread] = time.monotonic()

    def courtesy(self) -> Callable[[], None]:
        """What a thread that writes much calls at each entry of one transaction: it costs next to nothing.

        It waits while another thread reads; all its waiting together is bounded, for other writers wait meanwhile.
        """
        own, left, reading = threading.get_ident(), _PATIENCE, self._reading

        def give_way() -> None:
            nonlocal left
            if not reading:
                return
            while left > 0 and any(thread != own for thread in list(reading.values())):
                began = time.monotonic()
                time.sleep(_NAP)
                left -= time.monotonic() - began

        return give_way

    def is_wanted(self) -> bool:
        """Whether another thread read lately: somebody works at the screen."""
        own, since = threading.get_ident(), time.monotonic() - _LATELY
        return any(at > since for thread, at in list(self._last.items()) if thread != own)
