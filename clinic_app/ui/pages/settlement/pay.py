"""The money at the right of the cashier's page: the split, what is due, what was given, what goes back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.domain.settlement.outcome import Status
from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import Previous, SettlementState, shares_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.fields import FormGrid
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel
from clinic_app.ui.widgets.splitbar import SplitBar
from clinic_app.ui.widgets.states import Chip


class PayCard(Card):
    """Blank 缴款 means exact.

    Signals:
        account_asked: fen that the personal account shall pay.
    """

    account_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__("结算")
        self.title.setText(self.tr("结算"))
        self.provisional = Chip(self.tr("暂估"), Tone.WARN)
        self.provisional.setToolTip(self.tr("离线预结算，以县里复核为准"))
        self.split = SplitBar()
        self.total = MoneyLabel(0, TextSize.TOTAL, name=self.tr("总费用"))
        self.fund = MoneyLabel(0, TextSize.LARGE, name=self.tr("医保支付"))
        self.account = MoneyEdit(self.tr("账户支付"))
        self.due = MoneyLabel(0, TextSize.HERO, Tone.DANGER, self.tr("现金应收"))
        self.tender = MoneyEdit(self.tr("缴款"), big=True)
        self.tender.setPlaceholderText(self.tr("空 = 刚好"))
        self.change = MoneyLabel(0, TextSize.HERO, Tone.DANGER, self.tr("找零"))
        self.short = QLabel()
        look(self.short, "fieldError")
        self.previous = QLabel()
        self.previous.setWordWrap(True)
        self._due = 0
        self._open = False
        self._lay_out()
        self.tender.changed.connect(lambda _: self._show_change())
        self.account.editingFinished.connect(self._ask_account)

    def received(self) -> int | None:
        """What was handed over, in fen; None: exact."""
        return self.tender.fen()

    def problem(self) -> str:
        """Why this cash cannot be taken; empty when it can."""
        if not self.tender.readable():
            return self.tr("这不是金额，请重新输入。")
        given = self.tender.fen()
        if given is not None and given < self._due:
            return self.tr("还差 {amount}").format(amount=yen(self._due - given))
        return ""

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
        self._due = state.due
        amounts = ready.amounts if ready is not None else None
        self.split.show_shares(() if amounts is None else shares_of(amounts))
        self.total.show_fen(amounts.medfee_sumamt if amounts else 0)
        self.fund.show_fen(amounts.fund_pay_sumamt if amounts else 0)
        self.due.show_fen(state.due)
        self.provisional.setVisible(ready is not None and ready.settlement.status is Status.PROVISIONAL)
        self._show_account(state)
        self.tender.setEnabled(ready is not None and not state.busy)
        self._show_change()
        self._show_previous(state.previous)

    def _show_account(self, state: SettlementState) -> None:
        ready = state.ready
        usable = ready is not None and ready.person is not None and ready.acct_balance > 0
        for widget in self._account_row:
            widget.setVisible(usable)
        if usable and ready is not None:
            self.account.setPlaceholderText(self.tr("余额 {amount}").format(amount=yen(ready.acct_balance)))
            if not self.account.hasFocus():
                self.account.show_fen(state.acct_request or None)

    def _show_change(self) -> None:
        given = self.tender.fen()
        change = 0 if given is None else max(0, given - self._due)
        self.change.show_fen(change)
        self.say_problem(self.problem() if self._open and given is not None else "")

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

    def _lay_out(self) -> None:
        self.setFixedWidth(theme.current().px(332))
        self.head.addWidget(self.provisional)
        grid = FormGrid()
        grid.add(self.tr("总费用"), self.total)
        grid.add(self.tr("医保支付"), self.fund)
        grid.add(self.tr("账户支付"), self.account)
        grid.add(self.tr("现金应收"), self.due)
        grid.add(self.tr("缴款"), self.tender)
        grid.add(self.tr("找零"), self.change)
        labels = {one.buddy(): one for one in grid.findChildren(QLabel)}
        self._account_row: tuple[QWidget, ...] = (labels[self.account], self.account)
        self._fund_row: tuple[QWidget, ...] = (labels[self.fund], self.fund)
        for widget in (self.split, grid, self.short):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.body.addWidget(self.previous)
        self.short.hide()
