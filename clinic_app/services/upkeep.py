"""本机维护: backup, and whether what is on this disk is what was written."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from clinic_app.domain.errors import Unavailable
from clinic_app.store import backup, local, rebuild, verify
from clinic_app.store.journal import Store
from clinic_app.store.rebuild import Rebuilt
from clinic_app.store.rows import own_runs
from clinic_app.store.schema import head
from clinic_app.store.verify import Verified

__all__ = ["Machine", "PlaceMissing", "Rebuilt", "UpkeepService", "Verified"]


class PlaceMissing(Unavailable):
    """The second disk or stick is not there."""

    code = "backup.place_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """This PC as the administrator wants to know it."""

    device: str  # hex of the device id
    letter: str  # on queue numbers and receipts
    server: str  # empty: not enrolled
    county: str
    schema: str
    entries: int  # of its own journal
    last_backup: str  # ISO 8601, or empty
    folder: Path
    free_bytes: int


class UpkeepService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def machine(self) -> Machine:
        with self._store.reading() as connection:
            return Machine(
                device=self._store.device.hex,
                letter=local.read_text(connection, local.LETTER),
                server=local.read_text(connection, local.SERVER),
                county=local.read_text(connection, local.COUNTY),
                schema=head(),
                entries=sum(run.head_seq for run in own_runs(connection)),
                last_backup=local.read_text(connection, local.LAST_BACKUP),
                folder=self._store.folder,
                free_bytes=shutil.disk_usage(self._store.folder).free,
            )

    def daily_backup(self, place: Path) -> Path | None:
        """Today's copy at the second place, unless it is there already.

        Raises:
            PlaceMissing: the stick is not plugged in, or cannot be written.
            DiskFull
        """
        _must_be_there(place)
        try:
            return backup.daily(self._store, place)
        except OSError as error:
            raise PlaceMissing(place=str(place)) from error

    def backup(self, file: Path) -> None:
        """A copy now.

        Raises:
            PlaceMissing, DiskFull
        """
        _must_be_there(file.parent)
        try:
            backup.backup(self._store, file)
        except OSError as error:
            raise PlaceMissing(place=str(file.parent)) from error

    def verify(self) -> Verified:
        """Raises:
        BrokenChain, BadSignature
        """
        return verify.verify(self._store)

    def check_rebuild(self) -> Rebuilt:
        """Whether the tables are what the journal says; changes nothing."""
        return rebuild.rebuild(self._store, check=True)


def _must_be_there(place: Path) -> None:
    """The place, or the disk that it will be made on, exists."""
    if not place.exists() and not place.parent.exists():
        raise PlaceMissing(place=str(place))
