"""备份: one encrypted file that holds a whole data folder, and a folder again from it.

The file is a plain zip of `clinic.db` (SQLCipher, its own key) and `keys.json` (opens with a password or the
recovery code only).
"""

import os
import shutil
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from clinic_app.domain.errors import Damaged
from clinic_app.domain.time import Wall, iso, wall_clock
from clinic_app.journal.entry import Origin
from clinic_app.store import local
from clinic_app.store.engine import connect
from clinic_app.store.errors import StoreExists, told
from clinic_app.store.journal import DATABASE, Store, open_store, start_run
from clinic_app.store.keys import Keyring
from clinic_app.store.rows import current_run
from clinic_app.store.setup import unlock

_KEYS: Final = "keys.json"
_KEEP: Final = 14  # daily copies at the second place
_LEFT_OVER: Final = 24 * 3600  # seconds after which an unfinished copy belongs to nobody


class BadBackup(Damaged):
    """The file is no backup of a clinic, or is damaged."""

    code = "store.bad_backup"


def backup(store: Store, file: Path) -> None:
    """Copy the folder as of now into `file`; an older file of that name stays until the new one is whole.

    Raises:
        DiskFull: nothing was left behind.
    """
    part = file.with_name(file.name + ".part")
    _clear(store.folder)
    with TemporaryDirectory(dir=store.folder, prefix="backup-") as scratch:
        copy = Path(scratch) / DATABASE
        with told():
            target = connect(copy, store.data_key)
            try:
                with store.engine.connect() as connection:
                    connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                target.execute("PRAGMA journal_mode=DELETE")
            finally:
                target.close()
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, DATABASE)
                archive.write(store.folder / _KEYS, _KEYS)
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    with store.changing() as connection:
        local.write(connection, local.LAST_BACKUP, iso(store.wall()))


def daily(store: Store, place: Path) -> Path | None:
    """Today's backup at the second place, once a day, by itself; old ones go.  `None` when it is there already."""
    stem = f"xyt-{store.facility}-{store.device.hex[:8]}-"
    file = place / f"{stem}{iso(store.wall())[:10]}.zip"
    if file.exists():
        return None
    place.mkdir(parents=True, exist_ok=True)
    backup(store, file)
    for old in sorted(place.glob(f"{stem}*.zip"))[:-_KEEP]:
        old.unlink()
    return file


def staff_in(file: Path) -> list[str]:
    """Who can open a backup: its administrators.

    Raises:
        BadBackup
    """
    with TemporaryDirectory() as scratch:
        try:
            with zipfile.ZipFile(file) as archive:
                archive.extract(_KEYS, scratch)
            return Keyring.load(Path(scratch)).administrators
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            raise BadBackup(file=str(file)) from error


def restore(file: Path, folder: Path, staff_id: str, password: str, wall: Wall = wall_clock) -> Store:
    """A folder from a backup.  It goes on as a new run of the same device: what the county got after the
    backup was made comes back with the next sync, under its own ids.

    Raises:
        StoreExists: `folder` holds a clinic.
        BadBackup: `file` is none.
        UnknownStaff, WrongPassword: it stays closed; the folder stays empty.
    """
    if (folder / DATABASE).exists():
        raise StoreExists(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear(folder)
    with TemporaryDirectory(dir=folder, prefix="restore-") as scratch:
        part = Path(scratch)
        try:
            with zipfile.ZipFile(file) as archive:
                for name in (DATABASE, _KEYS):
                    archive.extract(name, part)
            store, _ = unlock(part, staff_id, password, wall)
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            raise BadBackup(file=str(file)) from error
        data_key = store.data_key
        try:
            _begin_run(store)
        finally:
            store.close()
        # The database last: a restore that was cut off leaves none, and begins anew.
        for name in (_KEYS, DATABASE):
            (part / name).replace(folder / name)
    return open_store(folder, data_key, wall)


def _begin_run(store: Store) -> None:
    with store.changing() as connection:
        run = current_run(connection)
        assert run.head_hash is not None
        start_run(
            connection, store.public_key, store.facility, Origin(run.incarnation, run.head_seq, run.head_hash)
        )
    with store.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def _clear(folder: Path) -> None:
    """Copies that a power cut left in the folder; those of today may be another program's."""
    for pattern in ("backup-*", "restore-*"):
        for old in folder.glob(pattern):
            if time.time() - old.stat().st_mtime > _LEFT_OVER:
                shutil.rmtree(old, ignore_errors=True)
