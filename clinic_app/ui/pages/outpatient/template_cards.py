"""Two cards over the doctor's page: choose a template or a usual drug, and keep what is typed as a template."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.projections.queries.templates import Template, Usual
from clinic_app.services.templates import LONGEST
from clinic_app.ui import theme
from clinic_app.ui.initials import initials
from clinic_app.ui.pages.outpatient.form import Form
from clinic_app.ui.pages.outpatient.templates import Templates
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.overlay import Overlay
from clinic_app.ui.widgets.search import Answer, SearchBox

_WIDE = 600  # pixels at 100 %


class TemplatePicker(Overlay):
    """Signals:
    chosen: a `Template` or a `Usual`, to be put into the record.
    removed: a `Template`, asked for twice.
    """

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("模板"))
        self._hits: tuple[tuple[Hit, str], ...] = ()  # with the words that each is found by
        self._dropping: Template | None = None
        self.box = SearchBox(self._answer, self.tr("模板"), self.tr("模板或常用药，名称或首字母"))
        self.hint = QLabel()
        look(self.hint, "small")
        px = theme.current().px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(12), px(10), px(12), px(10))
        column.addWidget(self.hint)  # above the box: its list opens below
        column.addWidget(self.box)
        self.box.setMinimumWidth(px(_WIDE))
        self.box.picked.connect(self._pick)
        self.box.textEdited.connect(self._typed)
        self.box.installEventFilter(self)

    def offer(self, templates: Sequence[Template], usual: Sequence[Usual]) -> None:
        """Open with all there is; the usual drugs of the diagnosis stand last."""
        self._hits = tuple(
            (hit, f"{hit.title} {initials(hit.title)}".lower())
            for hit in (*map(self._template, templates), *map(self._usual, usual))
        )
        self._dropping = None
        self.box.clear()
        self.hint.setText(
            self.tr("Enter 放进病历，原有内容不动；Del 删除模板；Esc 关闭。")
            if self._hits
            else self.tr("还没有模板。写好一份病历或处方，按“存为模板”。Esc 关闭。")
        )
        self.open()
        self.box.setFocus()
        if self._hits:
            self._answer("", self.box.show_hits)

    def close_card(self) -> None:
        self.box.close_list()
        super().close_card()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves at once; Del on the open list asks, then removes."""
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_card()
                return True
            if event.key() == Qt.Key.Key_Delete and self.box.list_is_open():
                self._drop()
                return True
            self._dropping = None
        return super().eventFilter(watched, event)

    def _drop(self) -> None:
        item = self.box.list.currentItem()
        at = self.box.list.currentRow()
        value = self.box.hits()[at].value if item is not None and at >= 0 else None
        if not isinstance(value, Template):
            return
        if self._dropping is not value:
            self._dropping = value
            self.hint.setText(self.tr("再按一次 Del 删除模板“{name}”。").format(name=value.name))
            return
        self.close_card()
        self.removed.emit(value)

    def _typed(self, text: str) -> None:
        if not text.strip() and self._hits:
            self._answer("", self.box.show_hits)

    def _answer(self, text: str, answer: Answer) -> None:
        wanted = text.lower()
        answer([hit for hit, words in self._hits if wanted in words])

    def _pick(self, value: object) -> None:
        self.close_card()
        self.chosen.emit(value)

    def _template(self, one: Template) -> Hit:
        parts = [one.complaint, *(line.name for line in one.lines)]
        mark = self.tr("本机构") if one.shared else self.tr("我的")
        return Hit(one, one.name, "、".join(part for part in parts if part), mark)

    def _usual(self, one: Usual) -> Hit:
        line = one.line
        detail = " ".join(part for part in (line.dose, line.frequency) if part)
        return Hit(one, line.name, detail, self.tr("常用 {n} 次").format(n=one.times))


class TemplateKeeper(Overlay):
    """Signals:
    kept: name, whether it is the institution's, whether with the record, whether with the orders.
    """

    kept = Signal(str, bool, bool, bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("存为模板"))
        title = QLabel(self.tr("存为模板"))
        look(title, TextSize.LARGE.value)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("模板名称"))
        self.name.setMaxLength(LONGEST)
        self.owner = Choice([("0", self.tr("我的")), ("1", self.tr("本机构"))], self.tr("谁能用"))
        self.record = QCheckBox(self.tr("病历：主诉、现病史、查体、诊断、处理"))
        self.orders = QCheckBox(self.tr("处方和项目"))
        hint = QLabel(self.tr("Enter 保存，Esc 关闭。同名的会被替换。"))
        look(hint, "small")
        px = theme.current().px
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.setSpacing(px(9))
        column.addWidget(title)
        line = Row()
        line.addWidget(self.name, 1)
        line.addWidget(self.owner)
        column.addLayout(line)
        for part in (self.record, self.orders, hint):
            column.addWidget(part)
        self.name.setMinimumWidth(px(_WIDE // 2))

    def ask(self, form: Form) -> None:
        """Open with the main diagnosis as its name, and what there is to keep."""
        self.name.setText(form.diagnoses[0][1] if form.diagnoses else form.complaint.strip()[:LONGEST])
        told = bool(form.complaint or form.history or form.advice or form.diagnoses)
        for tick, there in ((self.record, told), (self.orders, bool(form.orders))):
            tick.setChecked(there)
            tick.setEnabled(there)
        self.open()
        self.name.setFocus()
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if not self.name.text().strip() or not (self.record.isChecked() or self.orders.isChecked()):
            self.name.setPlaceholderText(self.tr("请起个名字"))
            self.name.setFocus()
            return
        self.close_card()
        shared = self.owner.code() == "1"
        self.kept.emit(self.name.text(), shared, self.record.isChecked(), self.orders.isChecked())


class TemplateButtons(QWidget):
    """模板 and 存为模板, with the cards that they open."""

    def __init__(self, templates: Templates, form: Callable[[], Form]) -> None:
        """`form`: what is typed now."""
        super().__init__()
        self._templates = templates
        self._form = form
        self.choose = ActionButton("template", kind="quiet")
        self.keep = ActionButton("keep_template", kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.choose, self.keep):
            row.addWidget(button)
        self.choose.clicked.connect(self._choose)
        self.keep.clicked.connect(self._keep)
        self.picker: TemplatePicker | None = None  # made when first wanted: they lie over the window
        self.keeper: TemplateKeeper | None = None

    def enable(self, wanted: bool) -> None:
        for button in (self.choose, self.keep):
            button.setEnabled(wanted)

    def _choose(self) -> None:
        if self.picker is None:
            self.picker = TemplatePicker(self.window())
            self.picker.chosen.connect(self._templates.insert)
            self.picker.removed.connect(lambda one: self._templates.remove(one, self._choose))
        self._templates.offer(self.picker.offer)

    def _keep(self) -> None:
        if self.keeper is None:
            self.keeper = TemplateKeeper(self.window())
            self.keeper.kept.connect(self._keep_as)
        self.keeper.ask(self._form())

    def _keep_as(self, name: str, shared: bool, record: bool, orders: bool) -> None:
        self._templates.keep(name, shared=shared, record=record, orders=orders)
