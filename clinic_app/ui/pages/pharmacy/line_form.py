"""The line under the cursor where stock is kept: how much of it goes now, from which batch, which boxes."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch
from clinic_app.printing.receipt import quantity
from clinic_app.projections.queries.pharmacy import DrugLine
from clinic_app.services.pharmacy import AtWindow, Filled
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.stylesheet import look
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cells import CountCell
from clinic_app.ui.widgets.entries import Choice
from clinic_app.ui.widgets.fields import EnterMoves

WHY_NO_CODE = (  # the codes of domain/pharmacy/trace.py NO_CODE
    ("unlabelled", QT_TRANSLATE_NOOP("trace", "1 药盒没有码")),
    ("torn", QT_TRANSLATE_NOOP("trace", "2 码破损")),
    ("scanner", QT_TRANSLATE_NOOP("trace", "3 扫码枪坏了")),
    ("split", QT_TRANSLATE_NOOP("trace", "4 拆零，盒已不在")),
    ("herbs", QT_TRANSLATE_NOOP("trace", "5 中药饮片")),
    ("before", QT_TRANSLATE_NOOP("trace", "6 有码制度以前的药")),
)


def batch_text(batch: Batch) -> str:
    """批号 A1　效期 2027-06-30　在库 3 盒."""
    return translate("trace", "{lot}　{day} 到期　在库 {there}").format(
        lot=batch.lot, day=batch.expires, there=in_packs(batch, batch.qty_e4)
    )


def in_packs(batch: Batch, qty_e4: int) -> str:
    """3 盒 4 粒."""
    packs, rest = divmod(abs(qty_e4), batch.pack.size_e4)
    words = [f"{packs} {batch.pack.pack_unit}"] if packs or not rest else []
    words += [f"{quantity(rest)} {batch.pack.unit}"] if rest else []
    return ("-" if qty_e4 < 0 else "") + " ".join(words)


def boxes_text(filled: Filled | None) -> str:
    """What is left to scan of a line."""
    if filled is None or not (filled.boxes or filled.refusal):
        return ""
    if filled.refusal is not None:
        return translate("trace", "发不了")
    if filled.scanned >= filled.boxes:
        return translate("trace", "已扫齐 {n}").format(n=filled.scanned)
    if filled.no_code:
        return translate("trace", "无码")
    return translate("trace", "待扫 {n}").format(n=filled.boxes - filled.scanned)


def boxes_tone(filled: Filled | None) -> Tone:
    if filled is None:
        return Tone.PLAIN
    if filled.refusal is not None:
        return Tone.DANGER
    return Tone.OK if filled.done else Tone.WARN


class LineForm(QWidget):
    """Enter goes through it, Esc leaves it.

    Signals:
        changed: the line's number and its `AtWindow`.
        left: back to the list of drugs.
    """

    changed = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._line: DrugLine | None = None
        self._wish = AtWindow()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.count = CountCell(self.tr("本次发"), least=0, most=9999)
        self.unit = QLabel()
        self.batch = Choice([], self.tr("批次"), blank=True)
        self.later = QLineEdit()
        self.later.setAccessibleName(self.tr("为什么不发先到期的"))
        self.later.setPlaceholderText(self.tr("不发先到期的，要写原因"))
        self.why = Choice(
            [(code, translate("trace", words)) for code, words in WHY_NO_CODE],
            self.tr("没有追溯码的原因"),
            blank=True,
        )
        self.why.setItemText(0, self.tr("扫药盒上的追溯码；扫不了选原因 1–6"))
        self._lay_out()
        self.count.editingFinished.connect(self._counted)
        self.batch.currentIndexChanged.connect(lambda _: self._chose())
        self.later.editingFinished.connect(self._chose)
        self.why.chosen.connect(lambda code: self._tell(replace(self._wish, no_code=code)))
        self._walk = EnterMoves(self)
        for widget in (self.count, self.batch, self.later, self.why):  # before the walk's
            widget.installEventFilter(self)
        self.hide()

    def show_line(self, line: DrugLine | None, filled: Filled | None, wish: AtWindow) -> None:
        """Nothing where no stock is kept."""
        self.setVisible(line is not None and filled is not None)
        if line is None or filled is None:
            self._line = None
            return
        other = self._line is None or self._line.feedetl_sn != line.feedetl_sn
        self._line, self._wish = line, wish
        self._say(filled, wish)
        self.unit.setText(line.unit)
        count = line.left_e4 if wish.cnt_e4 is None else wish.cnt_e4
        with QSignalBlocker(self.count), QSignalBlocker(self.batch), QSignalBlocker(self.why):
            if other or not self.count.hasFocus():
                self.count.show_number(count // UNIT_E4)
            self._offer(filled, wish)
            self.why.show_code(wish.no_code)
        self.why.setVisible(bool(filled.boxes))
        if other or not self.later.hasFocus():
            self.later.setText(wish.later)
        self.later.setVisible(wish.batch_id is not None)

    def ask_why(self) -> None:
        """To what the line still needs."""
        (self.why if self.why.isVisible() else self.count).setFocus()

    def begin(self) -> None:
        self.count.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the form; a digit chooses a reason."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if watched is self.why and event.text() in tuple("123456"):
            self.why.setCurrentIndex(int(event.text()))
            return True
        return False

    def _say(self, filled: Filled, wish: AtWindow) -> None:
        if filled.refusal is not None:
            self.words.setText(text_of(filled.refusal, language()))
            look(self.words, "", Tone.DANGER.value)
            return
        going = "；".join(
            self.tr("批号 {lot}（{day} 到期）{qty}").format(
                lot=batch.lot, day=batch.expires, qty=in_packs(batch, qty_e4)
            )
            for batch, qty_e4 in filled.going
        )
        boxes = ""
        if filled.boxes:
            boxes = self.tr("药盒 {n}/{all}").format(n=filled.scanned, all=filled.boxes)
        tails = "、".join(code.strip()[-4:] for code in wish.codes)
        boxes += self.tr("，尾号 {tails}").format(tails=tails) if tails else ""
        self.words.setText("　".join(part for part in (going, boxes) if part))
        look(self.words, "", Tone.OK.value if filled.done else Tone.PLAIN.value)

    def _offer(self, filled: Filled, wish: AtWindow) -> None:
        self.batch.clear()
        self.batch.addItem(self.tr("按先到期先发"), None)
        for one in filled.choices:
            self.batch.addItem(batch_text(one), str(one.batch_id))
        self.batch.setCurrentIndex(max(0, self.batch.findData(str(wish.batch_id))))

    def _counted(self) -> None:
        count = self.count.count()
        if count is None or self._line is None:
            return
        left = count * UNIT_E4 >= self._line.left_e4
        self._tell(replace(self._wish, cnt_e4=None if left else count * UNIT_E4))

    def _chose(self) -> None:
        chosen = str(self.batch.currentData() or "")
        batch_id = UUID(chosen) if chosen else None
        self._tell(
            replace(self._wish, batch_id=batch_id, later=self.later.text().strip() if batch_id else "")
        )

    def _tell(self, wish: AtWindow) -> None:
        if self._line is not None and wish != self._wish:
            self._wish = wish
            self.changed.emit(self._line.feedetl_sn, wish)

    def _lay_out(self) -> None:
        px = theme.current().px
        grid = QGridLayout(self)
        grid.setContentsMargins(0, px(2), 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.addWidget(self.words, 0, 0, 1, 4)
        label = QLabel(self.tr("本次发"))
        look(label, "soft")
        self.count.setFixedWidth(px(64))
        for at, widget in enumerate((label, self.count, self.unit)):
            grid.addWidget(widget, 1, at)
        grid.addWidget(self.batch, 1, 3)
        grid.addWidget(self.later, 2, 3)
        grid.addWidget(self.why, 3, 3)
        grid.setColumnStretch(3, 1)
        for choice in (self.batch, self.why):
            choice.setMinimumContentsLength(12)
            choice.setSizeAdjustPolicy(choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
