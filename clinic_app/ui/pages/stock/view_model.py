"""库房: decisions of the page of the shelves."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.product import Product, of_drug, of_herb
from clinic_app.domain.pharmacy.trace import CodeMissing, HereAlready, TooManyCodes, WrongProduct, read
from clinic_app.journal.facts.stock import StockReceived
from clinic_app.services.purchase import PurchaseService
from clinic_app.services.stock import StockService
from clinic_app.services.stock_booking import Delivery, NewBatch, StockBookingService
from clinic_app.ui import catalogues
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.stock.state import ComingLine, Level, Part, StockState, levels_of
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class StockServices:
    stock: StockService
    booking: StockBookingService
    purchase: PurchaseService


class StockViewModel(QObject):
    """Signals:
    changed: the `StockState`.
    scanned: a text from a scanner, for whichever page is in front.
    received: a delivery was booked; its form begins anew.
    """

    changed = Signal(object)
    scanned = Signal(str)
    received = Signal()

    def __init__(self, services: StockServices, desk: Desk, jobs: JobRunner) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self.state = StockState()
        desk.scanned.connect(lambda scan: self.scanned.emit(scan.text))
        desk.written.connect(self.refresh)

    def refresh(self) -> None:
        self._jobs.read(self._read_lists, self._show_lists, self._refused)

    def turn_to(self, part: Part) -> None:
        self._become(replace(self.state, part=part, notice=""))

    def choose(self, level: Level | None) -> None:
        """The drug under the cursor."""
        if level is not None and level.drug != self.state.open:
            self._become(replace(self.state, open=level.drug))

    # 入库.

    def add(self, line: NewBatch) -> None:
        """One more line of the delivery; boxes scanned from now on are its."""
        product = product_of(line.drug)
        if product is not None:
            coming = ComingLine(name=product.name, pack_unit=product.pack_unit, coded=product.coded, new=line)
            lines = (*self.state.coming, coming)
            self._become(replace(self.state, coming=lines, at=len(lines) - 1, notice=""))

    def remove(self, at: int) -> None:
        lines = self.state.coming
        if 0 <= at < len(lines):
            left = (*lines[:at], *lines[at + 1 :])
            self._become(replace(self.state, coming=left, at=min(at, len(left) - 1), notice=""))

    def point(self, at: int) -> None:
        if at != self.state.at:
            self._become(replace(self.state, at=at))

    def explain(self, at: int, no_code: str) -> None:
        """Why not every box of a line is scanned."""
        self._put(at, no_code=no_code)

    def take_box(self, scanned: str) -> None:
        """扫码 into the line under the cursor, or into the one of the box's product."""
        if self.state.part is not Part.RECEIPT or not self.state.coming or self.state.busy:
            return
        try:
            at = self._line_of(scanned)
        except ClinicError as error:
            self._refused(error)
            return
        line = self.state.coming[at].new
        self._become(replace(self.state, at=at, notice=""))
        self._put(at, codes=(*line.codes, scanned))

    def receive(self, supplier: str, invoice: str) -> None:
        """F8: the whole delivery, or none of it."""
        open_ = next((n for n, one in enumerate(self.state.coming) if not one.done), None)
        if self.state.busy or not self.state.coming:
            return
        if open_ is not None:
            self._become(replace(self.state, at=open_))
            self._refused(CodeMissing(drug=self.state.coming[open_].name))
            return
        by = self._desk.by
        delivery = Delivery(
            supplier=supplier, invoice=invoice, lines=tuple(one.new for one in self.state.coming)
        )
        self._become(replace(self.state, busy=True, notice=""))
        self._jobs.store(lambda: self._services.booking.receive(by, delivery), self._came, self._refused)

    # Inside.

    def _line_of(self, scanned: str) -> int:
        """Raises:
        BadTraceCode, HereAlready, TooManyCodes, WrongProduct
        """
        code = read(scanned)
        lines = self.state.coming
        if code.code in {read(each).code for line in lines for each in line.new.codes}:
            raise HereAlready(tail=code.code[-4:])
        fitting = [at for at, line in enumerate(lines) if line.coded and _is_of(line, scanned)]
        if not fitting:
            raise WrongProduct(drug=lines[max(self.state.at, 0)].name)
        room = [at for at in fitting if len(lines[at].new.codes) < lines[at].new.packs]
        if not room:
            raise TooManyCodes(drug=lines[fitting[0]].name)
        return self.state.at if self.state.at in room else room[0]

    def _put(self, at: int, *, codes: tuple[str, ...] | None = None, no_code: str | None = None) -> None:
        lines = list(self.state.coming)
        if not 0 <= at < len(lines):
            return
        before = lines[at].new
        new = replace(
            before,
            codes=before.codes if codes is None else codes,
            no_code=before.no_code if no_code is None else no_code,
        )
        lines[at] = replace(lines[at], new=new)
        self._become(replace(self.state, coming=tuple(lines), notice=""))

    def _came(self, fact: StockReceived) -> None:
        words = self.tr("{n} 个批次已入库。").format(n=len(fact.batches))
        self._become(replace(self.state, busy=False, coming=(), at=-1, notice=words, tone=Tone.OK))
        self.received.emit()
        self._desk.written.emit()

    def _read_lists(self) -> tuple[Level, ...]:
        stock = self._services.stock
        return levels_of(stock.shelves(), self._services.purchase.short(), stock.available(), stock.today())

    def _show_lists(self, levels: tuple[Level, ...]) -> None:
        state = replace(self.state, levels=levels)
        if state.levels and not state.shelves:
            state = replace(state, open=state.levels[0].drug)
        self._become(state)

    def _refused(self, error: ClinicError) -> None:
        self._become(replace(self.state, busy=False, notice=text_of(error, language()), tone=Tone.DANGER))

    def _become(self, state: StockState) -> None:
        self.state = state
        self.changed.emit(state)


def product_of(code: str) -> Product | None:
    """A drug or a decoction piece of the catalogues in force."""
    offered = catalogues.current()
    drug = offered.drugs.of_code(code)
    if drug is not None:
        return of_drug(drug)
    herb = offered.herbs.of_code(code)
    return None if herb is None else of_herb(herb)


def _is_of(line: ComingLine, scanned: str) -> bool:
    product = product_of(line.new.drug)
    if product is None:
        return False
    try:
        product.require_own(read(scanned))
    except WrongProduct:
        return False
    return True
