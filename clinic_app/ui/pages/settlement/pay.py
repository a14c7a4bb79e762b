"""The money at the right of the cashier's page: the split, what is due, what was given, what goes back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from clinic_app.domain.settlement.outcome import Status
from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import Previous, PurseShown, SettlementState, shares_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel
from clinic_app.ui.widgets.splitbar import SplitBar
from clinic_app.ui.widgets.states import Chip

_CODES = {"1": "wechat", "2": "alipay", "3": "bank"}  # what is typed to choose


class PayCard(Card):
    """Blank 缴款 means exact.

    Signals:
        account_asked: fen that the personal account shall pay.
        means_asked: another means beside cash and its fen, None for all that is due.
    """

    account_asked = Signal(int)
    means_asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("结算")
        self.title.setText(self.tr("结算"))
        self.provisional = Chip(self.tr("暂估"), Tone.WARN)
        self.provisional.setToolTip(self.tr("离线预结算，以县里复核为准"))
        self.split = SplitBar()
        self.total = MoneyLabel(0, TextSize.TOTAL, name=self.tr("总费用"))
        self.fund = MoneyLabel(0, TextSize.LARGE, name=self.tr("医保支付"))
        self.account = MoneyEdit(self.tr("账户支付"))
        self.purse = QLabel()
        self.means = Choice(
            [("1", self.tr("1 微信")), ("2", self.tr("2 支付宝")), ("3", self.tr("3 银行卡"))],
            self.tr("其他收款方式"),
            blank=True,
        )
        self.means.setItemText(0, self.tr("选 1–3"))
        self.by_means = MoneyEdit(self.tr("其他方式收多少"))
        self.by_means.setPlaceholderText(self.tr("空 = 全部"))
        self.due = MoneyLabel(0, TextSize.HERO, Tone.DANGER, self.tr("现金应收"))
        self.tender = MoneyEdit(self.tr("缴款"), big=True)
        self.tender.setPlaceholderText(self.tr("空 = 刚好"))
        self.change = MoneyLabel(0, TextSize.HERO, Tone.DANGER, self.tr("找零"))
        self.short = QLabel()
        look(self.short, "fieldError")
        self.previous = QLabel()
        self.previous.setWordWrap(True)
        self.other = ActionButton("means", self.tr("其他方式"), kind="quiet")
        self.card = ActionButton("purse", self.tr("电子钱包"), kind="quiet")
        self._due = 0
        self._open = False
        self._asked_means = False  # the row is open though nothing is chosen yet
        self._lay_out()
        self.tender.changed.connect(lambda _: self._show_change())
        self.account.editingFinished.connect(self._ask_account)
        self.means.chosen.connect(lambda _: self._ask_means())
        self.by_means.editingFinished.connect(self._ask_means)

    def received(self) -> int | None:
        """What was handed over, in fen; None: exact."""
        return self.tender.fen()

    def problem(self) -> str:
        """Why this money cannot be taken; empty when it can."""
        if not self.tender.readable() or not self.by_means.readable():
            return self.tr("这不是金额，请重新输入。")
        if self._due < 0 and self.means.code():
            return self.tr("其他方式收多了，请改小。")
        given = self.tender.fen()
        if given is not None and given < self._due:
            return self.tr("还差 {amount}").format(amount=yen(self._due - given))
        return ""

    def open_means(self) -> None:
        """Another means: which one, and how much."""
        self._asked_means = True
        for widget in self._means_row:
            widget.show()
        self.means.setFocus()

    def compact(self, low: bool) -> None:
        """On a low screen what the picture says already makes room for cash and change."""
        for widget in self._fund_row:
            widget.setVisible(not low)

    def say_problem(self, text: str) -> None:
        self.short.setText(text)
        self.short.setVisible(bool(text))
        self.tender.setAccessibleDescription(text)

    def render_state(self, state: SettlementState) -> None:
        ready = state.ready
        self._open = ready is not None
        self._due = state.cash_due
        amounts = ready.amounts if ready is not None else None
        self.split.show_shares(() if amounts is None else shares_of(amounts, state.by_other_means))
        self.total.show_fen(amounts.medfee_sumamt if amounts else 0)
        self.fund.show_fen(amounts.fund_pay_sumamt if amounts else 0)
        self.due.show_fen(max(0, self._due))
        self.provisional.setVisible(ready is not None and ready.settlement.status is Status.PROVISIONAL)
        self._show_account(state)
        self._show_purse(state, amounts.ewallet_pay if amounts else 0)
        self._show_means(state)
        self.tender.setEnabled(self._open and not state.busy)
        self.other.setEnabled(_pays(state) and not state.busy)
        self.card.setEnabled(self._open and not state.busy)
        self.card.say(self._purse_word(state))
        self._show_change()
        self._show_previous(state.previous)

    def _purse_word(self, state: SettlementState) -> str:
        """What the purse's key does now."""
        if state.purse_unclear:
            return self.tr("查钱包")
        debited = state.purse is not None and state.purse.call_id is not None
        return self.tr("退钱包") if debited else self.tr("电子钱包")

    def _show_account(self, state: SettlementState) -> None:
        ready = state.ready
        usable = ready is not None and ready.person is not None and ready.acct_balance > 0
        for widget in self._account_row:
            widget.setVisible(usable)
        if usable and ready is not None:
            self.account.setPlaceholderText(self.tr("余额 {amount}").format(amount=yen(ready.acct_balance)))
            if not self.account.hasFocus():
                self.account.show_fen(state.acct_request or None)

    def _show_purse(self, state: SettlementState, pays: int) -> None:
        purse: PurseShown | None = state.purse
        for widget in self._purse_row:
            widget.setVisible(purse is not None)
        if purse is None:
            return
        if purse.call_id is not None:
            self.purse.setText(self.tr("钱包已扣 {amount}").format(amount=yen(purse.paid)))
            look(self.purse, TextSize.LARGE.value, Tone.OK.value)
        else:
            words = self.tr("付 {pays}　余额 {balance}")
            self.purse.setText(words.format(pays=yen(pays), balance=yen(purse.balance)))
            look(self.purse, TextSize.LARGE.value)

    def _show_means(self, state: SettlementState) -> None:
        if not _pays(state):
            self._asked_means = False
        for widget in self._means_row:
            widget.setVisible(_pays(state) and (bool(state.means) or self._asked_means))
        self.by_means.setVisible(self._open)  # a difference is paid whole
        code = next((typed for typed, means in _CODES.items() if means == state.means), "")
        if code != self.means.shown():
            self.means.blockSignals(True)
            self.means.show_code(code)
            self.means.blockSignals(False)
        if not self.by_means.hasFocus():
            self.by_means.show_fen(state.by_means)

    def _show_change(self) -> None:
        given = self.tender.fen()
        over = 0 if self.means.shown() else max(0, -self._due)  # the purse paid more than is due
        change = over if given is None else max(0, given - self._due)
        self.change.show_fen(change)
        self.say_problem(self.problem() if self._open and (given is not None or self._due < 0) else "")

    def _show_previous(self, previous: Previous | None) -> None:
        self.previous.setVisible(previous is not None)
        if previous is not None:
            words = self.tr("上一位　{name}　应收 {due}　缴款 {received}　找零 {change}　收据 {number}")
            self.previous.setText(
                words.format(
                    name=previous.name,
                    due=yen(previous.due),
                    received=yen(previous.received),
                    change=yen(previous.change),
                    number=previous.number,
                )
            )

    def _ask_account(self) -> None:
        if self.account.isVisible() and self.account.readable():
            self.account_asked.emit(self.account.fen() or 0)

    def _ask_means(self) -> None:
        if self.means.isVisible() and self.by_means.readable():
            means = _CODES.get(self.means.code(), "")
            self.means_asked.emit(means, self.by_means.fen() if means else None)

    def _lay_out(self) -> None:
        px = theme.current().px
        self.setFixedWidth(px(332))
        self.head.addWidget(self.provisional)
        other = QWidget()
        beside = QHBoxLayout(other)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(6))
        beside.addWidget(self.means, 1)
        beside.addWidget(self.by_means, 1)
        grid = FormGrid()
        grid.add(self.tr("总费用"), self.total)
        grid.add(self.tr("医保支付"), self.fund)
        grid.add(self.tr("账户支付"), self.account)
        grid.add(self.tr("电子钱包"), self.purse)
        grid.add(self.tr("其他方式"), other)
        grid.add(self.tr("现金应收"), self.due)
        grid.add(self.tr("缴款"), self.tender)
        grid.add(self.tr("找零"), self.change)
        labels = {one.buddy(): one for one in grid.findChildren(QLabel)}
        self._account_row: tuple[QWidget, ...] = (labels[self.account], self.account)
        self._purse_row: tuple[QWidget, ...] = (labels[self.purse], self.purse)
        self._means_row: tuple[QWidget, ...] = (labels[other], other)
        self._fund_row: tuple[QWidget, ...] = (labels[self.fund], self.fund)
        parts: tuple[QWidget, ...] = (self.split, grid, self.short)
        for widget in parts:
            self.body.addWidget(widget)
        ways = QHBoxLayout()
        ways.setSpacing(px(4))
        ways.addWidget(self.other)
        ways.addWidget(self.card)
        self.body.addLayout(ways)
        self.body.addStretch()
        self.body.addWidget(self.previous)
        for widget in (self.short, *self._purse_row, *self._means_row):
            widget.hide()


def _pays(state: SettlementState) -> bool:
    """Whether there is something that the person may pay by other means: a bill, or a difference."""
    return state.ready is not None or (state.owed is not None and state.owed.amount > 0)
