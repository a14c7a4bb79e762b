"""What a stranger or a broken device cannot exceed: sizes, rates, and work at one time."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from starlette.requests import ClientDisconnect, Request

from clinic_app.domain.time import Ticks
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import BadRequest, Busy, Slow, TooMany

MAX_SEGMENT: Final = 8 << 20  # bytes of one pushed segment, compressed
MAX_PAGE: Final = 24 << 20  # bytes of a page that is given back
MAX_JSON: Final = 64 << 10  # bytes of any other body
MAX_PUSHES: Final = 32  # taken in at one time by one process
MAX_REVOKED: Final = 2  # of them from devices that were taken out of use
MAX_REHEARSALS: Final = 1  # at one time by one process: nobody's entries are numbered meanwhile
SEGMENT_SECONDS: Final = 0.02  # until one is numbered and judged: a hundred entries
_REMEMBERED: Final = 10_000  # devices or addresses
_LEAST_WAIT: Final = 2.0  # seconds
_MOST_WAIT: Final = 600.0  # seconds: nobody is sent away for longer
_MOST_BEHIND: Final = (
    60.0  # seconds: what waits to be judged holds nobody back for longer, it is safe already
)
_AT_FIRST: Final = 0.5  # seconds of a push, until some were seen
_NEWEST: Final = 0.05  # weight of the newest in the mean


async def body_of(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body, never more than `limit` bytes of it in memory.

    Raises:
        TooLarge: more bytes than that, announced or sent.
        Slow: it does not arrive in time.
        BadRequest: the line broke, or the length is no number.
    """
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit():
        raise BadRequest(why="content-length")
    if int(announced[:20]) > limit:
        raise TooLarge(limit=limit)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise TooLarge(limit=limit)
    except TimeoutError as error:
        raise Slow() from error
    except ClientDisconnect as error:
        raise BadRequest(why="disconnected") from error
    return bytes(body)


async def body_dropped(request: Request, limit: int, seconds: float) -> None:
    """Read a refused request to its end and keep nothing: a sender that is cut off never hears the answer."""
    left = limit
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                left -= len(chunk)
                if left < 0:
                    return


class Rate:
    """A bucket for each device or address: `burst` requests at once, `per_second` in the long run."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def require(self, who: str) -> None:
        """Raises:
        TooMany: `who` asks too often.
        """
        now = time.monotonic()
        with self._lock:
            left, since = self._buckets.pop(who, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._per_second)
            allowed = left >= 1
            self._buckets[who] = (left - 1 if allowed else left, now)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        if not allowed:
            raise TooMany(retry_after=max(1, round((1 - left) / self._per_second)))


class Slots:
    """So many at one time; the rest is told to come again, each at a time at which there will be room.

    Whoever is turned away is given the next place of a queue that nobody stands in: places follow each other as fast as
    the work has gone of late, so the time told grows with those who were told to come before.
    """

    def __init__(self, count: int, ticks: Ticks = time.monotonic) -> None:
        self._count = count
        self._free = count
        self._ticks = ticks
        self._held = _AT_FIRST  # seconds that one takes, of late
        self._given = float("-inf")  # the moment of the last place that was given
        self._behind = 0.0  # seconds of work that waits behind the answers

    @contextmanager
    def one(self) -> Iterator[None]:
        """Used from the event loop alone.

        Raises:
            Busy: none is free; `retry_after` in whole seconds.
        """
        if self._free == 0:
            raise Busy(retry_after=self._place())
        self._free -= 1
        began = self._ticks()
        try:
            yield
        finally:
            self._free += 1
            self._held += (self._ticks() - began - self._held) * _NEWEST

    @property
    def is_full(self) -> bool:
        return self._free == 0

    def note_behind(self, seconds: float) -> None:
        """How long what was taken in already will take to be judged: it takes its share of the machine."""
        self._behind = max(0.0, seconds)

    def _place(self) -> int:
        now = self._ticks()
        self._given = max(self._given, now) + self._held / self._count
        told = _LEAST_WAIT + (self._given - now) + min(self._behind, _MOST_BEHIND)
        return round(min(told, _MOST_WAIT))
