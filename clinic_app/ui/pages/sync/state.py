"""What the page of sync shows, as values."""

from dataclasses import dataclass

from clinic_app.services.receipts import DayReceipt
from clinic_app.services.rehearsal import Rehearsal
from clinic_app.services.sync_state import SyncOverview
from clinic_app.ui.shell_state import Line
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class SyncPageState:
    """All that the page shows.  A new state replaces the old one."""

    overview: SyncOverview | None = None  # None: not read yet
    line: Line | None = None  # None: no rounds are made by themselves here
    asked: bool = False  # somebody has just wanted a round
    may_carry: bool = False  # who is on duty may write a stick
    rehearsing: bool = False
    rehearsal: Rehearsal | None = None  # the last one, while the page lives
    receipt: DayReceipt | None = None  # 县级回执 of yesterday, until somebody has seen it
    notice: str = ""
    tone: Tone = Tone.DANGER

    @property
    def busy(self) -> bool:
        return self.asked or self.line is Line.BUSY
