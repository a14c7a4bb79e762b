"""拟单: what runs short and why, and how much of it is wanted."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel

from clinic_app.domain.pharmacy.batch import UNIT_E4
from clinic_app.domain.pharmacy.ordering import USUAL, WINDOW
from clinic_app.printing.receipt import unit_price
from clinic_app.services.purchase import Suggested
from clinic_app.ui.format import money, yen
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.purchase.state import PlanLine, PurchaseState
from clinic_app.ui.pages.stock.receipt import products
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize, Tone
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import Field, FormRow
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.search import CodePicker
from clinic_app.ui.widgets.table import DataTable

REASONS = (
    ("normal", QT_TRANSLATE_NOOP("purchase", "1 常规")),
    ("urgent", QT_TRANSLATE_NOOP("purchase", "2 急需")),
    ("rescue", QT_TRANSLATE_NOOP("purchase", "3 抢救")),
)


def reason_text(code: str) -> str:
    """The reason without its digit."""
    words = next((words for one, words in REASONS if one == code), "")
    return translate("purchase", words)[2:] if words else code


def packs_of(figures: Suggested, qty_e4: int) -> str:
    """A quantity in packs, at most one decimal: 2.5."""
    tenths = qty_e4 * 10 // (figures.pack_qty * UNIT_E4)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0") if tenths >= 0 else "0"


def days_text(figures: Suggested) -> str:
    return "—" if figures.days is None else f"{figures.days}"


PLAN: tuple[Column[PlanLine], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.figures.name, bold=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "在库"),
        lambda one: packs_of(one.figures, one.figures.use.on_hand_e4),
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "在途"),
        lambda one: packs_of(one.figures, one.figures.use.on_order_e4),
        width=6,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "90 天用量"),
        lambda one: packs_of(one.figures, one.figures.use.dispensed_e4),
        width=9,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "够用天数"),
        lambda one: days_text(one.figures),
        width=8,
        number=True,
        tone=lambda one: (
            Tone.DANGER
            if one.figures.days is not None and one.figures.days <= USUAL.lead + USUAL.safety
            else Tone.PLAIN
        ),
    ),
    Column(QT_TRANSLATE_NOOP("columns", "建议"), lambda one: str(one.figures.packs), width=6, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "订购"),
        lambda one: f"{one.packs} {one.figures.pack_unit}" if one.packs else "—",
        width=8,
        number=True,
        bold=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "进价"),
        lambda one: unit_price(one.figures.pric_e6),
        width=8,
        number=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "金额"), lambda one: money(one.fen), width=9, number=True),
    Column(
        QT_TRANSLATE_NOOP("columns", "事由"),
        lambda one: reason_text(one.reason),
        width=6,
        tone=lambda one: Tone.WARN if one.reason != "normal" else Tone.PLAIN,
    ),
)


class PlanCard(Card):
    """Signals:
    wanted: drug, packs, reason.
    added: a drug's code.
    """

    wanted = Signal(str, int, str)
    added = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.drug = CodePicker(products, self.tr("加药"), self.tr("不在建议里的药：药名、首字母或编码"))
        self.lines: DataTable[PlanLine] = DataTable(
            PLAN,
            self.tr("采购建议"),
            self.tr("没有快用完的药\n要订别的药，在上面按药名加"),
            key=lambda one: one.figures.drug,
        )
        self.packs = NumberEdit(self.tr("订购"), least=0, most=99_999)
        self.reason = Choice(
            [(code, translate("purchase", words)) for code, words in REASONS], self.tr("事由")
        )
        self.why, self.total = QLabel(), QLabel()
        self._lay_out()
        self.drug.picked.connect(self._add)
        self.lines.chosen.connect(self._show_line)
        self.lines.picked.connect(lambda _: self._to_packs())
        self.packs.returnPressed.connect(self._take)
        self.reason.chosen.connect(lambda _: self._tell())

    def show_plan(self, state: PurchaseState) -> None:
        began = bool(state.plan) and not self.lines.rows.rows
        self.lines.show_rows(state.plan)
        words = self.tr("共 {n} 种 {yen}").format(n=len(state.wishes), yen=yen(state.total_fen))
        self.total.setText(words if state.wishes else "")
        self._show_line(self.lines.current_row())
        if began and self.drug.hasFocus() and not self.drug.text():
            self.lines.setFocus()  # the suggestion has come

    def _show_line(self, line: PlanLine | None) -> None:
        """The boxes under the table are those of the row under the cursor."""
        for box in (self.packs, self.reason):
            box.setEnabled(line is not None)
        self.why.setText("" if line is None else why_text(line.figures))
        if line is not None:
            with QSignalBlocker(self.reason):
                self.reason.show_code(line.reason)
            if not self.packs.hasFocus():
                self.packs.show_number(line.packs)

    def _to_packs(self) -> None:
        self.packs.setFocus()
        self.packs.selectAll()

    def _take(self) -> None:
        """Enter: the number counts, and the next row waits."""
        at = self.lines.currentIndex().row()
        self._tell()
        self.lines.setFocus()
        self.lines.choose(min(at + 1, self.lines.rows.rowCount() - 1))

    def _tell(self) -> None:
        line, packs = self.lines.current_row(), self.packs.number()
        if line is not None and packs is not None:
            self.wanted.emit(line.figures.drug, int(packs), self.reason.code())

    def _add(self, code: object) -> None:
        self.drug.show_value(None)
        self.added.emit(str(code))
        self.lines.setFocus()

    def _lay_out(self) -> None:
        look(self.why, "soft")
        self.why.setWordWrap(True)
        self.body.addWidget(self.drug)
        self.body.addWidget(self.lines, 1)
        look(self.total, TextSize.LARGE.value)
        below = Row()
        below.addWidget(self.why, 1)
        below.addWidget(self.total)
        self.body.addLayout(below)
        row = [Field(self.tr("订购数量"), self.packs), Field(self.tr("事由"), self.reason)]
        self.body.addWidget(FormRow(row, (1, 1)))


def why_text(figures: Suggested) -> str:
    """Why so much is suggested, in one sentence."""
    use = figures.use
    if figures.days is None:
        words = translate("purchase", "近 {window} 天没有用过，不作建议，要多少由您定。")
        return words.format(window=WINDOW)
    words = translate(
        "purchase",
        "近 {window} 天有货 {stocked} 天，用了 {used} {unit}；在库 {here}、在途 {coming}，够 {days} 天。"
        "不足 {least} 天时补到 {target} 天：建议 {packs} {unit}。",
    )
    return words.format(
        window=WINDOW,
        stocked=use.days_in_stock,
        used=packs_of(figures, use.dispensed_e4),
        unit=figures.pack_unit,
        here=packs_of(figures, use.on_hand_e4),
        coming=packs_of(figures, use.on_order_e4),
        days=figures.days,
        least=USUAL.lead + USUAL.safety,
        target=USUAL.target,
        packs=figures.packs,
    )
