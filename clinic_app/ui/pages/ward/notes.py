"""病程: the notes of the stay at the left, the one that is read or written at the right."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.domain.wardnotes import DISCHARGE, SECTIONS
from clinic_app.journal.facts.outpatient import Diagnosis
from clinic_app.projections.queries.ward import Note
from clinic_app.ui import catalogues, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.ward.state import NOTE_KINDS, WardState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker
from clinic_app.ui.widgets.table import DataTable

_SHOWN: Final = 12


def kind_text(one: Note) -> str:
    return translate("ward", NOTE_KINDS.get(one.kind, "日常病程"))


NOTES: tuple[Column[Note], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "时间"), lambda one: f"{beijing(one.about_ms):%m-%d %H:%M}", width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "记录"), kind_text, width=10, bold=True),
)


class NotesPanel(QWidget):
    """A note is read under the list; a new one is typed part by part."""

    def __init__(self) -> None:
        super().__init__()
        self.table: DataTable[Note] = DataTable(
            NOTES, self.tr("病程记录"), self.tr("还没有记录\n按 Ins 写病程"), key=lambda one: one.id
        )
        self.read = QLabel()
        self.read.setWordWrap(True)
        self.read.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.read.setMargin(theme.current().px(6))
        self.addendum = QPlainTextEdit()
        self.addendum.setAccessibleName(self.tr("补记"))
        self.addendum.setPlaceholderText(self.tr("补记（按 F6 加到上面这份记录）"))
        self.addendum.setTabChangesFocus(True)
        self.kind = Choice(
            [
                (code, f"{at} {translate('ward', words)}")
                for at, (code, words) in enumerate(NOTE_KINDS.items(), 1)
            ],
            self.tr("记录类别"),
        )
        self.diagnosis = CodePicker(_diagnoses, self.tr("出院诊断"), self.tr("出院诊断：名称、首字母"))
        self.boxes: dict[str, QPlainTextEdit] = {}
        self._names: dict[str, str] = {}
        self._form = QWidget()
        self._parts = QVBoxLayout(self._form)
        self._lay_out()
        self.kind.chosen.connect(lambda _: self._build())
        self.table.chosen.connect(lambda _: self._show_note())
        self._build()

    def render_state(self, state: WardState) -> None:
        self._names = dict(state.names)
        self.table.show_rows(state.notes)
        self._show_note()

    def texts(self) -> dict[str, str]:
        return {title: box.toPlainText() for title, box in self.boxes.items()}

    def chosen_diagnosis(self) -> Diagnosis | None:
        code = self.diagnosis.value()
        if self.kind.code() != DISCHARGE or code is None:
            return None
        return Diagnosis(str(code), self.diagnosis.text())

    def propose(self, code: str, name: str) -> None:
        """The diagnosis of the stay stands there at first."""
        if self.diagnosis.value() is None:
            self.diagnosis.show_value(Hit(code, name))

    def begin(self) -> None:
        next(iter(self.boxes.values())).setFocus()

    def clear(self) -> None:
        self.addendum.clear()
        self.diagnosis.show_value(None)
        for box in self.boxes.values():
            box.clear()

    def _show_note(self) -> None:
        note = self.table.current_row()
        self.addendum.setVisible(note is not None)
        if note is None:
            self.read.setText("")
            return
        parts = [f"{one.title}：{one.text}" for one in note.sections]
        if note.diagnoses:
            parts.insert(0, self.tr("出院诊断：") + "；".join(one.name for one in note.diagnoses))
        parts += [
            self.tr("补记 {when} {who}：{text}").format(
                when=f"{beijing(one.added_ms):%m-%d %H:%M}",
                who=self._names.get(one.added_by, one.added_by),
                text=one.text,
            )
            for one in note.addenda
        ]
        parts.append(self.tr("医师 {name}").format(name=self._names.get(note.signed_by, note.signed_by)))
        self.read.setText("\n".join(parts))

    def _build(self) -> None:
        """The boxes of the kind chosen; what was typed under the same title stays."""
        before = self.texts()
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        px = theme.current().px
        for title in SECTIONS[self.kind.code()]:
            box = QPlainTextEdit(before.get(title, ""))
            box.setAccessibleName(title)
            box.setPlaceholderText(title)
            box.setTabChangesFocus(True)
            box.setMinimumHeight(px(46))
            self.boxes[title] = box
            self._parts.addWidget(box)
        self.diagnosis.setVisible(self.kind.code() == DISCHARGE)

    def _lay_out(self) -> None:
        px = theme.current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.addWidget(self.table, 2)
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setWidget(self.read)
        look(self.read, "small")
        page.setAccessibleName(self.tr("记录内容"))
        left.addWidget(page, 3)
        self.addendum.setMaximumHeight(px(52))
        left.addWidget(self.addendum)
        row.addLayout(left, 2)
        right = QVBoxLayout()
        right.addWidget(self.kind)
        right.addWidget(self.diagnosis)
        self._parts.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._form)
        right.addWidget(scroll, 1)
        row.addLayout(right, 3)


def _diagnoses(text: str, answer: Answer) -> None:
    answer([Hit(one.code, one.name, one.code) for one in catalogues.current().diagnoses.find(text, _SHOWN)])
