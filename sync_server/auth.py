"""Who asks: a request signed by a device's key (RFC 9421) once an hour, and the short token it gets for that.

A token is ``base64url(device 16 ‖ expires 4 (UTC seconds) ‖ HMAC 12)``: no table, any process of the county can check
it, and it costs 43 bytes in each request.
"""

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    VerifyResult,
    algorithms,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from starlette.requests import Request

from clinic_app.domain.time import Wall
from clinic_app.journal.refusal import (
    BadRequestSignature,
    NotEnrolled,
    NoToken,
    Replayed,
    Revoked,
    WrongClock,
)
from sync_server.store.county import County
from sync_server.store.engine import Database
from sync_server.store.queries import contacts, registry
from sync_server.store.queries.registry import Device
from sync_server.store.tables import nonce as nonce_table

TOKEN_MS: Final = 3600 * 1000
SKEW_MS: Final = 5 * 60 * 1000  # how wrong a device's clock may be
_TAG: Final = b"xyt-token-2"
_PAYLOAD: Final = struct.Struct(">16sI")
_COVERED: Final = ("@method", "@path", "@authority", "content-digest")
_NONCE_LENGTH: Final = 128


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a token says."""

    device: UUID
    expires: int  # UTC milliseconds


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    expires: int  # UTC milliseconds


def token_for(county: County, device: Device, now: int) -> Token:
    expires = (now + TOKEN_MS) // 1000
    payload = _PAYLOAD.pack(device.id.bytes, expires)
    return Token(_base64(payload + _mac(county.seed, payload)), expires * 1000)


def bearer_of(county: County, request: Request, now: int) -> Bearer:
    """Raises:
    NoToken: none, or one that has run out.
    BadRequestSignature: the county did not make it.
    """
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise NoToken()
    bearer = _read(county.seed, text.strip())
    if bearer.expires <= now:
        raise NoToken()
    request.state.device = bearer.device
    return bearer


@lru_cache(maxsize=8192)
def _read(seed: bytes, text: str) -> Bearer:
    try:
        data = _bytes(text)
    except (ValueError, binascii.Error) as error:
        raise BadRequestSignature() from error
    payload, mac = data[: _PAYLOAD.size], data[_PAYLOAD.size :]
    if len(payload) < _PAYLOAD.size or not hmac.compare_digest(mac, _mac(seed, payload)):
        raise BadRequestSignature()
    device, expires = _PAYLOAD.unpack(payload)
    return Bearer(UUID(bytes=device), expires * 1000)


def _mac(seed: bytes, payload: bytes) -> bytes:
    """Twelve bytes: an hour is too short to guess one of 2^96."""
    key = hmac.digest(seed, _TAG, "sha256")
    return hmac.digest(key, payload, "sha256")[:12]


def enrolled(database: Database, device: UUID) -> Device:
    """Raises:
    NotEnrolled, Revoked
    """
    with database.reading() as connection:
        return enrolled_in(connection, device)


def enrolled_in(connection: sa.Connection, device: UUID) -> Device:
    """Raises:
    NotEnrolled, Revoked
    """
    known = registry.device_of(connection, device)
    if known is None:
        raise NotEnrolled()
    if known.revoked:
        raise Revoked()
    return known


def signed_by_device(database: Database, request: Request, body: bytes, wall: Wall) -> Device:
    """The device whose key signed this request, which comes for the first time.

    Raises:
        BadRequestSignature: missing, malformed or wrong, or it does not cover what it must.
        NotEnrolled, Revoked
        WrongClock: signed more than five minutes from now, by our clock.
        Replayed: its nonce has been seen.
        sqlalchemy.exc.SQLAlchemyError: the database is away.
    """
    resolver = _Keys(database)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=resolver)
    try:
        result: VerifyResult = verifier.verify(
            request, max_age=None, expect_tag="xyt-sync", require_components=_COVERED, body=body
        )[0]
    except (HTTPMessageSignaturesException, ValueError, KeyError, IndexError) as error:
        if resolver.outage is not None:
            raise resolver.outage from error
        if resolver.stranger:
            raise NotEnrolled() from error
        raise BadRequestSignature() from error
    device = resolver.device
    created, nonce = result.parameters.get("created"), result.nonce
    if device is None or not isinstance(nonce, str) or not 8 <= len(nonce) <= _NONCE_LENGTH:
        raise BadRequestSignature()
    if device.revoked:
        raise Revoked()
    now = wall()
    if not isinstance(created, int):
        raise WrongClock(now=now)
    skew = created * 1000 - now
    if abs(skew) > SKEW_MS:
        with database.writing() as connection:
            contacts.note_refused_clock(connection, device.id, now, skew)
        raise WrongClock(now=now)
    _once(database, device.id, nonce, now, skew)
    return device


def _once(database: Database, device: UUID, nonce: str, now: int, skew: int) -> None:
    try:
        with database.writing() as connection:
            connection.execute(sa.delete(nonce_table).where(nonce_table.c.expires < now))
            connection.execute(
                sa.insert(nonce_table).values(device=device, nonce=nonce, expires=now + 3 * SKEW_MS)
            )
            contacts.note_contact(connection, device, now, skew)
    except sa.exc.IntegrityError as error:
        raise Replayed() from error


class _Keys(HTTPSignatureKeyResolver):
    """Finds the key of the device that a signature names."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.device: Device | None = None
        self.stranger = False
        self.outage: sa.exc.SQLAlchemyError | None = None  # the library takes any error for a bad signature

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        try:
            device = UUID(hex=key_id)
        except ValueError:
            return None
        try:
            with self._database.reading() as connection:
                self.device = registry.device_of(connection, device)
        except sa.exc.SQLAlchemyError as error:
            self.outage = error
            raise
        if self.device is None:
            self.stranger = True
            return None
        return Ed25519PublicKey.from_public_bytes(self.device.public_key)

    def resolve_private_key(self, key_id: str) -> Any:
        raise AssertionError("the county signs nothing in a device's name")


class _Verifier(HTTPMessageVerifier):
    max_clock_skew = timedelta(days=1)

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """`signed_by_device` looks at the time itself: a wrong clock has its own answer."""


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
