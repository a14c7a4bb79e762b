"""到货: the receipt as the shipment fills it; boxes are scanned, and what differs or is broken is said by line."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from clinic_app.domain.pharmacy.batch import in_fen
from clinic_app.printing.receipt import unit_price
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.purchase.state import ArrivalLine, PurchaseState
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import Choice, NumberEdit, mark_invalid
from clinic_app.ui.widgets.fields import Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable

_WHY = (
    ("unlabelled", QT_TRANSLATE_NOOP("trace", "1 药盒没有码")),
    ("torn", QT_TRANSLATE_NOOP("trace", "2 码破损")),
    ("scanner", QT_TRANSLATE_NOOP("trace", "3 扫码枪坏了")),
)


def _codes_text(line: ArrivalLine) -> str:
    words = next((words for code, words in _WHY if code == line.no_code), "")
    return translate("trace", words)[2:] if words else line.boxes


ARRIVAL: tuple[Column[ArrivalLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.sent.lot, width=11),
    Column(QT_TRANSLATE_NOOP("columns", "有效期至"), lambda one: f"{one.sent.expires}", width=11),
    Column(QT_TRANSLATE_NOOP("columns", "发货"), lambda one: str(one.sent.packs), width=6, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "实收"),
        lambda one: f"{one.packs} {one.pack_unit}",
        width=8,
        number=True,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "少到"),
        lambda one: str(one.lacking) if one.lacking else "",
        width=5,
        number=True,
        tone=lambda _: Tone.WARN,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "拒收"),
        lambda one: f"{one.refused} {one.refused_why}" if one.refused else "",
        width=12,
        tone=lambda _: Tone.DANGER,
        hint=lambda one: one.refused_why,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "进价"), lambda one: unit_price(one.sent.pric_e6), width=8, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda one: money(in_fen(one.packs * one.sent.pric_e6)),
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "追溯码"),
        _codes_text,
        width=12,
        tone=lambda one: Tone.OK if one.done else Tone.WARN,
    ),
)


class ArrivalCard(Card):
    """Signals:
    came: packs that stay, packs that went back, why.
    explained: why not every box is scanned.
    """

    came = Signal(int, int, str)
    explained = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.supplier, self.invoice = QLineEdit(), QLineEdit()
        self.lines: DataTable[ArrivalLine] = DataTable(
            ARRIVAL,
            self.tr("到货清单"),
            self.tr("还没有要收的货\n在“订单”里选已发货的一张，按 F9"),
        )
        self.packs = NumberEdit(self.tr("实收"), least=0, most=99_999)
        self.refused = NumberEdit(self.tr("拒收"), least=0, most=99_999)
        self.refused_why = QLineEdit()
        self.why = Choice(
            [(code, translate("trace", words)) for code, words in _WHY],
            self.tr("没有追溯码的原因"),
            blank=True,
        )
        self.why.setItemText(0, self.tr("逐盒扫码；扫不了选原因 1–3"))
        self._lay_out()
        self._boxes = (self.packs, self.refused, self.refused_why)
        self.lines.picked.connect(lambda _: self._to_packs())
        self.packs.returnPressed.connect(self.refused.setFocus)
        self.refused.returnPressed.connect(self._refused_typed)
        self.refused_why.returnPressed.connect(self._take)
        self.why.chosen.connect(self.explained)
        for box in (*self._boxes, self.why):
            box.installEventFilter(self)

    def begin(self, supplier: str, invoice: str) -> None:
        """Another shipment."""
        self.supplier.setText(supplier)
        self.invoice.setText(invoice)

    def show_lines(self, state: PurchaseState) -> None:
        with QSignalBlocker(self.lines):
            self.lines.show_rows(state.arrival)
            self.lines.choose(state.at)
        line = state.arrival[state.at] if 0 <= state.at < len(state.arrival) else None
        with QSignalBlocker(self.why):
            self.why.show_code(line.no_code if line is not None else "")
        for box in (*self._boxes, self.why):
            box.setEnabled(line is not None)
        if line is not None and not any(box.hasFocus() for box in self._boxes):
            self.packs.show_number(line.packs)
            self.refused.show_number(line.refused)
            self.refused_why.setText(line.refused_why)

    def supplier_given(self) -> bool:
        given = bool(self.supplier.text().strip())
        mark_invalid(self.supplier, not given)
        if not given:
            self.supplier.setFocus()
        return given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc steps back to the list; a digit chooses a reason."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.why and event.text() in ("1", "2", "3"):
            self.why.setCurrentIndex(int(event.text()))
            return True
        if event.text() == "\x1b":
            self.lines.setFocus()
            return True
        return False

    def _to_packs(self) -> None:
        self.packs.setFocus()
        self.packs.selectAll()

    def _refused_typed(self) -> None:
        """Without anything refused the line is done; else why."""
        if self.refused.number():
            self.refused_why.setFocus()
        else:
            self._take()

    def _take(self) -> None:
        packs, refused = self.packs.number(), self.refused.number() or 0
        sent = self._sent()
        fits = packs is not None and int(packs) + int(refused) <= sent
        mark_invalid(self.packs, not fits)
        mark_invalid(self.refused_why, bool(refused) and not self.refused_why.text().strip())
        if not fits or packs is None:
            self._to_packs()
        elif refused and not self.refused_why.text().strip():
            self.refused_why.setFocus()
        else:
            self.lines.setFocus()
            self.came.emit(int(packs), int(refused), self.refused_why.text() if refused else "")

    def _sent(self) -> int:
        line = self.lines.current_row()
        return 0 if line is None else line.sent.packs

    def _lay_out(self) -> None:
        head = [
            Field(self.tr("供货单位"), self.supplier, required=True),
            Field(self.tr("发票或送货单号"), self.invoice),
        ]
        self.body.addWidget(FormRow(head))
        self.body.addWidget(self.lines, 1)
        row = [
            Field(self.tr("实收数量"), self.packs),
            Field(self.tr("拒收数量"), self.refused),
            Field(self.tr("拒收原因"), self.refused_why),
            Field(self.tr("追溯码"), self.why),
        ]
        self.body.addWidget(FormRow(row, (1, 1, 3, 3)))
