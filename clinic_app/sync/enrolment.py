"""How a PC comes to belong to a county: a clinic's own enrolment, and a further PC that joins.

The one-time code is read aloud or printed by an officer; its second half is the fingerprint of the county's
authority, so that nobody on the way can pose as the county.
"""

import json
import re
import secrets
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from clinic_app.domain.errors import Unavailable
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.facility import RECOVERY, FacilityFounded, Person
from clinic_app.journal.refusal import KeyTaken, NotEnrolled, OtherFacility, Revoked, TwoBranches
from clinic_app.journal.signing import private_key, public_bytes
from clinic_app.projections.queries.facility import facility_of
from clinic_app.store import branches, epochs, exchange, local
from clinic_app.store.joining import device_joining, filled_at, forget_joining
from clinic_app.store.journal import Store
from clinic_app.store.keys import KeyHolder, Keyring, UnknownStaff
from clinic_app.store.rows import entry_of, selection
from clinic_app.store.setup import build, require_free
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from clinic_app.sync import county
from clinic_app.sync.client import Patience, Transport, address_of, authority_of, is_loopback
from clinic_app.sync.county import County, Enrolled, KeptToken
from clinic_app.sync.courier_key import keep_key
from clinic_app.sync.engine import last_round, sync_once
from clinic_app.sync.errors import EnrolledBefore, MistypedCode, Unenrolled, WrongAuthority
from clinic_app.sync.pace import Pace, kbit_for

_CODE: Final = re.compile(r"([A-Z2-7]{10,32})-([0-9a-f]{12})")
_PROOF_TAG: Final = b"xyt-enrol-1"
_NEW_KEY: Final = (TwoBranches.code, Revoked.code)  # after these the old key is of no use any more
_SAME_KEY: Final = (NotEnrolled.code,)  # the county was put back to a day before the enrolment
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Membership:
    """Where this PC belongs from now on."""

    facility: str
    name: str
    county: str
    letter: str
    first_device: bool
    moved: int = 0  # entries that went over to a new key
    reopen: bool = False  # the key is another one: the tables are made anew when the store is opened next


def pace_of(store: Store, line_kbit: int | None) -> Pace | None:
    """How fast this PC may go on its line (`ClinicSettings.line_kbit`); none: as fast as the line goes."""
    with store.reading() as connection:
        host = urlsplit(local.read_text(connection, local.SERVER)).hostname or ""
        kbit = kbit_for(facility_of(connection, store.facility).inst_lv, line_kbit)
    return None if kbit == 0 or is_loopback(host) else Pace(kbit)


def county_of(store: Store, patience: Patience | None = None, pace: Pace | None = None) -> County:
    """The county that a store is enrolled with.

    Raises:
        Unenrolled
    """
    with store.reading() as connection:
        server = local.read_text(connection, local.SERVER)
        county_key = local.read(connection, local.COUNTY_KEY)
        ca_pem = local.read(connection, local.CA)
        token = _kept_token(connection, store)
    if not server or not county_key:
        raise Unenrolled()

    def keep(token: KeptToken) -> None:
        with store.changing() as connection:
            local.write(connection, local.TOKEN, json.dumps([store.device.hex, token.text, token.until]))

    return County(
        server,
        store.device,
        store.device_key,
        county_key,
        ca_pem or None,
        wall=store.wall,
        patience=patience,
        token=token,
        keep=keep,
        pace=pace,
    )


def _kept_token(connection: sa.Connection, store: Store) -> KeptToken:
    """The one of an earlier process, if it was this device's."""
    device, text, until = json.loads(local.read_text(connection, local.TOKEN) or '["", "", 0]')
    return KeptToken(text, until) if device == store.device.hex else KeptToken()


