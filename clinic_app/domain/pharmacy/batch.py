"""批次: one lot of one drug on a shelf, how long it may be handed out, and what it is worth."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import half_up

UNIT_E4: Final = 10_000
FEN_E6: Final = 10_000  # micro-yuan in a fen

_DAY: Final = re.compile(r"(\d{4})[-./年]?(\d{2})[-./月]?(\d{2})日?")
_MONTH: Final = re.compile(r"(\d{4})[-./年]?(\d{1,2})月?")


class BadExpiry(RuleBroken):
    """The expiry is no date and no month."""

    code = "stock.bad_expiry"


class State(StrEnum):
    OK = "ok"
    QUARANTINE = "quarantine"  # 待验, 停用: set aside until somebody decides
    RECALLED = "recalled"


class Band(StrEnum):
    """效期预警."""

    FINE = ""
    YELLOW = "yellow"  # within 180 days
    ORANGE = "orange"  # 90
    RED = "red"  # 30
    EXPIRED = "expired"


_BANDS: Final = ((30, Band.RED), (90, Band.ORANGE), (180, Band.YELLOW))  # days, /docs/pharmacy.md


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """How a drug is packed."""

    quantity: int  # units in a pack
    unit: str  # 粒
    pack_unit: str  # 盒
    pric_e6: int  # micro-yuan a pack, as it was bought

    @property
    def size_e4(self) -> int:
        return self.quantity * UNIT_E4

    @property
    def unit_pric_e6(self) -> int:
        """拆零: micro-yuan a unit of an opened pack."""
        return half_up(self.pric_e6, self.quantity)

    @property
    def split_diff_e6(self) -> int:
        """What a pack is worth more once it is opened; always under a fen."""
        return self.unit_pric_e6 * self.quantity - self.pric_e6

    def step_e4(self, unit: str) -> int:
        """How many units are one of `unit`: a whole pack's, or one."""
        return self.size_e4 if unit == self.pack_unit else UNIT_E4

    def price_in(self, unit: str) -> int:
        """Sale price at zero mark-up, micro-yuan a `unit`."""
        return self.pric_e6 if unit == self.pack_unit else self.unit_pric_e6

    def value_e6(self, qty_e4: int, loose_e4: int) -> int:
        """What a quantity is worth in micro-yuan, `loose_e4` of it out of opened packs; negative as the quantity is.

        Exact for whole packs and whole units, so values add up as quantities do.
        """
        whole = qty_e4 - loose_e4
        return _part(whole * self.pric_e6, self.size_e4) + _part(loose_e4 * self.unit_pric_e6, UNIT_E4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One lot at one price, with what is there of it."""

    batch_id: UUID
    drug: str  # med_list_codg
    lot: str  # 批号, as printed on the box
    expires: date  # last day it may be used
    received_on: date
    pack: Pack
    state: State = State.OK
    qty_e4: int = 0  # on hand
    loose_e4: int = 0  # of that, out of opened packs

    @property
    def whole_e4(self) -> int:
        return self.qty_e4 - self.loose_e4


def last_day(text: str) -> date:
    """有效期 as printed; a month without a day means its last day.

    >>> last_day("2027-02"), last_day("20270131")
    (datetime.date(2027, 2, 28), datetime.date(2027, 1, 31))

    Raises:
        BadExpiry
    """
    cleaned = text.strip()
    for pattern in (_DAY, _MONTH):
        match = pattern.fullmatch(cleaned)
        if match is not None:
            year, month, *day = map(int, match.groups())
            try:
                return date(year, month, day[0] if day else calendar.monthrange(year, month)[1])
            except (ValueError, calendar.IllegalMonthError) as error:
                raise BadExpiry(text=cleaned) from error
    raise BadExpiry(text=cleaned)


def band(expires: date, today: date) -> Band:
    """How near the last day is."""
    left = (expires - today).days
    if left < 0:
        return Band.EXPIRED
    return next((colour for days, colour in _BANDS if left <= days), Band.FINE)


def has_life(made_on: date | None, expires: date, today: date) -> bool:
    """Whether enough is left of a delivery's life: half of it, and 180 days."""
    left = (expires - today).days
    if left < 180:
        return False
    return made_on is None or 2 * left >= (expires - made_on).days


def in_fen(value_e6: int) -> int:
    """Micro-yuan in fen, half away from zero."""
    return half_up(value_e6, FEN_E6) if value_e6 >= 0 else -half_up(-value_e6, FEN_E6)


def _part(product: int, whole: int) -> int:
    """Towards zero, so that what goes out is worth what came in."""
    return product // whole if product >= 0 else -(-product // whole)
