"""What goes wrong on the way, to order."""

from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    NONE = "none"
    LOST_BEFORE = "lost_before"  # the request never arrives
    LOST_AFTER = "lost_after"  # done, and the answer never arrives
    LATE = "late"  # no answer; done only when the next request comes
    LATER = "later"  # no answer; done only when two requests more have come
    SYSTEM_BEFORE = "system_before"  # -1, not done
    SYSTEM_AFTER = "system_after"  # -1, done all the same
    REFUSED = "refused"  # a business error
    OTHER_AMOUNT = "other_amount"  # done; the answer has an amount too many by a fen, its sums hold
    WRONG_SUM = "wrong_sum"  # done; the answer's amounts contradict each other
    NO_AMOUNT = "no_amount"  # done; the answer lacks an amount
    CUT = "cut"  # over HTTP: half of the answer, then the end
    SLOW = "slow"  # over HTTP: done at once, answered after `SLOW_SECONDS`


SLOW_SECONDS = 3.0
Plan = Callable[[str, str], Fault]  # of infno and msgid: what happens to this request


def no_faults(infno: str, msgid: str) -> Fault:
    """Everything works."""
    return Fault.NONE
