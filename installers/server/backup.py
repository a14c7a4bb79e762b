"""A whole copy of the county's database, while the server runs; run every night by its systemd timer.

    python backup.py sqlite:////var/lib/xiangyitong/county.db /mnt/second --keep 30
    python backup.py 'postgresql+psycopg:///xiangyitong?host=/run/postgresql' /mnt/second

SQLite: its own online backup, checked before it counts.  PostgreSQL: `pg_dump`, custom format.  The copy holds the
county's keys: keep the place as safe as the database.  Standard library only.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

SQLITE: Final = "sqlite:///"
POSTGRES: Final = "postgresql+psycopg://"


class BackupFailed(Exception):
    """No copy was made; those of earlier days are untouched."""


def main() -> int:
    parser = argparse.ArgumentParser(description="A copy of the county's database.")
    parser.add_argument("database", metavar="URL")
    parser.add_argument("place", metavar="DIR", type=Path)
    parser.add_argument("--keep", type=int, default=30, metavar="N", help="copies that are kept (default 30)")
    options = parser.parse_args()
    try:
        print(backup(options.database, options.place, time.strftime("%Y-%m-%d-%H%M%S"), options.keep))  # noqa: T201
    except (BackupFailed, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def backup(url: str, place: Path, stamp: str, keep: int) -> Path:
    """Make one copy and drop those over `keep`, the oldest first; a copy has its name only once it is whole.

    Raises:
        BackupFailed: the database cannot be read, or the address is none that is known.
        OSError: the place cannot be written.
    """
    if keep < 1:
        raise BackupFailed("--keep is at least 1")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if url.startswith(SQLITE):
        file, copy = place / f"county-{stamp}.db", copy_sqlite
    elif url.startswith(POSTGRES):
        file, copy = place / f"county-{stamp}.dump", copy_postgres
    else:
        raise BackupFailed(f"{url.partition(':')[0]}: neither SQLite nor PostgreSQL")
    part = file.with_name(file.name + ".part")
    part.touch(mode=0o600)
    try:
        copy(url, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(place.glob(f"county-*{file.suffix}"))[:-keep]:
        old.unlink()
    return file


def copy_sqlite(url: str, target: Path) -> None:
    """Raises:
    BackupFailed
    """
    source = Path(url.removeprefix(SQLITE))
    if not source.is_file():
        raise BackupFailed(f"{source}: no such database")
    try:
        with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupFailed(f"{source}: {error}") from error
    if found != "ok":
        raise BackupFailed(f"{source}: {found}")


def copy_postgres(url: str, target: Path) -> None:
    """Raises:
    BackupFailed: what `pg_dump` said.
    """
    address = "postgresql://" + url.removeprefix(POSTGRES)
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={address}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupFailed("pg_dump is missing: apt-get install postgresql-client") from error
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


if __name__ == "__main__":
    sys.exit(main())
