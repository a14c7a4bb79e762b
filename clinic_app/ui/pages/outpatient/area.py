"""All that is ordered: the bar over it, drugs and charge items, herbs, who fetches a narcotic."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinic_app.ui import theme
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.herbsheet import HerbSheet
from clinic_app.ui.pages.outpatient.orders import OrderTable
from clinic_app.ui.pages.outpatient.sheetbar import CollectorLine, SheetBar, has_narcotic


class OrderArea(QWidget):
    """Signals:
    edited: something is ordered otherwise.
    left: Enter where there is nothing more to order.
    left_back: Esc or ↑ on the first name.
    """

    edited = Signal()
    left = Signal()
    left_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = SheetBar()
        self.orders = OrderTable()
        self.herbs = HerbSheet()
        self.collector = CollectorLine()
        self._month = (0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(4))
        self.parts = QStackedWidget()  # herbs and all other drugs are on sheets of their own
        self.parts.addWidget(self.orders)
        self.parts.addWidget(self.herbs)
        for part, stretch in ((self.bar, 0), (self.parts, 1), (self.collector, 0)):
            column.addWidget(part, stretch)
        self._connect()

    def filled(self, form: Form) -> Form:
        """With what is ordered now."""
        return replace(
            form,
            orders=self.orders.orders(),
            herbs=self.herbs.table.herbs(),
            taken=self.herbs.taken(),
            sheet=self.bar.sheet(),
            collector=self.collector.collector(),
        )

    def show_form(self, form: Form, *, fixed: bool) -> None:
        self.orders.show_orders(form.orders, fixed=fixed)
        self.herbs.show_sheet(form.herbs, form.taken, fixed=fixed)
        self.bar.show_sheet(form.sheet, writable=not fixed)
        self.collector.show_collector(form.collector, fixed=fixed)
        self._turn_to(self.herbs if form.herbs and not form.orders else self.orders)
        self._show_about()

    def show_month(self, month: tuple[int, int]) -> None:
        """基本药物 of the doctor's month."""
        self._month = month
        self._show_about()

    def begin(self) -> None:
        """To the blank name."""
        if self._in_herbs():
            self.herbs.table.begin()
        else:
            self.orders.begin_row()

    def remove_current(self) -> None:
        """The row with the cursor, wherever it is."""
        if self._in_herbs():
            self.herbs.table.remove_current()
        else:
            self.orders.remove_current()

    def first_problem(self, today: date) -> str:
        """What is wrong, the focus put on it; empty when nothing is."""
        for part in (self.orders, self.herbs):
            problem = part.first_problem()
            if problem:
                self._turn_to(part)
                part.first_problem()  # once more where it can be seen, so that the focus goes there
                return problem
        return self.collector.first_problem(today)

    def narrow(self, small: bool) -> None:
        self.orders.narrow(small)
        self.bar.narrow(small)

    def _edited(self) -> None:
        self._show_about()
        self.edited.emit()

    def _show_about(self) -> None:
        orders = self.orders.orders()
        self.bar.show_share(orders, self._month)
        self.bar.show_counts(len(orders), len(self.herbs.table.herbs()), in_herbs=self._in_herbs())
        self.collector.setVisible(has_narcotic(orders))

    def _in_herbs(self) -> bool:
        return self.parts.currentWidget() is self.herbs

    def _turn_to(self, part: QWidget) -> None:
        self.parts.setCurrentWidget(part)
        self._show_about()

    def _turn_herbs(self) -> None:
        """饮片, or back to the others."""
        self._turn_to(self.orders if self._in_herbs() else self.herbs)
        self.begin()

    def _take_herb(self, code: str) -> None:
        self._turn_to(self.herbs)
        self.herbs.table.add(code)

    def _back_to_orders(self) -> None:
        self._turn_to(self.orders)
        self.orders.begin_row()

    def _past_last(self) -> None:
        if self.collector.isHidden():
            self.left.emit()
        else:
            self.collector.who.setFocus()

    def _connect(self) -> None:
        for part in (self.orders.changed, self.herbs.changed, self.bar.turned, self.collector.edited):
            part.connect(self._edited)
        self.orders.left.connect(self._past_last)
        self.orders.left_back.connect(self.left_back)
        self.orders.herb_picked.connect(self._take_herb)
        self.herbs.left.connect(self._past_last)
        self.herbs.left_back.connect(self._back_to_orders)
        self.collector.left.connect(self.left)
        self.bar.group.clicked.connect(self.orders.join_current)
        self.bar.own.clicked.connect(self.orders.own_current)
        self.bar.herbs.clicked.connect(self._turn_herbs)