def enrol(
    store: Store,
    holder: KeyHolder,
    server: str,
    code: str,
    ca_pem: bytes | None = None,
    patience: Patience | None = None,
    *,
    transport: Transport | None = None,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> Membership:
    """Enrol this clinic's PC; `holder` is its administrator.

    A PC that the county has put out (a clone took its key over, or it was revoked), and one made from the disk
    of a PC that has enrolled since, take a fresh key (random bytes of `draw`): what the county never got goes with it.

    Raises:
        EnrolledBefore: and the county still takes it.
        MistypedCode, WrongAuthority, OtherFacility, BadCode, CodeUsed, CodeExpired, NeedsAdministrator
        NoLine, BadAnswer, Untrusted, NotEncrypted, BadAddress
    """
    seed = _key_to_enrol(store, code, draw)
    ca_pem = _authority(server, code, ca_pem, patience)
    people: dict[str, object] = {
        "facility": store.facility,
        "admin": holder.staff_id,
        "admin_key": _text(public_bytes(holder.signing)),
    }
    if seed is None:
        own = people | {"attempt": _text(_attempt(store, draw))}
        try:
            answer = _apply(server, code, ca_pem, store.device_key, own, patience, transport)
        except KeyTaken:
            seed = branches.next_seed(store, "-".join(_parts(code)), draw(32))
    if seed is not None:
        answer = _apply(server, code, ca_pem, private_key(seed), people, patience, transport)
    if answer.facility != store.facility:
        raise OtherFacility(facility=answer.facility)
    moved = 0
    with store.changing() as connection:
        _note_restored(connection, answer.epoch)
        if seed is None:
            epochs.begin_epoch(connection, answer.epoch)
        else:
            moved = branches.go_on_as(connection, store.facility, seed, answer.epoch)
        _keep(connection, server, ca_pem, answer)
        local.forget(connection, local.ATTEMPT)
    store.read_identity()
    return Membership(
        answer.facility,
        answer.name,
        answer.county,
        answer.letter,
        answer.first_device,
        moved,
        reopen=seed is not None,
    )


def join(
    folder: Path,
    server: str,
    code: str,
    ca_pem: bytes | None,
    staff_id: str,
    password: str,
    wall: Wall = wall_clock,
    patience: Patience | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Store:
    """A further PC of a clinic that exists: a key of its own, the clinic's journals and staff by feed.

    `staff_id` "" means the only administrator.  After any failure, and after a power cut, the same code goes on
    where it came to (clinic_app/store/joining.py); another code begins anew.

    Raises:
        StoreExists: the folder holds something already.
        UnknownStaff, WrongPassword: nobody of the clinic; the folder stays empty.
        MistypedCode, WrongAuthority, BadCode, CodeUsed, CodeExpired, NeedsAdministrator
        NoLine, BadAnswer, Untrusted, NotEncrypted, BadAddress
    """
    require_free(folder)
    device = device_joining(folder, "-".join(_parts(code)))
    ca_pem = _authority(server, code, ca_pem, patience)
    nobody: dict[str, object] = {"facility": "", "admin": "", "admin_key": ""}
    answer = _apply(server, code, ca_pem, private_key(device.seed), nobody, patience)

    def fill(store: Store) -> None:
        with store.changing() as connection:
            _keep(connection, server, ca_pem, answer)
            if exchange.position(connection) is None:
                epochs.begin_epoch(connection, answer.epoch)
        _pull_all(store, patience, pause)
        _let_in(store, staff_id, password)

    filled = filled_at(folder)
    store = build(folder, device, answer.facility, answer.letter, (), fill, wall, filled)
    forget_joining(folder)
    return store


def _let_in(store: Store, staff_id: str, password: str) -> None:
    """Raises:
    UnknownStaff, WrongPassword: nobody of the clinic.
    """
    keyring = Keyring.load(store.folder)
    keyring.follow(_recovery(store), store.data_key)
    keyring.open(staff_id or _only(keyring.administrators), password)


def _pull_all(store: Store, patience: Patience | None, pause: Callable[[float], None]) -> None:
    peer = county_of(store, patience)
    try:
        for attempt in range(_TRIES):
            try:
                sync_once(store, peer)
                return
            except Unavailable:
                if attempt == _TRIES - 1:
                    raise
                pause(2.0**attempt)
    finally:
        peer.close()


def _only(administrators: list[str]) -> str:
    if len(administrators) != 1:
        raise UnknownStaff(staff="")
    return administrators[0]


def _recovery(store: Store) -> list[tuple[str, Person]]:
    """The clinic's recovery code opens this PC too."""
    with store.reading() as connection:
        rows = connection.execute(
            selection()
            .where(entries.c.type == FacilityFounded.type, incarnations.c.facility == store.facility)
            .order_by(entries.c.position)  # as it arrived: the time in an entry is its writer's word
        ).all()
    facts = [FacilityFounded.parse(entry.body) for row in rows if (entry := entry_of(row)).body is not None]
    return [(RECOVERY, fact.recovery) for fact in facts[:1]]


def _key_to_enrol(store: Store, code: str, draw: Callable[[int], bytes]) -> bytes | None:
    """The seed of a fresh key where one is needed, `None` for the key that this PC has.

    Raises:
        EnrolledBefore, MistypedCode
    """
    with store.reading() as connection:
        enrolled = exchange.position(connection) is not None
    ended = last_round(store).get("error", "")
    plain = "-".join(_parts(code))
    if not enrolled or ended in _SAME_KEY:
        return branches.kept_seed(store, plain)
    if ended not in _NEW_KEY:
        raise EnrolledBefore()
    return branches.next_seed(store, plain, draw(32))


def _note_restored(connection: sa.Connection, epoch: UUID) -> None:
    """A county that was put back to a day before this PC's enrolment is offered what it had signed since."""
    at = exchange.position(connection)
    if at is not None and at[0] != epoch:
        local.write(connection, local.RETURNS_DUE, "1")


def _attempt(store: Store, draw: Callable[[int], bytes]) -> bytes:
    """What tells this disk from its copies at the county: drawn before it first asks, kept until it is answered."""
    with store.changing() as connection:
        attempt = local.read(connection, local.ATTEMPT) or draw(16)
        local.write(connection, local.ATTEMPT, attempt)
    return attempt


def _authority(server: str, code: str, ca_pem: bytes | None, patience: Patience | None) -> bytes:
    """The county's authority, proved by the code.

    Raises:
        MistypedCode, WrongAuthority
    """
    expected = _parts(code)[1]
    pem = ca_pem if ca_pem is not None else authority_of(server, patience)
    try:
        der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    except ValueError as error:
        raise WrongAuthority(server=address_of(server)) from error
    if not secrets.compare_digest(sha256(der).hexdigest()[:12], expected):
        raise WrongAuthority(server=address_of(server))
    return pem


def _parts(code: str) -> tuple[str, str]:
    """The secret and the fingerprint of a code as it was typed.

    Raises:
        MistypedCode
    """
    secret, _, mark = "".join(code.split()).rpartition("-")
    found = _CODE.fullmatch(f"{secret.upper().replace('-', '')}-{mark.lower()}")
    if found is None:
        raise MistypedCode()
    return found[1], found[2]


def _apply(
    server: str,
    code: str,
    ca_pem: bytes,
    key: Ed25519PrivateKey,
    people: dict[str, object],
    patience: Patience | None,
    transport: Transport | None = None,
) -> Enrolled:
    plain = "-".join(_parts(code))
    request = {
        "code": plain,
        "device_key": _text(public_bytes(key)),
        "proof": _text(key.sign(_PROOF_TAG + plain.encode())),
        **people,
    }
    return county.enrol(server, ca_pem, request, patience, transport)


def _keep(connection: sa.Connection, server: str, ca_pem: bytes, answer: Enrolled) -> None:
    local.write(connection, local.SERVER, address_of(server))
    local.write(connection, local.CA, ca_pem)
    local.write(connection, local.COUNTY, answer.county)
    local.write(connection, local.COUNTY_KEY, answer.county_key)
    local.write(connection, local.LETTER, answer.letter)
    if answer.courier_key:
        keep_key(connection, answer.courier_key)


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
