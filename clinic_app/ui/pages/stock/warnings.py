"""提醒: all that wants somebody's eye in one list, the gravest first; of a recalled lot who has some of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from clinic_app.domain.pharmacy.batch import Band, State, band
from clinic_app.domain.pharmacy.cold_chain import in_degrees
from clinic_app.domain.time import beijing
from clinic_app.printing.stock import in_packs
from clinic_app.projections.queries.stock import Given, Overdrawn, Shelf
from clinic_app.services.cold_chain import ColdAlarms, ColdChainService
from clinic_app.services.purchase import PurchaseService, RecallHere
from clinic_app.services.stock import StockService
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState, StockPart
from clinic_app.ui.pages.stock.view_model import product_of
from clinic_app.ui.theme import Tone
from clinic_app.ui.widgets.cards import Card, Row
from clinic_app.ui.widgets.rows import Column
from clinic_app.ui.widgets.table import DataTable


class Grave(IntEnum):
    """What a warning is about, the gravest first."""

    RECALLED = 0
    EXPIRED = 1
    OUTSIDE = 2
    COLD = 3
    OVERDRAWN = 4
    SET_ASIDE = 5
    STOPPED = 6
    RED = 7
    SHORT = 8
    MISSED = 9
    ORANGE = 10
    YELLOW = 11


_WORDS = {
    Grave.RECALLED: QT_TRANSLATE_NOOP("stock", "召回"),
    Grave.EXPIRED: QT_TRANSLATE_NOOP("stock", "过期待处理"),
    Grave.OUTSIDE: QT_TRANSLATE_NOOP("stock", "冷链超温"),
    Grave.MISSED: QT_TRANSLATE_NOOP("stock", "冷链漏测"),
    Grave.COLD: QT_TRANSLATE_NOOP("stock", "冷链未测温"),
    Grave.OVERDRAWN: QT_TRANSLATE_NOOP("stock", "账面为负"),
    Grave.SET_ASIDE: QT_TRANSLATE_NOOP("stock", "停用待处理"),
    Grave.STOPPED: QT_TRANSLATE_NOOP("stock", "目录停用待退"),
    Grave.RED: QT_TRANSLATE_NOOP("stock", "30 天内过期"),
    Grave.SHORT: QT_TRANSLATE_NOOP("stock", "缺药"),
    Grave.ORANGE: QT_TRANSLATE_NOOP("stock", "90 天内过期"),
    Grave.YELLOW: QT_TRANSLATE_NOOP("stock", "180 天内过期"),
}
_BANDS = {
    Band.EXPIRED: Grave.EXPIRED,
    Band.RED: Grave.RED,
    Band.ORANGE: Grave.ORANGE,
    Band.YELLOW: Grave.YELLOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One line."""

    grave: Grave
    name: str  # of the drug, or of a fridge
    drug: str = ""
    lot: str = ""
    expires: date | None = None
    on_hand: str = ""
    detail: str = ""

    @property
    def tone(self) -> Tone:
        return Tone.DANGER if self.grave <= Grave.RED else Tone.WARN


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningsState(PartState):
    lines: tuple[Warned, ...] | None = None  # None: not read yet
    of: Warned | None = None  # the recalled lot whose people are listed
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class WarningServices:
    stock: StockService
    purchase: PurchaseService
    cold_chain: ColdChainService


class WarningsModel(PartModel[WarningsState]):
    def __init__(self, services: WarningServices, bench: Bench) -> None:
        super().__init__(bench, WarningsState())
        self._services = services

    def refresh(self) -> None:
        self._read(self._warned, lambda lines: self._change(lines=lines))

    def choose(self, line: Warned | None) -> None:
        """Of a recalled lot, who was given some of it."""
        recalled = line if line is not None and line.grave is Grave.RECALLED else None
        self._change(of=recalled, given=())
        if recalled is not None:
            self._read(
                lambda: tuple(self._services.stock.given_of_lot(recalled.drug, recalled.lot)),
                lambda given: self._change(given=given) if self.state.of is recalled else None,
            )

    def _warned(self) -> tuple[Warned, ...]:
        stock, purchase = self._services.stock, self._services.purchase
        shelves = stock.shelves()
        lines = [
            *warned_of(
                shelves,
                stock.overdrawn(),
                tuple(purchase.short()),
                self._services.cold_chain.alarms(),
                stock.today(),
            ),
            *recalled_and_gone(purchase.recalls()),
        ]
        return tuple(sorted(lines, key=lambda one: (one.grave, one.expires or date.max, one.name)))


def warned_of(
    shelves: list[Shelf],
    overdrawn: list[Overdrawn],
    short: tuple[str, ...],
    cold: ColdAlarms,
    today: date,
) -> Iterator[Warned]:
    """A batch stands here once, by the gravest of what is wrong with it."""
    for shelf in shelves:
        grave = _grave(shelf, today)
        if grave is not None:
            yield _of_batch(shelf, grave)
    for one in overdrawn:
        yield Warned(
            grave=Grave.OVERDRAWN,
            name=one.name,
            drug=one.batch.drug,
            lot=one.batch.lot,
            expires=one.batch.expires,
            on_hand=in_packs(one.batch.pack, one.batch.qty_e4),
            detail="、".join(one.by),
        )
    yield from _of_places(cold)
    names = {one.batch.drug: one.name for one in shelves}
    for drug in short:
        product = product_of(drug)
        yield Warned(
            grave=Grave.SHORT, drug=drug, name=names.get(drug) or (product.name if product else drug)
        )


