"""调价 and 召回: what the county's price orders change on the shelves, and whom a recalled lot reached."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from clinic_app.domain.time import beijing
from clinic_app.printing.receipt import quantity, unit_price
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.stock import Given, Repriced
from clinic_app.services.purchase import PriceChange, RecallHere
from clinic_app.ui.format import money
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP
from clinic_app.ui.pages.purchase.state import PurchaseState
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


def _difference(change: PriceChange) -> str:
    before, after = change.fen
    return f"{'+' if after > before else ''}{money(after - before)}"


CHANGES: tuple[Column[PriceChange], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "调价文号"), lambda one: one.number, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "执行日期"), lambda one: f"{one.from_day}", width=11),
    Column(QT_TRANSLATE_NOOP("columns", "批次"), lambda one: str(len(one.lines)), width=5, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "差额"), _difference, width=10, number=True, bold=True),
)

REPRICED: tuple[Column[Repriced], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.shelf.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.shelf.batch.lot, width=10),
    Column(
        QT_TRANSLATE_NOOP("columns", "在库"),
        lambda one: in_packs(one.shelf.batch.pack, one.shelf.batch.qty_e4),
        width=12,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "原价"),
        lambda one: unit_price(one.shelf.batch.pack.pric_e6),
        width=8,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "新价"),
        lambda one: unit_price(one.pric_e6),
        width=8,
        number=True,
        bold=True,
        tone=lambda one: Tone.DANGER if one.pric_e6 > one.shelf.batch.pack.pric_e6 else Tone.OK,
    ),
)

RECALLS: tuple[Column[RecallHere], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.lot.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.lot.lot, width=10),
    Column(
        QT_TRANSLATE_NOOP("columns", "在库"),
        lambda one: in_packs(one.shelves[0].batch.pack, sum(each.batch.qty_e4 for each in one.shelves)),
        width=10,
        number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("columns", "要联系"),
        lambda one: str(len(one.given)),
        width=7,
        number=True,
        bold=True,
        tone=lambda one: Tone.DANGER if one.given else Tone.PLAIN,
    ),
)

GIVEN: tuple[Column[Given], ...] = (
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, width=8, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "电话"), lambda one: one.phone, width=14),
    Column(QT_TRANSLATE_NOOP("columns", "村"), lambda one: one.village),
    Column(
        QT_TRANSLATE_NOOP("columns", "取药日期"), lambda one: f"{beijing(one.given_ms):%Y-%m-%d}", width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "数量"), lambda one: quantity(one.qty_e4), width=7, number=True),
)


class PricesCard(QWidget):
    """Each price order that some batch here does not follow yet, with old and new."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: DataTable[PriceChange] = DataTable(
            CHANGES,
            self.tr("要执行的调价"),
            self.tr("库存都是县里现行的价格"),
            key=lambda one: one.price_order,
        )
        self.lines: DataTable[Repriced] = DataTable(
            REPRICED,
            self.tr("原价与新价"),
            self.tr("没有要调价的批次"),
            key=lambda one: one.shelf.batch.batch_id,
        )
        self.changes.chosen.connect(lambda one: self.lines.show_rows(one.lines if one else ()))
        _beside(self, self.changes, self.lines)

    def show_changes(self, state: PurchaseState) -> None:
        self.changes.show_rows(state.changes)
        change = self.changes.current_row()
        self.lines.show_rows(change.lines if change else ())


class RecallsCard(QWidget):
    """Each recalled lot that was ever here, with those who have of it at home."""

    def __init__(self) -> None:
        super().__init__()
        self.recalls: DataTable[RecallHere] = DataTable(
            RECALLS,
            self.tr("召回的批次"),
            self.tr("本院没有进过被召回的批次"),
            key=lambda one: (one.lot.drug, one.lot.lot),
        )
        self.given: DataTable[Given] = DataTable(
            GIVEN, self.tr("领过这一批的人"), self.tr("没有人领过这一批"), key=lambda one: one.visit_id
        )
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        look(self.reason, "soft")
        self.recalls.chosen.connect(self._show)
        _beside(self, self.recalls, self.given).addWidget(self.reason)

    def show_recalls(self, state: PurchaseState) -> None:
        self.recalls.show_rows(state.recalls)
        self._show(self.recalls.current_row())

    def _show(self, recall: RecallHere | None) -> None:
        self.given.show_rows(recall.given if recall else ())
        words = self.tr("召回原因：{reason}").format(reason=recall.lot.reason) if recall else ""
        self.reason.setText(words)


def _beside(part: QWidget, left: QWidget, right: QWidget) -> QVBoxLayout:
    """Two cards of one width; answers what the left one is laid out by."""
    columns = QHBoxLayout(part)
    columns.setContentsMargins(0, 0, 0, 0)
    cards = Card(), Card()
    for card, widget in zip(cards, (left, right), strict=True):
        card.body.addWidget(widget, 1)
        columns.addWidget(card, 1)
    return cards[0].body
