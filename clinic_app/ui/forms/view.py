"""Any form on the screen, filled in without a mouse (docs/forms.md).

Enter goes to the next field, Shift+Enter and ↑ back, PageDown and PageUp to the next section.  F7 leads to what is
still missing, F9 confirms what came from last time, F8 signs; a critical value is looked at twice.
"""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.forms import Context, Field, Form, Kind, Problem, is_required, sentence
from clinic_app.printing.form_words import written
from clinic_app.ui import theme
from clinic_app.ui.forms.cell import DESK, FieldCell, Marks, Measures
from clinic_app.ui.forms.entries import Entry, as_widget, entry_of
from clinic_app.ui.forms.filling import COMPUTED, LAST, Filling
from clinic_app.ui.forms.rows import Rows
from clinic_app.ui.forms.sheet import Sheet
from clinic_app.ui.i18n import language
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.search import SearchBox
from clinic_app.ui.widgets.states import Notice

_TOLD: Final = 4  # problems in the notice; the others stand beside their fields
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
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
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        origins: where a value came from: resident, visit, last, computed (services.forms.Draft).
        read_only: a signed record is looked at.
        names: of staff and places by their id, shown in their place.
        """
        super().__init__(parent)
        self.filling = Filling.begun(form, values, origins, context, signed=read_only)
        self._read_only = read_only
        self._measures = measures
        self._names = names or {}
        self._looked: frozenset[str] = frozenset()  # what the person was asked to look at twice
        self._strict = False  # empty required fields are marked too
        self.notice = Notice()
        self.sheet = Sheet(form, measures)
        self.area = QScrollArea()
        self.meter = QLabel()
        self.bar = QProgressBar()
        self.missing = ActionButton("preview", self.tr("下一缺项"), icon="search")
        self.confirm = ActionButton("settle", self.tr("上次的都对"), icon="check")
        self.sign = ActionButton("save", self.tr("签名保存"), kind="primary")
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
        """To the first field that is still empty, or the first one."""
        wanted = next((one.key for one in self.filling.asked if one.key not in self.values), "")
        if not self.go_to(wanted):
            stops = self._stops()
            (stops[0] if stops else self.sheet).setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, key: str) -> bool:
        """The focus to one field; False when it cannot be filled in."""
        cell = self.sheet.cell(key.split("[")[0])
        stops = [] if cell is None or not cell.isVisibleTo(self.sheet) else _open(cell.entry)
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)  # what stands there is selected
        return bool(stops)

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
        here = self._key_of(self.focusWidget())
        at = order.index(here) if here in order else -1
        behind = [key for key in keys if order.index(key) > at]
        self.go_to((behind or keys)[0])

    def confirm_carried(self) -> None:
        """Everything taken over from last time is right."""
        self._become(self.filling.confirmed())

    def accept(self) -> None:
        """Sign: all problems are told at once; critical and carried values ask for a second press."""
        self._finish()
        self._mark_strictly()
        found = self.filling.problems
        if found:
            self._tell(found)
            self.go_to(found[0].field)
            return
        unsure = self._unsure()
        if unsure - self._looked:
            self._looked = unsure
            self._ask_again()
            return
        self.notice.clear()
        self.accepted.emit(self.values)

    # Keys.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._entered(watched)
        elif event.type() == QEvent.Type.FocusOut:
            self._left(watched)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks as Enter does, in printed order."""
        here = self.focusWidget()
        return here is not None and self._step(here, 1 if forward else -1)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        searching = isinstance(watched, SearchBox) and watched.wants_enter()
        if key in _ENTER and not modifiers & Qt.KeyboardModifier.ControlModifier and not searching:
            self._look_at(watched)
            return self._step(watched, -1 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not isinstance(watched, SearchBox):
            return self._step(watched, -1 if key == Qt.Key.Key_Up else 1)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and not searching:
            return self._turn(watched, -1 if key == Qt.Key.Key_PageUp else 1)
        return False

    def _step(self, here: QWidget, by: int) -> bool:
        """To a neighbour; behind the last field stands the button that signs."""
        stops = self._stops()
        if here not in stops:
            return False
        at = stops.index(here) + by
        if 0 <= at < len(stops):
            stops[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif at == len(stops) and self.sign.isVisibleTo(self):
            self.sign.setFocus()
        return True

    def _turn(self, here: QWidget, by: int) -> bool:
        """To the first field of a neighbouring section that has one to fill in."""
        sections = self.filling.form.sections
        key = self._key_of(here)
        at = next((n for n, one in enumerate(sections) if key in {f.key for f in one.fields}), 0)
        while 0 <= (at := at + by) < len(sections):
            if any(self.go_to(one.key) for one in sections[at].fields):
                break
        return True

    def _stops(self) -> list[QWidget]:
        cells = (self.sheet.cell(one.key) for one in self.filling.asked)
        return [stop for cell in cells if cell and cell.isVisibleTo(self.sheet) for stop in _open(cell.entry)]

    def _key_of(self, widget: QWidget | None) -> str:
        while widget is not None and not isinstance(widget, FieldCell):
            widget = widget.parentWidget()
        return widget.field.key if widget is not None else ""

    def _entered(self, widget: QWidget) -> None:
        corner = widget.mapTo(self.sheet, QPoint(0, 0))
        middle = corner + widget.rect().center()
        margin = theme.current().px(70)
        self.area.ensureVisible(corner.x(), middle.y(), 0, margin + widget.height() // 2)
        for cell in self.sheet.cells().values():
            if cell.isAncestorOf(widget):
                cell.update()

    def _left(self, watched: QObject) -> None:
        key = self._key_of(watched) if isinstance(watched, QWidget) else ""
        cell = self.sheet.cell(key)
        if cell is not None:
            cell.entry.finish()
            cell.update()

    def _look_at(self, widget: QWidget) -> None:
        """Enter over a value of last time says that it is right."""
        key = self._key_of(widget)
        if self.filling.origins.get(key) == LAST:
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
        here = self._key_of(self.focusWidget())
        for field in wanted:
            cell = self.sheet.cells()[field.key]
            if field.key != here or field.key in filling.ruled:
                cell.entry.show_value(self._shown(field))
            if field.computed and not self._read_only:
                cell.entry.lock(field.key in filling.ruled)
            moved |= cell.show_marks(self._marks(field))
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
            Rows(field, today, height) if field.kind is Kind.LIST else entry_of(field, today, height)
        )
        cell = FieldCell(field, entry, self._measures, self.sheet)
        entry.show_value(self._shown(field))
        known = field.identity in _FIXED and field.key in self.filling.values
        if self._read_only or known or field.kind is Kind.FILE:
            entry.lock()
        self._listen(field.key, entry)
        entry.edited.connect(lambda: self._edited(field.key))
        if isinstance(entry, Rows):
            entry.resized.connect(lambda: self._resized(field.key, entry))
        return cell

    def _listen(self, key: str, entry: Entry) -> None:
        for widget in (as_widget(entry), *entry.stops()):
            widget.removeEventFilter(self)
            widget.installEventFilter(self)

    def _resized(self, key: str, entry: Rows) -> None:
        self._listen(key, entry)
        self.arrange()
        entry.place()

    def _marks(self, field: Field) -> Marks:
        filling = self.filling
        key, filled = field.key, field.key in filling.values
        wrong = filling.wrong.get(key)
        words = "" if wrong is None else _brief(filling.form, wrong)
        needed = is_required(field, filling.values, filling.context)
        if self._strict and not filled and needed and not words:
            words = self.tr("必填")
        origin = filling.origins.get(key, "")
        by_rule = filled and (key in filling.ruled or bool(field.proposed and key not in filling.touched))
        chip, tone = "", Tone.PLAIN
        if origin == LAST and filled:
            chip, tone = self.tr("上次"), Tone.WARN
        elif key in filling.critical:
            chip, tone = self.tr("危急"), Tone.DANGER
        elif by_rule or origin == COMPUTED:
            chip, tone = self.tr("自动"), Tone.INFO
        elif origin == "visit":
            chip, tone = self.tr("本次"), Tone.OK
        if self._read_only:
            return Marks(chip=chip if key in filling.critical else "", tone=tone)
        return Marks(needed, chip, tone, words)

    def _show_meter(self) -> None:
        filled, needed = self.filling.completeness
        words = self.tr("必填 {filled}/{needed}").format(filled=filled, needed=needed)
        carried = len(self.filling.carried)
        if carried:
            words += self.tr("　上次 {count} 项待核对").format(count=carried)
        self.meter.setText(words)
        self.bar.setRange(0, max(1, needed))
        self.bar.setValue(filled if needed else 1)
        self.confirm.setEnabled(bool(carried))

    # What is wrong, and what is asked twice.

    def _unsure(self) -> frozenset[str]:
        keys = (*self.filling.critical, *self.filling.carried)
        return frozenset(f"{key}={self.values[key]}" for key in keys)

    def _ask_again(self) -> None:
        fields, parts = self.filling.form.fields, []
        grave = "、".join(
            f"{fields[key].name_zh} {written(fields[key], self.values[key], {})}"
            for key in self.filling.critical
        )
        if grave:
            parts.append(self.tr("危急值：{values}。").format(values=grave))
        if self.filling.carried:
            words = self.tr("{count} 项是上次的，还没有核对。")
            parts.append(words.format(count=len(self.filling.carried)))
        parts.append(self.tr("核对无误后再按一次 F8。"))
        self.notice.say("".join(parts), Tone.DANGER if grave else Tone.WARN)

    def _tell(self, found: tuple[Problem, ...]) -> None:
        told = [sentence(self.filling.form, one, language()) for one in found[:_TOLD]]
        if len(found) > _TOLD:
            told.append(self.tr("还有 {count} 处，按 F7 逐一查看。").format(count=len(found) - _TOLD))
        self.notice.say("\n".join(told), Tone.DANGER)

    def _mark_strictly(self) -> None:
        if not self._strict:
            self._strict = True
            self._refresh()

    def _finish(self) -> None:
        """What the person typed last counts, though the focus has not left it."""
        cell = self.sheet.cell(self._key_of(self.focusWidget()))
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
        self.bar.setFixedWidth(px(120))
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
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.sheet)
        column.addWidget(self.area, 1)


def _open(entry: Entry) -> list[QWidget]:
    """The stops that take the focus."""
    return [stop for stop in entry.stops() if stop.focusPolicy() != Qt.FocusPolicy.NoFocus]


def _brief(form: Form, problem: Problem) -> str:
    """The sentence without the field's name: it stands beside it."""
    said = sentence(form, problem, language())
    return said.split("：", 1)[-1] if problem.code != "forms.check" and "[" not in problem.field else said
