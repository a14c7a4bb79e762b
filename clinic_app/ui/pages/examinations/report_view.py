"""A report as it stands, with those that it replaced, and what the county read."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.journal.facts.examinations import ResultLine
from clinic_app.projections.queries.examinations import Examination, Report
from clinic_app.ui.pages.examinations.lists import RESULTS
from clinic_app.ui.pages.examinations.words import report_line, when
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.table import DataTable


class ReportView(QWidget):
    """Nothing here is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: DataTable[ResultLine] = DataTable(RESULTS, self.tr("报告"), self.tr("没有数值结果"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.signed = QLabel()
        self.signed.setWordWrap(True)
        self.before = QLabel()
        self.before.setWordWrap(True)
        look(self.signed, "soft")
        look(self.before, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines, 1)
        for label in (self.words, self.signed, self.before):
            column.addWidget(label)

    def show_report(
        self, report: Report | None, all_reports: tuple[Report, ...], names: Mapping[str, str]
    ) -> None:
        """`names` by staff id."""
        self.lines.setVisible(report is not None and bool(report.lines))
        self.lines.show_rows(report.lines if report is not None else ())
        if report is None:
            for label in (self.words, self.signed, self.before):
                label.hide()
            return
        told = (
            (self.tr("所见"), report.findings),
            (self.tr("结论"), report.conclusion),
            (self.tr("危急值"), report.critical),
        )
        self._say(self.words, "\n".join(f"{name}：{text}" for name, text in told if text))
        self._say(self.signed, report_line(report, names))
        old = [one for one in all_reports if one.id != report.id]
        words = "\n".join(self.tr("已更正：{what}").format(what=_short(one, names)) for one in old)
        self._say(self.before, words)

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def reading_text(order: Examination) -> str:
    """What the county said, in one line; empty while it has not."""
    found = order.reading
    return (
        "" if found is None else f"{found.conclusion}（{found.reader} {when(found.read_ms)}）{found.findings}"
    )


def _short(report: Report, names: Mapping[str, str]) -> str:
    values = "、".join(f"{line.name} {line.value}" for line in report.lines if line.flag) or report.conclusion
    return f"{report_line(report, names)}　{values}"
