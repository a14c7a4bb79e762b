"""The right side of the window's page: whose drugs, how they are taken, and what comes back."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing_day
from clinic_app.printing.receipt import quantity
from clinic_app.projections.queries.pharmacy import DrugLine, PaidVisit
from clinic_app.services.pharmacy import AtWindow, Filled
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.pharmacy.line_form import LineForm, boxes_text, boxes_tone
from clinic_app.ui.pages.pharmacy.state import PharmacyState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.cells import CountCell, code_text
from clinic_app.ui.widgets.entries import Choice, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.held import HeldBadge
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Chip
from clinic_app.ui.widgets.table import DataTable
from clinic_app.ui.widgets.witness import Witness

_E4 = 10_000
_SPEC, _OUT = 1, 4  # columns
_NARROW = 620  # pixels at 100 %: below, the strength makes room for the codes


def usage(line: DrugLine) -> str:
    """每次0.5g，每日3次，口服，3天."""
    days = translate("pharmacy", "{n} 天").format(n=line.days) if line.days else ""
    parts = (
        translate("pharmacy", "每次 {dose}").format(dose=line.dose) if line.dose else "",
        code_text("frequency", line.frequency) if line.frequency else "",
        code_text("route", line.route) if line.route else "",
        days,
    )
    return "，".join(part for part in parts if part)


def how_many(cnt_e4: int, unit: str) -> str:
    return f"{quantity(cnt_e4)} {unit}".strip()


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A drug of the bill, and how it would go where stock is kept."""

    drug: DrugLine
    filled: Filled | None


DRUGS: tuple[Column[WindowLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.drug.name, width=20, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "规格"), lambda one: one.drug.spec, width=14),
    Column(
        QT_TRANSLATE_NOOP("columns", "用法用量"),
        lambda one: usage(one.drug),
        hint=lambda one: usage(one.drug),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "应发"),
        lambda one: how_many(one.drug.left_e4, one.drug.unit) if one.drug.left_e4 else "—",
        width=7,
        number=True,
        bold=True,
        tone=lambda one: Tone.ACCENT if one.drug.left_e4 else Tone.SOFT,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "已发"),
        lambda one: how_many(one.drug.out_e4, one.drug.unit) if one.drug.out_e4 else "",
        width=7,
        number=True,
        tone=lambda one: Tone.DANGER if one.drug.out_e4 > one.drug.paid_e4 else Tone.PLAIN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "追溯码"),
        lambda one: boxes_text(one.filled),
        width=9,
        tone=lambda one: boxes_tone(one.filled),
    ),
)


