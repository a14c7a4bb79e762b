"""接种率与交换: coverage and the children behind it at the left, files in and out at the right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.immunization.due import ADULT_FROM
from clinic_app.domain.rates import percent_hundredths
from clinic_app.projections.queries.residents import Resident
from clinic_app.services.vaccination_lists import Covered
from clinic_app.services.vaccine_exchange import Matched
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.immunization.figures import FiguresModel
from clinic_app.ui.pages.immunization.state import FiguresState
from clinic_app.ui.pages.immunization.words import ROW_TONES, ROWS, WHY, series_name
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_FILES = "(*.csv *.xml)"


def _rate(one: Covered) -> str:
    rate = percent_hundredths(one.given, one.owed)
    return "" if rate is None else f"{rate // 100}.{rate % 100:02d}%"


COVERED: tuple[Column[Covered], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "系列"), lambda one: series_name(one.series), width=7, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "剂次"), lambda one: str(one.dose_no), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "应种"), lambda one: str(one.owed), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "实种"), lambda one: str(one.given), width=5, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "接种率"),
        _rate,
        width=9,
        number=True,
        tone=lambda one: Tone.DANGER if one.lack else Tone.PLAIN,
    ),
)
BEHIND: tuple[Column[Resident], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=7, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "出生日期"), lambda one: f"{one.birth_date}", width=11),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.village),
    Column(QT_TRANSLATE_NOOP("columns", "电话"), lambda one: one.phone, width=11),
)
REPORT: tuple[Column[Matched], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "行"), lambda one: str(one.line), width=6, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "结果"),
        lambda one: translate("immunization", ROWS[one.state]),
        width=9,
        tone=lambda one: ROW_TONES.get(one.state, Tone.PLAIN),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "原因"),
        lambda one: translate("immunization", WHY[one.why]) if one.why in WHY else one.why,
    ),
)


def ask_file(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, "", "", _FILES)
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent)
    return Path(chosen) if chosen else None


def ask_place(parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, "", "report.csv", "(*.csv)")
    return Path(chosen) if chosen else None


class FiguresPart(StockPart):
    """Only widgets: every decision is the model's."""

    model: FiguresModel

    def __init__(self, model: FiguresModel) -> None:
        super().__init__(model)
        self.ask_file: Callable[[QWidget], Path | None] = ask_file
        self.ask_folder: Callable[[QWidget], Path | None] = ask_folder
        self.ask_place: Callable[[QWidget], Path | None] = ask_place
        year = model.today.year
        self.year = Choice(
            [(str(one), str(one)) for one in range(year, year - ADULT_FROM - 1, -1)], self.tr("出生年")
        )
        self.covered: DataTable[Covered] = DataTable(
            COVERED, self.tr("接种率"), self.tr("没有孩子"), key=lambda one: (one.series, one.dose_no)
        )
        self.behind: DataTable[Resident] = DataTable(
            BEHIND,
            self.tr("未种的孩子"),
            self.tr("没有未种的孩子"),
            key=lambda one: one.id,
        )
        self.bring_in = ActionButton("preview", self.tr("导入接种记录…"), icon="catalog")
        self.send = ActionButton("settle", self.tr("导出上次以来的…"), icon="cloud-up")
        self.save = QPushButton(self.tr("保存报告…"))
        self.report: DataTable[Matched] = DataTable(
            REPORT,
            self.tr("导入报告"),
            self.tr("还没有导入\n国家客户端导出的 CSV 或 XML 从这里导入"),
            key=lambda one: one.line,
        )
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        return self.tr("接种率与交换")

    def begin(self) -> None:
        self.covered.setFocus()

    def show_state(self, state: FiguresState) -> None:
        with QSignalBlocker(self.year):
            self.year.show_code(str(state.year))
        self.covered.show_rows(state.covered)
        self._look_behind(self.covered.current_row())
        self.report.show_rows(state.report)
        self.save.setEnabled(bool(state.report))
        for button in (self.bring_in, self.send):
            button.setEnabled(not state.busy)

    def _look_behind(self, one: Covered | None) -> None:
        """The children who lack the dose under the cursor."""
        self.behind.show_rows(one.lack if one is not None else ())

    def _with(self, ask: Callable[[QWidget], Path | None], then: Callable[[Path], None]) -> None:
        path = ask(self)
        if path is not None:
            then(path)

    def _connect(self) -> None:
        model = self.model
        self.year.chosen.connect(lambda code: model.choose_year(int(code)))
        self.covered.chosen.connect(self._look_behind)
        self.covered.picked.connect(lambda _: self.behind.setFocus())
        self.behind.picked.connect(model.take)
        self.bring_in.clicked.connect(lambda: self._with(self.ask_file, model.bring_in))
        self.send.clicked.connect(lambda: self._with(self.ask_folder, model.send))
        self.save.clicked.connect(lambda: self._with(self.ask_place, model.save_report))

    def _lay_out(self) -> None:
        columns = Row()
        left = Card()
        head = Row()
        words = QLabel(self.tr("出生年"))
        look(words, "soft")
        head.addWidget(words)
        head.addWidget(self.year)
        head.addStretch()
        left.body.addLayout(head)
        left.body.addWidget(self.covered, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(9))
        lacking = Card(self.tr("未种这一剂的孩子"))
        lacking.body.addWidget(self.behind, 1)
        exchange = Card(self.tr("与免疫规划客户端交换"))
        exchange.head.addWidget(self.save)
        exchange.body.addWidget(self.report, 1)
        self.save.setAutoDefault(False)
        steps = Row()
        steps.addStretch()
        steps.addWidget(self.bring_in)
        steps.addWidget(self.send)
        exchange.body.addLayout(steps)
        column.addWidget(lacking, 1)
        column.addWidget(exchange, 1)
        columns.addWidget(left, 1)
        columns.addWidget(right, 1)
        self.body.addLayout(columns, 1)
