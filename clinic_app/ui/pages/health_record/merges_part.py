"""合并记录 on the page: what was brought together, by whom and why, and how it is taken apart."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.services.duplicates import Merged
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.health_record.state import RecordsState
from clinic_app.ui.pages.health_record.view_model import HealthRecordViewModel
from clinic_app.ui.pages.health_record.words import merge_state, reasons_text
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

MERGES: tuple[Column[Merged], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"),
        lambda one: f"{beijing(one.merge.merged_ms):%Y-%m-%d %H:%M}",
        width=17,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "保留的档案"), lambda one: one.kept, width=10, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "并入的档案"), lambda one: one.other, width=10),
    Column(
        QT_TRANSLATE_NOOP("columns", "原因"),
        lambda one: reasons_text(one.merge.reasons) or one.merge.note,
        hint=lambda one: reasons_text(one.merge.reasons) or one.merge.note,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "经手"), lambda one: one.by, width=8),
    Column(
        QT_TRANSLATE_NOOP("columns", "状态"),
        merge_state,
        width=34,
        tone=lambda one: Tone.PLAIN if one.merge.split_ms is None else Tone.WARN,
        hint=merge_state,
    ),
)


class MergesPart(QWidget):
    """Only widgets: every decision is the view model's."""

    def __init__(self, view_model: HealthRecordViewModel) -> None:
        super().__init__()
        self.view_model = view_model
        self.merges: DataTable[Merged] = DataTable(
            MERGES, self.tr("合并记录"), self.tr("还没有合并过档案"), key=lambda one: one.merge.id
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("拆分的原因"))
        self.reason.setAccessibleName(self.tr("拆分的原因"))
        self.reason.setMaxLength(100)
        self.split = ActionButton("refund", self.tr("拆分"), kind="danger")
        self._lay_out()
        self.split.clicked.connect(self._split)
        self.reason.returnPressed.connect(self._split)
        self.merges.picked.connect(lambda _: self.reason.setFocus())
        self.merges.chosen.connect(lambda _: self._allow())

    def begin(self) -> None:
        """Put the focus where the work begins."""
        self.merges.setFocus()

    def show_state(self, state: RecordsState) -> None:
        self.merges.show_rows(state.merges)
        self._allow()

    def _allow(self) -> None:
        row = self.merges.current_row()
        standing = row is not None and row.merge.split_ms is None
        self.split.setEnabled(standing and not self.view_model.state.busy)

    def _split(self) -> None:
        self.view_model.split(self.merges.current_row(), self.reason.text())
        self.reason.clear()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(self.tr("合并记录"))
        card.body.addWidget(self.merges, 1)
        line = Row()
        line.addWidget(self.reason, 1)
        line.addWidget(self.split)
        card.body.addLayout(line)
        column.addWidget(card)
