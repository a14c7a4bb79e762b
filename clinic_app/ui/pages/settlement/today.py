"""今日结算 and 县里差异: what was charged, how far it has come, and what to do about the county's verdicts."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.services.sync_state import Held
from clinic_app.ui import theme
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.settlement.refund_card import RefundCard
from clinic_app.ui.pages.settlement.state import Place, Row, SettlementState, sums_of
from clinic_app.ui.pages.settlement.words import PLACES, action_text, cause_text, place_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets import cards
from clinic_app.ui.widgets.held import held_hint, held_text
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


def _state(row: Row) -> str:
    return place_text(row.place)


def _taken_back(row: Row) -> str:
    """已退; and where the red is, while the county does not hold it."""
    if not row.settled.reversed:
        return ""
    back = translate("settlement", "已退")
    done = row.red is None or row.red.held is Held.COUNTY
    return back if done else f"{back} · {held_text(row.red)}"


def _owed(row: Row) -> str:
    """待收 1.72, 待退 2.00; nothing where nobody owes anything."""
    if row.owed:
        word = translate("settlement", "待收") if row.owed > 0 else translate("settlement", "待退")
        return f"{word} {money(abs(row.owed))}"
    moved = row.settled.action_due in ("PAY_PERSON", "COLLECT_PERSON") and not row.settled.reversed
    return translate("settlement", "已结清") if moved else ""


DAY: tuple[Column[Row], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda row: f"{beijing(row.settled.made_ms):%H:%M}", width=6
    ),
    Column(QT_TRANSLATE_NOOP("columns", "收据号"), lambda row: row.settled.number, width=13),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda row: row.settled.name, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "费别"),
        lambda row: (
            translate("settlement", "医保") if row.settled.insutype else translate("settlement", "自费")
        ),
        width=8,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "总费用"),
        lambda row: money(row.settled.medfee_sumamt),
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "基金"),
        lambda row: money(row.settled.fund_pay_sumamt),
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "账户"), lambda row: money(row.settled.acct_pay), width=8, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "现金"), lambda row: money(row.settled.cash_pay), width=8, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "退费"),
        _taken_back,
        width=13,
        tone=lambda _: Tone.DANGER,
        hint=lambda row: held_hint(row.red),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "到哪了"), _state, width=14, tone=lambda row: PLACES[row.place][1]),
)

DIFFERING: tuple[Column[Row], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda row: f"{row.settled.setl_date:%m-%d}", width=7),
    Column(QT_TRANSLATE_NOOP("columns", "收据号"), lambda row: row.settled.number, width=13),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda row: row.settled.name, width=9, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "差额"),
        lambda row: yen(row.at_stake),
        width=10,
        number=True,
        tone=lambda _: Tone.DANGER,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "原因"), cause_text, width=31),
    Column(
        QT_TRANSLATE_NOOP("columns", "结清"),
        _owed,
        width=11,
        tone=lambda row: Tone.DANGER if row.owed else Tone.OK,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "怎么办"), action_text, bold=True),
)


class DayPanel(QWidget):
    """The day's settlements with their sums; 退费 is asked in place."""

    def __init__(self) -> None:
        super().__init__()
        self.cash = cards.StatCard(self.tr("现金"))
        self.fund = cards.StatCard(self.tr("医保基金"))
        self.account = cards.StatCard(self.tr("个人账户"))
        self.count = cards.StatCard(self.tr("收费"))
        self.refunds = cards.StatCard(self.tr("退费"))
        self.table: DataTable[Row] = DataTable(
            DAY,
            self.tr("今日结算"),
            self.tr("今天还没有收费"),
            key=lambda row: row.settled.id,
        )
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.refund = RefundCard()
        PillDelegate.on(self.table, len(DAY) - 1)
        self._lay_out()
        self.table.chosen.connect(self._show_detail)

    def render_state(self, state: SettlementState, before: SettlementState) -> None:
        if state.rows != before.rows:
            self.table.show_rows(state.rows)
            sums = sums_of(state.rows)
            self.cash.say(yen(sums.cash), self.tr("退费已扣除"))
            self.fund.say(yen(sums.fund), self.tr("以县里复核为准"))
            self.account.say(yen(sums.account), self.tr("退费已扣除"))
            self.count.say(self.tr("{n} 笔").format(n=sums.count), yen(sums.total))
            self.refunds.say(
                self.tr("{n} 笔").format(n=sums.refunds),
                yen(sums.refunded),
                Tone.DANGER if sums.refunds else Tone.PLAIN,
            )
            self._show_detail(self.table.current_row())
        self.refund.ask(state.refunding)
        for card in self._figures():  # what is taken back needs the room
            card.setVisible(state.refunding is None)

    def _figures(self) -> tuple[cards.StatCard, ...]:
        return self.cash, self.fund, self.account, self.count, self.refunds

    def _show_detail(self, row: Row | None) -> None:
        """What the county found about the row under the cursor."""
        odd = row is not None and row.place in (Place.DIFFERS, Place.ASIDE)
        self.detail.setVisible(odd)
        if row is not None and odd:
            self.detail.setText(f"{row.settled.number}　{cause_text(row)}。{action_text(row)}")
            look(self.detail, "", Tone.DANGER.value)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(9))
        figures = cards.Row()
        for card in self._figures():
            figures.addWidget(card)
        column.addLayout(figures)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addWidget(self.refund)


class DifferingPanel(QWidget):
    """The county's verdicts of the last month that differ, each with what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.table: DataTable[Row] = DataTable(
            DIFFERING,
            self.tr("县里复核有差异的结算"),
            self.tr("最近一个月县里复核都一致"),
            key=lambda row: row.settled.id,
        )
        self.words = QLabel()
        self.words.setWordWrap(True)
        look(self.words, "large")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.words)
        self.table.chosen.connect(self._show_words)

    def render_state(self, state: SettlementState, before: SettlementState) -> None:
        if state.differing != before.differing:
            self.table.show_rows(state.differing)
            self._show_words(self.table.current_row())

    def _show_words(self, row: Row | None) -> None:
        self.words.setVisible(row is not None)
        if row is not None:
            self.words.setText(
                f"{row.settled.number} {row.settled.name}　{cause_text(row)}。{action_text(row)}"
            )
