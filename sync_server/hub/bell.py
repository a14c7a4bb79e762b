"""Wakes the long polls of one hub process when something came."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_TOGETHER: Final = 0.2  # seconds: what comes close together wakes everybody once


class Bell:
    """Rung from any thread; listened to on the event loop that it was `begun` on."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears: set[asyncio.Event] = set()
        self._rung = False

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self._ears)

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()

    def ring(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._soon, loop)

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._rung:
            self._rung = True
            loop.call_later(_TOGETHER, self._wake)

    def _wake(self) -> None:
        self._rung = False
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
