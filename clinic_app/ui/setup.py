"""First run: make this clinic's store and its first administrator, or join a clinic that exists."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.texts import text_of

LEAST_PASSWORD: Final = 8  # characters

# inst_lv of the settlement rules, lowest first.
LEVELS: Final = (
    ("village", QT_TRANSLATE_NOOP("setup", "村卫生室")),
    ("township", QT_TRANSLATE_NOOP("setup", "乡镇卫生院")),
    ("community", QT_TRANSLATE_NOOP("setup", "社区卫生服务中心")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Where the county is, and the one-time code it gave."""

    server: str
    code: str
    ca_file: Path | None = None
    staff_id: str = ""  # joining only: who is beside this PC; empty: the only administrator
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClinic:
    facility: str  # 机构编码
    facility_name: str
    inst_lv: str
    admin_id: str
    admin_name: str
    password: str
    enrolment: Enrolment | None = None


@dataclass(frozen=True, slots=True)
class SetupState:
    """`problems` by field name; `recovery_code` is shown once, after the store was made."""

    busy: bool = False
    notice: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    recovery_code: str = ""


class SetupViewModel(QObject):
    """Checks what was typed and calls what it was given.

    Signals:
        changed: a `SetupState`.
        finished: the clinic is ready and the recovery code was kept; the login page comes next.
    """

    changed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        create: Callable[[NewClinic], str],
        join: Callable[[Enrolment], None],
        jobs: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        """Args:
        create: makes the store, gives the recovery code; raises ClinicError.
        join: makes this PC a further device of a clinic that exists; raises ClinicError.
        """
        super().__init__(parent)
        self._make = create
        self._join = join
        self._jobs = jobs
        self.state = SetupState()

    def create(self, clinic: NewClinic, password_again: str) -> None:
        problems = problems_of(clinic, password_again)
        if problems or self.state.busy:
            self._become(replace(self.state, problems=problems))
            return
        self._become(SetupState(busy=True))
        self._jobs.store(
            lambda: self._make(clinic),
            lambda code: self._become(SetupState(recovery_code=code)),
            self._refused,
        )

    def join(self, enrolment: Enrolment) -> None:
        problems = tuple(problems_of_enrolment(enrolment))
        if problems or self.state.busy:
            self._become(replace(self.state, problems=problems))
            return
        self._become(SetupState(busy=True))
        self._jobs.network(lambda: self._join(enrolment), lambda _: self.finished.emit(), self._refused)

    def code_kept(self) -> None:
        """The user says the recovery code is on paper; it is not shown again."""
        self._become(SetupState())
        self.finished.emit()

    def _refused(self, error: ClinicError) -> None:
        self._become(SetupState(notice=text_of(error, language())))

    def _become(self, state: SetupState) -> None:
        self.state = state
        self.changed.emit(state)


def problems_of(clinic: NewClinic, password_again: str) -> tuple[tuple[str, str], ...]:
    """Everything that is wrong with the answers, all at once: field name and sentence."""
    problems = [
        (name, translate("setup", "不能空着。"))
        for name in ("facility", "facility_name", "admin_id", "admin_name")
        if not getattr(clinic, name).strip()
    ]
    if len(clinic.password) < LEAST_PASSWORD:
        words = translate("setup", "至少 {n} 位。").format(n=LEAST_PASSWORD)
        problems.append(("password", words))
    elif clinic.password != password_again:
        problems.append(("password_again", translate("setup", "两次输入不一样。")))
    if clinic.enrolment is not None:
        problems += problems_of_enrolment(clinic.enrolment)
    return tuple(problems)


def problems_of_enrolment(enrolment: Enrolment) -> list[tuple[str, str]]:
    problems = []
    if not enrolment.server.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        problems.append(("server", translate("setup", "请填县服务器地址，以 https:// 开头。")))
    if not enrolment.code.strip():
        problems.append(("code", translate("setup", "请填县里给的登记码。")))
    if enrolment.ca_file is not None and not enrolment.ca_file.is_file():
        problems.append(("ca_file", translate("setup", "找不到这个文件。")))
    return problems
