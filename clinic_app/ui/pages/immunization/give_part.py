"""接种: who is due and who stays at the left, the child's card in the middle, the next dose at the right."""

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.projections.queries.immunization_card import DueChild, Line
from clinic_app.services.immunization import Observing
from clinic_app.ui import format, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.immunization.dose_form import DoseForm, OtherForm
from clinic_app.ui.pages.immunization.give import GiveModel
from clinic_app.ui.pages.immunization.state import GiveState
from clinic_app.ui.pages.immunization.words import (
    dose_text,
    owed_text,
    owed_tone,
    series_name,
    short_day,
    standing_text,
    standing_tone,
    vaccine_text,
)
from clinic_app.ui.pages.stock.part import StockPart
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_DOSES = 5  # columns of the grid
_TICK_MS = 20_000
_MINUTE_MS = 60_000
_ROOMY = 1050  # pixels at 100 %
_LEFT_SHARE, _LEFT_SHARE_SMALL = 8, 10

DUE: tuple[Column[DueChild], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.resident.name, width=7, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "应种"), owed_text, width=6, tone=owed_tone, hint=owed_text),
)


def _left(one: Observing) -> str:
    if one.left_ms <= 0:
        return translate("immunization", QT_TRANSLATE_NOOP("immunization", "已满"))
    words = translate("immunization", QT_TRANSLATE_NOOP("immunization", "{n} 分"))
    return words.format(n=-(-one.left_ms // _MINUTE_MS))


OBSERVING: tuple[Column[Observing], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=7, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "疫苗"),
        lambda one: series_name(one.dose.series),
        width=7,
        hint=lambda one: vaccine_text(one.dose.vaccine),
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "还剩"),
        _left,
        width=5,
        tone=lambda one: Tone.OK if one.left_ms <= 0 else Tone.WARN,
    ),
)
_VACCINE_AT = 1


def _dose_column(number: int) -> Column[Line]:
    def text(line: Line) -> str:
        return short_day(line.doses[number].on) if number < len(line.doses) else ""

    def hint(line: Line) -> str:
        if number >= len(line.doses):
            return ""
        one = line.doses[number]
        return "　".join(part for part in (vaccine_text(one.vaccine), one.batch, one.maker, one.unit) if part)

    column: Column[Line] = Column(GRID_HEADS[number], text, width=9, hint=hint)
    return column


GRID_HEADS = (
    QT_TRANSLATE_NOOP("columns", "第1剂"),
    QT_TRANSLATE_NOOP("columns", "第2剂"),
    QT_TRANSLATE_NOOP("columns", "第3剂"),
    QT_TRANSLATE_NOOP("columns", "第4剂"),
    QT_TRANSLATE_NOOP("columns", "第5剂"),
)


def _given(line: Line) -> str:
    if not line.doses:
        return ""
    words = translate("immunization", QT_TRANSLATE_NOOP("immunization", "{n} 剂，末剂 {day}"))
    return words.format(n=len(line.doses), day=short_day(line.doses[-1].on))


GRID: tuple[Column[Line], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "系列"), lambda line: series_name(line.due.series), width=7, bold=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        standing_text,
        tone=standing_tone,
        hint=lambda line: f"{standing_text(line)}　{dose_text(line.due)}",
    ),
    *(_dose_column(number) for number in range(_DOSES)),
    Column(QT_TRANSLATE_NOOP("columns", "已种"), _given, hint=_given),
)
_GIVEN_AT = len(GRID) - 1  # stands for the doses where they have no room


