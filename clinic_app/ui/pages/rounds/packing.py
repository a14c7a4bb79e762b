"""打包: what is due, by village and group, becomes the pack of a round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.public_health.services import VACCINATION
from clinic_app.projections.queries.rounds import Pack
from clinic_app.projections.queries.worklist import Item, View, Wanted
from clinic_app.services.rounds import MOST, RoundService, Stop
from clinic_app.services.worklist import WorkListService
from clinic_app.ui.desk import Desk
from clinic_app.ui.form_names import form_title, short_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.immunization.words import task_text
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_TERM: Final = QT_TRANSLATE_NOOP("rounds", "最迟 {day}")
_LATE: Final = QT_TRANSLATE_NOOP("rounds", "最迟 {day}，过期 {n} 天")
Where = tuple[str, str]  # village and group; "": all of them


@dataclass(frozen=True, slots=True)
class PackingServices:
    rounds: RoundService
    worklist: WorkListService


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing that could be done on the round."""

    item: Item
    today: date
    taken: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return str(self.item.resident_id), self.item.task.form, self.item.task.step

    @property
    def what(self) -> str:
        return short_title(form_title(self.item.task.form))

    @property
    def reason(self) -> str:
        """最迟 11-20，过期 2 天; printed on the route and on the sheet; of vaccination the doses too."""
        task = self.item.task
        late = (self.today - task.due_by).days
        words = f"最迟 {task.due_by:%m-%d}"
        words = f"{words}，过期 {late} 天" if late > 0 else words
        return f"{task_text(task, self.today)}　{words}" if task.form == VACCINATION else words

    @property
    def told(self) -> str:
        """The reason as the screen has it, in the language of the program."""
        task = self.item.task
        late = (self.today - task.due_by).days
        words = translate("rounds", _LATE if late > 0 else _TERM).format(day=f"{task.due_by:%m-%d}", n=late)
        return f"{task_text(task, self.today)}　{words}" if task.form == VACCINATION else words


@dataclass(frozen=True, slots=True)
class PackingState:
    places: tuple[Where, ...] = ()
    where: Where = ("", "")
    rows: tuple[DueRow, ...] = ()
    left_out: frozenset[tuple[str, str, str]] = frozenset()
    loaded: bool = False
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.OK

    @property
    def chosen(self) -> tuple[DueRow, ...]:
        return tuple(row for row in self.rows if row.taken)


class PackingModel(QObject):
    changed = Signal(object)  # PackingState
    packed = Signal(object)  # Pack

    def __init__(self, services: PackingServices, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self.state = PackingState()
        self._asked = 0  # an answer to an older question is dropped
        self.in_sight = False  # what is written elsewhere is followed while the part is looked at
        desk.written.connect(lambda: self.refresh() if self.in_sight else None)

    def refresh(self) -> None:
        """Overdue first, then what can be done now; with a line all others of its household."""
        by, (village, group) = self._desk.by, self.state.where
        worklist = self._services.worklist
        self._asked += 1
        asked = self._asked

        def work() -> tuple[tuple[Where, ...], tuple[Item, ...], date]:
            today = worklist.today()
            places = tuple(
                (one, part) for one, parts in worklist.villages() for part in ("", *filter(None, parts))
            )
            wanted = [
                Wanted(today=today, view=view, village=village, group=group)
                for view in (View.OVERDUE, View.EXECUTABLE)
            ]
            return places, tuple(item for one in wanted for item in worklist.items(by, one)), today

        self._jobs.read(
            work, lambda found: self._show(found) if asked == self._asked else None, self._refused
        )

    def look_at(self, where: Where) -> None:
        """Another village or group."""
        self._become(replace(self.state, where=where, left_out=frozenset(), notice=""))
        self.refresh()

    def toggle(self, row: DueRow | None) -> None:
        """Take a row along, or leave it out."""
        if row is not None:
            left_out = self.state.left_out ^ {row.key}
            self._become(_ticked(replace(self.state, left_out=left_out, notice="")))

    def pack(self) -> None:
        """The chosen rows become a pack for today."""
        by, rounds = self._desk.by, self._services.rounds
        stops = [
            Stop(resident_id=row.item.resident_id, form=row.item.task.form, reason=row.reason)
            for row in self.state.chosen
        ]
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(lambda: rounds.make(by, rounds.today(), stops), self._packed, self._refused)

    def _packed(self, pack: Pack) -> None:
        words = self.tr("已打包 {n} 张表，按路线排好。").format(n=len(pack.sheets))
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.OK))
        self.packed.emit(pack)
        self._desk.written.emit()

    def _show(self, found: tuple[tuple[Where, ...], tuple[Item, ...], date]) -> None:
        places, items, today = found
        rows = tuple(DueRow(item, today, taken=False) for item in housed(items))
        self._become(_ticked(replace(self.state, places=places, rows=rows, loaded=True)))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: PackingState) -> None:
        self.state = state
        self.changed.emit(state)


def housed(items: Sequence[Item]) -> list[Item]:
    """Each household at the place of its first line, with all its lines together, those of one person beside another."""
    homes: dict[UUID, dict[UUID, list[Item]]] = {}
    for item in items:
        home = homes.setdefault(item.household or item.resident_id, {})
        home.setdefault(item.resident_id, []).append(item)
    return [item for home in homes.values() for lines in home.values() for item in lines]


def _ticked(state: PackingState) -> PackingState:
    """Everything goes along that was not left out, as far as a pack holds it."""
    rows, room = [], MOST
    for row in state.rows:
        taken = row.key not in state.left_out and room > 0
        room -= taken
        rows.append(replace(row, taken=taken))
    return replace(state, rows=tuple(rows))
