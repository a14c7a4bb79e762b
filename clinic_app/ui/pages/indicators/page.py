"""考核指标: the year's indicators; beside them the formula of the one under the cursor, who is next, villages."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QStackedWidget, QWidget

from clinic_app.domain.public_health.indicators import Figure
from clinic_app.projections.queries.indicators import Appraisal, Behind
from clinic_app.services.indicators import Wanted
from clinic_app.ui import theme
from clinic_app.ui.pages.indicators.lists import FIGURES, PEOPLE, VILLAGES, WANTED
from clinic_app.ui.pages.indicators.state import Detail, IndicatorPart, IndicatorsState, VillageRow
from clinic_app.ui.pages.indicators.view_model import IndicatorsViewModel
from clinic_app.ui.pages.indicators.words import counted, formula_of, name_of, rate_of, why_none
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.part_tabs import PartTabs
from clinic_app.ui.widgets.pills import PillDelegate
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

_ROOMY = 1050  # pixels at 100 %


class IndicatorsPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: IndicatorsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.before = QPushButton(self.tr("Alt+←  上一年"))
        self.after = QPushButton(self.tr("Alt+→  下一年"))
        self.year = QLabel()
        self.villages_too = QCheckBox(self.tr("含所辖村"))
        self.refresh = ActionButton("next", self.tr("刷新"))
        self.figures: DataTable[Figure] = DataTable(
            FIGURES, self.tr("考核指标"), self.tr("正在计算"), key=lambda one: one.indicator.key
        )
        self.tabs = PartTabs(self.tr("考核指标的各部分"))
        self.formula = QLabel()
        self.wanted: DataTable[Wanted] = DataTable(WANTED, self.tr("下一步"), key=lambda one: one.person.id)
        self.villages: DataTable[VillageRow] = DataTable(
            VILLAGES, self.tr("按村"), self.tr("还没有登记的居民"), key=lambda row: row.village
        )
        self.done: DataTable[Behind] = DataTable(
            PEOPLE, self.tr("已计入"), self.tr("还没有人计入"), key=lambda one: one.id
        )
        self.open: DataTable[Behind] = DataTable(PEOPLE, self.tr("未计入"), key=lambda one: one.id)
        self.parts = QStackedWidget()
        self._shown: Appraisal | None = None
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page was opened: to the indicators."""
        super().focusInEvent(event)
        self.figures.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen birth dates, telephones, goals and a person's other indicators give way."""
        super().resizeEvent(event)
        small = self.width() < theme.current().px(_ROOMY)
        for table, aside in (
            (self.figures, (2,)),
            (self.wanted, (1, 4)),
            (self.done, (3,)),
            (self.open, (3,)),
        ):
            for at in aside:
                table.setColumnHidden(at, small)
            table.share_width()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._turn(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in a list goes back to the indicators; Ctrl+Tab goes through the lists."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and watched is not self.figures:
            self.figures.setFocus()
            return True
        return self._turn(event)

    def _turn(self, event: QKeyEvent) -> bool:
        """Ctrl+Tab: the next list; Alt with ← and →: the year before and after."""
        if self.tabs.turns(event):
            self._focus_list()
            return True
        years = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if years and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.view_model.turn(years)
            return True
        return False

    def _focus_list(self) -> None:
        self._lists()[self.tabs.currentIndex()].setFocus()

    def _lists(self) -> tuple[QWidget, ...]:
        return (self.wanted, self.villages, self.done, self.open)

    # What the state says.

    def _render(self, state: IndicatorsState) -> None:
        self.year.setText(self.tr("{year} 年").format(year=state.year))
        self.after.setEnabled(state.year < state.this_year)
        self.villages_too.setChecked(state.with_villages)
        if state.appraisal is not self._shown or not state.figures:
            self._shown = state.appraisal  # shown anew it would forget where it was scrolled to
            self.figures.show_rows(state.figures, busy=state.busy and not state.figures)
        self.notice.say(state.notice, state.tone)
        self._render_figure(state.figure)
        self._render_detail(state.figure, state.detail)

    def _render_figure(self, figure: Figure | None) -> None:
        if figure is None:
            self._title.setText(self.tr("选一个指标"))
            self.formula.setText("")
            return
        self._title.setText(f"{name_of(figure.indicator)}　{rate_of(figure)}")
        said = (formula_of(figure.indicator), counted(figure), why_none(figure))
        self.formula.setText("　".join(part for part in said if part))

    def _render_detail(self, figure: Figure | None, detail: Detail | None) -> None:
        shown = detail or Detail("")
        self.wanted.show_rows(shown.wanted, busy=detail is None and figure is not None)
        self.villages.show_rows(shown.villages)
        self.done.show_rows(shown.done)
        self.open.show_rows(shown.open)
        self.wanted.say_empty(self._nobody(figure))
        self.open.say_empty(
            self.tr("分母是县里下达的人口数，没有名单；可看“下一步”。")
            if figure is not None and figure.asked is None
            else self.tr("都计入了")
        )
        for part, words, many in (
            (IndicatorPart.NEXT, self.tr("下一步"), len(shown.wanted)),
            (IndicatorPart.VILLAGES, self.tr("按村"), len(shown.villages)),
            (IndicatorPart.DONE, self.tr("已计入"), len(shown.done)),
            (IndicatorPart.OPEN, self.tr("未计入"), len(shown.open)),
        ):
            self.tabs.setTabText(part, f"{words} {many}")

    def _nobody(self, figure: Figure | None) -> str:
        if figure is not None and figure.met:
            return self.tr("已达标")
        if figure is not None and why_none(figure):
            return why_none(figure)
        return self.tr("名册里没有还能计入的人")

    # What the keys do.

    def _choose(self, figure: Figure | None) -> None:
        if figure is not None:
            self.view_model.choose(figure.indicator.key)

    def _take(self, row: Wanted | Behind) -> None:
        self.view_model.take(row.person.id if isinstance(row, Wanted) else row.id)

    def _connect(self) -> None:
        self.view_model.changed.connect(self._render)
        self.before.clicked.connect(lambda: self.view_model.turn(-1))
        self.after.clicked.connect(lambda: self.view_model.turn(1))
        self.villages_too.toggled.connect(self.view_model.count_villages)
        self.refresh.clicked.connect(self.view_model.refresh)
        self.tabs.currentChanged.connect(self.parts.setCurrentIndex)
        self.figures.chosen.connect(self._choose)
        self.figures.picked.connect(lambda _: self._focus_list())
        for table in (self.wanted, self.done, self.open):
            table.picked.connect(self._take)
        for widget in (self.figures, *self._lists()):
            widget.installEventFilter(self)

    def _lay_out(self) -> None:
        stack = Stack(self)
        head = Row()
        for widget in (self.before, self.year, self.after):
            head.addWidget(widget)
        look(self.year, "large")
        head.addWidget(self.villages_too)
        head.addStretch()
        head.addWidget(self.refresh)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        PillDelegate.on(self.figures, len(FIGURES) - 1)
        card = Card(self.tr("选一个指标"))
        self._title = card.title
        self.formula.setWordWrap(True)
        look(self.formula, "small")
        card.body.addWidget(self.formula)
        for _ in IndicatorPart:
            self.tabs.addTab("")
        card.body.addWidget(self.tabs)
        for table in self._lists():
            self.parts.addWidget(table)
        card.body.addWidget(self.parts, 1)
        body = Row()
        body.addWidget(self.figures, 6)
        body.addWidget(card, 5)
        stack.addLayout(body, 1)
