"""What the parts of the page 接种 show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clinic_app.domain.immunization.giving import NewDose
from clinic_app.projections.queries.immunization_card import Card, DueChild, Line
from clinic_app.services.immunization import Observing
from clinic_app.services.vaccination_lists import Checked, Covered
from clinic_app.services.vaccine_exchange import Matched
from clinic_app.ui.pages.stock.part import PartState


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveState(PartState):
    """Today's children, and the card of the one in hand."""

    due: tuple[DueChild, ...] = ()
    observing: tuple[Observing, ...] = ()
    card: Card | None = None
    series: str = ""  # under the cursor
    proposed: NewDose | None = None  # a new one refills the form
    too_early: bool = False  # refused as too early: it may be insisted on

    @property
    def line(self) -> Line | None:
        lines = self.card.lines if self.card is not None else ()
        return next((one for one in lines if one.due.series == self.series), None)

    @property
    def stays(self) -> tuple[Observing, ...]:
        """Of the child in hand."""
        who = self.card.resident.id if self.card is not None else None
        return tuple(one for one in self.observing if one.dose.resident_id == who)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsState(PartState):
    """A class list that was checked, or a list of whom to remind."""

    villages: tuple[str, ...] = ()
    checked: Checked | None = None
    reminded: tuple[DueChild, ...] | None = None
    day: date | None = None
    village: str = ""

    @property
    def shown(self) -> tuple[DueChild, ...]:
        return self.checked.lacking if self.checked is not None else self.reminded or ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresState(PartState):
    """Coverage of one birth year, and the last file that came in."""

    year: int
    covered: tuple[Covered, ...] = ()
    report: tuple[Matched, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
