"""What the window's page shows, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID

from clinic_app.projections.queries.pharmacy import HandedTooMuch, PaidVisit
from clinic_app.projections.queries.unmatched import Unmatched
from clinic_app.services.pharmacy import AtWindow, Filled
from clinic_app.services.sync_state import WhereHeld
from clinic_app.ui import catalogues
from clinic_app.ui.theme import Tone


class Part(IntEnum):
    """The lists, in the order of their tabs."""

    WAITING = 0  # 待发药
    OUT = 1  # 已发药
    TOO_MUCH = 2  # 多发
    UNMATCHED = 3  # 收发核对


@dataclass(frozen=True, slots=True, kw_only=True)
class PharmacyState:
    """All that the page shows.  A new state replaces the old one."""

    part: Part = Part.WAITING
    waiting: tuple[PaidVisit, ...] = ()
    out: tuple[PaidVisit, ...] = ()
    too_much: tuple[HandedTooMuch, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    open: PaidVisit | None = None
    where: Mapping[UUID, WhereHeld] = field(default_factory=dict)  # of what was handed out, by settlement
    wishes: Mapping[str, AtWindow] = field(default_factory=dict)  # of the open bill, by line number
    filled: Mapping[str, Filled] = field(default_factory=dict)  # likewise; empty where no stock is kept
    at: str = ""  # the line that a box was scanned for
    returning: bool = False  # asked what comes back
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO

    @property
    def listed(self) -> tuple[PaidVisit, ...]:
        return {Part.WAITING: self.waiting, Part.OUT: self.out}.get(self.part, ())

    @property
    def may_hand_out(self) -> bool:
        return self.part is Part.WAITING and self.open is not None and self.open.waits and not self.busy

    @property
    def asks_second(self) -> bool:
        """复核: a narcotic goes out, or comes back."""
        lines = () if self.open is None else self.open.lines
        due = (one.out_e4 if self.returning else one.left_e4 for one in lines)
        waits = self.returning or self.part is Part.WAITING
        return waits and any(
            some > 0 and catalogues.is_controlled(one.code) for one, some in zip(lines, due, strict=True)
        )

    @property
    def unfinished(self) -> str:
        """The first line that still needs a box or a word; empty when all may go."""
        return next((sn for sn, one in self.filled.items() if not one.done), "")

    @property
    def may_take_back(self) -> bool:
        return self.open is not None and self.open.is_out and not self.busy and not self.returning

    def known(self, settlement_id: UUID) -> PaidVisit | None:
        """A bill of the list in front."""
        return next((one for one in self.listed if one.settlement_id == settlement_id), None)
