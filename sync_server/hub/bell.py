"""Wakes the long polls of one hub process when something came."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Rung from any thread; listened to on the event loop that it was `begun` on."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears: set[asyncio.Event] = set()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._ears)

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for ear in self._ears:
            ear.set()

    @contextmanager
    def ear(self) -> Iterator[asyncio.Event]:
        """An event that is set when something comes; listen before you look."""
        ear = asyncio.Event()
        self._ears.add(ear)
        try:
            yield ear
        finally:
            self._ears.discard(ear)