def _of_places(cold: ColdAlarms) -> Iterator[Warned]:
    """A line for each place: too warm or too cold, not read now, or forgotten before."""
    for reading in cold.outside:
        yield Warned(grave=Grave.OUTSIDE, name=reading.place, detail=f"{in_degrees(reading.tenths)} °C")
    for place in cold.due:
        yield Warned(grave=Grave.COLD, name=place.name)
    for place in dict.fromkeys(one.place for one in cold.missed):
        halves = [one for one in cold.missed if one.place == place]
        words = translate("stock", QT_TRANSLATE_NOOP("stock", "7 天内漏测 {n} 次，最近 {day}"))
        detail = words.format(n=len(halves), day=f"{halves[-1].day:%m-%d}")
        yield Warned(grave=Grave.MISSED, name=place.name, detail=detail)


def recalled_and_gone(recalls: Sequence[RecallHere]) -> Iterator[Warned]:
    """Recalled lots of which nothing is left here, but somebody has some at home."""
    for one in recalls:
        if one.given and not any(shelf.batch.qty_e4 > 0 for shelf in one.shelves):
            yield Warned(
                grave=Grave.RECALLED,
                name=one.lot.name or one.lot.drug,
                drug=one.lot.drug,
                lot=one.lot.lot,
                detail=one.lot.reason,
            )


def _grave(shelf: Shelf, today: date) -> Grave | None:
    batch = shelf.batch
    if batch.qty_e4 <= 0:
        return None
    if batch.state is State.RECALLED:
        return Grave.RECALLED
    near = band(batch.expires, today)
    if near is not Band.EXPIRED and batch.state is State.QUARANTINE:
        return Grave.SET_ASIDE
    if near is not Band.EXPIRED and _is_struck(batch.drug):
        return Grave.STOPPED
    return _BANDS.get(near)


def _is_struck(drug: str) -> bool:
    """停用, or in no catalogue any more: what is left of it goes back to the supplier."""
    product = product_of(drug)
    return product is None or product.stopped


def _instead(drug: str) -> str:
    """What the catalogue says to use."""
    product = product_of(drug)
    others = (product_of(code) for code in product.instead) if product else ()
    names = "、".join(one.name for one in others if one is not None and not one.stopped)
    words = translate("stock", QT_TRANSLATE_NOOP("stock", "退回供货方"))
    if not names:
        return words
    use = translate("stock", QT_TRANSLATE_NOOP("stock", "改用 {names}"))
    return f"{words}；{use.format(names=names)}"


def _of_batch(shelf: Shelf, grave: Grave) -> Warned:
    batch = shelf.batch
    return Warned(
        grave=grave,
        name=shelf.name,
        drug=batch.drug,
        lot=batch.lot,
        expires=batch.expires,
        on_hand=in_packs(batch.pack, batch.qty_e4),
        detail=_instead(batch.drug) if grave is Grave.STOPPED else shelf.state_reason,
    )


WARNED: tuple[Column[Warned], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "提醒"),
        lambda one: translate("stock", _WORDS[one.grave]),
        width=13,
        tone=lambda one: one.tone,
        bold=True,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "药品"), lambda one: one.name, bold=True),
    Column(QT_TRANSLATE_NOOP("columns", "批号"), lambda one: one.lot, width=12),
    Column(
        QT_TRANSLATE_NOOP("columns", "有效期至"),
        lambda one: f"{one.expires}" if one.expires else "",
        width=11,
    ),
    Column(QT_TRANSLATE_NOOP("columns", "在库"), lambda one: one.on_hand, width=13, number=True),
    Column(QT_TRANSLATE_NOOP("columns", "说明"), lambda one: one.detail, width=24),
)
GIVEN: tuple[Column[Given], ...] = (
    Column(
        QT_TRANSLATE_NOOP("columns", "发药日期"), lambda one: f"{beijing(one.given_ms):%Y-%m-%d}", width=11
    ),
    Column(QT_TRANSLATE_NOOP("columns", "姓名"), lambda one: one.name, bold=True),
)


class WarningsPart(StockPart):
    counts = True
    model: WarningsModel

    def __init__(self, model: WarningsModel) -> None:
        super().__init__(model)
        self.table: DataTable[Warned] = DataTable(
            WARNED,
            self.tr("提醒"),
            self.tr("没有要处理的：效期、库存、冷链都正常"),
            key=lambda one: (one.grave, one.name, one.lot),
        )
        self.given: DataTable[Given] = DataTable(
            GIVEN, self.tr("领过这一批的人"), self.tr("没有人领过这一批")
        )
        self._given = Card(self.tr("领过这一批的人"))
        self._given.body.addWidget(self.given)
        card = Card()
        card.body.addWidget(self.table)
        row = Row()
        row.addWidget(card, 5)
        row.addWidget(self._given, 2)
        self.body.addLayout(row, 1)
        self.table.chosen.connect(model.choose)
        self.follow()

    def title(self) -> str:
        lines = self.model.state.lines
        return self.tr("提醒") if lines is None else f"{self.tr('提醒')} {len(lines)}"

    def begin(self) -> None:
        self.table.setFocus()

    def show_state(self, state: WarningsState) -> None:
        self.table.show_rows(state.lines or (), busy=state.lines is None)
        self._given.setVisible(state.of is not None)
        self.given.show_rows(state.given)
