"""What the page 点评 shows."""

from dataclasses import dataclass
from enum import Enum

from clinic_app.domain.prescribing.indicators import FIGURES, Figure
from clinic_app.services.review import Figures, Reviewed, Taught
from clinic_app.ui.theme import Tone


class Asking(Enum):
    """What was pressed once and is done when it is pressed again."""

    ACCEPT = "accept"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of one's own beside the institution's."""

    name: str
    mine: Figure
    house: Figure


@dataclass(frozen=True, slots=True)
class ReviewState:
    """All that the page shows.  A new state replaces the old one."""

    reviewed: tuple[Reviewed, ...] = ()
    chosen: Reviewed | None = None
    figures: Figures | None = None
    lessons: tuple[Taught, ...] = ()
    lesson: Taught | None = None  # the open one
    answer: int | None = None  # what was chosen of its answers
    asking: Asking | None = None
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def may_answer(self) -> bool:
        return self.chosen is not None and self.chosen.waits and not self.busy

    @property
    def waiting(self) -> int:
        """Judgements without an answer."""
        return sum(one.waits for one in self.reviewed)

    @property
    def unread(self) -> int:
        """Lessons that were not opened."""
        return sum(not one.read for one in self.lessons)

    def rows(self) -> tuple[FigureRow, ...]:
        if self.figures is None:
            return ()
        mine, house = self.figures.mine, self.figures.house
        return tuple(FigureRow(name, mine[name], house[name]) for name in FIGURES)
