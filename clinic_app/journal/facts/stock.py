"""库存: batches and their movements.  What is on hand is a sum of these facts and of what was dispensed.

Quantities are ten-thousandths of the smallest unit (tablet, ampoule, gram); prices micro-yuan a pack.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.county import CountyFact


class CodeUsed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """追溯码: one box, and how much of it came or went."""

    code: str
    qty_e4: int


class BatchReceived(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One lot at one price as it came.  It keeps both for ever: a new price makes a new batch."""

    batch_id: UUID
    drug: str  # med_list_codg
    name: str
    lot: str
    made_on: date | None = None
    expires: date  # the last day it may be used
    pack_qty: Annotated[int, msgspec.Meta(ge=1)]
    unit: str
    pack_unit: str
    pric_e6: int  # micro-yuan a pack
    qty_e4: int
    loose_e4: int = 0  # of that, out of opened packs
    codes: tuple[CodeUsed, ...] = ()
    no_code: str = ""  # why not every box has a code: domain/pharmacy/trace.py NO_CODE
    refused_e4: int = 0  # damaged or wrong, and sent back with the driver
    refused_why: str = ""
    from_batch: UUID | None = None  # of a transfer: the sender's batch


class StockReceived(Fact, frozen=True, kw_only=True):
    """入库: one delivery, or what another institution handed over (`kind` transfer_in)."""

    type: ClassVar[str] = "stock.received"
    action: ClassVar[str] = "stock"

    received_on: date
    supplier: str  # of a transfer: the institution's code
    invoice: str = ""
    kind: str = "receive"
    order_id: UUID | None = None
    location: str = ""
    transfer_id: UUID | None = None  # the `stock.transferred` of the other institution
    batches: tuple[BatchReceived, ...]

    @property
    def addressees(self) -> tuple[str, ...]:
        """Who sent it hears what arrived."""
        return (self.supplier,) if self.transfer_id else ()


