"""The share of a village's line that sync may take: as many bytes a second up, and as many down, and no more.

Ten clinics share 4 Mbit/s with the card terminal and the telephone; none of them may fill it.
"""

import io
import threading
import time
from collections.abc import Callable
from typing import Final

from clinic_app.domain.time import Ticks

VILLAGE_KBIT: Final = 300  # of a line of 4 Mbit/s that ten clinics share, with room for others
LEAST_KBIT: Final = 32  # below it an answer would count as no line (client.Patience)
PIECE: Final = 4096  # bytes that pass at once
_AT_ONCE: Final = 0.25  # seconds' worth that may pass without waiting, after silence


class Bucket:
    """So many bytes a second in the long run; may be used by several threads."""

    def __init__(self, per_second: float, ticks: Ticks, sleep: Callable[[float], None]) -> None:
        self._per_second = per_second
        self._most = per_second * _AT_ONCE
        self._left = self._most  # below 0: taken beforehand
        self._since = ticks()
        self._ticks = ticks
        self._sleep = sleep
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Wait until `size` bytes may have passed; who comes later waits behind."""
        with self._lock:
            now = self._ticks()
            self._left = min(self._most, self._left + (now - self._since) * self._per_second) - size
            self._since = now
            wait = -self._left / self._per_second
        if wait > 0:
            self._sleep(wait)


class Pace:
    """Both ways of one line; all that a process does on that line shares it."""

    def __init__(
        self, kbit: int, ticks: Ticks = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`kbit`: 1,000 bits a second, each way."""
        self.kbit = kbit
        self.up = Bucket(kbit * 125, ticks, sleep)
        self.down = Bucket(kbit * 125, ticks, sleep)


class PacedBody(io.BytesIO):
    """A body that is read for sending no faster than the line may carry it."""

    def __init__(self, body: bytes, up: Bucket) -> None:
        super().__init__(body)
        self._size = len(body)
        self._up = up

    def __len__(self) -> int:
        return self._size

    def read(self, size: int | None = -1, /) -> bytes:
        part = super().read(PIECE if size is None or size < 0 else min(size, PIECE))
        self._up.take(len(part))
        return part


def kbit_for(inst_lv: str, chosen: int | None) -> int:
    """What `line_kbit` of the settings means at a facility of that level; 0: as fast as the line goes."""
    if chosen is not None:
        return chosen
    return VILLAGE_KBIT if inst_lv == "village" else 0
