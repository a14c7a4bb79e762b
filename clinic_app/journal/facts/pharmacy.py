"""发药: what left the window.  Stock is a sum of such facts."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact
from clinic_app.journal.facts.stock import CodeUsed


class TakenFrom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From which batch, or back into which; in ten-thousandths of the smallest unit."""

    batch_id: UUID
    qty_e4: int
    loose_e4: int = 0  # of that, units out of opened packs
    opened_e4: int = 0  # units of the packs that were opened for it
    codes: tuple[CodeUsed, ...] = ()
    later: str = ""  # why not the batch that expires first


class HandedOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug as it was handed out or came back."""

    feedetl_sn: str  # the bill's line
    code: str  # med_list_codg
    name: str
    cnt_e4: int
    unit: str
    pric_e6: int
    taken: tuple[TakenFrom, ...] = ()  # none: the institution kept no stock then
    no_code: str = ""  # why not every box has a trace code: domain/pharmacy/trace.py NO_CODE
    wasted: bool = False  # came back, and must not be handed out again


class MedicineDispensed(Fact, frozen=True, kw_only=True):
    """发药 for a settled visit, wholly or in part."""

    type: ClassVar[str] = "medicine.dispensed"
    action: ClassVar[str] = "pharmacy"

    visit_id: UUID
    settlement_id: UUID
    lines: tuple[HandedOut, ...]
    second: str = ""  # 复核人 of narcotics


class MedicineReturned(Fact, frozen=True, kw_only=True):
    """退药: before the money goes back."""

    type: ClassVar[str] = "medicine.returned"
    action: ClassVar[str] = "pharmacy"

    visit_id: UUID
    settlement_id: UUID
    lines: tuple[HandedOut, ...]
    reason: str = ""
    second: str = ""  # likewise


class EmptiesReturned(Fact, frozen=True, kw_only=True):
    """空安瓿、废贴收回: so many of what one entry handed out of a batch."""

    type: ClassVar[str] = "empties.returned"
    action: ClassVar[str] = "stock"

    dispensed: UUID
    batch_id: UUID
    drug: str
    count: int
    note: str = ""  # why not all


class EmptiesOf(msgspec.Struct, frozen=True, kw_only=True):
    drug: str
    count: int


class EmptiesDestroyed(Fact, frozen=True, kw_only=True):
    """空安瓿、废贴销毁, before a second person."""

    type: ClassVar[str] = "empties.destroyed"
    action: ClassVar[str] = "stock"

    lines: tuple[EmptiesOf, ...]
    second: str
