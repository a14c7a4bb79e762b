"""出库、停用: what leaves a batch and why; the second person signs where two are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.pharmacy.batch import UNIT_E4, State
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.stock import Shelf
from clinic_app.ui import theme
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.view_model import product_of
from clinic_app.ui.stylesheet import look
from clinic_app.ui.theme import TextSize
from clinic_app.ui.widgets.entries import Choice, NumberEdit
from clinic_app.ui.widgets.fields import EnterMoves, Field, FormRow
from clinic_app.ui.widgets.witness import Signature, Witness

_BURST_MS = 100  # keys nearer to each other are a scanner's
_WHATS: tuple[tuple[str, Kind | State, str], ...] = (
    ("1", Kind.WASTE, QT_TRANSLATE_NOOP("movement", "1 报损")),
    ("2", Kind.EXPIRE, QT_TRANSLATE_NOOP("movement", "2 过期销毁")),
    ("3", Kind.RETURN_TO_SUPPLIER, QT_TRANSLATE_NOOP("movement", "3 退回供货方")),
    ("4", Kind.RECALL, QT_TRANSLATE_NOOP("movement", "4 召回退出")),
    ("5", Kind.SPLIT, QT_TRANSLATE_NOOP("movement", "5 拆零（开整包装）")),
    ("6", State.QUARANTINE, QT_TRANSLATE_NOOP("movement", "6 停用这一批")),
    ("7", State.OK, QT_TRANSLATE_NOOP("movement", "7 解除停用")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the form says."""

    what: Kind | State
    packs: int
    units_e4: int
    reason: str
    second: Signature


class BookingForm(QWidget):
    """One batch."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._head, self._scanned = QLabel(), QLabel()
        self.what = Choice(
            [(code, translate("movement", words)) for code, _, words in _WHATS], self.tr("做什么")
        )
        self.packs = NumberEdit(self.tr("整包装数"), least=0, most=99_999)
        self.units = NumberEdit(self.tr("零头"), decimals=1, least=0, most=99_999)
        self.reason = QLineEdit()
        self.witness = Witness()
        self._packs, self._units = (
            Field(self.tr("整包装数"), self.packs),
            Field(self.tr("零头"), self.units),
        )
        self._reason = Field(self.tr("原因"), self.reason, required=True)
        self._lay_out()
        self.controls: tuple[QWidget, ...] = (
            self.what,
            self.packs,
            self.units,
            self.reason,
            self.witness.staff,
            self.witness.password,
        )
        self._boxes = 0  # scanned
        self._meant, self._typed_ms = "1", 0  # what was chosen before a scanner typed its digits over it
        self.what.chosen.connect(lambda _: self._suit())
        self.what.installEventFilter(self)

    def open(self, shelf: Shelf) -> None:
        """For one batch: what is likely stands there."""
        batch = shelf.batch
        self._head.setText(
            f"{shelf.name}　{batch.lot}　{batch.expires}　{in_packs(batch.pack, batch.qty_e4)}"
        )
        product = product_of(batch.drug)
        likely = "3" if product is None or product.stopped else "1"
        if batch.state is State.RECALLED:
            likely = "4"
        elif batch.expires < self._today:
            likely = "2"
        elif batch.state is State.QUARANTINE:
            likely = "7"
        self.what.show_code(likely)
        whole = max(batch.whole_e4, 0) // batch.pack.size_e4
        self.packs.show_number(whole if likely in ("2", "3", "4") else None)
        self.units.clear()
        self.reason.clear()
        self.witness.clear()
        for field in (self._packs, self._units, self._reason):
            field.show_error("")
        self.witness.setVisible(product is not None and product.is_controlled)
        self._suit()
        self.what.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remembers the choice that stood before a burst of keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.timestamp() - self._typed_ms > _BURST_MS:
                self._meant = self.what.code()
            self._typed_ms = event.timestamp()
        return False

    def show_codes(self, codes: Sequence[str]) -> None:
        """Boxes scanned: as many whole packs."""
        fresh = len(codes) > self._boxes
        self._boxes = len(codes)
        self._scanned.setVisible(bool(codes))
        if fresh:
            if self.what.hasFocus():
                self.what.show_code(self._meant)
            tails = "、".join(one[-4:] for one in codes)
            self._scanned.setText(self.tr("已扫 {n} 盒：{tails}").format(n=len(codes), tails=tails))
            self.packs.show_number(len(codes))

    def wanted(self, codes: Sequence[str]) -> Wanted | None:
        """What was typed; None where something is missing, which is said beside its box."""
        what = self._what()
        packs, units = int(self.packs.number() or 0), int((self.units.number() or 0) * UNIT_E4)
        counts = isinstance(what, Kind)
        nothing = counts and not packs and not units
        self._packs.show_error(self.tr("填数量") if nothing else "")
        reason = self.reason.text().strip()
        self._reason.show_error("" if reason else self.tr("填原因"))
        if nothing or not reason:
            (self.packs if nothing else self.reason).setFocus()
            return None
        return Wanted(
            what=what,
            packs=packs,
            units_e4=0 if what is Kind.SPLIT else units,
            reason=reason,
            second=self.witness.take(),
        )

    def _what(self) -> Kind | State:
        return next(what for code, what, _ in _WHATS if code == self.what.code())

    def _suit(self) -> None:
        """A judgement has no quantity, a split no loose units."""
        what = self._what()
        self._packs.setVisible(isinstance(what, Kind))
        self._units.setVisible(isinstance(what, Kind) and what is not Kind.SPLIT)

    def _lay_out(self) -> None:
        look(self._head, TextSize.LARGE.value)
        self._head.setWordWrap(True)
        look(self._scanned, "soft")
        self._scanned.setWordWrap(True)
        self._scanned.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(8))
        column.addWidget(self._head)
        column.addWidget(FormRow([Field(self.tr("做什么"), self.what), self._packs, self._units], (3, 2, 2)))
        column.addWidget(self._reason)
        column.addWidget(self.witness)
        column.addWidget(self._scanned)
        column.addStretch()
        self._walk = EnterMoves(self)
