"""The line to the county: one request, one bounded answer.  The only file that talks HTTP.

TLS with the county's own authority and nothing else; plain HTTP on the loopback address only.  Proxies,
`.netrc` and other settings of the environment are left aside: they would add credentials or trust.
"""

import contextlib
import ipaddress
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from requests.adapters import BaseAdapter, HTTPAdapter
from requests_http_signature import HTTPSignatureAuth, algorithms
from urllib3.connection import HTTPConnection
from urllib3.util import SKIP_HEADER

from clinic_app import __version__
from clinic_app.sync.errors import BadAddress, BadAnswer, NoLine, NotEncrypted, Untrusted
from clinic_app.sync.pace import PIECE, Pace, PacedBody

JSON_LIMIT: Final = 1 << 20  # bytes of one JSON answer
DATA_LIMIT: Final = 24 << 20  # bytes of one page or of a bundle of segments
_CHUNK: Final = 1 << 16
_WINDOW: Final = 1 << 14  # bytes that may be on their way to a paced line: what came is not taken back
_TAG: Final = "xyt-sync"
_SPARED: Final = {"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER}
_COVERED: Final = ("@method", "@path", "@authority")
Transport = BaseAdapter  # what carries a request, where it is not the network


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds."""

    connect: float = 5.0
    silence: float = 20.0  # between two arrivals of bytes
    answer: float = 30.0  # for a whole answer, and a second more for each `slowest` bytes of it
    slowest: int = 2048  # bytes a second: slower than this is no line


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str  # content type, without parameters
    body: bytes  # of a 204, which has none: its header `upto`
    retry_after: float  # seconds; 0 when not told


@dataclass(slots=True)
class Traffic:
    """What went over the line, without TLS's own share."""

    up: int = 0  # bytes
    down: int = 0  # bytes
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose key signs a request (RFC 9421), and by which clock."""

    key_id: str
    key: Ed25519PrivateKey
    now_ms: Callable[[], int]  # the county's time as far as we know it


class _Signed(HTTPSignatureAuth):
    """The library's signature with the county's clock instead of ours."""

    def __init__(self, signing: Signing) -> None:
        pem = signing.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        super().__init__(
            signature_algorithm=algorithms.ED25519,
            key=pem,
            key_id=signing.key_id,
            covered_component_ids=_COVERED,
            tag=_TAG,
            use_nonce=True,
        )
        self._now_ms = signing.now_ms

    def get_created(self, request: requests.PreparedRequest) -> datetime:
        created = datetime.fromtimestamp(self._now_ms() / 1000, UTC)
        self.add_date(request, timestamp=int(created.timestamp()))
        return created


class Named(HTTPAdapter):
    """Carries requests to a server whose certificate is made out to a name, at whatever address it is."""

    def __init__(self, host_name: str) -> None:
        self._host_name = host_name
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **how: Any) -> None:
        named = {"assert_hostname": self._host_name, "server_hostname": self._host_name}
        super().init_poolmanager(connections, maxsize, block, **{**how, **named})


class _Narrow(HTTPAdapter):
    """Carries requests over a line whose far end sends no more beforehand than `_WINDOW`."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **how: Any) -> None:
        options = [*HTTPConnection.default_socket_options, (socket.SOL_SOCKET, socket.SO_RCVBUF, _WINDOW)]
        super().init_poolmanager(connections, maxsize, block, socket_options=options, **how)


class Line:
    """Requests to one server, one at a time.  Not for several threads at once."""

    def __init__(
        self,
        server: str,
        ca_pem: bytes | None = None,
        patience: Patience | None = None,
        *,
        unproved: bool = False,
        transport: Transport | None = None,
        pace: Pace | None = None,
    ) -> None:
        """`server` is an address like ``https://county.example:8443``; without a scheme it means https.

        Nobody but `ca_pem` is trusted, the system's authorities neither; `unproved` is for asking who it is.
        `transport` carries the requests, where it is not the network; `pace`: no faster than that.

        Raises:
            BadAddress, NotEncrypted
            Untrusted: https, and no authority is known.
        """
        self.server = address_of(server)
        if self.server.startswith("https:") and ca_pem is None and not unproved:
            raise Untrusted(server=self.server)
        self.patience = patience or Patience()
        self.traffic = Traffic()
        self._pace = pace
        self._chunk = _CHUNK if pace is None else PIECE
        self._trust = _trust_file(ca_pem) if ca_pem else None
        self._verify: str | bool = str(self._trust) if self._trust else False
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.clear()
        self._session.headers.update(
            {"User-Agent": f"xiangyitong/{__version__}", "Accept-Encoding": "identity"}
        )
        if transport is not None:
            self._session.mount(self.server, transport)
        elif pace is not None:
            self._session.mount(self.server, _Narrow())

    def close(self) -> None:
        self._session.close()
        if self._trust is not None:
            self._trust.unlink(missing_ok=True)
            self._trust = None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        signing: Signing | None = None,
        limit: int = JSON_LIMIT,
        wait: float = 0.0,
        bare: bool = False,
    ) -> Answer:
        """One request; `wait` seconds longer than usual for the answer to begin; `bare`: no header that can be spared.

        Raises:
            NoLine: no connection, no answer in time, or cut off.
            Untrusted: another authority's certificate.
            BadAnswer: more than `limit` bytes, packed though we asked for plain, a redirection, no HTTP.
        """
        request = self._session.prepare_request(
            requests.Request(
                method,
                self.server + path,
                data=PacedBody(body, self._pace.up) if self._pace is not None and body else body,
                headers={**(headers or {}), **(_SPARED if bare else {})},
            )
        )
        if signing is not None:
            request = _Signed(signing)(request)
        with self._told():
            self.traffic.requests += 1
            self.traffic.up += _size_up(request)
            response = self._session.send(
                request,
                stream=True,
                allow_redirects=False,
                verify=self._verify,
                timeout=(self.patience.connect, self.patience.silence + wait),
            )
            with response:
                return self._read(response, limit)

    def _read(self, response: requests.Response, limit: int) -> Answer:
        self.traffic.down += 17 + sum(len(name) + len(value) + 4 for name, value in response.headers.items())
        if 300 <= response.status_code < 400:
            raise BadAnswer(server=self.server, why=f"HTTP {response.status_code}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise BadAnswer(server=self.server, why="packed")
        if response.status_code == 204:
            return Answer(204, "", response.headers.get("upto", "").encode("latin-1"), 0.0)
        body = bytearray()
        began = time.monotonic()
        while part := response.raw.read1(self._chunk):
            body += part
            self._came(part)
            if len(body) > limit:
                raise BadAnswer(server=self.server, why=f"> {limit} B")
            if time.monotonic() - began > self.patience.answer + len(body) / self.patience.slowest:
                raise NoLine(server=self.server, why="slow")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and len(body) < int(length):
            raise NoLine(server=self.server, why="cut")
        if not length and "Transfer-Encoding" not in response.headers:
            raise NoLine(server=self.server, why="cut")  # in the head: nobody can tell where it ends
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        return Answer(response.status_code, kind, bytes(body), _seconds(response.headers.get("Retry-After")))

    @contextlib.contextmanager
    def opened(self, path: str, headers: Mapping[str, str]) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """A long answer, read piece by piece; an answer that is none of status 200 comes whole, and no pieces.

        The line stays taken until the block ends.

        Raises:
            As `ask`; also while the pieces are read.
        """
        request = self._session.prepare_request(
            requests.Request("GET", self.server + path, headers=dict(headers))
        )
        with self._told():
            self.traffic.requests += 1
            self.traffic.up += _size_up(request)
            response = self._session.send(
                request,
                stream=True,
                allow_redirects=False,
                verify=self._verify,
                timeout=(self.patience.connect, self.patience.silence),
            )
        with response:
            if response.status_code != 200:
                with self._told():
                    answer = self._read(response, JSON_LIMIT)
                yield answer, iter(())
            else:
                yield Answer(200, "", b"", 0.0), self._pieces(response)

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        waited, size = 0.0, 0
        while True:
            began = time.monotonic()
            with self._told():
                part = response.raw.read1(self._chunk)
            waited += time.monotonic() - began  # not what the reader does with it meanwhile
            size += len(part)
            self._came(part)
            if not part:
                return
            if waited > self.patience.answer + size / self.patience.slowest:
                raise NoLine(server=self.server, why="slow")
            yield part

    def _came(self, part: bytes) -> None:
        self.traffic.down += len(part)
        if self._pace is not None:
            self._pace.down.take(len(part))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turns the library's errors into ours; nothing of an error's text is shown, it may name a proxy's user."""
        try:
            yield
        except requests.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error) or "doesn't match" in str(error):
                raise Untrusted(server=self.server) from error
            raise NoLine(server=self.server, why="tls") from error
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise NoLine(server=self.server, why="time-out") from error
        except (
            requests.exceptions.InvalidHeader,
            requests.exceptions.ContentDecodingError,
            urllib3.exceptions.DecodeError,
        ) as error:
            raise BadAnswer(server=self.server, why="no HTTP") from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            if "BadStatusLine" in repr(error) or "LineTooLong" in repr(error):
                raise BadAnswer(server=self.server, why="no HTTP") from error
            raise NoLine(server=self.server, why="cut") from error


