"""All that the work list shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic_app.domain.public_health.services import Service
from clinic_app.projections.queries.worklist import Wanted
from clinic_app.services.worklist import Plan, WorkPage
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class WorkListState:
    """A new state replaces the old one."""

    wanted: Wanted
    before: Wanted | None = None  # what was asked for before one house was looked at alone
    page: WorkPage = field(default_factory=WorkPage)
    villages: tuple[tuple[str, tuple[str, ...]], ...] = ()  # each with its groups
    doctors: Mapping[str, str] = field(default_factory=dict)  # names by staff id
    plan: Plan | None = None  # of the person under the cursor
    whose: str = ""  # name of that person
    in_hand: str = ""  # name of the person at the desk
    proposed: tuple[Service, ...] = ()  # for that one
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO
