"""盘点: when a count stands, and when somebody has to count again."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_app.domain.pharmacy.batch import FEN_E6, Pack

RECOUNT_VALUE_FEN: Final = 5_000
RECOUNT_PART: Final = 100  # a hundredth of the book
REASONS: Final = ("miscount", "damage", "theft", "wrong_dispense", "split_loss")


class Verdict(StrEnum):
    OPEN = "open"  # not counted by two
    AGREED = "agreed"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class Counted:
    """One person's count of a batch, as differences from the book of that moment."""

    by: str
    diff_e4: int
    diff_loose_e4: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the counts of a batch come to."""

    verdict: Verdict
    diff_e4: int = 0
    diff_loose_e4: int = 0


def judge(
    book_e4: int, pack: Pack, first: Counted | None, second: Counted | None, again: Counted | None = None
) -> Found:
    """Two blind counts that agree stand; one that differs much, or from the other, is counted again.

    Much is more than a hundredth of the book and a pack, or than 50 yuan.  The recount stands.
    """
    if again is not None:
        return Found(Verdict.AGREED, again.diff_e4, again.diff_loose_e4)
    if first is None or second is None:
        return Found(Verdict.OPEN)
    same = (first.diff_e4, first.diff_loose_e4) == (second.diff_e4, second.diff_loose_e4)
    if not same or _is_much(book_e4, pack, second):
        return Found(Verdict.RECOUNT, second.diff_e4, second.diff_loose_e4)
    return Found(Verdict.AGREED, second.diff_e4, second.diff_loose_e4)


def _is_much(book_e4: int, pack: Pack, count: Counted) -> bool:
    value = abs(pack.value_e6(count.diff_e4, count.diff_loose_e4))
    by_count = abs(count.diff_e4) * RECOUNT_PART > max(book_e4, pack.size_e4 * RECOUNT_PART)
    return by_count or value > RECOUNT_VALUE_FEN * FEN_E6
