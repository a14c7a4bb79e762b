"""入户: every decision of the page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.forms import Form, form
from clinic_app.domain.power import Power
from clinic_app.domain.stopwatch import FOLLOWUP
from clinic_app.domain.time import beijing
from clinic_app.services.forms import FormService
from clinic_app.services.home_visits import Call, Due, Errand, HomeVisitService
from clinic_app.ui.desk import Desk
from clinic_app.ui.form_names import form_title
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.home_visit.state import HomeVisitState, Open
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone

_AT_HOME: Final = "2"  # codes/followup_mode.csv
_ORIGIN: Final = "home_visit"
_LIST: Final = "worklist"  # where one comes back to who came by the rail


@dataclass(frozen=True, slots=True)
class HomeVisitServices:
    home_visits: HomeVisitService
    forms: FormService


class HomeVisitViewModel(QObject):
    """Signals:
    changed: a `HomeVisitState`.
    """

    changed = Signal(object)

    def __init__(self, services: HomeVisitServices, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._errands: tuple[Errand, ...] = ()  # none: what is due now
        self._from = _LIST
        self._asked = 0  # an answer to an older question is dropped
        self._opening = 0
        self.state = HomeVisitState()
        desk.home_visit_wanted.connect(self._wanted)

    @property
    def today(self) -> date:
        return self._desk.today

    def enter(self) -> None:
        """The page is looked at."""
        self.look_at_power()
        self.refresh()

    def leave_sight(self) -> None:
        """秒表: what is not on the page is not timed."""
        self._desk.taken_up.emit(FOLLOWUP, None)

    def refresh(self) -> None:
        """The way anew; the person one was with stays."""
        by, service, errands = self._desk.by, self._services.home_visits, self._errands
        self._asked += 1
        asked = self._asked
        if not self._desk.may("forms"):
            return

        def work() -> tuple[Call, ...]:
            return service.way(by, errands or service.due_now(by))

        def done(calls: tuple[Call, ...]) -> None:
            if asked == self._asked:
                self._show(calls)

        self._jobs.read(work, done, self._refused)

    def look_at_power(self) -> None:
        """The battery, again."""
        self._jobs.read(self._services.home_visits.power, self._show_power, self._refused)

    def step(self, by: int) -> None:
        """To the next person of the way (1), or the one before (-1)."""
        at = self.state.at + by
        if 0 <= at < len(self.state.calls) and not self.state.busy:
            self._become(replace(self.state, at=at, open=None, kept="", notice=""))
            self._open_first()

    def fill(self, due: Due) -> None:
        """One of the forms of the person one is with."""
        if self.state.call is not None and not self.state.busy:
            self._become(replace(self.state, notice=""))
            self._fill(self.state.call, due)

    def typed(self) -> None:
        """Something changed and is not kept yet."""
        if not self.state.writing:
            self._become(replace(self.state, writing=True))

    def keep(self, opened: Open, values: Mapping[str, Any]) -> None:
        """The draft, on this PC: whatever happens to it now, this stays."""
        service, kept = self._services.forms, dict(values)
        self._jobs.store(
            lambda: service.keep_draft(opened.form.key, opened.resident_id, kept), self._kept, self._refused
        )

    def sign(self, values: Mapping[str, Any], confirmed: Collection[str]) -> None:
        """Into the record; then the next form of this person."""
        opened, by, service = self.state.open, self._desk.by, self._services.forms
        if opened is None or self.state.busy:
            return
        kept = dict(values)
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(
            lambda: service.record(
                by, opened.form.key, kept, opened.resident_id, origin=_ORIGIN, confirmed=confirmed
            ),
            lambda _: self._signed(opened),
            self._refused,
        )

    def leave(self) -> None:
        """Back to where one came from; what was begun waits as a draft."""
        self._become(replace(self.state, open=None))
        self._desk.page_wanted.emit(self._from)

    # Inside.

    def _wanted(self, errands: Sequence[Errand], origin: str) -> None:
        self._errands, self._from = tuple(errands), origin
        self._become(HomeVisitState(power=self.state.power))
        self.refresh()

    def _show(self, calls: tuple[Call, ...]) -> None:
        call = self.state.call
        same = (at for at, one in enumerate(calls) if call and one.resident_id == call.resident_id)
        first = next((at for at, one in enumerate(calls) if not one.done), 0)
        self._become(replace(self.state, calls=calls, at=next(same, first), loaded=True, busy=False))
        if self.state.open is None:
            self._open_first()

    def _open_first(self) -> None:
        """The first form of the person that is not done."""
        call = self.state.call
        due = next((one for one in call.due if not one.done), None) if call is not None else None
        if call is not None and due is not None:
            self._fill(call, due)

    def _fill(self, call: Call, due: Due) -> None:
        self._opening += 1
        asked, by, service = self._opening, self._desk.by, self._services.forms
        wanted = form(due.form)
        given = {**wanted.step_of(due.step), **_at_home(wanted)}

        def work() -> Open:
            begun = service.resume(by, due.form, call.resident_id, given)
            names = service.names(call.resident_id)
            return Open(wanted, due.step, call.resident_id, begun.values, begun.origins, begun.context, names)

        def done(opened: Open) -> None:
            if asked == self._opening:
                self._become(replace(self.state, open=opened, kept=""))
                self._desk.taken_up.emit(FOLLOWUP, opened.timed)

        self._jobs.read(work, done, self._refused)

    def _signed(self, opened: Open) -> None:
        if opened.timed is not None:
            self._desk.done.emit(FOLLOWUP, opened.timed, "home_visit")
        words = self.tr("{form}已签名，存在本机。").format(form=form_title(opened.form.key))
        self._become(replace(self.state, open=None, kept="", writing=False, notice=words, tone=Tone.OK))
        self._desk.written.emit()
        self.refresh()

    def _kept(self, _: object) -> None:
        now = beijing(self._services.home_visits.now())
        self._become(replace(self.state, writing=False, kept=f"{now:%H:%M}"))

    def _show_power(self, power: Power | None) -> None:
        if power != self.state.power:
            self._become(replace(self.state, power=power))

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: HomeVisitState) -> None:
        self.state = state
        self.changed.emit(state)


def _at_home(wanted: Form) -> dict[str, str]:
    """随访方式 is known before the door opens."""
    return {key: _AT_HOME for key, one in wanted.fields.items() if one.codes == "followup_mode"}
