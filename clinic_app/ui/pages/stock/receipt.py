"""入库: the delivery as it is typed, a line of boxes at a time; a scanner adds the trace codes."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton

from clinic_app.domain.pharmacy.batch import BadExpiry, in_fen, last_day
from clinic_app.printing.receipt import unit_price
from clinic_app.services.stock_booking import NewBatch
from clinic_app.ui import catalogues
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.pages.stock.state import ComingLine, StockState
from clinic_app.ui.pages.stock.view_model import product_of
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.entries import Choice, NumberEdit, mark_invalid
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.hits import Hit
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import Answer, CodePicker
from clinic_app.ui.widgets.table import DataTable

_YUAN_E6 = 1_000_000  # micro-yuan
_SHOWN = 20
_WHY = (
    ("unlabelled", QT_TRANSLATE_NOOP("trace", "1 药盒没有码")),
    ("torn", QT_TRANSLATE_NOOP("trace", "2 码破损")),
    ("scanner", QT_TRANSLATE_NOOP("trace", "3 扫码枪坏了")),
)

COMING: tuple[Column[ComingLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.new.lot, width=12),
    Column(QT_TRANSLATE_NOOP("columns", "有效期至"), lambda one: f"{one.new.expires}", width=11),
    Column(
        QT_TRANSLATE_NOOP("columns", "数量"),
        lambda one: f"{one.new.packs} {one.pack_unit}",
        width=8,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "进价"), lambda one: unit_price(one.new.pric_e6), width=9, number=True
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "金额"),
        lambda one: money(in_fen(one.new.packs * one.new.pric_e6)),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "追溯码"),
        lambda one: why_text(one.new.no_code) if one.new.no_code else one.boxes,
        width=11,
        tone=lambda one: Tone.OK if one.done else Tone.WARN,
    ),
)


def why_text(no_code: str) -> str:
    """The reason without its digit."""
    words = next((words for code, words in _WHY if code == no_code), "")
    return translate("trace", words)[2:] if words else no_code


class ReceiptCard(Card):
    """Signals:
    added: a `NewBatch`.
    """

    added = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.supplier, self.invoice = QLineEdit(), QLineEdit()
        self.drug = CodePicker(products, self.tr("药品"), self.tr("药名、首字母或编码"))
        self.lot, self.expires = QLineEdit(), QLineEdit()
        self.expires.setPlaceholderText(self.tr("2028-06"))
        self.packs = NumberEdit(self.tr("数量"), least=1, most=99_999)
        self.price = NumberEdit(self.tr("进价"), decimals=6, least=0)
        self.add = QPushButton(self.tr("加入"))
        self.lines: DataTable[ComingLine] = DataTable(
            COMING,
            self.tr("这张入库单"),
            self.tr("还没有药品\n照送货单一行一行填；每行填完后逐盒扫追溯码"),
        )
        self.why = Choice(
            [(code, translate("trace", words)) for code, words in _WHY],
            self.tr("没有追溯码的原因"),
            blank=True,
        )
        self.why.setItemText(0, self.tr("逐盒扫码；扫不了选原因 1–3"))
        self._fields = {
            "drug": Field(self.tr("药品"), self.drug, required=True),
            "lot": Field(self.tr("批号"), self.lot, required=True),
            "expires": Field(self.tr("有效期至"), self.expires, required=True),
            "packs": Field(self.tr("数量（盒）"), self.packs, required=True),
            "price": Field(self.tr("进价（元/盒）"), self.price, required=True),
        }
        self._lay_out()
        self.drug.picked.connect(self._known)
        self.add.clicked.connect(self._add)
        self.why.installEventFilter(self)

    def begin(self) -> None:
        """A new delivery."""
        for box in (self.supplier, self.invoice):
            box.clear()
        self._clear_line()
        self.supplier.setFocus()

    def show_lines(self, state: StockState) -> None:
        with QSignalBlocker(self.lines):
            self.lines.show_rows(state.coming)
            self.lines.choose(state.at)
        line = state.coming[state.at] if 0 <= state.at < len(state.coming) else None
        with QSignalBlocker(self.why):
            self.why.show_code(line.new.no_code if line is not None else "")
        self.why.setVisible(line is not None and line.coded)

    def supplier_given(self) -> bool:
        """Whether it is; else the focus goes there."""
        given = bool(self.supplier.text().strip())
        mark_invalid(self.supplier, not given)
        if not given:
            self.supplier.setFocus()
        return given

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses a reason."""
        digit = event.text() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else ""
        if watched is self.why and digit in ("1", "2", "3"):
            self.why.setCurrentIndex(int(digit))
            return True
        return False

    def _known(self, code: object) -> None:
        product = product_of(str(code))
        if product is not None:
            self.price.show_number(Decimal(unit_price(product.price_e6)))

    def _add(self) -> None:
        """The line as typed, or what is wrong with it, each beside its box."""
        wrong = self._problems()
        for name, field in self._fields.items():
            field.show_error(wrong.get(name, ""))
        if wrong:
            self._fields[next(iter(wrong))].control.setFocus()
            return
        packs = self.packs.number()
        self.added.emit(
            NewBatch(
                drug=str(self.drug.value()),
                lot=self.lot.text().strip(),
                expires=last_day(self.expires.text()),
                packs=int(packs or 0),
                pric_e6=int((self.price.number() or 0) * _YUAN_E6),
            )
        )
        self._clear_line()
        self.drug.setFocus()

    def _problems(self) -> dict[str, str]:
        wrong = {}
        if self.drug.value() is None:
            wrong["drug"] = self.tr("从列表里选")
        if not self.lot.text().strip():
            wrong["lot"] = self.tr("照药盒填")
        try:
            if last_day(self.expires.text()) < self._today:
                wrong["expires"] = self.tr("已过期，应拒收")
        except BadExpiry as error:
            wrong["expires"] = text_of(error, language()) if self.expires.text() else self.tr("照药盒填")
        if not self.packs.number():
            wrong["packs"] = self.tr("填盒数")
        if not self.price.number():
            wrong["price"] = self.tr("填进价")
        return wrong

    def _clear_line(self) -> None:
        self.drug.show_value(None)
        for box in (self.lot, self.expires, self.packs, self.price):
            box.clear()
        for field in self._fields.values():
            field.show_error("")

    def _lay_out(self) -> None:
        head = FormRow(
            [
                Field(self.tr("供货单位"), self.supplier, required=True),
                Field(self.tr("发票或送货单号"), self.invoice),
            ]
        )
        typed = FormRow(list(self._fields.values()), (4, 2, 2, 1, 2))
        for part in (head, typed):
            self.body.addWidget(part)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.why)
        self._walk = EnterMoves(self)


def products(text: str, answer: Answer) -> None:
    """Drugs, then decoction pieces."""
    offered = catalogues.current()
    hits = [
        Hit(one.code, one.generic_name, f"{one.spec}×{one.pack_qty}{one.unit}", one.code)
        for one in offered.drugs.find(text, _SHOWN)
    ]
    hits += [Hit(one.code, one.name, "", one.code) for one in offered.herbs.find(text, _SHOWN - len(hits))]
    answer(hits)
