"""医联体额度调剂: budget that follows the patients who were referred down.

Source: docs/payment.md §3.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One member of an alliance at the year's end, in fen."""

    code: str
    budget: int
    actual: int
    referred: int = 0  # of `actual`: visits with a valid down-referral

    @property
    def overspend(self) -> int:
        return max(self.actual - self.budget, 0)

    @property
    def rest(self) -> int:
        return max(self.budget - self.actual, 0)


def shifted(primary: tuple[Spending, ...], hospitals: tuple[Spending, ...]) -> Mapping[str, int]:
    """How much budget each member gains (+) or gives (−), in fen; the sum is 0.

    A primary institution gets its overspend, at most what referral caused of it; a hospital gives at most its
    rest.  Both are served in the order of the list.
    """
    moved = {one.code: 0 for one in (*primary, *hospitals)}
    rests = {one.code: one.rest for one in hospitals}
    for needy in primary:
        wanted = min(needy.overspend, needy.referred)
        for giver, rest in rests.items():
            given = min(wanted, rest)
            rests[giver] -= given
            moved[giver] -= given
            moved[needy.code] += given
            wanted -= given
    return moved
