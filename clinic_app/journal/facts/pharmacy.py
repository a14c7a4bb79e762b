"""发药: what left the window.  Stock is a sum of such facts."""

from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class HandedOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug as it was handed out or came back."""

    feedetl_sn: str  # the bill's line
    code: str  # med_list_codg
    name: str
    cnt_e4: int
    unit: str
    pric_e6: int


class MedicineDispensed(Fact, frozen=True, kw_only=True):
    """发药 for a settled visit."""

    type: ClassVar[str] = "medicine.dispensed"
    action: ClassVar[str] = "pharmacy"

    visit_id: UUID
    settlement_id: UUID
    lines: tuple[HandedOut, ...]


class MedicineReturned(Fact, frozen=True, kw_only=True):
    """退药: before the money goes back."""

    type: ClassVar[str] = "medicine.returned"
    action: ClassVar[str] = "pharmacy"

    visit_id: UUID
    settlement_id: UUID
    lines: tuple[HandedOut, ...]
    reason: str = ""
