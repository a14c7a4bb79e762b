"""按月预付: a year's money in twelve parts, and the quality deposit withheld from each.

Source: docs/payment.md §3.
"""

from dataclasses import dataclass
from typing import Final

from clinic_app.domain.money import half_up

MONTHS: Final = 12
WHOLE_BP: Final = 10_000


def instalment(year_fen: int, month: int) -> int:
    """The part of `month` (1 to 12); the twelve add up to `year_fen`.

    Raises:
        ValueError: a month that no calendar has, or a negative amount.
    """
    if not 1 <= month <= MONTHS:
        raise ValueError(month)
    return half_up(year_fen * month, MONTHS) - half_up(year_fen * (month - 1), MONTHS)


@dataclass(frozen=True, slots=True)
class Prepayment:
    """预付款 of one month: what is paid beforehand and what is withheld, in fen."""

    instalment: int
    deposit: int  # 质量保证金

    @property
    def paid(self) -> int:
        return self.instalment - self.deposit


def prepayment(year_fen: int, quality_bp: int, month: int) -> Prepayment:
    """The instalment of `month` without its deposit of `quality_bp`."""
    whole = instalment(year_fen, month)
    return Prepayment(whole, half_up(whole * quality_bp, WHOLE_BP))


def deposit_returned(deposit: int, score_bp: int) -> int:
    """质量保证金返还: by the score of the appraisal; the rest stays with the fund."""
    return half_up(deposit * score_bp, WHOLE_BP)


def reduction(prepayment: int, due: int, paid: int) -> int:
    """What the next prepayment is reduced by: `paid` since January beyond `due`, at most all of it.  In fen."""
    return min(max(paid - due, 0), max(prepayment, 0))
