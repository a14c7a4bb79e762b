"""日结: what the window took, the count of its drawer, and the closings made."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.closing import Closed
from clinic_app.services.closing import (
    ClosedAlready,
    ClosingService,
    FacilityPreview,
    Preview,
    TakingsChanged,
)
from clinic_app.services.staff import StaffService
from clinic_app.ui.desk import Desk
from clinic_app.ui.format import yen
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.closing.state import ClosingState, Count
from clinic_app.ui.pages.closing.words import breach_text
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class ClosingServices:
    closing: ClosingService
    staff: StaffService


@dataclass(frozen=True, slots=True)
class _Read:
    ready: Preview
    last_float: int
    closings: tuple[Closed, ...]
    names: tuple[tuple[str, str], ...]
    facility: FacilityPreview | None


class ClosingViewModel(QObject):
    changed = Signal(object)  # ClosingState

    def __init__(self, services: ClosingServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        today = services.closing.today()
        self.state = ClosingState(today, month=today)
        self._in_sight = False
        desk.written.connect(lambda: self.refresh() if self._in_sight else None)

    def watch(self, in_sight: bool) -> None:
        """Follow what is saved while the page is in sight; a day's figures are not for every keystroke elsewhere."""
        self._in_sight = in_sight
        if in_sight:
            self.refresh()

    def refresh(self) -> None:
        """The running figures and the list of the month."""
        self._jobs.read(self._read, self._show, self._refused)

    def show_month(self, month: date) -> None:
        self._become(replace(self.state, month=month))
        self.refresh()

    def ask(self) -> None:
        """F9 once: what would be closed is said, nothing is done."""
        if self.state.may_close:
            self._become(replace(self.state, confirming=True, notice=""))

    def think_again(self) -> None:
        self._become(replace(self.state, confirming=False))

    def close(self, count: Count) -> None:
        """F9 again: the window's closing."""
        state, by = self.state, self._desk.by
        if not state.may_close or state.ready is None:
            return
        self._become(replace(state, busy=True, confirming=False, notice=""))
        expected = state.ready.totals.cash_expected(count.float_in)
        self._jobs.store(
            lambda: self._services.closing.close(
                by,
                count.counted,
                count.float_in,
                count.note,
                counts=count.counts,
                expected_shown=expected,
            ),
            lambda made: self._closed(*made),
            self._refused,
        )

    def close_facility(self, note: str) -> None:
        """机构日结 of what its windows have closed."""
        state, by = self.state, self._desk.by
        if not state.may_close_facility:
            return
        self._become(replace(state, busy=True, notice=""))
        self._jobs.store(
            lambda: self._services.closing.close_facility(by, state.today, note),
            lambda made: self._closed(*made),
            self._refused,
        )

    def print(self, closed: Closed | None) -> None:
        """日结表 of a closing; none: of the newest."""
        chosen = closed or next(iter(self.state.closings), None)
        if chosen is not None:
            self._print(chosen.id, chosen.number)

    def prove(self, closed: Closed | None) -> None:
        """A frozen closing held against its records once more."""
        if closed is None or self.state.busy:
            return
        self._jobs.read(
            lambda: self._services.closing.prove(closed.id),
            lambda found: self._proved(closed, [breach_text(one) for one in found]),
            self._refused,
        )

    # Inside.

    def _read(self) -> _Read:
        service, by = self._services.closing, self._desk.by
        ready = service.preview(by)
        last = 0 if ready.last is None else service.made(ready.last.id).float_in
        facility = None
        if self._desk.may("facility_closing"):
            facility = service.preview_facility(by, service.today())
        names = tuple((one.staff_id, one.name) for one in self._services.staff.all())
        month = self.state.month or service.today()
        return _Read(ready, last, tuple(service.closings(month)), names, facility)

    def _show(self, read: _Read) -> None:
        self._become(
            replace(
                self.state,
                today=self._services.closing.today(),
                ready=read.ready,
                last_float=read.last_float,
                closings=read.closings,
                names=read.names,
                facility=read.facility,
                confirming=self.state.confirming and read.ready == self.state.ready,
            )
        )

    def _closed(self, closing_id: UUID, made: ClosingMade) -> None:
        words = self.tr("已日结 {number}：实点 {counted}，差额 {diff}。").format(
            number=made.number, counted=yen(made.cash_counted), diff=yen(made.cash_diff)
        )
        tone = Tone.WARN if made.cash_diff else Tone.OK
        self._become(replace(self.state, busy=False, notice=words, tone=tone))
        self._desk.written.emit()
        self._print(closing_id, made.number)

    def _proved(self, closed: Closed, faults: list[str]) -> None:
        if faults:
            words = self.tr("日结 {number} 有 {n} 处不平：{faults}").format(
                number=closed.number, n=len(faults), faults="；".join(faults[:3])
            )
            tone = Tone.DANGER
        else:
            words = self.tr("日结 {number} 与其记录逐笔相符。").format(number=closed.number)
            tone = Tone.OK
        self._become(replace(self.state, notice=words, tone=tone))

    def _print(self, closing_id: UUID, number: str) -> None:
        """A paper that fails does not undo the closing."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, f"closing-{number}")
            except ClinicError as error:
                failed(error)

        def failed(error: ClinicError) -> None:
            words = self.tr("日结表没有打出来：{why}").format(why=text_of(error, language()))
            self._become(replace(self.state, notice=words, tone=Tone.WARN))

        self._jobs.read(partial(self._services.closing.sheet, closing_id), put, failed)

    def _refused(self, error: ClinicError) -> None:
        words = text_of(error, language())
        self._become(replace(self.state, busy=False, confirming=False, notice=words, tone=Tone.DANGER))
        # What changed in between is read anew, so that the cashier sees what the refusal speaks of.
        if isinstance(error, TakingsChanged | ClosedAlready):
            self.refresh()

    def _become(self, state: ClosingState) -> None:
        self.state = state
        self.changed.emit(state)
