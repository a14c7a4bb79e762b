"""The chart in one line above the record: allergies, diseases, medicines at home, the last pressure."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_app.domain.measurements import measures
from clinic_app.domain.time import beijing
from clinic_app.projections.queries.chart import Point
from clinic_app.services.chart import Chart
from clinic_app.ui import theme
from clinic_app.ui.chart_marks import marks_of
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.resident import ChipLine

_RUNNING = QT_TRANSLATE_NOOP("outpatient", "在用药 {n} 种")
_PRESSURE = QT_TRANSLATE_NOOP("outpatient", "血压 {high}/{low}（{day}）")


class ChartStrip(QWidget):
    """Signals:
    no_allergy: asked, and none is known.
    chart_wanted: the whole chart.
    """

    no_allergy = Signal()
    chart_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.marks = ChipLine()
        self.asked = QPushButton(self.tr("问过，无过敏"))
        self.chart = QPushButton(self.tr("健康首页"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(8))
        row.addWidget(self.asked)
        row.addWidget(self.marks, 1)
        row.addWidget(self.chart)
        for button in (self.asked, self.chart):
            look(button, "quiet")
            button.setAutoDefault(False)
        self.asked.clicked.connect(self.no_allergy)
        self.chart.clicked.connect(self.chart_wanted)

    def show_chart(self, chart: Chart, *, writable: bool) -> None:
        self.marks.show_chips(chips_of(chart))
        self.marks.setToolTip("\n".join(line.name for line in chart.running))
        self.asked.setVisible(writable and not chart.allergies_asked)


def chips_of(chart: Chart) -> list[tuple[str, Tone]]:
    """Marks of the chart, then how many medicines are at home and the last blood pressure."""
    chips = marks_of(chart)
    if chart.running:
        chips.append((translate("outpatient", _RUNNING).format(n=len(chart.running)), Tone.INFO))
    high, low = _last(chart, "sbp"), _last(chart, "dbp")
    if high is not None and low is not None and high.taken_ms == low.taken_ms:
        words = translate("outpatient", _PRESSURE).format(
            high=_written("sbp", high), low=_written("dbp", low), day=f"{beijing(high.taken_ms):%m-%d}"
        )
        grave = any(
            measures()[key].is_critical(point.value_e4 or 0) for key, point in (("sbp", high), ("dbp", low))
        )
        chips.append((words, Tone.DANGER if grave else Tone.PLAIN))
    return chips


def _last(chart: Chart, key: str) -> Point | None:
    points = [point for point in chart.trends.get(key, ()) if point.value_e4 is not None]
    return max(points, key=lambda point: point.taken_ms, default=None)


def _written(key: str, point: Point) -> str:
    return measures()[key].write(point.value_e4 or 0)
