"""What the closing page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.projections.queries.closing import Closed
from clinic_app.services.closing import FacilityPreview, Preview
from clinic_app.ui.theme import Tone

# Notes and coins, fen each; the last is for what no note can pay.
DENOMINATIONS: Final = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 1)


@dataclass(frozen=True, slots=True)
class Count:
    """What the cashier counted.  Money in fen."""

    counted: int
    float_in: int
    note: str
    counts: dict[int, int]


@dataclass(frozen=True, slots=True)
class ClosingState:
    """All that the page shows.  A new state replaces the old one."""

    today: date
    ready: Preview | None = None
    last_float: int = 0  # fen: 备用金 of the closing before
    closings: tuple[Closed, ...] = ()  # of the month shown, the newest first
    names: tuple[tuple[str, str], ...] = ()  # of staff, by id
    month: date | None = None
    facility: FacilityPreview | None = None  # None: not for this person
    confirming: bool = False  # F9 was pressed once
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def may_close(self) -> bool:
        return self.ready is not None and not self.ready.closed and not self.busy

    @property
    def may_close_facility(self) -> bool:
        return self.facility is not None and bool(self.facility.parts) and not self.busy

    def name_of(self, staff_id: str) -> str:
        return dict(self.names).get(staff_id, staff_id)
