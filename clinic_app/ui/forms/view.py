"""Any form on the screen, filled in without a mouse (docs/forms.md).

Enter goes to the next field, Shift+Enter and ↑ back, PageDown and PageUp to the next section.  F7 leads to what is
still missing, F9 confirms what was taken over, F8 signs; a critical value is looked at twice.
"""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.forms import Context, Field, Form, Kind
from clinic_app.ui import theme
from clinic_app.ui.forms.cell import DESK, FieldCell, Measures
from clinic_app.ui.forms.entries import Entry, entry_of
from clinic_app.ui.forms.files import Files
from clinic_app.ui.forms.filling import Filling
from clinic_app.ui.forms.marks import (
    advice_words,
    completeness_words,
    critical_mark,
    look_again,
    marks_of,
    wrong_words,
)
from clinic_app.ui.forms.rows import Rows
from clinic_app.ui.forms.sheet import Sheet
from clinic_app.ui.forms.walk import Walk, key_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.states import Notice

_FIXED: Final = frozenset(
    {"record_no", "name", "sex", "birth_date", "id_no", "resident", "staff", "facility"}
)


class FormView(QWidget):
    """One filling of one form.

    Signals:
        changed: the values, at every change: what a draft keeps.
        accepted: the values, complete, without a problem and looked at; `confirmed` names the critical ones.
    """

    changed = Signal(object)
    accepted = Signal(object)

    def __init__(
        self,
        form: Form,
        values: Mapping[str, Any],
        origins: Mapping[str, str],
        context: Context,
        read_only: bool = False,
        *,
        measures: Measures = DESK,
        names: Mapping[str, str] | None = None,
        files: Files | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        origins: where a value came from: resident, visit, contract, sheet, hut 08:10, asked, last, computed
            (services.forms.Draft).
        read_only: a signed record is looked at.
        names: of staff and places by their id, shown in their place.
        files: keeps and shows what is attached.
        """
        super().__init__(parent)
        self.filling = Filling.begun(form, values, origins, context, signed=read_only)
        self._read_only = read_only
        self._measures = measures
        self._names = names or {}
        self._files = files
        self._looked: frozenset[str] = frozenset()  # what the person was asked to look at twice
        self._strict = False  # empty required fields are marked too
        self.notice = Notice()
        self.advice = Notice()
        self.sheet = Sheet(form, measures)
        self.area = QScrollArea()
        self.meter = QLabel()
        self.bar = QProgressBar()
        self.missing = ActionButton("preview", self.tr("下一缺项"), icon="search")
        self.confirm = ActionButton("settle", self.tr("带入的都对"), icon="check")
        self.sign = ActionButton("save", self.tr("签名保存"), kind="primary")
        self._walk = Walk(form, self.area, self.sheet, lambda: self.filling.asked, self.sign)
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def values(self) -> dict[str, Any]:
        """What stands filled in now, as the service takes it."""
        return self.filling.values

    @property
    def confirmed(self) -> tuple[str, ...]:
        """Keys of the critical values that were looked at twice."""
        return tuple(key for key in self.filling.critical if f"{key}={self.values[key]}" in self._looked)

    def begin(self) -> None:
        """To the first field that has to be filled in and is empty, else to the first empty one, else to the first."""
        empty = (one.key for one in self.filling.asked if one.key not in self.values)
        wanted = next(iter(self.filling.missing), None) or next(empty, "")
        if not self.go_to(wanted):
            self._walk.begin()

    def go_to(self, key: str) -> bool:
        """The focus to one field; False when it cannot be filled in."""
        return self._walk.go_to(key)

    def next_missing(self) -> None:
        """To the next field behind the focus that is empty and required, or wrong; round to the first one."""
        self._mark_strictly()
        wanted = {one.field.split("[")[0] for one in self.filling.problems}
        keys = [one.key for one in self.filling.asked if one.key in wanted]
        if not keys:
            self.notice.say(self.tr("必填项都填好了。按 F8 签名保存。"), Tone.OK)
            self.sign.setFocus()
            return
        order = [one.key for one in self.filling.asked]
        here = key_of(self.focusWidget())
        at = order.index(here) if here in order else -1
        behind = [key for key in keys if order.index(key) > at]
        self.go_to((behind or keys)[0])

    def confirm_carried(self) -> None:
        """Everything taken over is right."""
        self._become(self.filling.confirmed())

    def accept(self) -> None:
        """Sign: all problems are told at once; critical and carried values ask for a second press."""
        self._finish()
        self._mark_strictly()
        found = self.filling.problems
        if found:
            self.notice.say(wrong_words(self.filling.form, found), Tone.DANGER)
            self.go_to(found[0].field)
            return
        unsure = self._unsure()
        if unsure - self._looked:
            self._looked = unsure
            self.notice.say(*look_again(self.filling))
            return
        self.notice.clear()
        self.accepted.emit(self.values)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks as Enter does, in printed order."""
        here = self.focusWidget()
        return here is not None and self._walk.step(here, 1 if forward else -1)

    def _left(self, key: str) -> None:
        cell = self.sheet.cell(key)
        if cell is not None:
            cell.entry.finish()
            cell.update()

    def _passed(self, key: str) -> None:
        """Enter over a value that was taken over says that it is right."""
        if key in self.filling.carried:
            self._become(self.filling.confirmed(key))

    # What is filled in, and what follows.

    def _edited(self, key: str) -> None:
        cell = self.sheet.cell(key)
        if cell is not None:
            self._become(self.filling.answered(key, cell.entry.value()))

    def _become(self, filling: Filling) -> None:
        self.filling = filling
        self._refresh()
        self.changed.emit(self.values)

    def _refresh(self) -> None:
        filling = self.filling
        wanted = filling.asked
        fresh = [one for one in wanted if self.sheet.cell(one.key) is None]
        for field in fresh:
            self.sheet.put(self._cell(field))
        shown = {one.key for one in wanted}
        moved = bool(fresh) or any(
            cell.isHidden() == (key in shown) for key, cell in self.sheet.cells().items()
        )
        here = key_of(self.focusWidget())
        for field in wanted:
            cell = self.sheet.cells()[field.key]
            if field.key != here or field.key in filling.ruled:
                cell.entry.show_value(self._shown(field))
            if field.computed and not self._read_only:
                cell.entry.lock(field.key in filling.ruled)
            moved |= cell.show_marks(
                critical_mark(filling, field)
                if self._read_only
                else marks_of(filling, field, strict=self._strict)
            )
        if moved:
            self.sheet.show_fields(shown)
            self.arrange()
        self._show_meter()

    def _shown(self, field: Field) -> Any:
        value = self.filling.values.get(field.key)
        return self._names.get(value, value) if field.kind is Kind.REF and isinstance(value, str) else value

    def _cell(self, field: Field) -> FieldCell:
        today, height = self.filling.context.day, self._measures.least()
        entry: Entry = (
            Rows(field, today, height, self._files)
            if field.kind is Kind.LIST
            else entry_of(field, today, height, self._files)
        )
        cell = FieldCell(field, entry, self._measures, self.sheet)
        entry.show_value(self._shown(field))
        known = field.identity in _FIXED and field.key in self.filling.values
        if self._read_only or known:
            entry.lock()
        self._walk.listen(entry)
        entry.edited.connect(lambda: self._edited(field.key))
        if isinstance(entry, Rows):
            entry.resized.connect(lambda: self._resized(entry))
        return cell

    def _resized(self, entry: Rows) -> None:
        self._walk.listen(entry)
        self.arrange()
        entry.place()

    def _show_meter(self) -> None:
        filled, needed = self.filling.completeness
        self.meter.setText(completeness_words(self.filling))
        self.bar.setRange(0, max(1, needed))
        self.bar.setValue(filled if needed else 1)
        self.confirm.setEnabled(bool(self.filling.carried))
        words, tone = advice_words(self.filling)
        if words != self.advice.text():
            self.advice.say(words, tone, closable=False)

    # What is wrong, and what is asked twice.

    def _unsure(self) -> frozenset[str]:
        keys = (*self.filling.critical, *self.filling.carried)
        return frozenset(f"{key}={self.values[key]}" for key in keys)

    def _mark_strictly(self) -> None:
        if not self._strict:
            self._strict = True
            self._refresh()

    def _finish(self) -> None:
        """What the person typed last counts, though the focus has not left it."""
        cell = self.sheet.cell(key_of(self.focusWidget()))
        if cell is not None:
            cell.entry.finish()

    # Room.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Place the sheet in the width there is."""
        bar = self.area.verticalScrollBar().sizeHint().width()
        self.sheet.arrange(max(theme.current().px(320), self.area.width() - bar))

    def _connect(self) -> None:
        self._walk.left.connect(self._left)
        self._walk.passed.connect(self._passed)
        self.missing.clicked.connect(self.next_missing)
        self.confirm.clicked.connect(self.confirm_carried)
        self.sign.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(7))
        head = Row()
        look(self.meter, "soft")
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(px(40))
        self.bar.setMaximumWidth(px(120))
        self.bar.setAccessibleName(self.tr("必填项填了多少"))
        head.addWidget(self.bar)
        head.addWidget(self.meter)
        head.addStretch()
        for button in (self.missing, self.confirm, self.sign):
            head.addWidget(button)
        column.addLayout(head)
        if self._read_only:
            for widget in (self.bar, self.meter, self.missing, self.confirm, self.sign):
                widget.hide()
        column.addWidget(self.notice)
        column.addWidget(self.advice)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.sheet)
        column.addWidget(self.area, 1)
