"""本机状态: what the county does not hold yet, and small choices that this PC remembers."""

import json
from dataclasses import dataclass

from clinic_app.projections.queries import facility
from clinic_app.projections.queries.facility import Facility
from clinic_app.store import local, run_days
from clinic_app.store.exchange import quarantined, unsent
from clinic_app.store.journal import Store
from clinic_app.store.snapshot import Filling, filling

_CHOICE = "choice."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How this PC stands towards the county."""

    enrolled: bool
    unsent: int
    oldest_s: float  # seconds since the oldest unsent entry was written; 0 when there is none
    safe_seq: int
    quarantined: int
    last_backup: str  # ISO 8601, or empty
    last_sync: str  # ISO 8601 of the last round that went through, or empty
    differs: str = ""  # the earliest day on which the county's sums are not ours
    made_up: bool  # filled with made-up people
    filling: Filling | None = (
        None  # a new PC that has not the whole feed yet: what it says of others is incomplete
    )


class StatusService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def standing(self) -> Standing:
        with self._store.reading() as connection:
            waiting = unsent(connection)
            last = local.read_text(connection, local.LAST_SYNC)
            oldest = waiting.oldest_ms
            return Standing(
                enrolled=bool(local.read_text(connection, local.SERVER)),
                unsent=waiting.count,
                oldest_s=0.0 if oldest is None else max(0.0, (self._store.wall() - oldest) / 1000),
                safe_seq=waiting.safe,
                quarantined=quarantined(connection),
                differs=run_days.differing(connection),
                last_backup=local.read_text(connection, local.LAST_BACKUP),
                last_sync=str(json.loads(last).get("time", "")) if last else "",
                made_up=local.read_text(connection, local.MADE_UP) == "1",
                filling=filling(connection),
            )

    def facility(self) -> Facility:
        """Whose PC this is."""
        with self._store.reading() as connection:
            return facility.facility_of(connection, self._store.facility)

    def choice(self, name: str) -> str:
        """What was chosen last on this PC; empty when nothing was."""
        with self._store.reading() as connection:
            return local.read_text(connection, _CHOICE + name)

    def remember(self, name: str, value: str) -> None:
        with self._store.changing() as connection:
            if local.read_text(connection, _CHOICE + name) != value:
                local.write(connection, _CHOICE + name, value)
