"""The line from a hub to its county: one request, one bounded answer.

TLS with the county's own authority and nothing else; plain HTTP on the loopback address only.
"""

import http.client
import json
import secrets
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.hub import CountyReceipt, Roster
from clinic_app.journal.packing import TooLarge
from clinic_app.journal.refusal import REFUSALS, BadRequestSignature, NoToken, WrongClock
from sync_server.hub.errors import BadUpstream, CountyRefuses, NoCounty, NotACounty
from sync_server.settings import LOOPBACK

T = TypeVar("T")
_LIMIT: Final = 4 << 20  # bytes of one answer
_LAPSED: Final = (NoToken.code, BadRequestSignature.code)
_BUSY: Final = (408, 429, 500, 502, 503, 504)
_COVERED: Final = ("@method", "@path", "@authority")
_EARLY: Final = 60.0  # seconds: a token is given up this much before its end


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class _Token(msgspec.Struct, frozen=True):
    token: str
    expires: int  # UTC ms, the county's clock
    now: int


class _Certificate(msgspec.Struct, frozen=True):
    certificate: str


@dataclass(slots=True)
class _Signed:
    """A request as the signature library reads it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class Upstream:
    """The county as its hub sees it; any thread may ask, one at a time.

    Every method raises:
        NoCounty: not now.
        NotACounty: something else answers.
        CountyRefuses, or a class of `journal/refusal.py`: the county says no.
    """

    def __init__(
        self,
        server: str,
        ca_pem: bytes | None,
        device: UUID | None = None,
        key: Ed25519PrivateKey | None = None,
        *,
        wall: Wall = wall_clock,
        seconds: float = 20.0,
        unproved: bool = False,
    ) -> None:
        """`device` and `key`: whose requests these are, for what needs a token.  `unproved`: to ask who it is.

        Raises:
            BadUpstream
        """
        self.server = address_of(server)
        self._device = device
        self._key = key
        self._wall = wall
        self._seconds = seconds
        self._context = _context(ca_pem, unproved) if self.server.startswith("https:") else None
        self._connection: http.client.HTTPConnection | None = None
        self._turn = threading.RLock()
        self._token = ""
        self._token_until = 0.0  # monotonic seconds
        self._skew_ms = 0

    def close(self) -> None:
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def authority(self) -> bytes:
        """The certificate (PEM) of whoever answers, to be compared with a code's fingerprint."""
        return _accepted(self._ask("GET", "/v1/authority")).body

    def enrol(self, request: Mapping[str, object]) -> dict[str, Any]:
        """The county's answer to an enrolment (docs/sync-protocol.md)."""
        body = msgspec.json.encode(request)
        return _read(_accepted(self._ask("POST", "/v1/enrolments", body)), dict[str, Any])

    def certificate(self, request_pem: bytes) -> bytes:
        """A certificate (PEM) for the hub's own key."""
        answer = self._authorised("POST", "/v1/hubs/certificates", request_pem)
        return _read(answer, _Certificate).certificate.encode()

    def roster(self, known: str) -> Roster | None:
        """The clinic's devices; `None` when they are those of the digest `known`."""
        answer = self._authorised("GET", f"/v1/hubs/devices?known={known}")
        return None if answer.status == 204 else _read(answer, Roster)

    def relay(self, device: UUID, segment: bytes, after: int) -> CountyReceipt:
        """Hand over a segment as its device signed it."""
        path = f"/v1/hubs/journals/{device.hex}?after={after}"
        return _read(self._authorised("POST", path, segment), CountyReceipt)

    # ---- requests

    def _authorised(self, method: str, path: str, body: bytes = b"") -> Answer:
        with self._turn:
            for last in (False, True):
                answer = self._ask(method, path, body, {"Authorization": f"Bearer {self._bearer()}"})
                if answer.status == 401 and not last and _facts_of(answer).get("error") in _LAPSED:
                    self._token = ""
                    continue
                return _accepted(answer)
        raise AssertionError

    def _bearer(self) -> str:
        if self._token and time.monotonic() < self._token_until:
            return self._token
        try:
            token = self._new_token()
        except WrongClock as error:
            now = error.facts.get("now")
            if not isinstance(now, int):
                raise
            self._skew_ms = self._wall() - now
            token = self._new_token()
        self._token = token.token
        self._token_until = time.monotonic() + (token.expires - token.now) / 1000 - _EARLY
        return self._token

    def _new_token(self) -> _Token:
        assert self._device is not None and self._key is not None
        message = _Signed("POST", f"{self.server}/v1/tokens")
        HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_OwnKey(self._key)).sign(
            message,
            key_id=self._device.hex,
            created=datetime.fromtimestamp((self._wall() - self._skew_ms) / 1000, UTC),
            nonce=secrets.token_hex(12),
            tag="xyt-sync",
            covered_component_ids=_COVERED,
            body=b"{}",
        )
        return _read(_accepted(self._ask("POST", "/v1/tokens", b"{}", message.headers)), _Token)

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; a connection that the other side has closed meanwhile is opened anew, once."""
        with self._turn:
            for last in (self._connection is None, True):
                try:
                    return self._once(method, path, body, headers or {})
                except (OSError, http.client.HTTPException) as error:
                    self.close()
                    if isinstance(error, ssl.SSLCertVerificationError):
                        raise NotACounty(server=self.server, why="certificate") from error
                    if last:
                        raise NoCounty(server=self.server) from error
        raise AssertionError

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = self._connection = self._connection or self._open()
        connection.request(method, path, body or None, dict(headers))
        answer = connection.getresponse()
        data = answer.read(_LIMIT + 1)
        if len(data) > _LIMIT:
            self.close()
            raise NotACounty(server=self.server, why="size")
        return Answer(answer.status, data)

    def _open(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.server)
        host = parts.hostname or ""
        if self._context is None:
            return http.client.HTTPConnection(host, parts.port, timeout=self._seconds)
        return http.client.HTTPSConnection(host, parts.port, timeout=self._seconds, context=self._context)


class _OwnKey(HTTPSignatureKeyResolver):
    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return self._key

    def resolve_public_key(self, key_id: str) -> Any:
        raise AssertionError("a hub checks no signature with its own key")


def address_of(server: str) -> str:
    """Raises:
    BadUpstream: no host, another kind of address, or plain HTTP to another machine.
    """
    text = (server.strip() if "://" in server else f"https://{server.strip()}").rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadUpstream(server=server) from error
    plain = parts.scheme == "http" and host in LOOPBACK
    if not host or not (plain or parts.scheme == "https") or parts.path or parts.query or parts.username:
        raise BadUpstream(server=server)
    return text


def _context(ca_pem: bytes | None, unproved: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if unproved:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif ca_pem is not None:
        context.load_verify_locations(cadata=ca_pem.decode("ascii"))
    return context


def _accepted(answer: Answer) -> Answer:
    """Raises:
    ClinicError: the answer is a refusal.
    """
    if answer.status in (200, 204):
        return answer
    facts = _facts_of(answer)
    code = facts.pop("error", "")
    if code in REFUSALS:
        raise REFUSALS[code](**facts)
    if code == TooLarge.code or answer.status == 413:
        raise TooLarge(limit=0)
    if answer.status in _BUSY:
        raise NoCounty(server="")
    if code:
        raise CountyRefuses(reason=code)
    raise NotACounty(server="", why=f"HTTP {answer.status}")


def _facts_of(answer: Answer) -> dict[str, Any]:
    try:
        facts = json.loads(answer.body)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _read(answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotACounty(server="", why=getattr(kind, "__name__", "answer")) from error
