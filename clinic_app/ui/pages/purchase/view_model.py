"""采购: decisions of the page of purchase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.trace import CodeMissing, HereAlready, TooManyCodes, WrongProduct, read
from clinic_app.journal.facts.stock import StockReceived
from clinic_app.printing.documents import Document
from clinic_app.projections.queries.purchase import Order, ShippedLot
from clinic_app.services.purchase import PriceChange, PurchaseService, RecallHere, Standing, Suggested, Wish
from clinic_app.services.stock_booking import Delivery, StockBookingService
from clinic_app.ui.desk import Desk
from clinic_app.ui.i18n import language
from clinic_app.ui.jobs import JobRunner
from clinic_app.ui.pages.purchase.state import ArrivalLine, Part, PlanLine, PurchaseState, plan_of
from clinic_app.ui.pages.stock.view_model import product_of
from clinic_app.ui.printing.papers import Papers
from clinic_app.ui.texts import text_of
from clinic_app.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class PurchaseServices:
    purchase: PurchaseService
    booking: StockBookingService


@dataclass(frozen=True, slots=True)
class _Lists:
    figures: tuple[Suggested, ...]
    kept: tuple[Wish, ...]
    orders: tuple[Standing, ...]
    changes: tuple[PriceChange, ...]
    recalls: tuple[RecallHere, ...]


class PurchaseViewModel(QObject):
    """Signals:
    changed: the `PurchaseState`.
    scanned: a text from a scanner, for whichever page is in front.
    turned: the part that the page goes to.
    """

    changed = Signal(object)
    scanned = Signal(str)
    turned = Signal(int)

    def __init__(self, services: PurchaseServices, desk: Desk, jobs: JobRunner, papers: Papers) -> None:
        super().__init__()
        self._services = services
        self._desk = desk
        self._jobs = jobs
        self._papers = papers
        self.state = PurchaseState()
        self._typed = 0  # a list that was read before the last number was typed is older than it
        desk.scanned.connect(lambda scan: self.scanned.emit(scan.text))
        desk.written.connect(self.refresh)

    def refresh(self) -> None:
        typed = self._typed
        self._jobs.read(
            self._read_lists, lambda lists: self._show_lists(lists, typed == self._typed), self._refused
        )

    def turn_to(self, part: Part) -> None:
        if part is not self.state.part:
            self._become(replace(self.state, part=part, notice=""))

    # 拟单.

    def want(self, drug: str, packs: int, reason: str) -> None:
        """So many packs of a drug; the draft is kept."""
        lines = tuple(
            replace(one, packs=packs, reason=reason) if one.figures.drug == drug else one
            for one in self.state.plan
        )
        self._become(replace(self.state, plan=lines, notice=""))
        self._keep()

    def add(self, drug: str) -> None:
        """A drug that is not among those suggested."""
        if any(one.figures.drug == drug for one in self.state.plan):
            return
        services = self._services.purchase

        def found(figures: list[Suggested]) -> None:
            known = {one.figures.drug for one in self.state.plan}
            new = tuple(
                PlanLine(one, max(one.packs, 1))
                for one in figures
                if one.drug == drug and one.drug not in known
            )
            self._become(replace(self.state, plan=(*new, *self.state.plan), notice=""))
            self._keep()

        self._jobs.read(lambda: services.plan([drug]), found, self._refused)

    def forget_draft(self) -> None:
        """F4: what is suggested, as if nothing had been typed."""
        purchase = self._services.purchase
        self._typed += 1
        self._jobs.store(purchase.forget_draft, lambda _: self.refresh(), self._refused)

    def submit(self) -> None:
        wishes, by = self.state.wishes, self._desk.by
        if self.state.busy:
            return
        self._busy()
        purchase = self._services.purchase
        self._jobs.store(lambda: purchase.submit(by, wishes), self._submitted, self._refused)

    # 订单.

    def choose(self, standing: Standing | None) -> None:
        """The order under the cursor."""
        if standing is None or standing.order.order_id == self.state.open:
            return
        order_id = standing.order.order_id
        self._become(replace(self.state, open=order_id, due_fen=0))
        self._ask_due(order_id)

    def cancel(self, reason: str) -> None:
        order, by = self._open(), self._desk.by
        if order is not None:
            self._write(
                lambda: self._services.purchase.cancel(by, order.order_id, reason), self.tr("采购单已撤销。")
            )

    def match(self, invoice: str, fen: int) -> None:
        """对票."""
        order, by = self._open(), self._desk.by
        if order is not None:
            self._write(
                lambda: self._services.purchase.match(by, order.order_id, invoice, fen),
                self.tr("发票与实收一致，已登记。"),
            )

    def pay(self, settled_on: date) -> None:
        """付款 of a matched order."""
        order, by = self._open(), self._desk.by
        if order is not None and order.amount is not None:
            amount = order.amount
            self._write(
                lambda: self._services.purchase.match(by, order.order_id, order.invoice, amount, settled_on),
                self.tr("付款日期已登记。"),
            )

    # 到货.

    def receive_shipment(self) -> None:
        """One key fills the receipt with what was shipped of the order."""
        order = self._open()
        if order is not None:
            self._jobs.read(
                lambda: self._services.purchase.arriving(order.order_id),
                lambda lots: self._fill(order, lots),
                self._refused,
            )

    def point(self, at: int) -> None:
        if at != self.state.at:
            self._become(replace(self.state, at=at))

    def came(self, packs: int, refused: int, why: str) -> None:
        """So many packs of the line under the cursor stay, so many went back with the driver."""
        self._put(lambda one: replace(one, packs=packs, refused=refused, refused_why=why.strip()))

    def explain(self, no_code: str) -> None:
        """Why not every box of the line is scanned."""
        self._put(lambda one: replace(one, no_code=no_code))

    def take_box(self, scanned: str) -> None:
        """扫码 into the line under the cursor, or into one of the box's product."""
        if self.state.part is not Part.ARRIVAL or not self.state.arrival or self.state.busy:
            return
        try:
            at = self._line_of(scanned)
        except ClinicError as error:
            self._refused(error)
            return
        self._become(replace(self.state, at=at, notice=""))
        self._put(lambda one: replace(one, codes=(*one.codes, scanned)))

    def book(self, supplier: str, invoice: str) -> None:
        """入库: all that came, or nothing."""
        order, by, lines = self.state.arriving, self._desk.by, self.state.arrival
        come = tuple(one for one in lines if one.packs or one.refused)
        if self.state.busy or order is None or not come:
            return
        open_ = next((at for at, one in enumerate(lines) if not one.done), None)
        if open_ is not None:
            self._become(replace(self.state, at=open_))
            self._refused(CodeMissing(drug=lines[open_].name))
            return
        delivery = Delivery(
            supplier=supplier,
            invoice=invoice,
            order_id=order.order_id,
            lines=tuple(one.new for one in come),
        )
        self._busy()
        self._jobs.store(lambda: self._services.booking.receive(by, delivery), self._booked, self._refused)

    # 调价, 召回.

    def revalue(self, change: PriceChange) -> None:
        by = self._desk.by
        if not self.state.busy:
            self._busy()
            self._write(
                lambda: self._services.booking.revalue(by, change.price_order),
                self.tr("库存已按新价调整。"),
            )

    def print_call_back(self, recall: RecallHere) -> None:
        """召回联系单."""

        def put(document: Document) -> None:
            try:
                self._papers.put(document, f"召回-{recall.lot.entry_id.hex}")
            except ClinicError as error:
                self._refused(error)
                return
            self._say(self.tr("召回联系单已打印。"), Tone.OK)

        self._jobs.read(lambda: self._services.purchase.call_back(recall), put, self._refused)

    # Inside.

    def _open(self) -> Order | None:
        standing = self.state.standing
        return None if standing is None else standing.order

    def _ask_due(self, order_id: UUID) -> None:
        def told(fen: int) -> None:
            if self.state.open == order_id:
                self._become(replace(self.state, due_fen=fen))

        self._jobs.read(lambda: self._services.purchase.received_fen(order_id), told, self._refused)

    def _fill(self, order: Order, lots: Sequence[ShippedLot]) -> None:
        if not lots:
            self._say(self.tr("这张采购单没有在途的货：配送方发货后，这里一键填好入库单。"), Tone.WARN)
            return
        names = {line.drug: line.name for line in order.lines}
        lines = tuple(_arrival_line(lot, names.get(lot.drug, lot.drug)) for lot in lots)
        self._become(replace(self.state, arriving=order, arrival=lines, at=0, notice=""))
        self.turned.emit(Part.ARRIVAL)

    def _line_of(self, scanned: str) -> int:
        """Raises:
        BadTraceCode, HereAlready, TooManyCodes, WrongProduct
        """
        code, lines = read(scanned), self.state.arrival
        if code.code in {read(each).code for line in lines for each in line.codes}:
            raise HereAlready(tail=code.code[-4:])
        fitting = [at for at, line in enumerate(lines) if line.coded and _is_of(line, scanned)]
        if not fitting:
            raise WrongProduct(drug=lines[self.state.at].name)
        room = [at for at in fitting if len(lines[at].codes) < lines[at].packs]
        if not room:
            raise TooManyCodes(drug=lines[fitting[0]].name)
        return self.state.at if self.state.at in room else room[0]

    def _put(self, change: Callable[[ArrivalLine], ArrivalLine]) -> None:
        """Another line in the place of the one under the cursor."""
        lines, at = list(self.state.arrival), self.state.at
        if 0 <= at < len(lines):
            lines[at] = change(lines[at])
            self._become(replace(self.state, arrival=tuple(lines), notice=""))

    def _keep(self) -> None:
        self._typed += 1
        wishes = [one.wish for one in self.state.plan]
        purchase = self._services.purchase
        self._jobs.store(lambda: purchase.keep_draft(wishes), lambda _: self._kept(), self._refused)

    def _kept(self) -> None:
        self._typed += 1

    def _submitted(self, done: tuple[UUID, object]) -> None:
        self._become(replace(self.state, part=Part.ORDERS, open=done[0], plan=()))
        self.turned.emit(Part.ORDERS)
        self._wrote(self.tr("采购单已提交，县里收到后接单。"))

    def _booked(self, fact: StockReceived) -> None:
        order = self.state.arriving
        open_ = order.order_id if order else self.state.open
        self._become(replace(self.state, part=Part.ORDERS, arriving=None, arrival=(), open=open_))
        self.turned.emit(Part.ORDERS)
        self._wrote(self.tr("{n} 个批次已入库。").format(n=len(fact.batches)))

    def _write(self, work: Callable[[], object], words: str) -> None:
        self._jobs.store(work, lambda _: self._wrote(words), self._refused)

    def _wrote(self, words: str) -> None:
        self._say(words, Tone.OK)
        self._desk.written.emit()

    def _read_lists(self) -> _Lists:
        purchase = self._services.purchase
        kept = purchase.draft()
        return _Lists(
            tuple(purchase.plan([one.drug for one in kept])),
            tuple(kept),
            tuple(purchase.orders()),
            tuple(purchase.price_changes()),
            tuple(purchase.recalls()),
        )

    def _show_lists(self, lists: _Lists, fresh: bool) -> None:
        state = replace(
            self.state,
            plan=plan_of(lists.figures, lists.kept) if fresh else self.state.plan,
            orders=lists.orders,
            changes=lists.changes,
            recalls=lists.recalls,
        )
        if state.standing is None and state.orders:
            state = replace(state, open=state.orders[0].order.order_id)
        self._become(state)
        if state.open is not None:
            self._ask_due(state.open)

    def _busy(self) -> None:
        self._become(replace(self.state, busy=True, notice=""))

    def _say(self, words: str, tone: Tone) -> None:
        self._become(replace(self.state, busy=False, notice=words, tone=tone))

    def _refused(self, error: ClinicError) -> None:
        self._say(text_of(error, language()), Tone.DANGER)

    def _become(self, state: PurchaseState) -> None:
        self.state = state
        self.changed.emit(state)


def _arrival_line(lot: ShippedLot, name: str) -> ArrivalLine:
    product = product_of(lot.drug)
    return ArrivalLine(
        sent=lot,
        name=name,
        pack_unit=product.pack_unit if product else "",
        coded=product is None or product.coded,
        packs=lot.packs,
    )


def _is_of(line: ArrivalLine, scanned: str) -> bool:
    product = product_of(line.sent.drug)
    if product is None:
        return False
    try:
        product.require_own(read(scanned))
    except WrongProduct:
        return False
    return True
