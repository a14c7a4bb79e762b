"""仪器结果: where the grid was filled from, and the files that no order is known for."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.services.results import Incoming
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.examinations.state import ExaminationsState
from clinic_app.ui.pages.examinations.words import when
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.cards import Stack
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

FILES: tuple[Column[Incoming], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "编号"), lambda one: one.number or "—", width=14),
    Column(QT_TRANSLATE_NOOP("columns", "仪器"), lambda one: one.instrument, hint=lambda one: one.file),
    Column(QT_TRANSLATE_NOOP("columns", "结果"), lambda one: str(len(one.values) or one.part), width=6),
    Column(QT_TRANSLATE_NOOP("columns", "时间"), lambda one: when(one.came_ms), width=11),
)


class InstrumentCard(QWidget):
    """Only there while a file waits for a person to say whose it is, or the folder is away.

    Signals:
        taken: Enter on a file: Incoming.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self.tr("未配对的仪器结果：打开所属申请单，再在这里按 Enter"))
        self.title.setWordWrap(True)
        look(self.title, "soft")
        self.away = Notice()
        self.files: DataTable[Incoming] = DataTable(
            FILES, self.tr("未配对的仪器结果"), "", key=lambda one: (one.file, one.number)
        )
        self.files.setMaximumHeight(150)
        self.files.picked.connect(self.taken)
        stack = Stack(self)
        stack.setContentsMargins(0, 0, 0, 0)
        for widget in (self.away, self.title, self.files):
            stack.addWidget(widget)

    def show_files(self, files: tuple[Incoming, ...], away: str) -> None:
        self.away.say(away, closable=False)
        self.files.show_rows(files)
        for widget in (self.title, self.files):
            widget.setVisible(bool(files))
        self.setVisible(bool(files or away))


def source_text(state: ExaminationsState) -> str:
    """Where the grid was filled from, and what of it has no place there."""
    one = state.source
    if one is None:
        return ""
    told = QCoreApplication.translate("instrument", "已填入 {instrument} 的结果，请核对后签发。")
    left = QCoreApplication.translate("instrument", "没有填入：{left}")
    parts = [told.format(instrument=one.instrument or one.file)]
    if state.left_out:
        parts.append(left.format(left="、".join(state.left_out)))
    return "\n".join(parts)
