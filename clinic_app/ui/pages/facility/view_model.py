"""本机: what this PC is, its backup, and whether its disk holds what was written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.projections.queries.facility import Facility
from clinic_app.services.status import StatusService
from clinic_app.services.upkeep import Machine, Rebuilt, UpkeepService, Verified
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.setup import Enrolment, problems_of_enrolment
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FacilityState:
    facility: Facility | None = None
    machine: Machine | None = None
    verified: str = ""  # what the last check of the journal found
    checked: str = ""  # what the last replay of the tables found
    problems: tuple[tuple[str, str], ...] = ()  # of the enrolment form, by field
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True)
class FacilityServices:
    status: StatusService
    upkeep: UpkeepService
    enrol: Callable[[Enrolment], str]  # the county's name; raises ClinicError


class FacilityViewModel(QObject):
    changed = Signal(object)  # FacilityState

    def __init__(self, services: FacilityServices, desk: Desk, jobs: JobRunner, place: Path | None) -> None:
        """Args:
        place: the second disk or stick for backups, where the settings name one.
        """
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self.place = place
        self.state = FacilityState()
        desk.written.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        def work() -> tuple[Facility, Machine]:
            return self._services.status.facility(), self._services.upkeep.machine()

        self._jobs.read(
            work,
            lambda found: self._become(replace(self.state, facility=found[0], machine=found[1])),
            self._refused,
        )

    def back_up(self, file: Path) -> None:
        """A whole encrypted copy into `file`."""
        words = self.tr("已备份到 {file}。用“restore”可在另一台电脑上恢复。").format(file=file)
        self._start(lambda: self._services.upkeep.backup(file), lambda _: self._said(words))

    def verify(self) -> None:
        """Walk the chains and the county's signed pages."""
        self._start(self._services.upkeep.verify, self._verified)

    def check(self) -> None:
        """Replay the journal and compare; the tables stay as they are."""
        self._start(self._services.upkeep.check_rebuild, self._checked)

    def enrol(self, wanted: Enrolment) -> None:
        problems = tuple(problems_of_enrolment(wanted))
        self._become(replace(self.state, problems=problems))
        if not problems:
            self._start(lambda: self._services.enrol(wanted), self._enrolled)

    def _start(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if not self.state.busy:
            self._become(replace(self.state, busy=True, notice=""))
            self._jobs.network(work, done, self._refused)

    def _verified(self, found: Verified) -> None:
        words = self.tr("日志完好：本机 {n} 条，链没有断；县里签过的 {p} 页 {m} 条也相符。").format(
            n=found.entries, p=found.pages, m=found.page_entries
        )
        self._become(replace(self.state, verified=words))
        self._said(words)

    def _checked(self, found: Rebuilt) -> None:
        if found.different:
            words = self.tr("重放 {n} 条后，这些表与日志不符：{tables}。请联系技术支持。")
            tone = Tone.DANGER
        else:
            words, tone = self.tr("重放 {n} 条，所有表与日志一致。"), Tone.OK
        said = words.format(n=found.entries, tables="、".join(found.different))
        self._become(replace(self.state, checked=said))
        self._said(said, tone)

    def _enrolled(self, county: str) -> None:
        self._said(self.tr("已入网：{county}。数据会自动上传。").format(county=county))
        self._desk.written.emit()

    def _said(self, words: str, tone: Tone = Tone.OK) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=tone))
        self.refresh()

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: FacilityState) -> None:
        self.state = state
        self.changed.emit(state)
