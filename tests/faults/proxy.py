"""A line that misbehaves: a TCP proxy on a thread of its own, and what befalls each connection, from a list or a seed."""

import asyncio
import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

_PIECE: Final = 16 << 10  # bytes carried at once
_ECHO_SECONDS: Final = 1.0  # silence after which a repeated connection is given up


class How(Enum):
    """What happens at the byte that a fate names."""

    CUT = "cut"  # both ends are reset
    STALL = "stall"  # nothing moves any more, and nobody is told
    HALF_OPEN = "half-open"  # the server's end is reset, the client's end stays open
    TELL = "tell"  # the line goes on; the proxy's `struck` is called, once


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls one connection; as it stands, nothing."""

    up: int | None = None  # bytes from the client after which it happens; 0: at once
    down: int | None = None  # bytes from the server
    how: How = How.CUT
    delay: float = 0.0  # seconds, each way
    rate: float = 0.0  # bits a second, each way; 0: as fast as it goes
    doubled: bool = False  # everything that the client sent comes once more, on a connection of its own


@dataclass(slots=True)
class Passage:
    """One connection, as it went."""

    fate: Fate
    up: int = 0  # bytes from the client, whether or not they got through
    down: int = 0
    struck: bool = False
    sent: bytearray = field(default_factory=bytearray)  # kept where it comes once more


def cuts(
    seed: int, count: int, least: int, most: int, *, down: bool = False, **how: object
) -> Iterator[Fate]:
    """`count` connections that break after `least` to `most` bytes; those after them are good."""
    dice = random.Random(seed)
    for _ in range(count):
        at = dice.randint(least, most)
        yield Fate(down=at, **how) if down else Fate(up=at, **how)  # type: ignore[arg-type]


class Proxy:
    """From a port of its own to `target` on loopback.  Connections beyond the `fates` have the `usual` one."""

    def __init__(
        self,
        target: int,
        fates: Iterable[Fate] = (),
        usual: Fate | None = None,
        struck: Callable[[], None] = lambda: None,
    ) -> None:
        self.target = target
        self.passages: list[Passage] = []
        self.port = 0
        self._fates = iter(fates)
        self._usual = usual or Fate()
        self._struck = struck
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.Task[None]] = set()
        self._to_repeat = 0
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._server = self._do(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def up(self) -> int:
        """Bytes that clients sent."""
        return sum(passage.up for passage in self.passages)

    @property
    def down(self) -> int:
        return sum(passage.down for passage in self.passages)

    @property
    def strikes(self) -> int:
        return sum(passage.struck for passage in self.passages)

    def settle(self, seconds: float = 20.0) -> None:
        """Wait until what comes twice has come twice."""
        end = time.monotonic() + seconds
        while self._to_repeat:
            assert time.monotonic() < end, "the line does not become quiet"
            time.sleep(0.02)

    def _do(self, work: object) -> object:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)  # type: ignore[arg-type]

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._came, "127.0.0.1", 0)

    async def _close(self) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        passage = Passage(next(self._fates, self._usual))
        self.passages.append(passage)
        self._to_repeat += passage.fate.doubled
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._carry(passage, reader, writer)
            if passage.fate.doubled:
                await self._repeat(bytes(passage.sent))
        self._to_repeat -= passage.fate.doubled
        _reset(writer)

    async def _carry(
        self, passage: Passage, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        there, to = await asyncio.open_connection("127.0.0.1", self.target)
        ways = [
            asyncio.create_task(self._flow(passage, reader, to, up=True)),
            asyncio.create_task(self._flow(passage, there, writer, up=False)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            if not passage.struck or passage.fate.how is How.TELL:
                await asyncio.wait(ways, timeout=_ECHO_SECONDS)  # the other way's last bytes
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            _reset(to)
        if passage.struck and passage.fate.how is How.HALF_OPEN:
            await asyncio.Event().wait()

    async def _flow(
        self, passage: Passage, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, up: bool
    ) -> None:
        fate, carried = passage.fate, 0
        limit = fate.up if up else fate.down
        while True:
            if carried == limit and not passage.struck:
                passage.struck = True
                self._struck()
                if fate.how in (How.CUT, How.HALF_OPEN):
                    return
            if passage.struck and fate.how is How.STALL:
                await asyncio.Event().wait()
            room = _PIECE if limit is None or carried >= limit else min(_PIECE, limit - carried)
            piece = await reader.read(room)
            if not piece:
                writer.write_eof()
                return
            carried += len(piece)
            if up:
                passage.up += len(piece)
                passage.sent += piece if fate.doubled else b""
            else:
                passage.down += len(piece)
            await asyncio.sleep(fate.delay + (len(piece) * 8 / fate.rate if fate.rate else 0.0))
            writer.write(piece)
            await writer.drain()

    async def _repeat(self, sent: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(sent)
        with contextlib.suppress(TimeoutError):
            while await asyncio.wait_for(reader.read(_PIECE), _ECHO_SECONDS):
                pass
        _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection the hard way: with RST, and without what still waits."""
    with contextlib.suppress(OSError):
        found = writer.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
