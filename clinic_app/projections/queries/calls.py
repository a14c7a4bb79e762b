"""Questions about outside calls."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.tables.calls import outside_call


class NoCall(NotFound):
    """No outside call of this id has arrived here."""

    code = "call.not_found"


class CallState(StrEnum):
    """已拟, 未知, 成功, 失败, 已冲正.  Sent and not concluded is unknown, whatever the reason."""

    INTENDED = "intended"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    id: UUID
    kind: str
    msgid: str
    visit_id: UUID | None
    resident_id: UUID | None
    about: UUID | None
    amount: int  # fen
    request: dict[str, str | int]
    state: CallState
    evidence: str
    answer: dict[str, str | int]
    intended_ms: int  # UTC
    by: str


def call_of(connection: sa.Connection, call_id: UUID) -> Call:
    """Raises:
    NoCall
    """
    row = connection.execute(
        sa.select(outside_call).where(outside_call.c.id == call_id, outside_call.c.intended_at.is_not(None))
    ).one_or_none()
    if row is None:
        raise NoCall(call=str(call_id))
    return _call(row)


def open_calls(connection: sa.Connection, facility: str, kind: str = "") -> list[Call]:
    """Intended or unknown, the oldest first; `kind` is a beginning: "purse", "platform"."""
    rows = connection.execute(
        sa.select(outside_call)
        .where(
            outside_call.c.facility == facility,
            outside_call.c.concluded_at.is_(None),
            outside_call.c.intended_at.is_not(None),
            outside_call.c.kind.startswith(kind),
        )
        .order_by(outside_call.c.intended_at, outside_call.c.id)
    )
    return [_call(row) for row in rows]


def calls_of_visit(connection: sa.Connection, visit_id: UUID, kind: str = "") -> list[Call]:
    """Every call made for a visit, the oldest first."""
    rows = connection.execute(
        sa.select(outside_call)
        .where(outside_call.c.visit_id == visit_id, outside_call.c.kind.startswith(kind))
        .order_by(outside_call.c.intended_at, outside_call.c.id)
    )
    return [_call(row) for row in rows]


def _call(row: Any) -> Call:
    if row.concluded_at is not None:
        state = CallState(row.conclusion)
    else:
        state = CallState.INTENDED if row.sent_at is None else CallState.UNKNOWN
    return Call(
        id=row.id,
        kind=row.kind,
        msgid=row.msgid,
        visit_id=row.visit_id,
        resident_id=row.resident,
        about=row.about,
        amount=row.amount,
        request=json.loads(row.request),
        state=state,
        evidence=row.evidence or "",
        answer=json.loads(row.answer) if row.answer else {},
        intended_ms=row.intended_at >> 16,
        by=row.intended_by,
    )