def authority_of(server: str, patience: Patience | None = None) -> bytes:
    """The certificate authority (PEM) that an unproved server names; the caller compares its fingerprint.

    Raises:
        NoLine, BadAnswer, BadAddress, NotEncrypted
    """
    line = Line(server, patience=patience, unproved=True)
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    try:
        answer = line.ask("GET", "/v1/authority")
    finally:
        line.close()
    if answer.status != 200:
        raise BadAnswer(server=line.server, why=f"HTTP {answer.status}")
    return answer.body


def address_of(server: str) -> str:
    """The address in one form, without a slash at the end.

    Raises:
        BadAddress: no host, or another kind of address.
        NotEncrypted: ``http`` to another machine.
    """
    text = server.strip() if "://" in server else f"https://{server.strip()}"
    text = text.rstrip("/") if not text.endswith("://") else text
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress(server=server) from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise BadAddress(server=server)
    if parts.scheme == "http" and not is_loopback(host):
        raise NotEncrypted(server=server)
    return text


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _trust_file(ca_pem: bytes) -> Path:
    # The library takes a file and nothing else; a certificate is no secret.
    handle, name = tempfile.mkstemp(prefix="xyt-ca-", suffix=".pem")
    with os.fdopen(handle, "wb") as file:
        file.write(ca_pem)
    return Path(name)


def _size_up(request: requests.PreparedRequest) -> int:
    body = request.body or b""
    line = len(request.method or "") + len(request.path_url) + 12
    sent = {"Host": urlsplit(request.url or "").netloc, **request.headers}
    headers = sum(len(name) + len(value) + 4 for name, value in sent.items() if value != SKIP_HEADER)
    return line + headers + len(body) + 2


def _seconds(text: str | None) -> float:
    try:
        return min(max(float(text or 0), 0.0), 3600.0)
    except ValueError:
        return 0.0
