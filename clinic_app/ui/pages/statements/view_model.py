"""申报对账: statements are opened, confirmed or disputed; what does not balance and what was paid stands beside."""

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.reconciling import Day
from clinic_app.domain.statements import Line
from clinic_app.projections.queries.reconciliation import Notice, Statement
from clinic_app.services.statements import Detail, StatementService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.statements.state import StatementsState, may_dispute, odd_rows, paid_rows
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class _Read:
    statements: tuple[Statement, ...]
    detail: Detail | None
    days: tuple[Day, ...]
    notices: tuple[Notice, ...]


class StatementsViewModel(QObject):
    changed = Signal(object)  # StatementsState

    def __init__(self, service: StatementService, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._service = service
        self._desk = desk
        self._jobs = jobs
        self.state = StatementsState()
        desk.written.connect(self.refresh)

    def refresh(self) -> None:
        """Everything anew; the open statement stays open."""
        detail = self.state.detail
        open_id = None if detail is None else detail.statement.id
        self._jobs.read(lambda: self._read(open_id), self._show, self._refused)

    def open(self, statement: Statement | None) -> None:
        """The records of one statement; what was marked on another is forgotten."""
        open_now = self.state.detail
        if statement is None or (open_now is not None and open_now.statement.id == statement.id):
            return
        self._become(replace(self.state, marked={}, confirming=False, notice=""))
        self._jobs.read(lambda: self._service.detail(statement.id), self._show_detail, self._refused)

    def mark(self, line: Line, reason: str) -> bool:
        """Dispute a record for a reason, or take that back; false when a reason is due first."""
        if not self.state.may_answer or not may_dispute(line):
            return True
        marked = dict(self.state.marked)
        if line.record in marked:
            del marked[line.record]
        elif reason.strip():
            marked[line.record] = reason.strip()
        else:
            words = self.tr("先写明哪里不对，再按 Enter 标为争议。")
            self._become(replace(self.state, notice=words, tone=Tone.WARN))
            return False
        self._become(replace(self.state, marked=marked, confirming=False, notice=""))
        return True

    def ask(self) -> None:
        """F9 once: what would be answered is said, nothing is done."""
        if self.state.may_answer:
            self._become(replace(self.state, confirming=True, notice=""))

    def think_again(self) -> None:
        self._become(replace(self.state, confirming=False))

    def answer(self) -> None:
        """F9 again: confirmed, but for what was marked; signed by whoever is on duty."""
        state, by = self.state, self._desk.by
        if not state.may_answer or state.detail is None:
            return
        statement = state.detail.statement
        marked = dict(state.marked)
        self._become(replace(state, busy=True, confirming=False, notice=""))
        self._jobs.store(
            lambda: self._service.answer(by, statement.id, marked),
            lambda _: self._answered(statement.month, len(marked)),
            self._refused,
        )

    def _answered(self, month: str, disputed: int) -> None:
        words = (
            self.tr("{month} 的申报表已答复，争议 {n} 笔，等县里裁定。").format(month=month, n=disputed)
            if disputed
            else self.tr("{month} 的申报表已确认。").format(month=month)
        )
        self._become(replace(self.state, busy=False, marked={}, notice=words, tone=Tone.OK))
        self._desk.written.emit()

    def _read(self, open_id: UUID | None) -> _Read:
        statements = tuple(self._service.all())
        known = {one.id for one in statements}
        first = open_id if open_id in known else statements[0].id if statements else None
        return _Read(
            statements,
            None if first is None else self._service.detail(first),
            tuple(self._service.unbalanced()),
            tuple(self._service.notices()),
        )

    def _show(self, read: _Read) -> None:
        self._become(
            replace(
                self.state,
                statements=read.statements,
                detail=read.detail,
                odd=odd_rows(read.days),
                days=len(read.days),
                paid=paid_rows(read.notices),
            )
        )

    def _show_detail(self, detail: Detail) -> None:
        self._become(replace(self.state, detail=detail))

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, confirming=False, notice=words, tone=Tone.DANGER))

    def _become(self, state: StatementsState) -> None:
        self.state = state
        self.changed.emit(state)
