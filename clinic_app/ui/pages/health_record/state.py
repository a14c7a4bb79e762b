"""What the page 健康档案 shows."""

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from clinic_app.projections.queries.health_records import Doubled
from clinic_app.projections.queries.households import Household, Member, Village
from clinic_app.projections.queries.merges import Pair
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.duplicates import Merged
from clinic_app.services.health_record import HealthRecord
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """The parts of the page, in the order of their tabs."""

    RECORD = 0
    HOUSES = 1
    ALIKE = 2
    MERGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsState:
    """A new state replaces the old one."""

    in_hand: Resident | None = None
    record: HealthRecord | None = None  # of the person in hand
    finding: bool = False  # somebody else is being looked for
    found: tuple[Resident, ...] = ()
    villages: tuple[Village, ...] = ()
    houses: tuple[Household, ...] = ()
    house: UUID | None = None  # the one that is open
    members: tuple[Member, ...] = ()  # of it
    pairs: tuple[Pair, ...] = ()
    merges: tuple[Merged, ...] = ()
    doubled: tuple[Doubled, ...] = ()  # numbers that two people hold
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def is_doubled(self) -> bool:
        """Whether the person in hand shares a record number with somebody else."""
        mine = self.record.record.number if self.record and self.record.record else ""
        return any(one.number == mine for one in self.doubled)
