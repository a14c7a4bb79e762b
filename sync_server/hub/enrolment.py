"""How a PC becomes its clinic's hub: it enrols like a device, with a one-time code, and gets its certificate."""

import base64
import re
import secrets
from base64 import b64encode
from typing import Any, Final

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.entry import device_id
from clinic_app.journal.hub import host_name_of
from clinic_app.journal.signing import private_key, public_bytes
from sync_server.hub.errors import BadHubCode, NotACounty
from sync_server.hub.identity import Identity, keep_certificate, new_seed, require_new, set_up
from sync_server.hub.roster import take_roster
from sync_server.hub.upstream import Upstream
from sync_server.store.county import County
from sync_server.store.engine import Database
from sync_server.tls import fingerprint, new_request

_CODE: Final = re.compile(r"([A-Z2-7]{10,32})-([0-9a-f]{12})")
_PROOF_TAG: Final = b"xyt-enrol-1"


def become_hub(
    database: Database, server: str, code: str, ca_pem: bytes | None = None, wall: Wall = wall_clock
) -> tuple[County, Identity]:
    """Enrol a new hub with the county at `server`; nothing is kept when that fails.

    Raises:
        SetUpBefore, BadHubCode, BadUpstream
        NoCounty: not now.
        NotACounty: it is not the county that the code names.
        BadCode, CodeUsed, CodeExpired, NeedsAdministrator: the county refuses.
    """
    require_new(database)
    plain, mark = _parts(code)
    ca_pem = _proved_authority(server, ca_pem, mark)
    seed = new_seed()
    key = private_key(seed)
    upstream = Upstream(server, ca_pem, device_id(public_bytes(key)), key, wall=wall)
    try:
        answer = upstream.enrol(
            {
                "code": plain,
                "device_key": _text(public_bytes(key)),
                "proof": _text(key.sign(_PROOF_TAG + plain.encode())),
                "hub": True,
            }
        )
        identity = _identity(upstream.server, ca_pem, answer)
        hub = set_up(database, seed, str(answer["name"]), identity)
        certify(database, upstream, hub)
        roster = upstream.roster("")
        if roster is not None:
            take_roster(database, roster)
    finally:
        upstream.close()
    return hub, identity


def certify(database: Database, upstream: Upstream, hub: County) -> None:
    """A fresh key and the county's certificate for it.

    Raises:
        NoCounty, NotACounty, and what the county refuses.
    """
    request, key = new_request(host_name_of(hub.device))
    keep_certificate(database, upstream.certificate(request), key)


def _proved_authority(server: str, ca_pem: bytes | None, mark: str) -> bytes:
    if ca_pem is None:
        stranger = Upstream(server, None, unproved=True)
        try:
            ca_pem = stranger.authority()
        finally:
            stranger.close()
    if not secrets.compare_digest(fingerprint(ca_pem)[:12], mark):
        raise NotACounty(server=server, why="authority")
    return ca_pem


def _identity(server: str, ca_pem: bytes, answer: dict[str, Any]) -> Identity:
    try:
        county_key = base64.b64decode(str(answer["county_key"]), validate=True)
        facility = str(answer["facility"])
    except (KeyError, ValueError) as error:
        raise NotACounty(server=server, why="enrolment") from error
    return Identity(upstream=server, ca_pem=ca_pem, county_key=county_key, facility=facility)


def _parts(code: str) -> tuple[str, str]:
    """The code as the county wants it, and its mark of the authority.

    Raises:
        BadHubCode
    """
    secret, _, mark = "".join(code.split()).rpartition("-")
    plain = f"{secret.upper().replace('-', '')}-{mark.lower()}"
    if _CODE.fullmatch(plain) is None:
        raise BadHubCode()
    return plain, mark.lower()


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
