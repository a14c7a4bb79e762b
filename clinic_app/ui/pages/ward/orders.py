"""医嘱: the sheet of the stay above, what the rules say, and the line in which the next order is typed."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.catalogs import Drug
from clinic_app.domain.prescribing.hits import Severity
from clinic_app.domain.prescribing.sentences import sentence
from clinic_app.domain.time import beijing
from clinic_app.domain.ward import Category, Term
from clinic_app.printing.wardsheets import order_words
from clinic_app.projections.queries.ward import Order
from clinic_app.services.wardorders import NewOrder
from clinic_app.ui import catalogues, theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.ward.state import TERMS, Typed, WardState, category_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Row
from clinic_app.ui.widgets.cells import CodeCell, TextCell, hit_of
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker
from clinic_app.ui.widgets.table import DataTable

_SHOWN: Final = 12
_SAID: Final = 3  # sentences of the rules that are shown
_WORDS: Final = "words:"  # the value of what is ordered in words
_TONES: Final = {Severity.BLOCK: Tone.DANGER, Severity.REASON: Tone.WARN, Severity.WARN: Tone.INFO}


def term_text(one: Order) -> str:
    return translate("ward", TERMS[one.term])


def _stopped(one: Order) -> str:
    return "" if one.stop_ms is None else f"{beijing(one.stop_ms):%m-%d %H:%M}"


def _tone(one: Order) -> Tone:
    return Tone.PLAIN if one.open else Tone.SOFT


ORDERS: tuple[Column[Order], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "类"), term_text, width=6, tone=_tone),
    Column(
        QT_TRANSLATE_NOOP("columns", "开始"), lambda one: f"{beijing(one.start_ms):%m-%d %H:%M}", width=11
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "医嘱"),
        lambda one: f"{one.name} {one.spec}".strip(),
        bold=True,
        tone=_tone,
        hint=lambda one: f"{one.name} {one.spec}",
    ),
    Column(QT_TRANSLATE_NOOP("columns", "用法"), order_words, tone=_tone, hint=order_words),
    Column(QT_TRANSLATE_NOOP("columns", "停止"), _stopped, width=11, tone=lambda one: Tone.WARN),
)


class OrdersPanel(QWidget):
    """Signals:
    typed: the `Typed` order, once its line is complete.
    no_allergies: asked, none known.
    tested: the skin test, positive or not.
    asked: pregnant or lactating, as `WardViewModel.answer_pregnant` takes it.
    """

    typed = Signal(object)
    no_allergies = Signal()
    tested = Signal(bool)
    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.table: DataTable[Order] = DataTable(
            ORDERS,
            self.tr("医嘱单"),
            self.tr("还没有医嘱\n按 Ins 开医嘱"),
            key=lambda one: one.id,
        )
        self.draft = QLabel()
        self.draft.setWordWrap(True)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("理由"))
        self.reason.setPlaceholderText(self.tr("理由；特殊使用级：会诊人"))
        self.asked_none = QPushButton(self.tr("问过，无过敏"))
        self.negative = QPushButton(self.tr("皮试阴性"))
        self.positive = QPushButton(self.tr("皮试阳性"))
        self.expecting = Choice(
            [
                ("", self.tr("0 孕哺未问")),
                ("0", self.tr("1 未孕未哺乳")),
                ("1", self.tr("2 怀孕")),
                ("2", self.tr("3 哺乳")),
            ],
            self.tr("孕哺"),
        )
        self.line = OrderLine()
        self.problem = QLabel()
        look(self.problem, "fieldError")
        self._lay_out()
        self.line.typed.connect(self.typed)
        self.line.refused.connect(self.problem.setText)
        self.asked_none.clicked.connect(self.no_allergies)
        self.negative.clicked.connect(lambda: self.tested.emit(False))
        self.positive.clicked.connect(lambda: self.tested.emit(True))
        self.expecting.chosen.connect(self.asked)

    def render_state(self, state: WardState) -> None:
        self.table.show_rows(state.orders)
        words = [f"{at}. {one.name} {_words_of(one.order)}" for at, one in enumerate(state.typed, start=1)]
        self.draft.setText(self.tr("待签：") + "　".join(words) if words else "")
        self.draft.setVisible(bool(words))
        hits = [hit for _, hit in state.hits]
        lines = [sentence(hit, language()) for hit in hits[:_SAID]]
        if len(hits) > _SAID:
            lines.append(self.tr("另有 {n} 条提醒").format(n=len(hits) - _SAID))
        self.said.setText("\n".join(lines))
        look(self.said, "", _TONES[hits[0].severity].value if hits else Tone.PLAIN.value)
        self.said.setToolTip("\n".join(sentence(hit, language()) for hit in hits))
        self.said.setVisible(bool(hits))
        wants = any(hit.severity is Severity.REASON for hit in hits) or state.asks("P08.consultation")
        self.reason.setVisible(wants)
        self.asked_none.setVisible(state.asks("P12.ask"))
        for button in (self.negative, self.positive):
            button.setVisible(state.asks("P13"))
        self.expecting.setVisible(state.asks("P16.ask"))

    def clear(self) -> None:
        self.reason.clear()
        self.problem.clear()
        self.line.clear()

    def begin(self) -> None:
        """To the line of a new order."""
        self.line.item.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(6))
        column.addWidget(self.table, 1)
        column.addWidget(self.draft)
        column.addWidget(self.said)
        answers = Row()
        for widget in (self.asked_none, self.negative, self.positive, self.expecting):
            answers.addWidget(widget)
        answers.addWidget(self.reason, 1)
        column.addLayout(answers)
        column.addWidget(self.line)
        column.addWidget(self.problem)


class OrderLine(QWidget):
    """One order, box by box; Enter in the last box takes it up.

    Signals:
        typed: the `Typed` order.
        refused: what is missing; empty once nothing is.
    """

    typed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.term = Choice(
            [(Term.LONG.value, self.tr("1 长期")), (Term.ONCE.value, self.tr("2 临时"))], self.tr("类别")
        )
        self.item = CodePicker(_offered, self.tr("医嘱内容"), self.tr("药名、项目、饮食，或直接写"))
        self.dose = TextCell(self.tr("剂量"))
        self.frequency = CodeCell("frequency", self.tr("频次"))
        self.route = CodeCell("route", self.tr("途径"))
        self.group = TextCell(self.tr("组"))
        self.note = TextCell(self.tr("嘱托"))
        boxes: tuple[tuple[QLineEdit, str], ...] = (
            (self.dose, self.tr("剂量")),
            (self.frequency, self.tr("频次")),
            (self.route, self.tr("途径")),
            (self.group, self.tr("组")),
            (self.note, self.tr("嘱托")),
        )
        row = Row()
        row.addWidget(self.term)
        row.addWidget(self.item, 3)
        for box, hint in boxes:
            box.setPlaceholderText(hint)
            row.addWidget(box, 1)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        px = theme.current().px
        self.group.setMaximumWidth(px(44))
        for narrow in (self.dose, self.frequency, self.route):
            narrow.setMaximumWidth(px(96))
        self._walk = EnterMoves(self)
        self.item.picked.connect(self._took)
        self.note.returnPressed.connect(self._finish)

    def clear(self) -> None:
        self.item.show_value(None)
        for box in (self.dose, self.group, self.note):
            box.clear()
        self.frequency.show_code("")
        self.route.show_code("")

    def _took(self, value: object) -> None:
        """What is usual for it."""
        found = catalogues.current().chargeable(str(value))
        if isinstance(found, Drug):
            self.dose.setText(found.dose)
            self.frequency.show_code(found.frequency)
            self.route.show_code(found.route)
        else:
            self.dose.clear()
            self.route.show_code("")
            self.frequency.show_code("qd" if found is not None and self.term.code() == Term.LONG else "st")
        if self.term.code() == Term.ONCE and isinstance(found, Drug):
            self.frequency.show_code("st")

    def _finish(self) -> None:
        value = self.item.value()
        if value is None:
            self.refused.emit(self.tr("请选定医嘱内容。"))
            self.item.setFocus()
            return
        code = "" if str(value).startswith(_WORDS) else str(value)
        found = catalogues.current().chargeable(code) if code else None
        name = self.item.text() if found is None else found.name
        category = category_of(code, name, is_drug=isinstance(found, Drug))
        group = self.group.text().strip()
        if group and not group.isdigit():
            self.refused.emit(self.tr("组号是一个数字。"))
            self.group.setFocus()
            return
        order = NewOrder(
            term=Term(self.term.code()),
            category=category,
            code=code,
            name=name,
            dose=self.dose.text().strip() if category is Category.DRUG else "",
            frequency="" if category is Category.DIET else self.frequency.code(),
            route=self.route.code() if category is Category.DRUG else "",
            group=int(group or 0),
            note=self.note.text().strip(),
        )
        self.refused.emit("")
        self.clear()
        self.typed.emit(Typed(order, getattr(found, "generic_name", name)))
        QTimer.singleShot(0, self.item.setFocus)  # Enter itself goes on to the next box


def _offered(text: str, answer: Answer) -> None:
    """Drugs, charge items, and the text itself as an order in words."""
    offered = catalogues.current()
    found: list[Hit] = [hit_of(one) for one in offered.drugs.find(text, _SHOWN)]
    found += [hit_of(one) for one in offered.services.find(text, _SHOWN - len(found))]
    answer([*found, Hit(f"{_WORDS}{text}", text, "", translate("ward", "文字医嘱"))])


def _words_of(one: NewOrder) -> str:
    return " ".join(word for word in (one.dose, one.frequency, one.route, one.note) if word)
