"""居民: found, looked at, amended; and a clinic's own register taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.register_import import read_register
from clinic_app.services.resident_import import Imported, ResidentImportService
from clinic_app.services.residents import PastChange, ResidentService
from clinic_app.services.staff import StaffService
from clinic_app.ui.desk import Desk, InHand
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

MOST = 60  # residents in the list; a name that finds more wants another letter


@dataclass(frozen=True, slots=True)
class ResidentsState:
    found: tuple[Resident, ...] = ()
    text: str = ""  # what was looked for
    chosen: Resident | None = None
    history: tuple[PastChange, ...] = ()
    names: Mapping[str, str] | None = None  # of the staff, by id
    report: Imported | None = None
    read: int = 0  # rows of a register read so far
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True)
class ResidentsServices:
    residents: ResidentService
    imports: ResidentImportService
    staff: StaffService


class ResidentsViewModel(QObject):
    """
    Signals:
        changed: a `ResidentsState`.
    """

    changed = Signal(object)
    _progress = Signal(int)

    def __init__(self, services: ResidentsServices, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._asked = 0
        self.state = ResidentsState()
        desk.in_hand_changed.connect(self._person_changed)
        self._progress.connect(lambda rows: self._become(replace(self.state, read=rows)))
        self._person_changed(desk.in_hand)

    def find(self, text: str) -> None:
        """Fill the list; an answer to an older text is dropped."""
        self._asked += 1
        asked = self._asked
        if not text.strip():
            self._become(replace(self.state, found=(), text=""))
            return

        def done(found: list[Resident]) -> None:
            if asked == self._asked:
                self._become(replace(self.state, found=tuple(found), text=text))

        self._jobs.read(lambda: self._services.residents.find(text, MOST), done, self._refused)

    def open(self, resident_id: UUID) -> None:
        """Take a resident in hand; the details follow."""
        self._desk.take(resident_id)

    def amend(self, values: Mapping[str, str]) -> None:
        """Save the fields that differ from what is known."""
        chosen, by = self.state.chosen, self._desk.by
        if chosen is None or self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.residents.amend(by, chosen.id, values), self._amended, self._refused
        )

    def import_register(self, path: Path) -> None:
        """Take over a spreadsheet, in the background; the desk goes on."""
        by, services = self._desk.by, self._services

        def work() -> Imported:
            rows = read_register(path, {}, services.residents.today())
            return services.imports.import_register(by, rows, self._progress.emit)

        self._become(replace(self.state, busy=True, report=None, read=0, notice=""))
        self._jobs.network(work, self._imported, self._refused)

    def close_report(self) -> None:
        self._become(replace(self.state, report=None, notice=""))

    def _amended(self, resident: Resident) -> None:
        words = self.tr("已改：{name}。").format(name=resident.name)
        found = tuple(resident if one.id == resident.id else one for one in self.state.found)
        self._become(replace(self.state, busy=False, found=found, notice=words, tone=Tone.OK))
        self._desk.written.emit()
        self._desk.again()

    def _imported(self, report: Imported) -> None:
        words = self.tr("登记表读完：{rows} 行，建档 {new}，已有 {known}，需要人看 {left}。").format(
            rows=report.rows,
            new=report.registered,
            known=report.known,
            left=len(report.left) - report.known,
        )
        tone = Tone.OK if len(report.left) == report.known else Tone.WARN
        self._become(replace(self.state, busy=False, report=report, notice=words, tone=tone))
        self._desk.written.emit()

    def _person_changed(self, person: InHand | None) -> None:
        resident = person.resident if person is not None else None
        if resident is None:
            self._become(replace(self.state, chosen=None, history=()))
            return
        same = self.state.chosen is not None and self.state.chosen.id == resident.id
        self._become(replace(self.state, chosen=resident, history=self.state.history if same else ()))

        def work() -> tuple[list[PastChange], dict[str, str]]:
            names = {one.staff_id: one.name for one in self._services.staff.all()}
            return self._services.residents.history(resident.id), names

        self._jobs.read(work, partial(self._show_history, resident.id), self._refused)

    def _show_history(self, resident_id: UUID, answer: tuple[list[PastChange], dict[str, str]]) -> None:
        if self.state.chosen is not None and self.state.chosen.id == resident_id:
            self._become(replace(self.state, history=tuple(answer[0]), names=answer[1]))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: ResidentsState) -> None:
        self.state = state
        self.changed.emit(state)
