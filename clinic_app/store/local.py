"""Small things of this PC by name, in the encrypted store."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.store.tables import serial, setting

DEVICE_SEED: Final = "device_seed"
FACILITY: Final = "facility"
LETTER: Final = "letter"
CLOCK: Final = "clock"  # the newest stamp given or seen, 8 bytes
SERVER: Final = "server"
ATTEMPT: Final = "attempt"  # of an enrolment that was not answered yet, 16 random bytes
COUNTY: Final = "county"
COUNTY_KEY: Final = "county_key"
CA: Final = "ca"
COURIER_KEY: Final = "courier_key"  # the county's sealing key, 32 bytes
COURIER_WANTS: Final = "courier_wants"  # JSON {incarnation: seq}: what the next answer is to bring of our own
RETURNS_DUE: Final = "returns_due"  # "1": the county was put back, and has not been offered its own entries
AGREED: Final = "agreed"  # the feed's epoch in which both ends last agreed on what the county holds, 16 bytes
TOKEN: Final = "token"  # JSON [device, token of the county, UTC ms until when]
DAYS_DIFFER: Final = "days_differ"  # JSON {incarnation: day}: the county's sums are not ours
CARRIED: Final = "carried"  # JSON {incarnation: seq}: how far the courier's newest set carries our runs
LAST_SYNC: Final = "last_sync"  # JSON of the last round
LAST_PULL: Final = "last_pull"  # UTC ms: when nothing new was left in the county's feed
MADE_UP: Final = "made_up"  # "1": filled by `day`, never in real use
REBUILD_WANTED: Final = "rebuild_wanted"  # "1": a migration changed what the tables hold
LAST_BACKUP: Final = "last_backup"


# Built once: building a statement costs more than running it.
_READ: Final = sa.select(setting.c.value).where(setting.c.name == sa.bindparam("name"))
_INSERT: Final = sqlite.insert(setting)
_WRITE: Final = _INSERT.on_conflict_do_update(index_elements=["name"], set_={"value": _INSERT.excluded.value})
_COUNT: Final = (
    sqlite.insert(serial)
    .on_conflict_do_update(index_elements=["name", "period"], set_={"last": serial.c.last + 1})
    .returning(serial.c.last)
)


def read(connection: sa.Connection, name: str) -> bytes | None:
    return connection.scalar(_READ, {"name": name})


def read_text(connection: sa.Connection, name: str) -> str:
    return (read(connection, name) or b"").decode()


def write(connection: sa.Connection, name: str, value: bytes | str) -> None:
    data = value.encode() if isinstance(value, str) else value
    connection.execute(_WRITE, {"name": name, "value": data})


def forget(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(setting).where(setting.c.name == name))


def next_serial(connection: sa.Connection, name: str, period: str) -> int:
    """The next number of a range, taken in the same transaction as the entry that carries it."""
    return int(connection.execute(_COUNT, {"name": name, "period": period, "last": 1}).scalar_one())