class BatchMoved(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So much of a batch; never negative, the kind says whether it came or went."""

    batch_id: UUID
    drug: str
    qty_e4: int
    loose_e4: int = 0  # of that, single units; of a split the units that became loose
    codes: tuple[CodeUsed, ...] = ()


class StockMoved(Fact, frozen=True, kw_only=True):
    """拆零, 报损, 过期, 召回, 退货."""

    type: ClassVar[str] = "stock.moved"
    action: ClassVar[str] = "stock"

    kind: str  # split, waste, expire, recall, return_to_supplier
    lines: tuple[BatchMoved, ...]
    reason: str
    location: str = ""
    second: str = ""  # the other person, where two are due
    order_id: UUID | None = None


class StockTransferred(Fact, frozen=True, kw_only=True):
    """调拨: to another place of this institution (`to`), or to another institution (`to_facility`)."""

    type: ClassVar[str] = "stock.transferred"
    action: ClassVar[str] = "stock"

    lines: tuple[BatchMoved, ...]
    location: str = ""
    to: str = ""
    to_facility: str = ""
    number: str = ""
    batches: tuple[BatchReceived, ...] = ()  # of each line what its receiver needs to know; without codes

    @property
    def addressees(self) -> tuple[str, ...]:
        return (self.to_facility,) if self.to_facility else ()


class TransferCancelled(Fact, frozen=True, kw_only=True):
    """撤销调拨: it never came, and what was sent is the sender's again; an arrival, whenever it is told, outweighs it."""

    type: ClassVar[str] = "transfer.cancelled"
    action: ClassVar[str] = "stock"

    transfer_id: UUID
    to_facility: str  # who waits for it
    reason: str
    location: str = ""  # where it was sent from
    lines: tuple[BatchMoved, ...]

    @property
    def addressees(self) -> tuple[str, ...]:
        return (self.to_facility,)


class BatchJudged(Fact, frozen=True, kw_only=True):
    """停用, 解除: whether a batch may be handed out; the newest word counts."""

    type: ClassVar[str] = "batch.judged"
    action: ClassVar[str] = "stock"

    batch_id: UUID
    state: str  # ok, quarantine, recalled
    reason: str


class ColdPlaceNamed(Fact, frozen=True, kw_only=True):
    """冷柜、阴凉库: a place of the house with its band, or one that is not used any more; the newest word counts."""

    type: ClassVar[str] = "cold_place.named"
    action: ClassVar[str] = "stock"

    place: str
    storage: str  # of the catalogue: cold_chain, cool
    lowest: int  # tenths of a degree Celsius
    highest: int
    drugs: tuple[str, ...] = ()  # codes of what stands in it; empty: all of its storage that no place names
    in_use: bool = True


class TemperatureLogged(Fact, frozen=True, kw_only=True):
    """冷链温度: one reading of a fridge; outside its band the batches named are set aside until somebody decides."""

    type: ClassVar[str] = "temperature.logged"
    action: ClassVar[str] = "stock"

    place: str  # 药品冷藏柜
    day: date
    half: str  # am, pm
    tenths: int  # of a degree Celsius
    lowest: int  # the band it ought to stay in
    highest: int
    set_aside: tuple[UUID, ...] = ()  # batches
    measure: str = ""  # what was done about it


class Revalued(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is left of a batch goes over into one at the new price."""

    batch_id: UUID
    old_e6: int
    into: BatchReceived


class StockRevalued(Fact, frozen=True, kw_only=True):
    """调价: by the county's order alone."""

    type: ClassVar[str] = "stock.revalued"
    action: ClassVar[str] = "stock"

    price_order: UUID  # the county's entry
    location: str = ""
    lines: tuple[Revalued, ...]


class BookLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    batch_id: UUID
    qty_e4: int
    loose_e4: int = 0


class StocktakeOpened(Fact, frozen=True, kw_only=True):
    """盘点开始: what the book says at the cut-off, which is the entry's time."""

    type: ClassVar[str] = "stocktake.opened"
    action: ClassVar[str] = "stock"

    number: str
    kind: str = "month"  # month, week, shift
    location: str = ""
    lines: tuple[BookLine, ...]


class StocktakeCounted(Fact, frozen=True, kw_only=True):
    """盲点: what one person counted, without seeing the book; selling goes on meanwhile."""

    type: ClassVar[str] = "stocktake.counted"
    action: ClassVar[str] = "stock"

    stocktake_id: UUID
    round: int = 1  # 2: counted again
    lines: tuple[BookLine, ...]


class Adjusted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """盘盈 or, negative, 盘亏."""

    batch_id: UUID
    drug: str
    diff_e4: int
    diff_loose_e4: int = 0
    reason: str  # domain/pharmacy/stocktake.py REASONS


class StocktakeApproved(Fact, frozen=True, kw_only=True):
    """盘点审批: the differences are booked; of two approvals of one stocktake the earlier one counts."""

    type: ClassVar[str] = "stocktake.approved"
    action: ClassVar[str] = "stock_approval"

    stocktake_id: UUID
    counted: int  # batches
    lines: tuple[Adjusted, ...]


class LotRecalled(CountyFact, frozen=True, kw_only=True):
    """召回: no box of this lot is handed out any more, anywhere."""

    type: ClassVar[str] = "lot.recalled"

    drug: str
    lot: str
    reason: str


class Price(msgspec.Struct, frozen=True):
    drug: str
    pric_e6: int  # micro-yuan a pack


class PricesOrdered(CountyFact, frozen=True, kw_only=True):
    """采购目录价格, 调价通知: what a pack costs from a day on."""

    type: ClassVar[str] = "prices.ordered"

    number: str
    from_day: date
    prices: tuple[Price, ...]


class SoldCodesPublished(CountyFact, frozen=True, kw_only=True):
    """已售追溯码: the marks of boxes that were sold in the county, those that no earlier entry told."""

    type: ClassVar[str] = "sold_codes.published"

    day: date
    marks: bytes  # domain/pharmacy/sold_codes.py
