"""A hub's database on disk: encrypted, for it holds what a clinic's PCs wrote.

A hub starts with nobody there, so its key lies in a file: `hub.key` where systemd hands it to the service
(`$CREDENTIALS_DIRECTORY`, sealed to the machine), else beside the database. docs/adr/0013 says what that is worth.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from sync_server.hub.errors import NoHubKey, NotSetUp
from sync_server.store.engine import Database, is_outage

KEY_FILE: Final = "hub.key"
_BYTES: Final = 32


def open_locked(url: str, environ: Mapping[str, str], *, new: bool) -> Database:
    """`new`: where there is no file yet, a key is made for it.

    Raises:
        BadDatabaseUrl
        NoHubKey: no key, or one that does not open the file.
        NotSetUp: there is no file.
    """
    path = Path(sa.make_url(url).database or KEY_FILE)
    if not (new or path.exists()):
        raise NotSetUp()
    place = key_place(path, environ)
    if new and not path.exists() and not place.exists():
        _make(place)
    database = Database(url, _read(place))
    if path.exists():
        _require_opens(database, place)
    return database


def key_place(database: Path, environ: Mapping[str, str]) -> Path:
    handed = Path(environ.get("CREDENTIALS_DIRECTORY", "")) / KEY_FILE
    return (
        handed if environ.get("CREDENTIALS_DIRECTORY") and handed.exists() else database.with_suffix(".key")
    )


def _make(place: Path) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES))
        file.flush()
        os.fsync(file.fileno())


def _read(place: Path) -> bytes:
    with suppress(OSError, ValueError):
        key = bytes.fromhex(place.read_text(encoding="ascii").strip())
        if len(key) == _BYTES:
            return key
    raise NoHubKey(file=str(place))


def _require_opens(database: Database, place: Path) -> None:
    try:
        with database.reading() as connection:
            connection.exec_driver_sql("select count(*) from sqlite_master")
    except sa.exc.DatabaseError as error:
        database.close()
        if is_outage(error):
            raise
        raise NoHubKey(file=str(place)) from error