class GivePart(StockPart):
    """Only widgets: every decision is the model's."""

    model: GiveModel

    def __init__(self, model: GiveModel) -> None:
        super().__init__(model)
        self.due: DataTable[DueChild] = DataTable(
            DUE,
            self.tr("应种儿童"),
            self.tr("今天没有到期的孩子"),
            key=lambda one: one.resident.id,
        )
        self.observing: DataTable[Observing] = DataTable(
            OBSERVING, self.tr("留观"), self.tr("没有人在留观"), key=lambda one: one.dose.id
        )
        self.who, self.told = QLabel(), QLabel()
        self.grid: DataTable[Line] = DataTable(
            GRID,
            self.tr("接种卡"),
            self.tr("先找到一个孩子\n在左边选，按 F3，或插卡"),
            key=lambda line: line.due.series,
        )
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.print = ActionButton("print", self.tr("接种记录"))
        self.well = ActionButton("settle", self.tr("留观结束"), icon="check")
        self.adverse = ActionButton("preview", self.tr("异常反应"), icon="warn")
        self.form = DoseForm(model.today)
        self.other = OtherForm(model.today)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(model.tick)
        self._clock.start()
        self._lay_out()
        self._connect()
        self.follow()

    def title(self) -> str:
        return self.tr("接种")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the card says how many doses and when the last one, in one column; who stays says how long."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        for at in range(_GIVEN_AT - _DOSES, _GIVEN_AT):
            self.grid.setColumnHidden(at, small)
        self.grid.setColumnHidden(_GIVEN_AT, not small)
        self.grid.share_width()
        self.observing.setColumnHidden(_VACCINE_AT, small)
        self.observing.share_width()
        self._columns.setStretch(0, _LEFT_SHARE_SMALL if small else _LEFT_SHARE)
        for button in (self.refresh, self.print, self.other.withdraw):
            button.key_only(small)

    def begin(self) -> None:
        (self.grid if self.model.state.card is not None else self.due).setFocus()

    def show_state(self, state: GiveState) -> None:
        self.due.show_rows(state.due)
        self.observing.show_rows(state.observing)
        self._late.setText(self.tr("应种 {n}").format(n=len(state.due)))
        self._staying.setText(self.tr("留观 {n}").format(n=len(state.observing)))
        lines = state.card.lines if state.card is not None else ()
        with QSignalBlocker(self.grid):
            self.grid.show_rows(lines)
            at = next((n for n, one in enumerate(lines) if one.due.series == state.series), 0)
            self.grid.choose(at)
        self._show_child(state)
        self.form.show_state(state)
        self.other.show_state(state)
        self.print.setEnabled(state.card is not None)
        self.adverse.setEnabled(state.card is not None or bool(state.observing))
        self.well.setEnabled(bool(state.observing) and not state.busy)

    def _show_child(self, state: GiveState) -> None:
        card = state.card
        if card is None:
            self.who.setText(self.tr("接种卡"))
            self.told.hide()
            return
        person = card.resident
        age = format.age(person.birth_date, self.model.today) if person.birth_date else ""
        number = self.tr("受种者编码 {no}").format(no=card.case_no) if card.case_no else ""
        self.who.setText("　".join(part for part in (person.name, age, number) if part))
        said = []
        if card.early:
            early = "、".join(f"{vaccine_text(one.vaccine)} {short_day(one.on)}" for one in card.early)
            said.append(self.tr("早于最早日期：{doses}").format(doses=early))
        if card.doubled:
            said.append(self.tr("重复登记 {n} 剂，只算一次").format(n=len(card.doubled)))
        self.told.setText("；".join(said))
        self.told.setVisible(bool(said))

    def _observed(self) -> Observing | None:
        """The row under the cursor while the list has the focus; else the model takes the child in hand."""
        return self.observing.current_row() if self.observing.hasFocus() else None

    def _give(self) -> None:
        dose = self.form.dose()
        if dose is not None:
            self.model.give(dose)
            self.grid.setFocus()

    def _tell(self) -> None:
        other = self.other
        self.model.tell(self.form.vaccine.code(), other.day.day(), other.words.text(), self.form.batch.text())
        other.clear()

    def _defer(self) -> None:
        self.model.defer(self.other.day.day(), self.other.reason.code(), self.other.words.text())
        self.other.clear()

    def _withdraw(self) -> None:
        self.model.withdraw(self.other.words.text())
        self.other.clear()

    def _connect(self) -> None:
        model = self.model
        self.due.picked.connect(model.take)
        self.observing.picked.connect(model.take_observed)
        self.grid.chosen.connect(lambda line: model.choose(line.due.series) if line is not None else None)
        self.grid.picked.connect(lambda _: self.form.screened.setFocus())
        self.form.vaccine.chosen.connect(model.choose_vaccine)
        self.form.give.clicked.connect(self._give)
        self.other.defer.clicked.connect(self._defer)
        self.other.elsewhere.clicked.connect(self._tell)
        self.other.withdraw.clicked.connect(self._withdraw)
        self.well.clicked.connect(lambda: model.well(self._observed()))
        self.adverse.clicked.connect(lambda: model.adverse(self._observed()))
        self.print.clicked.connect(model.print_record)
        self.refresh.clicked.connect(model.refresh)

    def _lay_out(self) -> None:
        self._columns = Row()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch()
        for part, share in ((self._left(), _LEFT_SHARE), (self._middle(), 23), (right, 8)):
            self._columns.addWidget(part, share)
        self.body.addLayout(self._columns, 1)

    def _left(self) -> QWidget:
        left = Card()
        self._late, self._staying = QLabel(), QLabel()
        for words in (self._late, self._staying):
            look(words, "soft")
        left.body.addWidget(self._late)
        left.body.addWidget(self.due, 3)
        left.body.addWidget(self._staying)
        left.body.addWidget(self.observing, 2)
        left.body.addWidget(self.well)
        left.body.addWidget(self.adverse)
        return left

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(9))
        card = Card()
        look(self.who, theme.TextSize.LARGE.value)
        self.told.setWordWrap(True)
        look(self.told, "", Tone.WARN.value)
        head = Row()
        head.addWidget(self.who, 1)
        head.addWidget(self.refresh)
        head.addWidget(self.print)
        card.body.addLayout(head)
        card.body.addWidget(self.told)
        card.body.addWidget(self.grid, 1)
        column.addWidget(card, 1)
        column.addWidget(self.other)
        return middle
