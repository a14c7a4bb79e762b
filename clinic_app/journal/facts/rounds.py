"""下乡包: the sheets that were taken along on a round, and the pictures of the paper that came back."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact


class RoundSheet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One sheet of a pack.

    All that is printed stands here, so that a reprint says the same and typing back asks for the blanks of the paper;
    `code` says nothing of whose sheet it is.
    """

    code: str  # 16 digits (domain/rounds.py)
    resident_id: UUID
    form: str
    version: int
    who: str = ""  # name, sex, age
    record_no: str = ""  # 17 digits
    where: str = ""  # village, group, house
    phone: str = ""  # masked
    last: str = ""  # what was found the last time
    reason: str = ""  # why it is due, as the work list told it
    values: dict[str, Any] = {}


class RoundPacked(Fact, frozen=True, kw_only=True):
    """A pack was made for a day; the sheets stand in the order of the route.  The pack's id is the entry's."""

    type: ClassVar[str] = "round.packed"
    action: ClassVar[str] = "forms"

    day: date
    sheets: tuple[RoundSheet, ...]
    salt: str = ""


class SheetPictured(Fact, frozen=True, kw_only=True):
    """The paper of a sheet was photographed; the picture itself lies in the encrypted store of the PC."""

    type: ClassVar[str] = "sheet.pictured"
    action: ClassVar[str] = "forms"

    pack_id: UUID
    code: str
    digest: str  # SHA-256 of the picture, hex
    size: int  # bytes
