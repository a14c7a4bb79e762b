"""A server that misbehaves: it reads one request and plays one script on the raw socket."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Script = Callable[[socket.socket], None]


def says(data: bytes) -> Script:
    """These bytes, then the end."""
    return lambda connection: connection.sendall(data)


def answers(body: bytes, status: str = "200 OK", *headers: str) -> Script:
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return says("\r\n".join(head).encode() + body)


def hangs(seconds: float = 30.0) -> Script:
    return lambda connection: _silence(connection, seconds)


def drips(connection: socket.socket) -> None:
    """A byte now and then, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.05)


def pours(connection: socket.socket) -> None:
    """Bytes without end and without a length."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def _silence(connection: socket.socket, seconds: float) -> None:
    connection.settimeout(seconds)
    connection.recv(1)  # until the client gives up


@contextmanager
def line_server(*scripts: Script) -> Iterator[str]:
    """Plays one script a connection, in order, the last one for all that follow; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        number = 0
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            script = scripts[min(number, len(scripts) - 1)]
            number += 1
            threading.Thread(target=_play, args=(connection, script), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.close()


def _play(connection: socket.socket, script: Script) -> None:
    with connection:
        try:
            if _read_request(connection):
                script(connection)
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the client went away, as it should


def _read_request(connection: socket.socket) -> bool:
    connection.settimeout(10)
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return False
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return True
