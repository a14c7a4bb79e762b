"""记账: one day of the stay: what is charged above, what is added below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.projections.queries.inpatient import AdmissionState, Charge
from clinic_app.ui import theme
from clinic_app.ui.format import MINUS, money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.inpatient.grid import ChargeGrid
from clinic_app.ui.pages.inpatient.state import Stay
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


def count_text(charge: Charge) -> str:
    sign = MINUS if charge.cnt_e4 < 0 else ""
    return f"{sign}{quantity(abs(charge.cnt_e4))} {charge.unit}".strip()


CHARGES: tuple[Column[Charge], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品或项目"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "单价"), lambda one: unit_price(one.pric_e6), width=8, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        count_text,
        width=8,
        number=True,
        tone=lambda one: Tone.DANGER if one.cnt_e4 < 0 else Tone.PLAIN,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "金额"), lambda one: money(one.amount), width=9, number=True),
)


class ChargesPanel(QWidget):
    """Signals:
    day_asked: -1 or 1: the day before or after.
    """

    day_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = QPushButton("‹"), QPushButton("›")
        for button, name in ((self.before, self.tr("前一天")), (self.after, self.tr("后一天"))):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} {'Alt+←' if button is self.before else 'Alt+→'}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.day = QLabel()
        look(self.day, TextSize.LARGE.value)
        self.sum = QLabel()
        look(self.sum, "soft")
        self.table: DataTable[Charge] = DataTable(
            CHARGES,
            self.tr("当日已记账"),
            self.tr("这一天还没有记账"),
            key=lambda one: (one.code, one.pric_e6),
        )
        self.grid = ChargeGrid()
        self.typed = QLabel()
        look(self.typed, "soft")
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self._lay_out()
        self.before.clicked.connect(lambda: self.day_asked.emit(-1))
        self.after.clicked.connect(lambda: self.day_asked.emit(1))
        self.grid.changed.connect(self._show_typed)
        self.say_problem("")

    def show_stay(self, stay: Stay | None) -> None:
        self.table.show_rows(() if stay is None else stay.charges)
        self.grid.know(() if stay is None else stay.charges)
        self.grid.setVisible(stay is not None and stay.admission.state is not AdmissionState.SETTLED)
        if stay is None:
            self.day.setText("")
            self.sum.setText("")
            return
        number = (stay.day - stay.admission.day).days + 1
        self.day.setText(self.tr("{day}　第 {n} 天").format(day=f"{stay.day:%Y-%m-%d}", n=number))
        self.sum.setText(self.tr("当日 {amount}").format(amount=yen(stay.days.get(stay.day, 0))))

    def say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _show_typed(self) -> None:
        self.say_problem("")
        rows = self.grid.rows()
        words = self.tr("将记 {n} 项，{amount}").format(
            n=len(rows), amount=yen(sum(row.amount for row in rows))
        )
        self.typed.setText(words if rows else "")

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(7))
        top = Row()
        for button in (self.before, self.after):
            button.setFixedWidth(px(38))
        for widget in (self.before, self.day, self.after):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.sum)
        column.addLayout(top)
        column.addWidget(self.table, 3)
        column.addWidget(self.grid, 2)
        foot = Row()
        foot.addWidget(self.problem)
        foot.addStretch(1)
        foot.addWidget(self.typed)
        column.addLayout(foot)
