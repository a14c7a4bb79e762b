"""What a stranger or a broken device cannot exceed: sizes, rates, and work at one time."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from starlette.requests import ClientDisconnect, Request

from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import BadRequest, Busy, Slow, TooMany

MAX_SEGMENT: Final = 8 << 20  # bytes of one pushed segment, compressed
MAX_PAGE: Final = 24 << 20  # bytes of a page that is given back
MAX_JSON: Final = 64 << 10  # bytes of any other body
MAX_PUSHES: Final = 32  # taken in at one time by one process
MAX_REVOKED: Final = 2  # of them from devices that were taken out of use
MAX_REHEARSALS: Final = 1  # at one time by one process: nobody's entries are numbered meanwhile
_REMEMBERED: Final = 10_000  # devices or addresses


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
    """So many at one time, the rest is told to come again."""

    def __init__(self, count: int) -> None:
        self._free = count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Used from the event loop alone.

        Raises:
            Busy: none is free.
        """
        if self._free == 0:
            raise Busy(retry_after=2)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
