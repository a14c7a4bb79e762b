"""外部调用: what is asked of a card's purse or an insurance platform, written before it is asked and after.

A call that was sent and not concluded is unknown (未知), whatever the reason: no answer is never an answer.
"""

from typing import ClassVar
from uuid import UUID

from clinic_app.journal.fact import Fact


class CallIntended(Fact, frozen=True, kw_only=True):
    """已拟: everything that is needed to ask later what became of it.  The call's id is the entry's."""

    type: ClassVar[str] = "call.intended"
    action: ClassVar[str] = "settlement"

    kind: str  # "purse.debit", "platform.2207" …
    msgid: str  # what the other side knows it by: 发送方报文ID; of a purse terminal, date and counter
    visit_id: UUID | None = None
    about: UUID | None = None  # the call that this one reverses
    amount: int = 0  # fen
    request: dict[str, str | int] = {}


class CallSent(Fact, frozen=True, kw_only=True):
    """已发: from here on it may have happened."""

    type: ClassVar[str] = "call.sent"
    action: ClassVar[str] = "settlement"

    call_id: UUID


class CallConcluded(Fact, frozen=True, kw_only=True):
    """成功, 失败 or 已冲正: what is known for certain."""

    type: ClassVar[str] = "call.concluded"
    action: ClassVar[str] = "settlement"

    call_id: UUID
    state: str  # succeeded, failed, reversed
    evidence: str  # answer, asked, proof, log, counter, balance, reversal, never_sent, cash, issuer
    answer: dict[str, str | int] = {}
