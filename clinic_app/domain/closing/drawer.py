"""结账的规矩: which business day a closing is of, and what it may not leave unsaid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.money import yuan


class CashDiffers(RuleBroken):
    """长款 or 短款 without a word about it."""

    code = "closing.cash_differs"


class CallsOpen(RuleBroken):
    """Purse or insurance calls without a certain outcome, and no word about them."""

    code = "closing.calls_open"


class PurseDiffers(RuleBroken):
    """The e-purse debits are not what the bills say was paid from purses, and no word about it."""

    code = "closing.purse_differs"


class NotBalanced(RuleBroken):
    """Figures contradict each other, and no word about it."""

    code = "closing.not_balanced"


class BadCount(RuleBroken):
    """A drawer holds no negative money."""

    code = "closing.bad_count"


@dataclass(frozen=True, slots=True)
class Drawer:
    """What the cashier says of the drawer.  Money in fen.

    Raises:
        BadCount
    """

    counted: int  # 备用金 included
    float_in: int = 0  # 备用金, there when the day began
    note: str = ""
    counts: Mapping[int, int] = field(default_factory=dict)  # notes and coins by their value

    def __post_init__(self) -> None:
        if min(self.counted, self.float_in, *self.counts.values()) < 0:
            raise BadCount(counted=yuan(self.counted))


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a closing must have explained beside its drawer."""

    open_calls: int = 0
    purse_diff: int = 0  # fen
    breaches: int = 0

    def __bool__(self) -> bool:
        return bool(self.open_calls or self.purse_diff or self.breaches)


def require_note(drawer: Drawer, expected: int, doubts: Doubts) -> None:
    """Raises:
    CashDiffers, CallsOpen, PurseDiffers, NotBalanced: and there is no note.
    """
    if drawer.note.strip():
        return
    if drawer.counted != expected:
        raise CashDiffers(diff=yuan(drawer.counted - expected))
    if doubts.open_calls:
        raise CallsOpen(count=doubts.open_calls)
    if doubts.purse_diff:
        raise PurseDiffers(diff=yuan(doubts.purse_diff))
    if doubts.breaches:
        raise NotBalanced(count=doubts.breaches)


def business_day(today: date, last_record: date | None, last_closed: date | None) -> date:
    """营业日: of the last record, today when there is none, and never one that is closed.

    Beyond `today`: the window has closed for today, what comes now is tomorrow's.

    >>> business_day(date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 21))
    datetime.date(2026, 11, 22)
    """
    day = min(last_record or today, today)
    return day if last_closed is None else max(day, last_closed + timedelta(days=1))
