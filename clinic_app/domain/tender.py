"""收款与退款方式: how a person's share is paid, and how it goes back (docs/settlement.md §13).

Means are the words of `TENDERS`: cash, purse, wechat, alipay, bank, deposit, prepaid.  Money is fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinic_app.domain.errors import RuleBroken

CASH: Final = "cash"
PURSE: Final = "purse"
ELECTRONIC: Final = ("wechat", "alipay", "bank")  # go back the way they came
LEFT_BEFORE: Final = (PURSE, "deposit", "prepaid")  # cannot go back where they came from: returned in cash


class BadTender(RuleBroken):
    """The means of payment are unknown, negative, or together not what is due."""

    code = "settlement.bad_tender"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the cashier has chosen for a bill (暂挂 keeps it).  Money in fen."""

    self_pay: bool = False
    acct_request: int = 0
    means: str = ""  # beside cash: wechat, alipay, bank
    by_means: int | None = None  # fen of it; None: all that is due
    use_purse: bool = False


@dataclass(frozen=True, slots=True)
class GoesBack:
    """A refund by means.  Red and rest together are what really moves."""

    red: dict[str, int]  # together minus what was paid
    rest: dict[str, int]  # of what is settled anew, together what that costs
    back: dict[str, int]  # to the person; negative: the person pays


def paid_with(due: int, chosen: Mapping[str, int], purse: int = 0) -> dict[str, int]:
    """What pays `due`: the purse first, then `chosen`, the rest in cash.  Zeros are left out.

    A purse that had paid more than is due gives the rest back in cash: that is negative then.

    >>> paid_with(5000, {"wechat": 2000}, purse=1000)
    {'purse': 1000, 'wechat': 2000, 'cash': 2000}

    Raises:
        BadTender: unknown, negative, or more than is due; `cash` was named and is not the rest.
    """
    other = {means: fen for means, fen in chosen.items() if means != CASH and fen}
    known = (*ELECTRONIC, *(means for means in LEFT_BEFORE if means != PURSE))
    if any(means not in known or fen < 0 for means, fen in other.items()):
        raise BadTender(due=due, given=sum(chosen.values()))
    cash = due - purse - sum(other.values())
    too_much = bool(other) and cash < 0
    if too_much or (CASH in chosen and chosen[CASH] != cash):
        raise BadTender(due=due, given=purse + sum(chosen.values()))
    return _shown({PURSE: purse, **other, CASH: cash})


def handed_back(paid: Mapping[str, int], before: int, after: int) -> GoesBack:
    """The refund of a bill that cost `before`, paid with `paid` (empty: cash), of which `after` stays due.

    Cash goes back first, then what was paid by phone or bank; purse and deposit stay as long as they can,
    and what of them goes back goes back in cash.

    >>> handed_back({"wechat": 3000, "cash": 1857}, 4857, 3144)
    GoesBack(red={'wechat': -3000, 'cash': -1857}, rest={'wechat': 3000, 'cash': 144}, back={'cash': 1713})
    """
    was = _without_debt(paid, before)
    order = (*LEFT_BEFORE, *ELECTRONIC, CASH)
    rest: dict[str, int] = {}
    left = after
    for means in order:
        rest[means] = min(was.get(means, 0), left)
        left -= rest[means]
    rest[CASH] += left  # more is due than before
    back = dict.fromkeys(order, 0)
    for means in order:
        back[CASH if means in LEFT_BEFORE else means] += was.get(means, 0) - rest[means]
    red = {means: -(rest[means] + back[means]) for means in order}
    return GoesBack(_shown(red), _shown(rest), _shown(back))


def together(*parts: Mapping[str, int]) -> dict[str, int]:
    """The sums by means, zeros left out."""
    sums: dict[str, int] = {}
    for part in parts:
        for means, fen in part.items():
            sums[means] = sums.get(means, 0) + fen
    return _shown(sums)


def _without_debt(paid: Mapping[str, int], due: int) -> dict[str, int]:
    """What was paid by means; what the purse had paid too much went back in cash at once."""
    was = dict(paid) or {CASH: due}
    if was.get(CASH, 0) < 0:
        was[PURSE] = was.get(PURSE, 0) + was.pop(CASH)
    return was


def _shown(amounts: Mapping[str, int]) -> dict[str, int]:
    return {means: fen for means, fen in amounts.items() if fen}
