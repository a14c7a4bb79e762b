"""What 考核指标 shows."""

from dataclasses import dataclass
from enum import IntEnum

from clinic_app.domain.public_health.indicators import Figure
from clinic_app.projections.queries.indicators import Appraisal, Behind
from clinic_app.services.indicators import Wanted
from clinic_app.ui.theme import Tone


class IndicatorPart(IntEnum):
    """The tabs under the indicators."""

    NEXT = 0
    VILLAGES = 1
    DONE = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village's part of an indicator; an empty name: who has no village in the register."""

    village: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands behind one indicator."""

    key: str
    wanted: tuple[Wanted, ...] = ()
    villages: tuple[VillageRow, ...] = ()
    done: tuple[Behind, ...] = ()
    open: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorsState:
    """All that the page shows.  A new state replaces the old one."""

    year: int
    this_year: int
    with_villages: bool = True
    appraisal: Appraisal | None = None
    chosen: str = ""  # the key of the indicator under the cursor
    detail: Detail | None = None
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def figures(self) -> tuple[Figure, ...]:
        return () if self.appraisal is None else tuple(self.appraisal.figures.values())

    @property
    def figure(self) -> Figure | None:
        """The one under the cursor."""
        return None if self.appraisal is None else self.appraisal.figures.get(self.chosen)
