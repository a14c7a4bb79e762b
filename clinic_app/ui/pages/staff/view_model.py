"""人员: added, given roles and passwords, leaving; an administrator certifies each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import Practice
from clinic_app.projections.queries.facility import Staff
from clinic_app.services.staff import StaffService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class NewStaff:
    staff_id: str
    name: str
    roles: frozenset[Role]
    password: str
    licence: str = ""  # number of the certificate
    practice: Practice | None = None


@dataclass(frozen=True, slots=True)
class StaffState:
    people: tuple[Staff, ...] = ()
    chosen: Staff | None = None  # None: a new colleague is being typed
    done: int = 0  # how often something was saved: the form empties itself
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO


class StaffViewModel(QObject):
    changed = Signal(object)  # StaffState

    def __init__(self, service: StaffService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self.state = StaffState()
        self.refresh()

    def refresh(self) -> None:
        self._jobs.read(self._service.all, self._show, self._refused)

    def choose(self, person: Staff | None) -> None:
        """Whose roles and password are changed; None: somebody new."""
        self._become(replace(self.state, chosen=person, notice=""))

    def add(self, new: NewStaff) -> None:
        by = self._desk.by
        self._write(
            lambda: self._service.add(
                by, new.staff_id, new.name, new.roles, new.password, new.licence, new.practice
            ),
            self.tr("已加入：{name}。现在就能在本机构任何一台电脑上登录。").format(name=new.name),
        )

    def change(self, roles: frozenset[Role], licence: str, practice: Practice) -> None:
        """Roles, certificate and what may be prescribed of the one chosen."""
        person, by = self.state.chosen, self._desk.by
        if person is not None:
            words = self.tr("{name} 的岗位和处方权已改。").format(name=person.name)
            entered = practice if practice != Practice() or person.practice else None
            self._write(
                lambda: self._service.change(
                    by,
                    person.staff_id,
                    roles,
                    active=person.active,
                    practice=entered,
                    licence=licence,
                ),
                words,
            )

    def reset_password(self, password: str) -> None:
        person, by = self.state.chosen, self._desk.by
        if person is not None:
            words = self.tr("{name} 的密码已重设，请当面告知。").format(name=person.name)
            self._write(lambda: self._service.reset_password(by, person.staff_id, password), words)

    def leave(self) -> None:
        """离职: nobody of this id opens a PC of the clinic any more; what was done stays."""
        person, by = self.state.chosen, self._desk.by
        if person is not None:
            words = self.tr("{name} 已离职，不能再登录。").format(name=person.name)
            self._write(
                lambda: self._service.change(by, person.staff_id, person.roles, active=not person.active),
                words if person.active else self.tr("{name} 已复职。").format(name=person.name),
            )

    def _write(self, work: Callable[[], None], words: str) -> None:
        if self.state.busy:
            return
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(work, lambda _: self._written(words), self._refused)

    def _written(self, words: str) -> None:
        self._become(
            replace(self.state, busy=False, notice=words, tone=Tone.OK, chosen=None, done=self.state.done + 1)
        )
        self._desk.written.emit()
        self.refresh()

    def _show(self, people: list[Staff]) -> None:
        self._become(replace(self.state, people=tuple(people)))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: StaffState) -> None:
        self.state = state
        self.changed.emit(state)
