"""签约: the lists at the left; at the right what stands with the person in hand, or what is to be signed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout

from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.contracts.contract_card import ContractCard
from clinic_app.ui.pages.contracts.sign_form import SignForm
from clinic_app.ui.pages.contracts.signing import SigningModel
from clinic_app.ui.pages.contracts.state import Listed, SigningState, View
from clinic_app.ui.pages.contracts.words import coverage_text, said
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import EmptyState
from clinic_app.ui.widgets.table import DataTable

VIEWS = {
    View.CONTRACTED: QT_TRANSLATE_NOOP("contracts", "已签约"),
    View.RENEWABLE: QT_TRANSLATE_NOOP("contracts", "30 天内到期"),
    View.UNSERVED: QT_TRANSLATE_NOOP("contracts", "签而不约"),
    View.DOUBLED: QT_TRANSLATE_NOOP("contracts", "重复签约"),
}
NOBODY, FORM, STANDING = range(3)
_ROOMY = 1060  # pixels at 100 %
LISTED: tuple[Column[Listed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.village, width=8),
    Column(QT_TRANSLATE_NOOP("columns", "团队"), lambda one: one.contract.team_name),
    Column(QT_TRANSLATE_NOOP("columns", "到期"), lambda one: f"{one.contract.last_day}", width=11),
)


class SigningPart(StockPart):
    """Only widgets: every decision is the model's."""

    model: SigningModel

    def __init__(self, model: SigningModel) -> None:
        super().__init__(model)
        self.view = Choice([(str(key), said(words)) for key, words in VIEWS.items()], self.tr("名单"))
        self.refresh = ActionButton("next", self.tr("刷新"), icon="refresh")
        self.listed: DataTable[Listed] = DataTable(
            LISTED,
            self.tr("名单"),
            self.tr("名单是空的\n找到居民（F3 或插卡），在右边签约"),
            key=lambda one: one.contract.id,
        )
        self.count, self.coverage, self.refused = QLabel(), QLabel(), QLabel()
        self.form, self.standing = SignForm(model), ContractCard(model)
        self.right = QStackedWidget()
        for one in (
            EmptyState(self.tr("先找到居民：按 F3，或插卡\n名单上按 Enter 也行")),
            self.form,
            self.standing,
        ):
            self.right.addWidget(one)
        self._lay_out()
        self.view.chosen.connect(model.look)
        self.refresh.clicked.connect(model.refresh)
        self.listed.picked.connect(model.open)
        self.form.refused.connect(model.refuse)
        self.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen village and team give room; the card beside the list has them."""
        super().resizeEvent(event)
        for column in (1, 2):
            self.listed.setColumnHidden(column, self.width() < theme.current().px(_ROOMY))
        self.listed.share_width()

    def title(self) -> str:
        return self.tr("签约")

    def begin(self) -> None:
        self.listed.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: SigningState) -> None:
        self.listed.show_rows(state.listed)
        self.count.setText(self.tr("{n} 份").format(n=len(state.listed)))
        self.coverage.setText("" if state.coverage is None else coverage_text(state.coverage))
        self.refused.setText(self._refused(state))
        self.refused.setVisible(bool(self.refused.text()))
        before = self.right.currentIndex()
        at = NOBODY if state.standing is None else FORM if state.signing else STANDING
        self.form.show_state(state)
        self.standing.show_state(state)
        self.right.setCurrentIndex(at)
        if at != before and self.isVisible():
            {FORM: self.form.begin, STANDING: self.standing.begin}.get(at, lambda: None)()

    def _refused(self, state: SigningState) -> str:
        refused = None if state.standing is None else state.standing.refused
        if refused is None:
            return ""
        return self.tr("{day} 不愿签约：{reason}").format(day=refused.on, reason=refused.reason)

    def _lay_out(self) -> None:
        px = theme.current().px
        row = Row()
        left = Card("")
        head = Row()
        head.addWidget(self.view)
        look(self.count, "soft")
        head.addWidget(self.count)
        head.addStretch()
        head.addWidget(self.refresh)
        left.body.addLayout(head)
        left.body.addWidget(self.listed, 1)
        look(self.coverage, "soft")
        self.coverage.setWordWrap(True)
        left.body.addWidget(self.coverage)
        row.addWidget(left, 2)
        right = QVBoxLayout()
        right.setSpacing(px(6))
        look(self.refused, "", Tone.WARN.value)
        self.refused.setWordWrap(True)
        right.addWidget(self.refused)
        right.addWidget(self.right, 1)
        row.addLayout(right, 3)
        self.body.addLayout(row, 1)
