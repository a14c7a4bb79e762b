"""What the page 自测 shows."""

from dataclasses import dataclass

from clinic_app.projections.queries.readings import Kept
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.readings import Alarm, RefusedFile, Waiting
from clinic_app.ui.pages.stock.part import PartState


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What one person measured at one moment, and nobody knows who it was."""

    parts: tuple[Waiting, ...]  # of one file, device, moment and numbers

    @property
    def first(self) -> Waiting:
        return self.parts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsState(PartState):
    unreviewed: tuple[Kept, ...] = ()  # emergency values first, then the newest day, people together
    unmatched: tuple[Unmatched, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    alarms: tuple[Alarm, ...] = ()  # the oldest first
    whose: tuple[Resident, ...] = ()  # who may be the chosen unmatched one: in hand, then by number
    may_review: bool = False


def unmatched(waiting: tuple[Waiting, ...]) -> tuple[Unmatched, ...]:
    """The parts of one measuring together, in the order of the files."""
    groups: dict[tuple[str, str, int, str, str], list[Waiting]] = {}
    for one in waiting:
        told, read = one.told, one.reading
        groups.setdefault((one.file, read.device, read.taken_ms, told.id_number, told.card), []).append(one)
    return tuple(Unmatched(tuple(parts)) for parts in groups.values())
