"""打包: the part of the page where a round is put together."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.rounds.packing import DueRow, PackingModel, PackingState, Where
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row, Stack
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.states import Notice
from clinic_app.ui.widgets.table import DataTable

DUE: tuple[Column[DueRow], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "带上"), lambda row: "✓" if row.taken else "", width=5),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda row: row.item.name, width=9, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda row: row.item.village, width=10),
    Column(QT_TRANSLATE_NOOP("columns", "组"), lambda row: row.item.group, width=6),
    Column(QT_TRANSLATE_NOOP("columns", "门牌"), lambda row: row.item.house, width=7),
    Column(QT_TRANSLATE_NOOP("columns", "做什么"), lambda row: row.what, width=31, hint=lambda row: row.what),
    Column(
        QT_TRANSLATE_NOOP("columns", "期限"),
        lambda row: row.told,
        hint=lambda row: row.told,
        tone=lambda row: Tone.DANGER if row.today > row.item.task.due_by else Tone.PLAIN,
    ),
)


class PackingPart(QWidget):
    """Only widgets: every decision is the model's."""

    def __init__(self, model: PackingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.notice = Notice()
        self.where = Choice([("", self.tr("全部村组"))], self.tr("村组"))
        self.due: DataTable[DueRow] = DataTable(
            DUE,
            self.tr("可以带上的"),
            self.tr("这里没有该做的\n纳入管理或建档后，该随访的自动出现"),
            key=lambda row: row.key,
        )
        self.pack = ActionButton("settle", self.tr("打包"), kind="primary", icon="truck")
        self._count = QLabel()
        self._places: tuple[Where, ...] = ()
        self._lay_out()
        model.changed.connect(self._render)
        self.where.chosen.connect(self._look_at)
        self.pack.clicked.connect(model.pack)
        self.due.installEventFilter(self)
        self._render(model.state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.in_sight = True
        self.model.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.in_sight = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space takes a row along or leaves it out, and goes on to the next."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.due and event.key() == Qt.Key.Key_Space:
            at = self.due.currentIndex().row()
            self.model.toggle(self.due.current_row())
            self.due.choose(min(at + 1, len(self.model.state.rows) - 1))
            return True
        return False

    def _look_at(self, code: str) -> None:
        village, _, group = code.partition("\t")
        if (village, group) != self.model.state.where:
            self.model.look_at((village, group))

    def _render(self, state: PackingState) -> None:
        self.notice.say(state.notice, state.tone)
        self._show_places(state.places)
        self.due.show_rows(state.rows, busy=not state.loaded)
        chosen = state.chosen
        people = len({row.item.resident_id for row in chosen})
        words = self.tr("带上 {sheets} 张表，{people} 人　空格键选或不选")
        self._count.setText(words.format(sheets=len(chosen), people=people))
        self.pack.setEnabled(bool(chosen) and not state.busy)

    def _show_places(self, places: tuple[Where, ...]) -> None:
        if places == self._places:
            return
        self._places = places
        self.where.blockSignals(True)
        while self.where.count() > 1:
            self.where.removeItem(1)
        for village, group in places:
            self.where.addItem(f"{village} {group}".rstrip(), f"{village}\t{group}")
        self.where.show_code("\t".join(self.model.state.where) if any(self.model.state.where) else "")
        self.where.blockSignals(False)

    def _lay_out(self) -> None:
        stack = Stack(self)
        stack.setContentsMargins(0, 0, 0, 0)
        head = Row()
        head.addWidget(self.where)
        look(self._count, "soft")
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self.pack)
        stack.addLayout(head)
        stack.addWidget(self.notice)
        stack.addWidget(self.due, 1)
