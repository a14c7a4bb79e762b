"""What the page 入户 shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clinic_app.domain.forms import Context, Form
from clinic_app.domain.power import Power
from clinic_app.services.home_visits import Call
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Open:
    """The form under way."""

    form: Form
    step: str
    resident_id: UUID
    values: Mapping[str, Any]
    origins: Mapping[str, str]
    context: Context
    names: Mapping[str, str]  # of staff and places by their id

    @property
    def timed(self) -> tuple[str, UUID] | None:
        """What the stopwatch knows it by; None: no follow-up."""
        return (self.form.key, self.resident_id) if self.form.is_followup else None


@dataclass(frozen=True, slots=True)
class HomeVisitState:
    """All that the page shows.  A new state replaces the old one."""

    calls: tuple[Call, ...] = ()
    at: int = 0
    open: Open | None = None
    kept: str = ""  # when the draft was last kept on this PC: 10:32
    writing: bool = False  # typed and not kept yet
    power: Power | None = None
    loaded: bool = False
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.OK

    @property
    def call(self) -> Call | None:
        return self.calls[self.at] if self.at < len(self.calls) else None

    @property
    def done(self) -> int:
        """People with whom nothing is left to do."""
        return sum(one.done for one in self.calls)
