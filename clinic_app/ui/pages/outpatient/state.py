"""What the doctor's page shows, as one value."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_app.domain.outpatient import is_return
from clinic_app.domain.stopwatch import Summary
from clinic_app.domain.time import beijing_day
from clinic_app.journal.prescriptions import Checked
from clinic_app.projections.queries.outpatient import Addendum, Encounter, OrderLine
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.services.chart import Chart
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.outpatient.form import BLANK, Form
from clinic_app.ui.theme import Tone

TABS: Final = (
    (VisitState.WAITING, QT_TRANSLATE_NOOP("outpatient", "待诊")),
    (VisitState.CALLED, QT_TRANSLATE_NOOP("outpatient", "就诊中")),
    (VisitState.SIGNED, QT_TRANSLATE_NOOP("outpatient", "已完成")),
)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier encounter, opened."""

    encounter: Encounter
    orders: tuple[OrderLine, ...]
    addenda: tuple[Addendum, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed record on the page, with what was done to it since."""

    encounter: Encounter
    addenda: tuple[Addendum, ...]
    sheets: tuple[tuple[UUID, str], ...]  # prescriptions that stand, and what is on them
    paid: bool


@dataclass(frozen=True, slots=True)
class Reopening:
    """作废并重开: a prescription of a signed record that is written anew; nothing is cancelled before it is signed."""

    prescription_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorState:
    """All that the page shows.  A new state replaces the old one."""

    queue: tuple[Visit, ...] = ()
    tab: VisitState = VisitState.WAITING
    now_ms: int = 0  # UTC, when the queue was read
    visit: Visit | None = None
    loaded: int = 0  # grows when `form` shall be put on the page
    form: Form = BLANK
    signed: bool = False
    fee: str = ""  # code of the fee to offer
    chart: Chart | None = None
    checked: tuple[Checked, ...] = ()
    asked: int = 0  # grows when the cursor shall go to the first rule without an answer
    past: Past | None = None
    record: Signed | None = None
    reopening: Reopening | None = None  # while `signed` is taken back for the orders
    month: tuple[int, int] = (0, 0)  # essential medicines among the doctor's drugs of this month
    kept: bool = False  # the draft is on disk
    busy: bool = False
    notice: str = ""
    tone: Tone = Tone.INFO
    times: Summary | None = None  # 秒表: today's visits on this PC

    @property
    def history(self) -> tuple[Encounter, ...]:
        """Earlier encounters of the person in hand, the newest first."""
        known = self.chart.encounters if self.chart else ()
        return tuple(one for one in known if self.visit is None or one.visit_id != self.visit.id)

    def returning(self, form: Form) -> bool:
        """复诊, as proposed for what is typed."""
        if self.visit is None or not form.diagnoses:
            return False
        earlier = [(one.diagnoses[0][0], beijing_day(one.signed_ms)) for one in self.history if one.diagnoses]
        return is_return(form.diagnoses[0][0], earlier, self.visit.day)

    def of_tab(self, tab: VisitState) -> tuple[Visit, ...]:
        """Visits of one tab; what is settled is finished too."""
        wanted = (tab, VisitState.SETTLED) if tab is VisitState.SIGNED else (tab,)
        return tuple(visit for visit in self.queue if visit.state in wanted)