class DrugsCard(Card):
    """Everything about one bill at the window."""

    def __init__(self) -> None:
        super().__init__()
        self.who = QLabel()
        look(self.who, TextSize.TITLE.value)
        self.where = QLabel()
        look(self.where, "soft")
        self.paid = Chip("")
        self.held = HeldBadge()
        self.table: DataTable[WindowLine] = DataTable(
            DRUGS,
            self.tr("这张单子的药"),
            self.tr("左边选一位，或插卡、扫凭条、输入收据号"),
            key=lambda one: one.drug.feedetl_sn,
        )
        self._stocked = False
        self.line = LineForm()
        self.back = ReturnForm()
        self.second = Witness()
        self._second_walk = EnterMoves(self.second)
        self._head = QWidget()
        row = Row()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.who)
        row.addWidget(self.paid)
        row.addWidget(self.held)
        row.addStretch(1)
        self._head.setLayout(row)
        for widget in (self._head, self.where):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.line)
        self.body.addWidget(self.second)
        self.body.addWidget(self.back)

    def show_bill(self, state: PharmacyState) -> None:
        paid = state.open
        self._head.setVisible(paid is not None)
        self.where.setVisible(paid is not None)
        self._show_lines(state)
        self.back.ask(paid if state.returning else None)
        if self.second.isHidden() == state.asks_second:
            self.second.clear()
            self.second.setVisible(state.asks_second)
        if paid is None:
            return
        age = format.age(paid.birth_date, beijing_day(paid.made_ms)) if paid.birth_date else ""
        words = (paid.visit_number, paid.name, format.sex(paid.sex), age)
        self.who.setText("  ".join(part for part in words if part))
        if paid.stands:
            self.paid.say(self.tr("已收费"), Tone.OK)
        else:
            self.paid.say(self.tr("已退费"), Tone.DANGER)
        self.where.setText(
            self.tr("收据 {number}　{department}").format(number=paid.number, department=paid.department)
        )

    def _show_lines(self, state: PharmacyState) -> None:
        """The cursor goes to the line of a scanned box; the form is that line's."""
        lines = () if state.open is None else state.open.lines
        rows = [WindowLine(one, state.filled.get(one.feedetl_sn)) for one in lines]
        with QSignalBlocker(self.table):
            self.table.show_rows(rows)
            at = next((n for n, one in enumerate(rows) if one.drug.feedetl_sn == state.at), -1)
            self.table.choose(at)
        self._stocked = bool(state.filled)
        self.table.setColumnHidden(len(DRUGS) - 1, not state.filled)
        self.table.setColumnHidden(_OUT, bool(state.filled) and not any(one.drug.out_e4 for one in rows))
        self._make_room()
        self.show_line(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < theme.current().px(_NARROW)
        self.table.setColumnHidden(_SPEC, self._stocked and narrow)
        self.table.share_width()

    def show_line(self, state: PharmacyState) -> None:
        row = self.table.current_row()
        if row is None or state.returning:
            self.line.show_line(None, None, AtWindow())
        else:
            self.line.show_line(row.drug, row.filled, state.wishes.get(row.drug.feedetl_sn, AtWindow()))


class ReturnForm(QWidget):
    """退药: how many of each, why; Enter goes on, Esc leaves everything as it was.

    Signals:
        confirmed: quantities in ten-thousandths by line number, and the reason.
        kept: nothing comes back.
    """

    confirmed = Signal(object, str)
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paid: PaidVisit | None = None
        self.counts: dict[str, CountCell] = {}
        self._walk: EnterMoves | None = None
        self.words = QLabel(self.tr("退回多少？没有退的填 0。"))
        look(self.words, "", Tone.DANGER.value)
        self.reason = Choice(
            [
                ("1", self.tr("1 过敏或不适")),
                ("2", self.tr("2 医生改方")),
                ("3", self.tr("3 患者不要了")),
                ("4", self.tr("4 发错了")),
            ],
            self.tr("退药原因"),
            blank=True,
        )
        self.reason.setItemText(0, self.tr("选原因 1–4"))
        self.yes, self.no = QPushButton(self.tr("确认退药")), QPushButton(self.tr("Esc 不退"))
        look(self.yes, "danger")
        self._lay_out()
        self.reason.chosen.connect(lambda _: mark_invalid(self.reason, False))
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.kept)
        self.hide()

    def ask(self, paid: PaidVisit | None) -> None:
        if paid is None or paid == self._paid:
            self.setVisible(paid is not None)
            self._paid = paid
            return
        self._paid = paid
        self._build([line for line in paid.lines if line.out_e4 > 0])
        self.reason.show_code("")
        mark_invalid(self.reason, False)
        self.show()
        next(iter(self.counts.values()), self.reason).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc anywhere in the form means no."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
            return True
        return False

    def _build(self, lines: list[DrugLine]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.counts = {}
        for at, line in enumerate(lines):
            cell = CountCell(line.name, least=0, most=line.out_e4 // _E4)
            cell.show_number((max(0, line.out_e4 - line.paid_e4) or line.out_e4) // _E4)
            cell.setFixedWidth(theme.current().px(80))
            out = QLabel(self.tr("已发 {count}").format(count=how_many(line.out_e4, line.unit)))
            look(out, "soft")
            name = QLabel(f"{line.name}　{line.spec}")
            for column, widget in enumerate((name, out, cell, QLabel(line.unit))):
                self._grid.addWidget(widget, at, column)
            self.counts[line.feedetl_sn] = cell
        controls: list[QWidget] = [*self.counts.values(), self.reason, self.yes, self.no]
        for one, following in pairwise(controls):
            QWidget.setTabOrder(one, following)
        if self._walk is not None:
            self._walk.deleteLater()
        self._walk = EnterMoves(self)
        for child in self.findChildren(QLineEdit):
            child.installEventFilter(self)
        for widget in (self.reason, self.yes, self.no):
            widget.installEventFilter(self)

    def _confirm(self) -> None:
        """A reason is due, and quantities that can be read."""
        for cell in self.counts.values():
            if cell.count() is None:
                mark_invalid(cell, True)
                cell.setFocus()
                return
        if not self.reason.code():
            mark_invalid(self.reason, True)
            self.reason.setFocus()
            return
        quantities = {sn: (cell.count() or 0) * _E4 for sn, cell in self.counts.items()}
        self.confirmed.emit(quantities, self.reason.currentText()[2:])

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.addWidget(self.words)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        row = Row()
        row.addWidget(self.reason)
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
