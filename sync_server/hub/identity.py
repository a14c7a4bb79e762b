"""Who a hub is: its device key, the county over it, its certificate.  All of it lives in the `meta` table."""

import secrets
from dataclasses import dataclass

from clinic_app.journal.entry import new_id
from sync_server.hub.errors import NotSetUp, SetUpBefore
from sync_server.hub.tables import create_tables
from sync_server.store.county import County, values_of, write_county, write_value
from sync_server.store.engine import Database

_SEED = "seed"
_UPSTREAM = "hub_upstream"
_CA = "hub_county_authority"
_COUNTY_KEY = "hub_county_key"
_FACILITY = "hub_facility"
_CERTIFICATE = "hub_certificate"
_KEY = "hub_certificate_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    upstream: str  # the county's address
    ca_pem: bytes  # the county's authority: it signs the certificates of the county and of the hub
    county_key: bytes  # Ed25519, 32 bytes
    facility: str
    certificate: bytes = b""  # PEM; empty while the county has given none
    certificate_key: bytes = b""  # PEM


def new_seed() -> bytes:
    return secrets.token_bytes(32)


def set_up(database: Database, seed: bytes, name: str, identity: Identity) -> County:
    """Make the database a hub's.  What signs its tokens is its device key.

    Raises:
        SetUpBefore
    """
    hub = County(name, seed, new_id(), new_id())
    with database.writing() as connection:
        if values_of(connection, _SEED):
            raise SetUpBefore()
        create_tables(connection)
        write_county(connection, hub)
        write_value(connection, _UPSTREAM, identity.upstream.encode())
        write_value(connection, _CA, identity.ca_pem)
        write_value(connection, _COUNTY_KEY, identity.county_key)
        write_value(connection, _FACILITY, identity.facility.encode())
    return hub


def require_new(database: Database) -> None:
    """Raises:
    SetUpBefore
    """
    with database.reading() as connection:
        if values_of(connection, _SEED):
            raise SetUpBefore()


def identity_of(database: Database) -> Identity:
    """Raises:
    NotSetUp: the database is no hub's.
    """
    names = (_UPSTREAM, _CA, _COUNTY_KEY, _FACILITY, _CERTIFICATE, _KEY)
    with database.reading() as connection:
        found = values_of(connection, *names)
    if _UPSTREAM not in found:
        raise NotSetUp()
    return Identity(
        upstream=found[_UPSTREAM].decode(),
        ca_pem=found[_CA],
        county_key=found[_COUNTY_KEY],
        facility=found[_FACILITY].decode(),
        certificate=found.get(_CERTIFICATE, b""),
        certificate_key=found.get(_KEY, b""),
    )


def keep_certificate(database: Database, certificate: bytes, key: bytes) -> None:
    with database.writing() as connection:
        write_value(connection, _CERTIFICATE, certificate)
        write_value(connection, _KEY, key)


def move_upstream(database: Database, upstream: str) -> None:
    """The county is at another address now."""
    with database.writing() as connection:
        write_value(connection, _UPSTREAM, upstream.encode())
