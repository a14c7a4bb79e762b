"""摆渡: data to and from the county by stick or share, while the line is down."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from clinic_app.store import local
from clinic_app.store.duty import OnDuty
from clinic_app.store.exchange import unsent
from clinic_app.store.journal import Store
from clinic_app.sync import courier_in, courier_out
from clinic_app.sync.courier_in import Taken
from clinic_app.sync.courier_out import Written

__all__ = ["CourierService", "ReadyToCarry", "Taken", "Written"]
_FOLDER = "courier_folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyToCarry:
    """What there is to carry."""

    enrolled: bool
    sealable: bool  # the county's sealing key is known
    waiting: int  # entries of our own that the county does not hold, as far as we know
    oldest_s: float  # seconds since the oldest of them was written
    folder: str  # the one used last; empty for none


class CourierService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ready(self) -> ReadyToCarry:
        with self._store.reading() as connection:
            waiting = unsent(connection)
            oldest = waiting.oldest_ms
            return ReadyToCarry(
                enrolled=bool(local.read_text(connection, local.SERVER)),
                sealable=local.read(connection, local.COURIER_KEY) is not None,
                waiting=waiting.count,
                oldest_s=0.0 if oldest is None else max(0.0, (self._store.wall() - oldest) / 1000),
                folder=local.read_text(connection, _FOLDER),
            )

    def write(
        self, folder: Path, by: OnDuty, progress: Callable[[Written], None] = lambda _: None
    ) -> Written:
        """Everything that is not safe at the county, as sealed files in `folder`.

        Raises:
            NotAllowed: an administrator's work.
            Unenrolled, NoCourierKey, NoFolder, StickFull, StickGone, ReadOnly
        """
        by.must("facility")
        done = courier_out.write(self._store, folder, progress)
        self._remember(folder)
        return done

    def take(self, folder: Path, by: OnDuty, progress: Callable[[Taken], None] = lambda _: None) -> Taken:
        """What the county wrote for this PC.

        Raises:
            NotAllowed: an administrator's work.
            Unenrolled, NothingForUs, NoFolder, StickGone, ReadOnly, DiskFull
        """
        by.must("facility")
        done = courier_in.take(self._store, folder, progress)
        self._remember(folder)
        return done

    def _remember(self, folder: Path) -> None:
        with self._store.changing() as connection:
            local.write(connection, _FOLDER, str(folder))
