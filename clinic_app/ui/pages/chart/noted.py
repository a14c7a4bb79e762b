"""A short list that one line adds to and another strikes from, each with its reason: allergies, conditions."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Provider, SearchBox
from clinic_app.ui.widgets.table import DataTable

N = TypeVar("N")


class NotedCard(Card, Generic[N]):
    """Signals:
    added: the value of the hit that was picked in the box.
    struck: the row, and the reason.
    """

    added = Signal(object)
    struck = Signal(object, str)

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[N]],
        empty: str,
        provider: Provider,
        hint: str,
        strike: str,
    ) -> None:
        """Args:
        hint: what to type into the box.
        strike: the word on the button that takes a row back.
        """
        super().__init__(title)
        self.table: DataTable[N] = DataTable(columns, title, empty)
        self.box = SearchBox(provider, title, hint)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("撤销的原因，Enter 确认，Esc 返回"))
        self.reason.setAccessibleName(self.tr("撤销的原因"))
        self.strike = QPushButton(strike)
        self.strike.setAutoDefault(False)
        look(self.strike, "quiet")
        self._striking: N | None = None
        self._lay_out()
        self.box.picked.connect(self.added)
        self.strike.clicked.connect(self._ask_reason)
        self.table.picked.connect(lambda _: self._ask_reason())
        self.table.chosen.connect(lambda row: self.strike.setEnabled(row is not None))
        self.reason.returnPressed.connect(self._strike)
        self.reason.editingFinished.connect(self._leave)

    def show_rows(self, rows: Sequence[N], *, writable: bool) -> None:
        self.table.show_rows(rows)
        for part in (self.box, self.strike):
            part.setVisible(writable)
        self.strike.setEnabled(writable and bool(rows))
        self.reason.hide()

    def _ask_reason(self) -> None:
        row = self.table.current_row()
        if row is not None and self.box.isVisibleTo(self):
            self._striking = row
            self.reason.clear()
            self.reason.show()
            self.reason.setFocus()

    def _strike(self) -> None:
        if self._striking is not None and self.reason.text().strip():
            row, self._striking = self._striking, None
            self.struck.emit(row, self.reason.text().strip())

    def _leave(self) -> None:
        if not self.reason.hasFocus() and not self.reason.text().strip():
            self.reason.hide()

    def _lay_out(self) -> None:
        line = Row()
        line.addWidget(self.box, 1)
        line.addWidget(self.strike)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.reason)
        self.body.addLayout(line)
        self.reason.hide()
