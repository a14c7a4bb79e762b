"""Enrolment: a one-time code binds a device's key to a facility.

NNNNNNNNNNNNNNNN-FFFFFFFFFFFF
random, 80 bits in base32 · first 12 hexadecimal digits of the county's CA certificate's SHA-256
"""

import base64
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.entry import device_id
from clinic_app.journal.facts.county import DeviceEnrolled
from clinic_app.journal.refusal import (
    BadCode,
    BadProof,
    CodeExpired,
    CodeUsed,
    KeyTaken,
    NeedsAdministrator,
    OtherFacility,
)
from clinic_app.journal.sealing import stated_key
from clinic_app.journal.signing import is_signed
from sync_server.intake.certify import certify_administrator
from sync_server.intake.pen import Pen, held_pen
from sync_server.publish.facilities import NoFacility
from sync_server.publish.founding import authority_of
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.registry import Device
from sync_server.store.tables import enrolment_code, journal_head
from sync_server.tls import fingerprint

LIFE_MS: Final = 24 * 3600 * 1000
PROOF_TAG: Final = b"xyt-enrol-1"
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which read as 1 and 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a device says when it enrols."""

    code: str  # as it was typed
    device_key: bytes  # Ed25519, 32 bytes
    facility: str  # "" for a further PC of a clinic that exists
    admin: str
    admin_key: bytes
    proof: bytes  # the device's signature over the tag and the code
    hub: bool = False
    attempt: bytes = (
        b""  # tells copies of one disk apart: drawn before it first asked, sent until it was answered
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What the county answers."""

    facility: str
    name: str
    inst_lv: str
    letter: str
    device: UUID
    county: str
    county_key: bytes
    epoch: UUID
    first_device: bool
    courier_key: bytes = b""  # the county's sealing key, stated (clinic_app/journal/sealing.py)


def new_code(database: Database, facility: str, wall: Wall = wall_clock) -> str:
    """A one-time code for one device of a facility, good for 24 hours.

    Raises:
        NoFacility: the county knows none of this code.
    """
    secret = base64.b32encode(secrets.token_bytes(10)).decode("ascii")
    mark = fingerprint(authority_of(database).cert_pem)[:12]
    with database.writing() as connection:
        if registry.facility_of(connection, facility) is None:
            raise NoFacility(facility=facility)
        connection.execute(
            sa.insert(enrolment_code).values(
                code_hash=_hash(secret), facility=facility, expires=wall() + LIFE_MS
            )
        )
    return f"{secret}-{mark}"


def enrol(database: Database, application: Application, wall: Wall = wall_clock) -> Enrolled:
    """Bind a key to the code's facility; the same attempt with the same code gets the same answer.

    Raises:
        BadProof: the device does not hold the key.
        BadCode, CodeUsed, CodeExpired: no such code, another disk's, or too old.
        KeyTaken: a copy of the disk has enrolled with the key; it needs one of its own.
        OtherFacility: the code is for another clinic.
        NeedsAdministrator: a clinic's first device names no administrator.
    """
    message = PROOF_TAG + application.code.encode()
    if not is_signed(application.device_key, application.proof, message):
        raise BadProof()
    device = device_id(application.device_key)
    with held_pen(database, wall) as pen:
        row = pen.connection.execute(
            sa.select(enrolment_code).where(enrolment_code.c.code_hash == _hash(application.code))
        ).one_or_none()
        if row is None:
            raise BadCode()
        if row.device is not None and not _is_again(pen.connection, row, device, application.attempt):
            raise CodeUsed()
        if application.facility not in ("", row.facility):
            raise OtherFacility(facility=application.facility)
        if row.device is None:
            if row.expires < wall():
                raise CodeExpired()
            first = _bind(pen, application, device, row)
        else:
            first = bool(row.first_device)
        return _answer(pen, device, first)


def _bind(pen: Pen, application: Application, device: UUID, row: Any) -> bool:
    connection = pen.connection
    known = registry.device_of(connection, device)
    if known is not None:
        first = _answered_before(connection, known, application, row)
        _use(connection, row, device, first, application.attempt)
        return first
    others = [other for other in registry.devices_at(connection, row.facility) if not other.hub]
    first = all(other.revoked for other in others)  # also after the only PC was lost
    if first and application.hub:
        raise NeedsAdministrator()  # a hub serves a clinic's PCs: one of them comes first
    if first and (not application.admin or len(application.admin_key) != 32):
        raise NeedsAdministrator()
    fact = DeviceEnrolled(
        facility=row.facility,
        device=device,
        public_key=application.device_key,
        letter="" if application.hub else letter_of(len(others)),
        admin=application.admin if first else "",
        admin_key=application.admin_key if first else b"",
        hub=application.hub,
    )
    entry = pen.append(fact)
    certify_administrator(connection, entry, fact)
    _use(connection, row, device, first, application.attempt)
    return first


def _answered_before(connection: sa.Connection, known: Device, application: Application, row: Any) -> bool:
    """Whether a key was its clinic's first when an earlier code bound it: that answer was lost, and an officer gave another.

    Raises:
        KeyTaken: the key was taken out of use or belongs elsewhere, or another copy of its disk got the answer.
    """
    if known.revoked or (known.facility, known.hub) != (row.facility, application.hub):
        raise KeyTaken()
    earlier = connection.execute(
        sa.select(enrolment_code).where(enrolment_code.c.device == known.id).limit(1)
    ).one_or_none()
    if earlier is None or not _is_again(connection, earlier, known.id, application.attempt):
        raise KeyTaken()
    return bool(earlier.first_device)


def _is_again(connection: sa.Connection, used: Any, device: UUID, attempt: bytes) -> bool:
    """Whether the disk that used a code asks again, its answer lost: who has written had it."""
    written = sa.select(journal_head.c.incarnation).where(journal_head.c.device == device).limit(1)
    return (used.device, used.attempt or b"") == (device, attempt) and connection.scalar(written) is None


def _use(connection: sa.Connection, row: Any, device: UUID, first: bool, attempt: bytes) -> None:
    connection.execute(
        sa.update(enrolment_code)
        .where(enrolment_code.c.code_hash == row.code_hash)
        .values(device=device, first_device=first, attempt=attempt)
    )


def _answer(pen: Pen, device: UUID, first: bool) -> Enrolled:
    known = registry.device_of(pen.connection, device)
    if known is None:
        raise AssertionError("a device that was enrolled just now")
    facility = registry.facility_of(pen.connection, known.facility)
    return Enrolled(
        facility=known.facility,
        name="" if facility is None else facility.name,
        inst_lv="" if facility is None else facility.inst_lv,
        letter=known.letter,
        device=device,
        county=pen.county.name,
        county_key=pen.county.public_key,
        epoch=pen.county.epoch,
        first_device=first,
        courier_key=stated_key(pen.county.seed),
    )


def letter_of(index: int) -> str:
    """The letter of a facility's device, counted from 0: A … Z, then AA, AB …; never given twice."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters


def _hash(code: str) -> bytes:
    """Of the random part alone, however it was typed."""
    return sha256(code.strip().upper().split("-")[0].encode()).digest()
