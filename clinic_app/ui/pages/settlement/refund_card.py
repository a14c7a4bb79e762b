"""退费？ asked in place: everything or chosen lines, a reason, and what goes back to whom before it is done."""

from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.services.refunds import RefundLine
from clinic_app.ui import theme
from clinic_app.ui.format import yen
from clinic_app.ui.pages.settlement.state import Refunding
from clinic_app.ui.pages.settlement.words import back_text
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.buttons import ActionButton
from clinic_app.ui.widgets.entries import Choice, NumberEdit, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves

_UNIT = 10_000
_LINES_SHOWN = 5  # more scroll


class RefundCard(QFrame):
    """A reason, then Enter; Esc keeps the charge.

    Signals:
        confirmed: the reason in words.
        kept: not taken back after all.
        part_asked: whether lines are to be chosen.
        taken: ten-thousandths by line number, as typed.
    """

    confirmed = Signal(str)
    kept = Signal()
    part_asked = Signal(bool)
    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        look(self, "notice", Tone.DANGER.value)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.back = QLabel()
        self.back.setWordWrap(True)
        look(self.back, TextSize.LARGE.value)
        self.lines = _Lines()
        self.part = ActionButton("part", self.tr("部分退"), kind="quiet")
        self.reason = Choice(
            [
                ("1", self.tr("1 药品退回")),
                ("2", self.tr("2 项目没有做")),
                ("3", self.tr("3 收错了")),
                ("4", self.tr("4 换付费方式")),
            ],
            self.tr("退费原因"),
            blank=True,
        )
        self.reason.setItemText(0, self.tr("选原因 1–4"))
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("补充说明"))
        self.note.setPlaceholderText(self.tr("补充说明（可不填）"))
        self.yes, self.no = QPushButton(self.tr("确认退费")), QPushButton(self.tr("Esc 不退"))
        look(self.yes, "danger")
        self._part = False
        self._lay_out()
        EnterMoves(self)
        self.reason.chosen.connect(lambda _: mark_invalid(self.reason, False))
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.kept)
        self.part.clicked.connect(lambda: self.part_asked.emit(not self._part))
        self.lines.changed.connect(lambda: self.taken.emit(self.lines.quantities()))
        self.hide()

    def ask(self, refunding: Refunding | None) -> None:
        if refunding is None:
            self.hide()
            return
        settled, plan = refunding.settled, refunding.plan
        first, turned = not self.isVisible(), refunding.part != self._part
        self._part = refunding.part
        words = self.tr("退掉收据 {number} {name}（共 {total}）。药品已发的先退药。")
        self.words.setText(
            words.format(number=settled.number, name=settled.name, total=yen(settled.medfee_sumamt))
        )
        self.part.say(self.tr("整单退") if refunding.part else self.tr("部分退"))
        self._say_back(refunding)
        self.yes.setEnabled(not refunding.problem and (plan is not None or not refunding.part))
        came = self.lines.show_lines(refunding.lines if refunding.part else ())
        self.lines.setVisible(refunding.part)
        if first:
            self.reason.show_code("")
            self.note.clear()
            mark_invalid(self.reason, False)
            self.show()
            self.reason.setFocus()
        elif came:
            chain = [*self.lines.boxes.values(), self.reason, self.note, self.yes, self.no]
            for before, after in pairwise(chain):
                QWidget.setTabOrder(before, after)
            self.lines.begin()
        elif turned and not refunding.part:
            self.reason.setFocus()

    def _say_back(self, refunding: Refunding) -> None:
        if refunding.problem:
            self.back.setText(refunding.problem)
        elif refunding.plan is not None:
            self.back.setText(back_text(refunding.plan))
        else:
            self.back.setText(self.tr("填要退的数量") if refunding.part else self.tr("正在算…"))
        look(self.back, TextSize.LARGE.value, Tone.DANGER.value if refunding.problem else "")

    def _confirm(self) -> None:
        """A reason is due: it stands on the red receipt."""
        if not self.reason.code():
            mark_invalid(self.reason, True)
            self.reason.setFocus()
            return
        words = (self.reason.currentText()[2:], self.note.text().strip())
        self.confirmed.emit("：".join(part for part in words if part))

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(8), px(6))
        column.setSpacing(px(5))
        top = QHBoxLayout()
        top.addWidget(self.words, 1)
        top.addWidget(self.part)
        column.addLayout(top)
        column.addWidget(self.lines)
        row = QHBoxLayout()
        row.addWidget(self.back, 1)
        for widget in (self.reason, self.note, self.yes, self.no):
            row.addWidget(widget)
        column.addLayout(row)
        self.lines.hide()


class _Lines(QScrollArea):
    """The lines of a bill, each with a box for the quantity that comes back.

    Signals:
        changed: another quantity was typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("退哪几项"))
        self.boxes: dict[str, NumberEdit] = {}
        self._shown: tuple[RefundLine, ...] = ()

    def show_lines(self, lines: tuple[RefundLine, ...]) -> bool:
        """Whether there are new boxes to type into."""
        if lines == self._shown:
            return False
        self._shown = lines
        self.boxes = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        px = theme.current().px
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(14))
        grid.setVerticalSpacing(px(4))
        grid.setColumnMinimumWidth(0, px(220))
        grid.setColumnStretch(5, 1)
        for at, line in enumerate(lines):
            self._add(grid, at, line)
        self.setWidget(inside)
        row = inside.sizeHint().height() / max(1, len(lines))
        self.setFixedHeight(int(row * min(_LINES_SHOWN, max(1, len(lines)))) + px(4))
        EnterMoves(inside)
        return bool(lines)

    def quantities(self) -> dict[str, int]:
        """Ten-thousandths by line number; nothing for a blank box."""
        typed = {sn: box.number() for sn, box in self.boxes.items()}
        return {sn: int(number * _UNIT) for sn, number in typed.items() if number}

    def begin(self) -> None:
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _add(self, grid: QGridLayout, at: int, line: RefundLine) -> None:
        name, price = QLabel(line.name), QLabel(unit_price(line.pric_e6))
        had = QLabel(f"{quantity(line.cnt_e4)} {line.unit}".strip())
        out = QLabel(self.tr("已发 {n}，先退药").format(n=quantity(line.out_e4)) if line.out_e4 else "")
        look(out, "", Tone.WARN.value)
        for column, label in enumerate((name, price, had, out)):
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, at, column)
        box = NumberEdit(
            self.tr("{name} 退几个").format(name=line.name), decimals=4, least=0, most=_most(line)
        )
        box.setPlaceholderText(self.tr("退"))
        box.setFixedWidth(theme.current().px(72))
        box.changed.connect(lambda _: self.changed.emit())
        grid.addWidget(box, at, 4)
        self.boxes[line.feedetl_sn] = box


def _most(line: RefundLine) -> Decimal:
    return Decimal(line.cnt_e4) / _UNIT
