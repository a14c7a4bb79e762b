"""今天的账: the figures by kind, large and right-aligned, and what was compared."""

from PySide6.QtWidgets import QHeaderView, QLabel

from clinic_app.ui import theme
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.closing.state import ClosingState
from clinic_app.ui.pages.closing.words import Check, Figure, checks_of, figures_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.money import MoneyLabel
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable

_FIGURES: tuple[Column[Figure], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "项目"), lambda one: one.name),
    Column(QT_TRANSLATE_NOOP("columns", "金额"), lambda one: money(one.fen), width=13, number=True),
)
_CHECKS: tuple[Column[Check], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "核对"), lambda one: one.what, width=9, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "结果"),
        lambda one: one.result,
        tone=lambda one: one.tone,
        hint=lambda one: one.result,
    ),
)


class FiguresCard(Card):
    """What the window took since its last closing."""

    def __init__(self) -> None:
        super().__init__("本窗口")
        self.title.setText(self.tr("本窗口"))
        self.day = Chip("")
        self.medfee = MoneyLabel(0, TextSize.TOTAL, name=self.tr("医疗费总额"))
        self.fund = MoneyLabel(0, TextSize.TOTAL, name=self.tr("基金支付"))
        self.person = MoneyLabel(0, TextSize.TOTAL, name=self.tr("个人负担"))
        self.cash = MoneyLabel(0, TextSize.TOTAL, Tone.ACCENT, self.tr("收现金"))
        self.counted = QLabel()
        look(self.counted, "soft")
        self.table: DataTable[Figure] = DataTable(_FIGURES, self.tr("分项"), self.tr("还没有收费"))
        self._lay_out()

    def render_state(self, state: ClosingState) -> None:
        ready = state.ready
        if ready is None:
            return
        totals = ready.totals
        self.day.say(self.tr("营业日 {day}").format(day=ready.biz_date.isoformat()), Tone.ACCENT)
        self.medfee.show_fen(totals.sums.get("medfee_sumamt", 0))
        self.fund.show_fen(totals.sums.get("fund_pay_sumamt", 0))
        self.person.show_fen(totals.sums.get("psn_part_amt", 0))
        self.cash.show_fen(totals.cash_expected(0))
        words = self.tr("结算 {n} 笔　退费 {red} 笔　暂估 {provisional} 笔")
        self.counted.setText(
            words.format(n=totals.n_setl, red=totals.n_red, provisional=totals.n_provisional)
        )
        self.table.show_rows(figures_of(ready))

    def _lay_out(self) -> None:
        self.setMinimumWidth(theme.current().px(330))
        self.head.addWidget(self.day)
        grid = FormGrid()
        grid.add(self.tr("医疗费总额"), self.medfee)
        grid.add(self.tr("基金支付"), self.fund)
        grid.add(self.tr("个人负担"), self.person)
        grid.add(self.tr("收现金"), self.cash)
        self.body.addWidget(grid)
        self.body.addWidget(self.counted)
        self.body.addWidget(self.table, 1)


class ChecksCard(Card):
    """What agrees and what does not; the cashier's sentence about it stands in the note."""

    def __init__(self) -> None:
        super().__init__("核对")
        self.title.setText(self.tr("核对"))
        self.table: DataTable[Check] = DataTable(_CHECKS, self.tr("核对"))
        self.table.setWordWrap(True)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.body.addWidget(self.table, 1)

    def render_state(self, state: ClosingState) -> None:
        if state.ready is not None:
            self.table.show_rows(checks_of(state.ready))
