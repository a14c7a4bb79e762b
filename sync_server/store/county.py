"""Who the county is: its name, its key and journal, its epoch, its certificate authority.

All of it lives in the `meta` table, so several server processes on one database are one county.
Whoever reads that table can pose as the county: the database and its backups are kept accordingly.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.journal.entry import device_id
from clinic_app.journal.signing import private_key, public_bytes
from sync_server.store.tables import meta

_NAME: Final = "county"
_SEED: Final = "seed"
_INCARNATION: Final = "incarnation"
_EPOCH: Final = "epoch"
_KEPT: Final = "kept"


class NotFounded(NotFound):
    """The database holds no county yet: `init` makes one."""

    code = "server.not_founded"


class FoundedBefore(RuleBroken):
    """The database holds a county already."""

    code = "server.founded_before"


@dataclass(frozen=True)  # no slots: the cached properties need a dictionary
class County:
    """The county's identity, read once at the start of a process and after a restore."""

    name: str
    seed: bytes  # 32 bytes
    incarnation: UUID  # of the county's own journal
    epoch: UUID  # of the feed's numbers
    kept: int | None = None  # the last number of older epochs that every backup held; None: never restored

    @cached_property
    def key(self) -> Ed25519PrivateKey:
        return private_key(self.seed)

    @cached_property
    def public_key(self) -> bytes:
        return public_bytes(self.key)

    @cached_property
    def device(self) -> UUID:
        return device_id(self.public_key)

    def sign(self, message: bytes) -> bytes:
        """The county's signature, 64 bytes."""
        return self.key.sign(message)


def county_of(connection: sa.Connection) -> County:
    """Raises:
    NotFounded: `init` has not run.
    """
    values = values_of(connection, _NAME, _SEED, _INCARNATION, _EPOCH, _KEPT)
    kept = values.pop(_KEPT, None)
    if len(values) < 4:
        raise NotFounded()
    return County(
        values[_NAME].decode(),
        values[_SEED],
        UUID(bytes=values[_INCARNATION]),
        UUID(bytes=values[_EPOCH]),
        None if kept is None else int(kept),
    )


def write_county(connection: sa.Connection, county: County) -> None:
    write_value(connection, _NAME, county.name.encode())
    write_value(connection, _SEED, county.seed)
    write_value(connection, _INCARNATION, county.incarnation.bytes)
    write_value(connection, _EPOCH, county.epoch.bytes)
    if county.kept is not None:
        write_value(connection, _KEPT, str(county.kept).encode())


def values_of(connection: sa.Connection, *names: str) -> dict[str, bytes]:
    """Those of `names` that are set."""
    rows = connection.execute(sa.select(meta.c.name, meta.c.value).where(meta.c.name.in_(names)))
    return {name: bytes(value) for name, value in rows}


def write_value(connection: sa.Connection, name: str, value: bytes) -> None:
    connection.execute(sa.delete(meta).where(meta.c.name == name))
    connection.execute(sa.insert(meta).values(name=name, value=value))
