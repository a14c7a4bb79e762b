"""居民: who a person is.  The resident's id is the id of the entry that registered it."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from clinic_app.journal.fact import Fact, Reach


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card that the person holds; its loss ends the card, never the person."""

    kind: str  # ssc1, ssc2, ssc3, idcard
    number: str = ""  # printed on the card
    identifier: str = ""  # 卡识别码, in the chip
    issued_on: date | None = None
    valid_to: date | None = None


class ResidentRegistered(Fact, frozen=True, kw_only=True):
    """A person is known here from now on; the subject is this entry's own id."""

    type: ClassVar[str] = "resident.registered"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "resident"

    name: str
    sex: str  # GB/T 2261.1: 0, 1, 2, 9
    birth_date: date | None = None
    id_number: str = ""  # 18 characters; empty without one
    id_doc_type: str = "01"  # codes/id_doc_type.csv
    id_verified: str = (
        ""  # card: read from a card; typed: typed with name and birth date agreeing; "": neither
    )
    ethnic: str = ""
    phone: str = ""
    address: str = ""
    village: str = ""  # the village clinic's facility code
    card: Card | None = None
    temp_identity: str = ""  # 临时身份, identifiers §3
    temp_reason: str = ""
    note: str = ""  # features of an unknown person, who brought them
    source: str = ""  # card, typed, import
    salt: str


class Change(msgspec.Struct, frozen=True):
    """One field of an amendment, and the entry whose value it replaces."""

    value: str
    replaces: UUID


def require_readable(changes: Mapping[str, Change]) -> None:
    """Raises:
    ValueError: a birth date that is none would stop every PC that shows it.
    """
    born = changes.get("birth_date")
    if born is not None and born.value and not _is_day(born.value):
        raise ValueError("birth_date")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class ResidentAmended(Fact, frozen=True, kw_only=True):
    """Only the fields that changed; what two devices changed apart is settled field by field."""

    type: ClassVar[str] = "resident.amended"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "resident"

    changes: dict[str, Change]
    salt: str

    def __post_init__(self) -> None:
        require_readable(self.changes)


class CardLinked(Fact, frozen=True, kw_only=True):
    """A further card of a known resident."""

    type: ClassVar[str] = "card.linked"
    reach: ClassVar[Reach] = Reach.SCOPE
    action: ClassVar[str] = "resident"

    card: Card
    salt: str


class ChartViewed(Fact, frozen=True, kw_only=True):
    """Someone opened a resident's chart."""

    type: ClassVar[str] = "chart.viewed"
    reach: ClassVar[Reach] = Reach.COUNTY
    action: ClassVar[str] = "chart"

    purpose: str  # encounter, followup, lookup
