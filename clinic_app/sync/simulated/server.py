"""The simulated platform on a port of this machine."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from clinic_app.domain.platform.errors import NoAnswer
from clinic_app.sync.simulated.faults import SLOW_SECONDS, Fault
from clinic_app.sync.simulated.platform import SimulatedPlatform

_LIMIT: Final = 4 << 20  # bytes of one request


class PlatformServer(ThreadingHTTPServer):
    """On the loopback address only."""

    daemon_threads = True

    def __init__(self, platform: SimulatedPlatform, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.platform = platform

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PlatformServer

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if not 0 < length <= _LIMIT:
            self._gone()
            return
        message = json.loads(self.rfile.read(length))
        faults: list[Fault] = []
        try:
            answer = self.server.platform.ask(message, faults.append)
        except NoAnswer:
            self._gone()
            return
        body = json.dumps(answer, ensure_ascii=False).encode()
        fault = faults[-1] if faults else Fault.NONE
        if fault is Fault.SLOW:
            time.sleep(SLOW_SECONDS)
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault is Fault.CUT else body)
        if fault is Fault.CUT:
            self._gone()

    def _gone(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: an answer names people."""
