"""健康首页: one resident on one page."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from clinic_app.domain.forms import form
from clinic_app.domain.forms.histories import Gives
from clinic_app.domain.measurements import measures
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.chart import Allergy, Condition, Point, Running
from clinic_app.projections.queries.histories import Told
from clinic_app.projections.queries.immunization_card import Line
from clinic_app.projections.queries.outpatient import Encounter
from clinic_app.projections.queries.papers import Filed, PaperKind
from clinic_app.services.chart import NONE_KNOWN, Chart, allergens
from clinic_app.ui import theme
from clinic_app.ui.chart_marks import marks_of
from clinic_app.ui.form_names import form_title
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.chart.measured import MeasureRow
from clinic_app.ui.pages.chart.noted import NotedCard
from clinic_app.ui.pages.chart.view_model import ChartState, ChartViewModel
from clinic_app.ui.pages.immunization.words import series_name, standing_text, standing_tone
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card, Row, Stack
from clinic_app.ui.widgets.cells import code_text, known_diagnoses
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.resident import ChipLine
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer
from clinic_app.ui.widgets.states import EmptyState, Notice
from clinic_app.ui.widgets.table import DataTable
from clinic_app.ui.widgets.trend import Curve, Dot, Trend

_E4: Final = 10_000
_GLUCOSE: Final = ("fpg_poc", "fpg_lab", "glucose_random", "glucose_2h")
_ROOMY: Final = 1050  # pixels at 100 %
_LIMITS: Final[Mapping[str, float]] = {  # from which a value is drawn in red; no judgement, only the eye
    "sbp": 140,
    "dbp": 90,
    "fpg_poc": 7.0,
    "fpg_lab": 7.0,
    "glucose_random": 11.1,
    "glucose_2h": 11.1,
}

GIVES: Final = {
    Gives.EXPOSURE: QT_TRANSLATE_NOOP("chart", "暴露史"),
    Gives.SURGERY: QT_TRANSLATE_NOOP("chart", "手术史"),
    Gives.INJURY: QT_TRANSLATE_NOOP("chart", "外伤史"),
    Gives.TRANSFUSION: QT_TRANSLATE_NOOP("chart", "输血史"),
    Gives.FAMILY: QT_TRANSLATE_NOOP("chart", "家族史"),
    Gives.GENETIC: QT_TRANSLATE_NOOP("chart", "遗传病"),
    Gives.DISABILITY: QT_TRANSLATE_NOOP("chart", "残疾"),
}
ALLERGIES: tuple[Column[Allergy], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "过敏原"),
        lambda one: one.name if one.kind != NONE_KNOWN else translate("chart", "无已知过敏"),
        tone=lambda one: Tone.PLAIN if one.kind == NONE_KNOWN else Tone.DANGER,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "反应或来源"),
        lambda one: form_title(one.form) if one.form else one.reaction,
        width=9,
        hint=lambda one: form_title(one.form) if one.form else one.reaction,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "记于"), lambda one: f"{beijing(one.recorded_ms):%Y-%m}", width=8),
)
CONDITIONS: tuple[Column[Condition], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "疾病"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "编码"), lambda one: one.code, width=7),
    Column(QT_TRANSLATE_NOOP("columns", "记于"), lambda one: f"{beijing(one.noted_ms):%Y-%m}", width=8),
)
HISTORIES: tuple[Column[Told], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "项目"),
        lambda one: translate("chart", GIVES[one.mention.gives]),
        width=7,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "内容"), lambda one: _said(one), hint=lambda one: _said(one)),
)
RUNNING: tuple[Column[Running], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "在用药品"), lambda one: one.name, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "用法"),
        lambda one: f"{one.dose} {code_text('frequency', one.frequency)}".strip(),
        width=12,
        hint=lambda one: f"{one.dose} {code_text('frequency', one.frequency)}".strip(),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "用到"), lambda one: f"{one.last_day:%m-%d}", width=6),
)
ENCOUNTERS: tuple[Column[Encounter], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: f"{beijing(one.signed_ms):%Y-%m-%d}", width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "诊断"),
        lambda one: "、".join(name for _, name in one.diagnoses),
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "主诉"), lambda one: one.complaint),
)


VACCINATIONS: tuple[Column[Line], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "预防接种"), lambda one: series_name(one.due.series), width=8, bold=True
    ),
    Column(QT_TRANSLATE_NOOP("columns", "已种"), lambda one: str(len(one.doses) or ""), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "状态"), standing_text, width=13, tone=standing_tone),
)

KINDS: Final = {
    PaperKind.PRESCRIPTION: QT_TRANSLATE_NOOP("chart", "处方笺"),
    PaperKind.CERTIFICATE: QT_TRANSLATE_NOOP("chart", "病假证明"),
    PaperKind.REPORT: QT_TRANSLATE_NOOP("chart", "报告单"),
    PaperKind.DISCHARGE: QT_TRANSLATE_NOOP("chart", "出院记录"),
    PaperKind.FORM: QT_TRANSLATE_NOOP("chart", "公卫表"),
}


def _title(one: Filed) -> str:
    return form_title(one.title) if one.kind is PaperKind.FORM else one.title


PAPERS: tuple[Column[Filed], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "日期"), lambda one: f"{beijing(one.made_ms):%Y-%m-%d}", width=11),
    Column(QT_TRANSLATE_NOOP("columns", "文书"), lambda one: translate("chart", KINDS[one.kind]), width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "内容"),
        lambda one: translate("chart", "（已作废）") + _title(one) if one.cancelled else _title(one),
        tone=lambda one: Tone.SOFT if one.cancelled else Tone.PLAIN,
        hint=lambda one: _title(one),
    ),
)


def _said(told: Told) -> str:
    """化学品; of the family who it is: 父亲 高血压; with the month where one was written."""
    one, english = told.mention, language() == "en"
    name = one.name_en if english else one.name_zh
    if one.gives is Gives.FAMILY:
        field = form(told.form).fields[one.field]
        whose = field.name_en.rpartition(": ")[2] if english else field.name_zh.rpartition("-")[2]
        name = f"{whose} {name}"
    return f"{name}（{one.since:%Y-%m}）" if one.since else name


class ChartPage(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: ChartViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self.notice = Notice()
        self.marks = ChipLine()
        self.to_visit = QPushButton(self.tr("去门诊"))
        self._not_asked = self.tr("还没有问过\n在下面记下过敏原，或按“无已知过敏”")
        self._coming = self.tr("还在接收\n本机收完县里的资料才知道有没有记过")
        self.allergies: NotedCard[Allergy] = NotedCard(
            self.tr("过敏史"),
            ALLERGIES,
            self._not_asked,
            _known_allergens,
            self.tr("药名或过敏原"),
            self.tr("撤销"),
        )
        self.none_known = QPushButton(self.tr("无已知过敏"))
        self.conditions: NotedCard[Condition] = NotedCard(
            self.tr("慢性病和既往史"),
            CONDITIONS,
            self.tr("没有记录"),
            known_diagnoses,
            self.tr("疾病名称、首字母或编码"),
            self.tr("结案"),
        )
        self.histories: DataTable[Told] = DataTable(HISTORIES, self.tr("个人史和家族史"), self.tr("没有记录"))
        self.running: DataTable[Running] = DataTable(RUNNING, self.tr("在用药品"), self.tr("没有在用的药"))
        self.encounters: DataTable[Encounter] = DataTable(
            ENCOUNTERS, self.tr("就诊"), self.tr("还没有就诊记录"), key=lambda one: one.id
        )
        self.papers: DataTable[Filed] = DataTable(
            PAPERS, self.tr("文书"), self.tr("还没有处方、证明、报告或公卫表"), key=lambda one: one.id
        )
        nothing = self.tr("没有测量")
        self.pressure = Trend(self.tr("血压"), "mmHg", nothing)
        self.glucose = Trend(self.tr("血糖"), "mmol/L", nothing)
        self.weight = Trend(self.tr("体重"), "kg", nothing)
        self.vaccinations: DataTable[Line] = DataTable(VACCINATIONS, self.tr("预防接种"))
        self.measured = MeasureRow()
        self._lay_out()
        self._connect()
        self._render(view_model.state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.look(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.look(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen when a thing was noted, and complaints, give way."""
        super().resizeEvent(event)
        for table in (self.allergies.table, self.conditions.table, self.encounters):
            table.setColumnHidden(2, self.width() < theme.current().px(_ROOMY))
            table.share_width()

    def _render(self, state: ChartState) -> None:
        self.notice.say(state.notice, state.tone)
        self._pages.setCurrentWidget(self._nobody if state.chart is None else self._body)
        if state.chart is None:
            return
        chart = state.chart
        self.marks.show_chips(marks_of(chart, owed=True))
        self.allergies.table.say_empty(self._coming if chart.coming else self._not_asked)
        self.allergies.show_rows(chart.allergies, writable=state.may_write)
        self.conditions.show_rows(chart.conditions, writable=state.may_write)
        self.none_known.setVisible(state.may_write and not chart.allergies)
        self.histories.show_rows(chart.histories)
        self._told.setVisible(bool(chart.histories))
        self.running.show_rows(chart.running)
        self.encounters.show_rows(chart.encounters)
        self.papers.show_rows(chart.papers)
        self.pressure.show_curves(_curves(chart, "sbp", "dbp"))
        self.glucose.show_curves(_joined(chart, *_GLUCOSE))
        self.weight.show_curves(_curves(chart, "weight"))
        self.vaccinations.show_rows(chart.vaccinations)
        self.vaccinations.setVisible(bool(chart.vaccinations))
        sugar = any(chart.trends.get(key) for key in _GLUCOSE)
        self.glucose.setVisible(sugar or not chart.vaccinations)  # of a child its vaccination stands there
        self.measured.setVisible(state.may_write)
        if state.notice and state.tone is Tone.OK:
            self.measured.clear()

    def _add_allergy(self, one: tuple[str, str, str]) -> None:
        kind, code, name = one
        self.view_model.record_allergy(code, name, "", kind=kind, severe=False)

    def _connect(self) -> None:
        view_model = self.view_model
        view_model.changed.connect(self._render)
        self.allergies.added.connect(self._add_allergy)
        self.allergies.struck.connect(view_model.cancel_allergy)
        self.none_known.clicked.connect(view_model.no_allergy)
        self.conditions.added.connect(lambda one: view_model.note_condition(*one))
        self.conditions.struck.connect(view_model.close_condition)
        self.measured.measured.connect(view_model.measure)
        self.papers.picked.connect(view_model.open_paper)
        self.to_visit.clicked.connect(view_model.go_to_visit)

    def _lay_out(self) -> None:
        for button in (self.to_visit, self.none_known):
            button.setAutoDefault(False)
        look(self.none_known, "quiet")
        self._pages = QStackedWidget()
        self._nobody = EmptyState(self.tr("没有选定居民\n插卡、扫码，或按 F3 找人，首页就打开"), "heart")
        self._body = QWidget()
        for part in (self._nobody, self._body):
            self._pages.addWidget(part)
        body = Stack(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        top = Row()
        top.addWidget(self.marks, 1)
        top.addWidget(self.to_visit)
        body.addLayout(top)
        columns = Row()
        sides = QWidget(), QWidget()
        left, middle = (Stack(side) for side in sides)
        right = Card(self.tr("趋势"))
        self.allergies.head.addWidget(self.none_known)
        left.addWidget(self.allergies, 1)
        left.addWidget(self.conditions, 1)
        self._told = Card(self.tr("个人史和家族史"))
        self._told.body.addWidget(self.histories, 1)
        left.addWidget(self._told, 1)
        for title, table, share in (
            (self.tr("近期就诊"), self.encounters, 4),
            (self.tr("文书（Enter 打开或重印）"), self.papers, 4),
            (self.tr("在用药品"), self.running, 3),
        ):
            card = Card(title)
            card.body.addWidget(table, 1)
            middle.addWidget(card, share)
        for trend in (self.pressure, self.glucose, self.weight):
            right.body.addWidget(trend, 1)
        right.body.addWidget(self.vaccinations, 2)
        right.body.addWidget(self.measured)
        for column in (left, middle):
            column.setContentsMargins(0, 0, 0, 0)
        for part, share in ((sides[0], 10), (sides[1], 13), (right, 10)):
            columns.addWidget(part, share)
        body.addLayout(columns, 1)
        stack = Stack(self)
        stack.addWidget(self.notice)
        stack.addWidget(self._pages, 1)


def _curves(chart: Chart, *keys: str) -> list[Curve]:
    return [Curve(_dots(key, chart.trends.get(key, ())), _LIMITS.get(key)) for key in keys]


def _joined(chart: Chart, *keys: str) -> list[Curve]:
    """Measures of one thing taken in several ways, as one curve; the limit is that of the last one taken."""
    dots = sorted(
        (point.taken_ms, key, dot)
        for key in keys
        for point, dot in zip(
            _valued(chart.trends.get(key, ())), _dots(key, chart.trends.get(key, ())), strict=True
        )
    )
    return [Curve(tuple(dot for _, _, dot in dots), _LIMITS.get(dots[-1][1]))] if dots else []


def _valued(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value_e4 is not None]


def _dots(key: str, points: Sequence[Point]) -> tuple[Dot, ...]:
    measure = measures()[key]
    return tuple(
        Dot(beijing(point.taken_ms).date(), point.value_e4 / _E4, measure.write(point.value_e4))
        for point in points
        if point.value_e4 is not None
    )


def _known_allergens(text: str, answer: Answer) -> None:
    """What the box offers; the text as it stands comes last, for what no list knows."""
    found = [Hit((one.kind, one.code, one.name), one.name) for one in allergens().find(text, 8)]
    answer([*found, Hit(("other", "", text), translate("chart", "记为“{text}”").format(text=text))])
