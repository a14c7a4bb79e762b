"""The left of the doctor's page: who waits, and what was found before."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget

from clinic_app.domain.time import beijing
from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.projections.queries.registration import Visit, VisitState
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.outpatient.duties import DutyList
from clinic_app.ui.pages.outpatient.past_card import PastCard
from clinic_app.ui.pages.outpatient.state import TABS, DoctorState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_WIDTH, _NARROW = 292, 274  # pixels at 100 %
_AGE = 2  # column


def _age(visit: Visit) -> str:
    age = format.age(visit.birth_date, visit.day) if visit.birth_date else ""
    return f"{format.sex(visit.sex)} {age}".strip()


QUEUE: tuple[Column[Visit], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "号"), lambda visit: visit.number, width=5, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda visit: visit.name, width=7, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "年龄"), _age, width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "挂号"),
        lambda visit: f"{beijing(visit.registered_ms):%H:%M}",
        width=5,
        hint=lambda visit: visit.department,
    ),
)

HISTORY: tuple[Column[Encounter], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "日期"), lambda past: f"{beijing(past.signed_ms):%Y-%m-%d}", width=12
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "诊断"),
        lambda past: "、".join(name for _, name in past.diagnoses),
        width=14,
        hint=lambda past: past.complaint,
    ),
)


class LeftColumn(QStackedWidget):
    """The queue with the history under it; an earlier encounter covers both while it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs = PartTabs(self.tr("按状态分"))
        self.queue: DataTable[Visit] = DataTable(
            QUEUE, self.tr("候诊队列"), self.tr("这里没有人"), key=lambda visit: visit.id
        )
        self.history: DataTable[Encounter] = DataTable(
            HISTORY, self.tr("就诊历史"), self.tr("没有以前的就诊"), key=lambda past: past.id
        )
        self.next = ActionButton("next", self.tr("下一位"))
        self.again = QPushButton(self.tr("重呼"))
        self.walk_in = ActionButton("walk_in", self.tr("无挂号接诊"), kind="quiet")
        self.duties = DutyList()
        self.past = PastCard()
        self.narrow(False)
        self._lay_out()

    def render_state(self, state: DoctorState, before: DoctorState) -> None:
        for at, (tab, title) in enumerate(TABS):
            words = f"{translate('outpatient', title)} {len(state.of_tab(tab))}"
            if self.tabs.tabText(at) != words:
                self.tabs.setTabText(at, words)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex([tab for tab, _ in TABS].index(state.tab))
        self.tabs.blockSignals(False)
        if state.queue != before.queue or state.tab != before.tab or state.visit is not before.visit:
            self.queue.show_rows(state.of_tab(state.tab))
            self._show_open(state)
        if state.history != before.history:
            self.history.show_rows(state.history)
        self.again.setEnabled(state.tab is VisitState.CALLED and self.queue.current_row() is not None)
        self.next.setEnabled(not state.busy)
        self.walk_in.setEnabled(not state.busy)
        self.past.show_past(state.past, may_repeat=state.visit is not None and not state.signed)
        self.setCurrentIndex(0 if state.past is None else 1)

    def narrow(self, small: bool) -> None:
        """Ages go first when room is short."""
        self.setFixedWidth(theme.current().px(_NARROW if small else _WIDTH))
        self.queue.setColumnHidden(_AGE, small)

    def point_at(self, visit: Visit) -> None:
        """The cursor onto a visit of the tab in sight."""
        numbers = [one.id for one in self.queue.rows.rows]
        if visit.id in numbers:
            self.queue.choose(numbers.index(visit.id))

    def _show_open(self, state: DoctorState) -> None:
        if state.visit is not None:
            self.point_at(state.visit)

    def _lay_out(self) -> None:
        px = theme.current().px
        card = Card()
        self.tabs.setExpanding(True)
        self.tabs.setUsesScrollButtons(False)
        for _, title in TABS:
            self.tabs.addTab(translate("outpatient", title))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(6))
        buttons.addWidget(self.next, 1)
        buttons.addWidget(self.again)
        word = QLabel(self.tr("就诊历史"))
        look(word, "soft")
        card.body.addWidget(self.tabs)
        card.body.addWidget(self.queue, 3)
        card.body.addLayout(buttons)
        card.body.addWidget(self.walk_in)
        card.body.addWidget(self.duties)
        card.body.addWidget(word)
        card.body.addWidget(self.history, 2)
        self.addWidget(card)
        self.addWidget(self.past)
