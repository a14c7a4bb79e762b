"""订单: how far each has come, its lines, and what closes it: invoice, payment, or 撤单."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from clinic_app.domain.pharmacy.batch import in_fen
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.purchase import OrderedLine, Stage
from clinic_app.services.purchase import Standing
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.purchase.plan import reason_text
from clinic_app.ui.pages.purchase.state import PurchaseState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import DateEdit, NumberEdit, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_STAGES = {
    Stage.SUBMITTED: QT_TRANSLATE_NOOP("purchase", "已提交"),
    Stage.CANCELLED: QT_TRANSLATE_NOOP("purchase", "已撤单"),
    Stage.ACCEPTED: QT_TRANSLATE_NOOP("purchase", "已接单"),
    Stage.SHIPPED: QT_TRANSLATE_NOOP("purchase", "已发货"),
    Stage.PART: QT_TRANSLATE_NOOP("purchase", "部分到货"),
    Stage.RECEIVED: QT_TRANSLATE_NOOP("purchase", "已到货"),
    Stage.MATCHED: QT_TRANSLATE_NOOP("purchase", "已对票"),
    Stage.PAID: QT_TRANSLATE_NOOP("purchase", "已付款"),
}
_TONES = {
    Stage.SHIPPED: Tone.ACCENT,
    Stage.PART: Tone.WARN,
    Stage.RECEIVED: Tone.WARN,
    Stage.CANCELLED: Tone.SOFT,
    Stage.PAID: Tone.OK,
}
_NOT_THERE = QT_TRANSLATE_NOOP("purchase", "待上传")  # the county does not hold it yet
_OPEN = (Stage.SUBMITTED, Stage.ACCEPTED)
_COMING = (Stage.SHIPPED, Stage.PART)
_HERE = (Stage.PART, Stage.RECEIVED)


def stage_text(standing: Standing) -> str:
    """An order counts as submitted once the county holds it."""
    if standing.order.stage is Stage.SUBMITTED and not standing.at_county:
        return translate("purchase", _NOT_THERE)
    if standing.order.overpaid_fen:
        return translate("purchase", "重复付款")
    return translate("purchase", _STAGES[standing.order.stage])


ORDERS: tuple[Column[Standing], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "单号"), lambda one: one.order.number, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "日期"),
        lambda one: f"{beijing(one.order.submitted_ms):%m-%d}",
        width=6,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda one: money(in_fen(one.order.value_e6)),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        stage_text,
        width=9,
        bold=True,
        tone=lambda one: Tone.DANGER if one.order.overpaid_fen else _TONES.get(one.order.stage, Tone.PLAIN),
    ),
)

LINES: tuple[Column[OrderedLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "订购"), lambda one: str(one.ordered), width=5, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "接单"),
        lambda one: "—" if one.accepted is None else str(one.accepted),
        width=5,
        number=True,
        tone=lambda one: Tone.WARN if (one.accepted or one.ordered) < one.ordered else Tone.PLAIN,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "发货"), lambda one: str(one.shipped), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "实收"), lambda one: str(one.received), width=5, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "拒收"),
        lambda one: str(one.refused) if one.refused else "",
        width=5,
        number=True,
        tone=lambda _: Tone.DANGER,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "说明"),
        lambda one: "　".join(
            words for words in (reason_text(one.reason) if one.reason != "normal" else "", one.why) if words
        ),
        width=14,
        hint=lambda one: one.why,
    ),
)


class OrdersCard(QWidget):
    """Signals:
    cancelled: the reason typed.
    matched: invoice and fen.
    paid: the day.
    """

    cancelled = Signal(str)
    matched = Signal(str, int)
    paid = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.orders: DataTable[Standing] = DataTable(
            ORDERS,
            self.tr("采购单"),
            self.tr("还没有采购单\n在“拟单”里按 F8 提交第一张"),
            key=lambda one: one.order.order_id,
        )
        self.lines: DataTable[OrderedLine] = DataTable(
            LINES, self.tr("采购单明细"), self.tr("左边选一张采购单"), key=lambda one: one.drug
        )
        self.title = QLabel()
        self.invoice = QLineEdit()
        self.amount = NumberEdit(self.tr("发票金额"), decimals=2, least=0)
        self.day = DateEdit(today, self.tr("付款日期"))
        self.reason = QLineEdit()
        self._bill = FormRow(
            [Field(self.tr("发票号"), self.invoice), Field(self.tr("发票金额（元）"), self.amount)], (3, 2)
        )
        self._pay = FormRow([Field(self.tr("付款日期"), self.day)])
        self._why = FormRow([Field(self.tr("撤单原因"), self.reason)])
        self._lay_out()

    def show_orders(self, state: PurchaseState) -> None:
        self.orders.show_rows(state.orders)
        at = next((n for n, one in enumerate(state.orders) if one.order.order_id == state.open), 0)
        self.orders.choose(at)
        standing = state.standing
        self.lines.show_rows(standing.order.lines if standing else ())
        self.title.setText(_title(standing, state.due_fen))
        look(self.title, "fieldError" if standing and standing.order.overpaid_fen else "soft")
        self._bill.setVisible(self.may_match(state))
        self._pay.setVisible(self.may_pay(state))
        self._why.setVisible(self.may_cancel(state))

    def may_cancel(self, state: PurchaseState) -> bool:
        return state.standing is not None and state.standing.order.stage in _OPEN

    def may_receive(self, state: PurchaseState) -> bool:
        return state.standing is not None and state.standing.order.stage in _COMING

    def may_match(self, state: PurchaseState) -> bool:
        return state.standing is not None and state.standing.order.stage in _HERE

    def may_pay(self, state: PurchaseState) -> bool:
        return state.standing is not None and state.standing.order.stage is Stage.MATCHED

    def cancel(self) -> None:
        """F6; without a reason the box for it gets the focus."""
        if self._given(self.reason, bool(self.reason.text().strip())):
            self.cancelled.emit(self.reason.text())
            self.reason.clear()

    def match(self) -> None:
        amount = self.amount.number()
        given = self._given(self.invoice, bool(self.invoice.text().strip()))
        if given and self._given(self.amount, amount is not None) and amount is not None:
            self.matched.emit(self.invoice.text(), int(amount * 100))

    def pay(self) -> None:
        day = self.day.day()
        if self._given(self.day, day is not None):
            self.paid.emit(day)

    def begin(self) -> None:
        """The boxes of another order are empty."""
        for box in (self.invoice, self.amount, self.day, self.reason):
            box.clear()

    def _given(self, box: QLineEdit, given: bool) -> bool:
        mark_invalid(box, not given)
        if not given:
            box.setFocus()
        return given

    def _lay_out(self) -> None:
        look(self.title, "soft")
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        left, right = Card(), Card()
        left.body.addWidget(self.orders)
        for widget in (self.title, self._bill, self._pay, self._why):
            right.body.addWidget(widget)
        right.body.insertWidget(1, self.lines, 1)
        self._walk = EnterMoves(right)
        columns.addWidget(left, 5)
        columns.addWidget(right, 7)


def _title(standing: Standing | None, due_fen: int) -> str:
    if standing is None:
        return ""
    order = standing.order
    words = [f"{order.number}", stage_text(standing)]
    if order.due is not None:
        words.append(translate("purchase", "约定 {day} 前到").format(day=order.due))
    if order.cancel_reason:
        words.append(order.cancel_reason)
    if due_fen:
        words.append(translate("purchase", "实收 {yen}").format(yen=yen(due_fen)))
    if order.invoice:
        words.append(translate("purchase", "发票 {number}").format(number=order.invoice))
    if order.settled_on is not None:
        words.append(translate("purchase", "{day} 付款").format(day=order.settled_on))
    if order.overpaid_fen:
        twice = translate("purchase", "重复付款 {n} 笔，多付 {yen}，请追回")
        words.append(twice.format(n=len(order.payments), yen=yen(order.overpaid_fen)))
    return "　".join(words)
