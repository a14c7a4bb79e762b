"""调拨: decisions of the part: what is sent, what is on its way, and what arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from clinic_app.domain.errors import ClinicError
from clinic_app.domain.pharmacy.trace import read
from clinic_app.printing.stock import Letterhead, transfer_sheet
from clinic_app.projections.queries.stock import Shelf
from clinic_app.projections.queries.transfers import Standing, Transfer
from clinic_app.services.stock import StockService
from clinic_app.services.stock_booking import SomeOf, StockBookingService
from clinic_app.services.transfer import Partner, TransferService
from clinic_app.ui.pages.stock.part import Bench, PartModel, PartState
from clinic_app.ui.pages.stock.words import may_go
from clinic_app.ui.theme import Tone

LIST, NEW = range(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A line of a transfer that is being made."""

    shelf: Shelf
    packs: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferState(PartState):
    at: int = LIST
    transfers: tuple[Transfer, ...] = ()
    partners: tuple[Partner, ...] = ()
    shelves: tuple[Shelf, ...] = ()  # what may be sent
    here: str = ""  # this institution's code
    open: Transfer | None = None
    came: Mapping[UUID, int] | None = None  # packs that came of the open one, where fewer did
    packed: tuple[Packed, ...] = ()

    @property
    def may_arrive(self) -> bool:
        one = self.open
        return one is not None and one.standing is Standing.UNDERWAY and one.to_facility == self.here

    @property
    def may_cancel(self) -> bool:
        one = self.open
        return one is not None and one.standing is Standing.UNDERWAY and one.facility == self.here

    @property
    def waiting(self) -> int:
        """On the way to us."""
        return sum(
            one.standing is Standing.UNDERWAY and one.to_facility == self.here for one in self.transfers
        )

    def name_of(self, code: str) -> str:
        return next((one.name for one in self.partners if one.code == code), code)


@dataclass(frozen=True, slots=True)
class TransferServices:
    transfer: TransferService
    booking: StockBookingService
    stock: StockService


class TransferModel(PartModel[TransferState]):
    def __init__(self, services: TransferServices, bench: Bench) -> None:
        super().__init__(bench, TransferState(here=services.stock.facility))
        self._services = services

    def refresh(self) -> None:
        self._read(self._read_lists, self._show_lists)

    def choose(self, one: Transfer | None) -> None:
        self._change(open=one, came=None)

    def begin(self) -> None:
        """Ins: a transfer is made."""
        self._change(at=NEW, packed=(), notice="")

    def back(self) -> None:
        self._change(at=LIST, packed=(), notice="")

    def pack(self, batch_id: UUID, packs: int) -> None:
        """One more line, or another number for it."""
        shelf = next((one for one in self.state.shelves if one.batch.batch_id == batch_id), None)
        if shelf is None:
            return
        before = next((one for one in self.state.packed if one.shelf is shelf), None)
        line = Packed(shelf=shelf, packs=packs, codes=before.codes if before else ())
        others = tuple(one for one in self.state.packed if one.shelf is not shelf)
        self._change(packed=(*others, line), notice="")

    def unpack(self, at: int) -> None:
        self._change(packed=self.state.packed[:at] + self.state.packed[at + 1 :])

    def take_scan(self, text: str) -> None:
        """A box goes along: one pack more of the batch that it came in."""
        if self.state.at != NEW:
            return
        try:
            code = read(text).code
        except ClinicError as error:
            self._refused(error)
            return
        self._read(lambda: self._services.stock.batch_of_code(code), lambda found: self._add_box(code, found))

    def send(self, to_facility: str, to: str) -> None:
        """F8: to another institution, or to another place of this one."""
        by, lines = self._bench.desk.by, self.state.packed
        some = [SomeOf(batch_id=one.shelf.batch.batch_id, packs=one.packs, codes=one.codes) for one in lines]
        if not some:
            return

        def sent(number: str) -> None:
            self.back()
            self._say(self.tr("已发出：{number}").format(number=number))

        self._write(
            lambda: self._services.booking.transfer(by, some, to=to, to_facility=to_facility).number, sent
        )

    def say_came(self, batch_id: UUID, packs: int) -> None:
        """Fewer came than were sent."""
        self._change(came={**(self.state.came or {}), batch_id: packs}, notice="")

    def arrive(self, why: str) -> None:
        """F9: what was sent is here."""
        by, one, came = self._bench.desk.by, self.state.open, self.state.came
        if not self.state.may_arrive or one is None:
            return
        self._write(
            lambda: self._services.transfer.arrive(by, one.transfer_id, came, why),
            lambda _: self._say(self.tr("{number} 已收货入库。").format(number=one.number)),
        )

    def cancel(self, reason: str) -> None:
        """F6: it never came; what was sent is here again."""
        by, one = self._bench.desk.by, self.state.open
        if not self.state.may_cancel or one is None:
            return
        self._write(
            lambda: self._services.transfer.cancel(by, one.transfer_id, reason),
            lambda _: self._say(self.tr("{number} 已撤销，药已退回库存。").format(number=one.number)),
        )

    def print(self) -> None:
        one = self.state.open
        if one is None:
            return

        def put(head: Letterhead) -> None:
            known = self.state
            sender, receiver = (
                head.facility if code == known.here else known.name_of(code)
                for code in (one.facility, one.to_facility)
            )
            self._put_on_paper(transfer_sheet(head, one, sender, receiver), f"transfer-{one.number}")

        self._read(self._services.stock.letterhead, put)

    def _add_box(self, code: str, batch_id: UUID | None) -> None:
        if any(code in one.codes for one in self.state.packed):
            return
        shelf = next((one for one in self.state.shelves if one.batch.batch_id == batch_id), None)
        if shelf is None:
            self._say(self.tr("尾号 {tail} 的药盒不在可调拨的批次里。").format(tail=code[-4:]), Tone.DANGER)
            return
        line = next((one for one in self.state.packed if one.shelf is shelf), None)
        codes = (*(line.codes if line else ()), code)
        packs = max(len(codes), line.packs if line else 0)
        others = tuple(one for one in self.state.packed if one.shelf is not shelf)
        self._change(packed=(*others, Packed(shelf=shelf, packs=packs, codes=codes)), notice="")

    def _read_lists(self) -> tuple[tuple[Transfer, ...], tuple[Partner, ...], tuple[Shelf, ...]]:
        services = self._services
        today = services.stock.today()
        shelves = tuple(
            one
            for one in services.stock.shelves("")
            if may_go(one.batch, today) and one.batch.whole_e4 >= one.batch.pack.size_e4
        )
        return tuple(services.transfer.transfers()), tuple(services.transfer.partners()), shelves

    def _show_lists(self, told: tuple[tuple[Transfer, ...], tuple[Partner, ...], tuple[Shelf, ...]]) -> None:
        found, partners, shelves = told
        kept = self.state.open.transfer_id if self.state.open else None
        open_ = next((one for one in found if one.transfer_id == kept), found[0] if found else None)
        by_id = {one.batch.batch_id: one for one in shelves}
        packed = tuple(
            Packed(shelf=by_id[one.shelf.batch.batch_id], packs=one.packs, codes=one.codes)
            for one in self.state.packed
            if one.shelf.batch.batch_id in by_id
        )
        self._change(transfers=found, partners=partners, shelves=shelves, open=open_, packed=packed)
