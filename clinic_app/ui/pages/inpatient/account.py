"""The money at the right of the ward's page, and the part with the deposits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from clinic_app.domain.settlement.outcome import Status
from clinic_app.domain.time import beijing
from clinic_app.journal.facts.inpatient import WAYS
from clinic_app.projections.queries.inpatient import AdmissionState, DepositSlip
from clinic_app.ui import theme
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.inpatient.state import InpatientState, Part, shares_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves, FormGrid
from clinic_app.ui.widgets.money import MoneyEdit, MoneyLabel
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.splitbar import SplitBar
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable

_WAYS = {
    "cash": QT_TRANSLATE_NOOP("tenders", "现金"),
    "wechat": QT_TRANSLATE_NOOP("tenders", "微信"),
    "alipay": QT_TRANSLATE_NOOP("tenders", "支付宝"),
    "bank": QT_TRANSLATE_NOOP("tenders", "银行卡"),
}


def way_text(way: str) -> str:
    return translate("tenders", _WAYS.get(way, way))


class WayChoice(Choice):
    """付款方式: the figure chooses."""

    def __init__(self, name: str) -> None:
        super().__init__([(str(at), f"{at} {way_text(way)}") for at, way in enumerate(WAYS, start=1)], name)

    def way(self) -> str:
        return WAYS[max(0, self.currentIndex())]


SLIPS: tuple[Column[DepositSlip], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda one: f"{beijing(one.taken_ms):%m-%d %H:%M}", width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "单号"), lambda one: one.number, width=15),
    Column(QT_TRANSLATE_NOOP("columns", "方式"), lambda one: way_text(one.tender), width=6),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda one: money(one.amount),
        width=8,
        number=True,
        bold=True,
        tone=lambda one: Tone.DANGER if one.amount < 0 else Tone.PLAIN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "原因"), lambda one: one.reason, width=8, hint=lambda one: one.reason
    ),
)


class DepositsPanel(QWidget):
    """What was left and handed back, and the box for more."""

    def __init__(self) -> None:
        super().__init__()
        self.table: DataTable[DepositSlip] = DataTable(
            SLIPS, self.tr("预交金"), self.tr("还没有交预交金"), key=lambda one: one.entry_id
        )
        self.amount = MoneyEdit(self.tr("金额"), big=True)
        self.way = WayChoice(self.tr("方式"))
        self.problem = QLabel()
        look(self.problem, "fieldError")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        self._form = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        for words, widget in ((self.tr("金额"), self.amount), (self.tr("方式"), self.way)):
            label = QLabel(words)
            look(label, "soft")
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
        self.amount.setFixedWidth(theme.current().px(190))
        row.addWidget(self.problem, 1)
        self._form.setLayout(row)
        column.addWidget(self._form)
        EnterMoves(self._form)
        self.say_problem("")
        self.amount.changed.connect(lambda _: self.say_problem(""))

    def show_slips(self, state: InpatientState) -> None:
        self.table.show_rows(() if state.stay is None else state.stay.slips)
        self._form.setVisible(
            state.stay is not None and state.stay.admission.state is not AdmissionState.SETTLED
        )

    def fen(self) -> int | None:
        """The amount typed; None, and said so, when there is none."""
        fen = self.amount.fen()
        if fen is None or fen <= 0:
            self.say_problem(self.tr("请输入金额。"))
            self.amount.setFocus()
            return None
        return fen

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)


class AccountCard(Card):
    """How the account of the open stay stands, and on the bill's part what is taken and handed back.

    Signals:
        passed: Enter on the last box.
    """

    passed = Signal()

    def __init__(self) -> None:
        super().__init__("费用")
        self.title.setText(self.tr("费用"))
        self.provisional = Chip(self.tr("暂估"), Tone.WARN)
        self.provisional.setToolTip(self.tr("离线预结算，以县里复核为准"))
        self.charged = MoneyLabel(0, TextSize.TOTAL, name=self.tr("费用合计"))
        self.held = MoneyLabel(0, TextSize.TOTAL, name=self.tr("预交金余额"))
        self.short = QLabel()
        look(self.short, "", Tone.DANGER.value)
        self.short.setWordWrap(True)
        self.split = SplitBar()
        self.fund = MoneyLabel(0, TextSize.LARGE, name=self.tr("医保支付"))
        self.person = MoneyLabel(0, TextSize.LARGE, name=self.tr("个人应付"))
        self.used = MoneyLabel(0, TextSize.LARGE, name=self.tr("预交金抵"))
        self.due = MoneyLabel(0, TextSize.HERO, Tone.DANGER, self.tr("补收"))
        self.back = MoneyLabel(0, TextSize.HERO, Tone.OK, self.tr("退还"))
        self.tender = MoneyEdit(self.tr("缴款"), big=True)
        self.tender.setPlaceholderText(self.tr("空 = 刚好"))
        self.way = WayChoice(self.tr("方式"))
        self.change = MoneyLabel(0, TextSize.TOTAL, Tone.DANGER, self.tr("找零"))
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self._due = 0
        self._lay_out()
        self.tender.changed.connect(lambda _: self._show_change())

    def received(self) -> int | None:
        return self.tender.fen()

    def first_problem(self) -> str:
        """Why this money cannot be taken; empty when it can."""
        given = self.tender.fen()
        if not self.tender.readable():
            return self.tr("这不是金额，请重新输入。")
        if given is not None and given < self._due:
            return self.tr("还差 {amount}").format(amount=yen(self._due - given))
        return ""

    def narrow(self, small: bool) -> None:
        """On a small screen the card leaves room for the lines."""
        self.setFixedWidth(theme.current().px(246 if small else 296))

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def render_state(self, state: InpatientState) -> None:
        stay, bill = state.stay, state.bill
        admission = None if stay is None else stay.admission
        short = 0 if admission is None else admission.short
        self.charged.show_fen(admission.charged if admission else 0)
        self.held.show_fen(admission.held if admission else 0, Tone.DANGER if short else Tone.PLAIN)
        self.short.setVisible(bool(short) and state.part is not Part.BILL)
        self.setVisible(state.part is not Part.ADMIT)
        self.short.setText(self.tr("预交金比费用少 {amount}").format(amount=yen(short)))
        shown = bill if state.part in (Part.BILL, Part.CHARGES) else None
        self.split.setVisible(shown is not None)
        self.split.show_shares(() if shown is None else shares_of(shown.amounts))
        self.provisional.setVisible(
            bill is not None and state.part is Part.BILL and bill.settlement.status is Status.PROVISIONAL
        )
        self._show_bill(state)

    def _show_bill(self, state: InpatientState) -> None:
        bill = state.bill if state.part is Part.BILL else None
        self._sums.setVisible(bill is not None)
        self._due = bill.to_pay if bill is not None else 0
        pays = bill is not None and bill.to_pay > 0 and bill.admission.state is AdmissionState.DISCHARGED
        self._pay.setVisible(pays)
        if bill is None:
            self.say_problem("")
            return
        self.fund.show_fen(bill.amounts.fund_pay_sumamt)
        self.person.show_fen(bill.amounts.cash_pay)
        self.used.show_fen(bill.from_deposit)
        self.due.show_fen(bill.to_pay)
        self.back.show_fen(bill.to_return)
        for widget in self._due_row:
            widget.setVisible(bill.to_pay > 0)
        for widget in self._back_row:
            widget.setVisible(bill.to_pay == 0)
        self.tender.setEnabled(not state.busy)
        self._show_change()

    def _show_change(self) -> None:
        given = self.tender.fen()
        self.change.show_fen(0 if given is None else max(0, given - self._due))
        self.say_problem(self.first_problem() if given is not None else "")

    def _lay_out(self) -> None:
        self.narrow(True)  # until the page knows its room
        self.head.addWidget(self.provisional)
        top = FormGrid()
        top.add(self.tr("费用合计"), self.charged)
        top.add(self.tr("预交金余额"), self.held)
        self._sums = FormGrid()
        for words, widget in (
            (self.tr("医保支付"), self.fund),
            (self.tr("个人应付"), self.person),
            (self.tr("预交金抵"), self.used),
            (self.tr("补收"), self.due),
            (self.tr("退还"), self.back),
        ):
            self._sums.add(words, widget)
        labels = {one.buddy(): one for one in self._sums.findChildren(QLabel)}
        self._due_row: tuple[QWidget, ...] = (labels[self.due], self.due)
        self._back_row: tuple[QWidget, ...] = (labels[self.back], self.back)
        self._pay = FormGrid()
        self._pay.add(self.tr("缴款"), self.tender)
        self._pay.add(self.tr("方式"), self.way)
        self._pay.add(self.tr("找零"), self.change)
        EnterMoves(self._pay)
        line = QFrame()
        look(line, "line")
        for part in (top, self.short, line, self.split, self._sums, self._pay, self.problem):
            self.body.addWidget(part)
        self.body.addStretch()
        self.short.hide()
        self.problem.hide()
