"""采购: from what runs short to the invoice that is paid, and what the county says about prices and lots."""

from datetime import date

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinic_app.projections.queries.purchase import Stage
from clinic_app.ui.pages.purchase.arrival import ArrivalCard
from clinic_app.ui.pages.purchase.notices import PricesCard, RecallsCard
from clinic_app.ui.pages.purchase.orders import OrdersCard
from clinic_app.ui.pages.purchase.plan import PlanCard
from clinic_app.ui.pages.purchase.state import Part, PurchaseState
from clinic_app.ui.pages.purchase.view_model import PurchaseViewModel
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.states import Notice


class PurchasePage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: PurchaseViewModel, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.tabs = PartTabs(self.tr("拟单、订单、到货、调价、召回"))
        self.plan, self.orders, self.arrival = PlanCard(), OrdersCard(today), ArrivalCard()
        self.prices, self.recalls = PricesCard(), RecallsCard()
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.again = ActionButton("clear", self.tr("按建议重拟"))
        self.cancel = ActionButton("refund", self.tr("撤单"), kind="danger")
        self.match = ActionButton("preview", self.tr("对票"), icon="check")
        self.pay = ActionButton("hold", self.tr("付款"), icon="cash")
        self.submit = ActionButton("save", self.tr("提交采购单"), kind="primary")
        self.receive = ActionButton("settle", self.tr("到货"), kind="primary", icon="check")
        self.revalue = ActionButton("settle", self.tr("按新价调整库存"), kind="primary", icon="check")
        self.print = ActionButton("print", self.tr("打印联系单"), kind="primary")
        self._parts = QStackedWidget()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus_part()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab goes through the parts."""
        if not self.tabs.turns(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        return is_key and isinstance(event, QKeyEvent) and self.tabs.turns(event)

    def _render(self, state: PurchaseState) -> None:
        self.notice.say(state.notice, state.tone)
        self._render_titles(state)
        self.plan.show_plan(state)
        self.orders.show_orders(state)
        self.arrival.show_lines(state)
        self.prices.show_changes(state)
        self.recalls.show_recalls(state)
        free, part = not state.busy, state.part
        offered = {
            self.again: (part is Part.PLAN, free),
            self.submit: (part is not Part.ORDERS and part < Part.PRICES, free),
            self.cancel: (part is Part.ORDERS, free and self.orders.may_cancel(state)),
            self.match: (part is Part.ORDERS, free and self.orders.may_match(state)),
            self.pay: (part is Part.ORDERS, free and self.orders.may_pay(state)),
            self.receive: (part is Part.ORDERS, free and self.orders.may_receive(state)),
            self.revalue: (part is Part.PRICES, free and bool(state.changes)),
            self.print: (part is Part.RECALLS, free and bool(state.recalls)),
        }
        for button, (shown, enabled) in offered.items():
            button.setVisible(shown)
            button.setEnabled(enabled)
        self._render_save(state)

    def _render_save(self, state: PurchaseState) -> None:
        """F8 submits the draft, or books what came."""
        plan = state.part is Part.PLAN
        self.submit.setEnabled(bool(state.wishes if plan else state.arrival) and not state.busy)
        words = self.tr("提交采购单") if plan else self.tr("入库")
        self.submit.say(self.tr("正在保存…") if state.busy else words)

    def _render_titles(self, state: PurchaseState) -> None:
        coming = sum(one.order.stage in (Stage.SHIPPED, Stage.PART) for one in state.orders)
        counts = (len(state.wishes), coming, len(state.arrival), len(state.changes), len(state.recalls))
        words = (self.tr("拟单"), self.tr("订单"), self.tr("到货"), self.tr("调价"), self.tr("召回"))
        for at, (word, count) in enumerate(zip(words, counts, strict=True)):
            self.tabs.setTabText(at, f"{word} {count}" if count else word)

    def _turn_to(self, at: int) -> None:
        self._parts.setCurrentIndex(at)
        self.view_model.turn_to(Part(at))
        self._focus_part()

    def _turned(self, at: int) -> None:
        """The view model goes to a part by itself: what was shipped fills the receipt."""
        if at == Part.ARRIVAL and self.view_model.state.arrival:
            self.arrival.begin(self.tr("县配送"), self.view_model.state.arrival[0].sent.shipment)
        self.tabs.setCurrentIndex(at)

    def _focus_part(self) -> None:
        if not self.isVisible():
            return
        first: dict[Part, QWidget] = {
            Part.PLAN: self.plan.lines if self.view_model.state.plan else self.plan.drug,
            Part.ORDERS: self.orders.orders,
            Part.ARRIVAL: self.arrival.lines,
            Part.PRICES: self.prices.changes,
            Part.RECALLS: self.recalls.recalls,
        }
        first[self.view_model.state.part].setFocus()

    def _scanned(self, text: str) -> None:
        if self.isVisible():
            self.view_model.take_box(text)

    def _save(self) -> None:
        if self.view_model.state.part is Part.PLAN:
            self.view_model.submit()
        elif self.arrival.supplier_given():
            self.view_model.book(self.arrival.supplier.text(), self.arrival.invoice.text())

    def _revalue(self) -> None:
        change = self.prices.changes.current_row()
        if change is not None:
            self.view_model.revalue(change)

    def _print(self) -> None:
        recall = self.recalls.recalls.current_row()
        if recall is not None:
            self.view_model.print_call_back(recall)

    def _choose(self, standing: object) -> None:
        chosen = self.orders.orders.current_row()
        if chosen is not None and chosen.order.order_id != self.view_model.state.open:
            self.orders.begin()
            self.view_model.choose(chosen)

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        view_model.scanned.connect(self._scanned)
        view_model.turned.connect(self._turned)
        self.tabs.currentChanged.connect(self._turn_to)
        self.plan.wanted.connect(view_model.want)
        self.plan.added.connect(view_model.add)
        self.orders.orders.chosen.connect(self._choose)
        self.orders.orders.picked.connect(lambda _: self.receive.click())
        self.orders.cancelled.connect(view_model.cancel)
        self.orders.matched.connect(view_model.match)
        self.orders.paid.connect(view_model.pay)
        self.arrival.lines.chosen.connect(lambda _: view_model.point(self.arrival.lines.currentIndex().row()))
        self.arrival.came.connect(view_model.came)
        self.arrival.explained.connect(view_model.explain)
        for button, act in (
            (self.refresh, view_model.refresh),
            (self.again, view_model.forget_draft),
            (self.submit, self._save),
            (self.cancel, self.orders.cancel),
            (self.match, self.orders.match),
            (self.pay, self.orders.pay),
            (self.receive, view_model.receive_shipment),
            (self.revalue, self._revalue),
            (self.print, self._print),
        ):
            button.clicked.connect(act)
        for table in (
            self.plan.lines,
            self.orders.orders,
            self.orders.lines,
            self.arrival.lines,
            self.prices.changes,
            self.prices.lines,
            self.recalls.recalls,
            self.recalls.given,
        ):
            table.installEventFilter(self)

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.addWidget(self.notice)
        for _ in Part:
            self.tabs.addTab("")
        top = Row()
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.refresh)
        stack.addLayout(top)
        for widget in (self.plan, self.orders, self.arrival, self.prices, self.recalls):
            self._parts.addWidget(widget)
        stack.addWidget(self._parts, 1)
        buttons = Row()
        for button in (self.again, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.match, self.pay, self.print, self.revalue, self.receive, self.submit):
            buttons.addWidget(button)
        stack.addLayout(buttons)
