"""Pictures of paper in the encrypted store, by their hash; entries name the hash, so each is kept once."""

from hashlib import sha256
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from clinic_app.store.tables import picture

SHOWN: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # first bytes of what can be shown and printed


def keep(connection: sa.Connection, data: bytes, now_ms: int) -> str:
    """Keep a picture and give its SHA-256 in hex; the same picture again changes nothing."""
    digest = sha256(data).hexdigest()
    row = {"digest": digest, "data": data, "kept_at": now_ms}
    connection.execute(sqlite.insert(picture).values(row).on_conflict_do_nothing())
    return digest


def kept(connection: sa.Connection, digest: str) -> bytes | None:
    """None: taken on another PC, whose store has it."""
    return connection.scalar(sa.select(picture.c.data).where(picture.c.digest == digest))
