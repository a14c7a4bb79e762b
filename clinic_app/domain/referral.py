"""双向转诊: who may do what in which state, and when an unanswered referral lapses.

resources/tables/referral_transitions.csv.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from clinic_app.domain.codes import rows
from clinic_app.domain.errors import RuleBroken

NEEDS_REASON: Final = frozenset({"reject", "decline", "cancel"})
EMERGENCY: Final = 3  # the severity that skips the approval
CONFIRM_WITHIN: Final = timedelta(hours=24)  # the approval of an emergency, afterwards
VISIT_WITHIN: Final = timedelta(days=7)  # the home facility, after a patient was sent back
LAPSES_AFTER: Final[Mapping[int, timedelta]] = {
    1: timedelta(hours=72),
    2: timedelta(hours=24),
    3: timedelta(hours=2),
}  # by severity, from the last change of state


class NotNow(RuleBroken):
    """`event` is not open to `actor` in `state`."""

    code = "referral.not_now"


class Actor(StrEnum):
    SENDER = "SENDER"
    SENDER_APPROVER = "SENDER_APPROVER"
    RECEIVER = "RECEIVER"
    SYSTEM = "SYSTEM"


@cache
def transitions() -> Mapping[tuple[str, str, str], str]:
    """The next state by state, event and actor; what is not in it is not allowed."""
    return {
        (row["from_state"], row["event"], row["actor"]): row["to_state"]
        for row in rows("tables", "referral_transitions.csv")
    }


def state_after(state: str, event: str, actor: str, severity: int = 1) -> str:
    """The state that an event leads to.

    An emergency that is submitted is approved by the system at once; the sender's approver confirms it
    within `CONFIRM_WITHIN`.

    Raises:
        NotNow: the event is not allowed; the referral stays as it is.
    """
    after = transitions().get((state, event, actor))
    if after is None:
        raise NotNow(state=state, event=event, actor=actor)
    if event == "submit" and severity == EMERGENCY:
        return transitions()[after, "approve", Actor.SENDER_APPROVER]
    return after


def lapses_at(state: str, changed_at: datetime, severity: int) -> datetime | None:
    """When a referral that nobody answers is 已失效; None in a state that does not lapse."""
    if (state, "expire", Actor.SYSTEM) not in transitions():
        return None
    return changed_at + LAPSES_AFTER[severity]
