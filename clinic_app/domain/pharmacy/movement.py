"""出入库: the kinds of movements, and a period's account of them.

What is on hand is never a number that is overwritten: it is the sum of signed movements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import in_fen


class NoReason(RuleBroken):
    """A movement, a judgement or a difference without a reason."""

    code = "stock.no_reason"


class Kind(StrEnum):
    RECEIVE = "receive"  # 入库 +
    RETURN_TO_SUPPLIER = "return_to_supplier"  # 退货 −
    DISPENSE = "dispense"  # 发药 −
    RETURN_FROM_PATIENT = "return_from_patient"  # 退药 +
    TRANSFER_OUT = "transfer_out"  # 调出 −
    TRANSFER_IN = "transfer_in"  # 调入 +
    SPLIT = "split"  # 拆零: a pack less, its units more
    WASTE = "waste"  # 报损 −
    EXPIRE = "expire"  # 过期 −
    RECALL = "recall"  # 召回 −
    REVALUE_OUT = "revalue_out"  # 调价: out of the batch at its old price …
    REVALUE_IN = "revalue_in"  # … and into one at the new
    COUNT_ADJUST = "count_adjust"  # 盘盈, 盘亏 ±


SIGN: Final[Mapping[Kind, int]] = {
    Kind.RECEIVE: 1,
    Kind.RETURN_TO_SUPPLIER: -1,
    Kind.DISPENSE: -1,
    Kind.RETURN_FROM_PATIENT: 1,
    Kind.TRANSFER_OUT: -1,
    Kind.TRANSFER_IN: 1,
    Kind.WASTE: -1,
    Kind.EXPIRE: -1,
    Kind.RECALL: -1,
    Kind.REVALUE_OUT: -1,
    Kind.REVALUE_IN: 1,
}
# What `stock.moved` may say; the others have facts of their own.
BOOKED: Final = (Kind.RETURN_TO_SUPPLIER, Kind.WASTE, Kind.EXPIRE, Kind.RECALL, Kind.SPLIT)


@dataclass(frozen=True, slots=True)
class Moved:
    """What one kind of movement comes to."""

    qty_e4: int = 0
    value_e6: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.qty_e4 + other.qty_e4, self.value_e6 + other.value_e6)


@dataclass(frozen=True, slots=True)
class Account:
    """A period of one batch or of a whole pharmacy: opening + every kind = closing, exactly."""

    opening: Moved
    kinds: Mapping[Kind, Moved]

    @property
    def closing(self) -> Moved:
        return sum(self.kinds.values(), self.opening)

    @property
    def split_diff_e6(self) -> int:
        """拆零差: a split moves no quantity, so all of its value is rounding."""
        return self.kinds.get(Kind.SPLIT, Moved()).value_e6

    def fen(self) -> Mapping[str, int]:
        """Opening, every kind and closing in whole fen, so that the printed sheet adds up to the fen.

        Each figure is the difference of two rounded running sums.
        """
        so_far = self.opening.value_e6
        found = {"opening": in_fen(so_far)}
        for kind in Kind:
            before, so_far = in_fen(so_far), so_far + self.kinds.get(kind, Moved()).value_e6
            found[kind.value] = in_fen(so_far) - before
        return found | {"closing": in_fen(so_far)}


def account(opening: Moved, moved: Iterable[tuple[Kind, Moved]]) -> Account:
    kinds: dict[Kind, Moved] = {}
    for kind, one in moved:
        kinds[kind] = kinds.get(kind, Moved()) + one
    return Account(opening, kinds)
