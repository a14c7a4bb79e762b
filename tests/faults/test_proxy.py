"""The line that misbehaves does what it is told: else nothing behind it is proved."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import Fate, How, Proxy, cuts


class Echo:
    """Answers every byte with the same byte; keeps what came on each connection."""

    def __init__(self) -> None:
        self.heard: list[bytearray] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                there, _ = self.listening.accept()
            except OSError:
                return
            self.heard.append(bytearray())
            threading.Thread(target=self._answer, args=(there, self.heard[-1]), daemon=True).start()

    def _answer(self, there: socket.socket, heard: bytearray) -> None:
        try:
            while piece := there.recv(4096):
                heard += piece
                there.sendall(piece)
        except OSError:
            heard += b"!"  # reset
        there.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    found = Echo()
    yield found
    found.listening.close()


def said(proxy: Proxy, data: bytes, patience: float = 2.0) -> bytes:
    """What came back, until the line broke or was silent."""
    found = bytearray()
    with socket.create_connection(("127.0.0.1", proxy.port)) as line:
        line.settimeout(patience)
        try:
            line.sendall(data)
            while len(found) < len(data) and (piece := line.recv(4096)):
                found += piece
        except TimeoutError:
            found += b"..."
        except OSError:
            found += b"!"
    return bytes(found)


def test_a_good_line_carries_every_byte_both_ways_and_counts_them(echo) -> None:
    data = bytes(range(256)) * 300
    with Proxy(echo.port) as proxy:
        assert said(proxy, data) == data
        assert (proxy.up, proxy.down, proxy.strikes) == (len(data), len(data), 0)


def test_a_cut_comes_at_its_byte_in_its_direction(echo) -> None:
    with Proxy(echo.port, [Fate(up=100), Fate(down=7), Fate(up=0)]) as proxy:
        assert said(proxy, b"a" * 1000).endswith(b"!")
        assert said(proxy, b"b" * 1000) in (b"b" * 7 + b"!", b"!")  # a reset may overtake what was carried
        assert said(proxy, b"c").endswith(b"!")
        assert said(proxy, b"good") == b"good", "only so many connections are cut"
        assert [passage.up for passage in proxy.passages][::2] == [100, 0]
        assert proxy.passages[1].down == 7
        assert proxy.strikes == 3
    assert len(bytes(echo.heard[0]).rstrip(b"!")) <= 100


def test_a_stalled_line_says_nothing_and_stays_open(echo) -> None:
    with Proxy(echo.port, [Fate(up=3, how=How.STALL)]) as proxy:
        assert said(proxy, b"abcdef", 0.3) in (b"abc...", b"...")


def test_half_open_the_server_is_told_and_the_client_is_not(echo) -> None:
    with Proxy(echo.port, [Fate(up=3, how=How.HALF_OPEN)]) as proxy:
        assert said(proxy, b"abcdef", 0.3).endswith(b"...")
        assert echo.heard[0].endswith(b"!") or echo.heard[0] == b"abc"


def test_a_slow_line_takes_its_time_and_a_delayed_one_too(echo) -> None:
    with Proxy(echo.port, [Fate(rate=80_000), Fate(delay=0.1)]) as proxy:
        began = time.monotonic()
        assert said(proxy, b"x" * 2_000) == b"x" * 2_000
        middle = time.monotonic()
        assert said(proxy, b"y") == b"y"
        assert middle - began >= 0.2  # 2,000 bytes at 10,000 a second; never sooner than that
        assert time.monotonic() - middle >= 0.2


def test_what_is_doubled_comes_once_more_later(echo) -> None:
    with Proxy(echo.port, [Fate(doubled=True)]) as proxy:
        assert said(proxy, b"once") == b"once"
        proxy.settle()
    assert [bytes(heard).rstrip(b"!") for heard in echo.heard] == [b"once", b"once"]


def test_whoever_waits_for_a_byte_is_told_and_the_line_goes_on(echo) -> None:
    told: list[int] = []
    with Proxy(echo.port, [Fate(down=2, how=How.TELL)], struck=lambda: told.append(1)) as proxy:
        assert said(proxy, b"abcd") == b"abcd"
    assert told == [1]


def test_the_same_seed_cuts_at_the_same_bytes() -> None:
    assert list(cuts(7, 5, 10, 1000)) == list(cuts(7, 5, 10, 1000)) != list(cuts(8, 5, 10, 1000))
    assert all(10 <= (fate.down or 0) <= 1000 for fate in cuts(7, 50, 10, 1000, down=True))
