"""Questions about 申报表, 争议, 月结 and 拨付, the same at county and clinic.

What is paid is `Statement.effective`: the sums as issued without the records that were disputed, which stand on
a later statement.  `deducted` is a sum of its own beside `fund_due`: it holds the entries of table `deduction`
that stand on the statement, so whoever takes that table off a payment leaves this figure alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.statements import SUMS, Group, Line, Status, minus, sums_of
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.statement_lines import lines_of
from clinic_app.projections.tables.payment import payment_notice
from clinic_app.projections.tables.reconciliation import dispute, month_closed, statement


class NoStatement(NotFound):
    """No statement of this id has arrived here."""

    code = "statement.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """结算申报表, its header.  Sums in fen by `domain.statements.SUMS`."""

    id: UUID
    facility: str
    month: str
    group: Group
    part: int
    stmt_begndate: date
    stmt_enddate: date
    fixmedins_setl_cnt: int
    sums: Mapping[str, int]  # as issued: the sum of all details
    status: Status
    issued_ms: int
    issued_by: str
    answered_ms: int | None = None
    answered_by: str = ""
    approved_ms: int | None = None
    approved_by: str = ""
    disputed: int = 0  # records that the institution disputes
    undecided: int = 0  # of these, without the county's answer
    struck: Mapping[str, int] = field(default_factory=dict)  # sums of the disputed records

    @property
    def effective(self) -> dict[str, int]:
        """What the statement stands for: without the disputed records."""
        return minus(self.sums, self.struck)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """争议 about one record of a statement."""

    statement_id: UUID
    record: UUID
    facility: str
    month: str
    reason: str
    disputed_ms: int
    disputed_by: str
    decided_ms: int | None = None
    decided_by: str = ""
    upheld: bool = False
    decision: str = ""
    fund_change: int = 0  # fen


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a close left for later, by name."""

    facility: str
    day: date
    records: int
    why: str  # a state of the reconciliation, or "dispute"


@dataclass(frozen=True, slots=True)
class Close:
    """月结 of one month."""

    month: str
    closed_ms: int
    closed_by: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """拨付通知: what an approved run pays to an institution."""

    run_id: UUID
    facility: str
    month: str
    total: int  # fen
    items: tuple[Mapping[str, Any], ...]  # method, insutype, amount, figures, statements
    noticed_ms: int


def statements(connection: sa.Connection, month: str = "", facility: str = "") -> list[Statement]:
    """Statements by month (newest first), facility and group; "" means all."""
    table = statement.c
    question = sa.select(statement).where(table.issued_at.is_not(None))
    if month:
        question = question.where(table.month == month)
    if facility:
        question = question.where(table.facility == facility)
    rows = connection.execute(
        question.order_by(
            table.month.desc(), table.facility, table.insutype, table.clr_type, table.refd_setl_flag,
            table.part, table.issued_at,
        )
    )  # fmt: skip
    paid = paid_statements(connection, facility)
    return [_statement(connection, row, paid) for row in rows]


def statement_of(connection: sa.Connection, statement_id: UUID) -> Statement:
    """Raises:
    NoStatement
    """
    row = connection.execute(
        sa.select(statement).where(statement.c.id == statement_id, statement.c.issued_at.is_not(None))
    ).one_or_none()
    if row is None:
        raise NoStatement(statement=str(statement_id))
    return _statement(connection, row, paid_statements(connection, row.facility or ""))


def months(connection: sa.Connection) -> list[Close]:
    """Closed months, newest first."""
    rows = connection.execute(
        sa.select(month_closed)
        .where(month_closed.c.closed_at.is_not(None))
        .order_by(month_closed.c.month.desc())
    )
    return [_close(row) for row in rows]


def month_of(connection: sa.Connection, month: str) -> Close | None:
    """The close of a month; ``None`` while it is open."""
    row = connection.execute(
        sa.select(month_closed).where(month_closed.c.month == month, month_closed.c.closed_at.is_not(None))
    ).one_or_none()
    return None if row is None else _close(row)


def disputes(
    connection: sa.Connection, statement_id: UUID | None = None, *, undecided: bool = False
) -> list[Dispute]:
    """Disputes that count, the oldest first; of one statement, or all."""
    question = (
        sa.select(dispute, statement.c.facility, statement.c.month)
        .join(statement, statement.c.id == dispute.c.statement_id)
        .where(dispute.c.disputed_entry == statement.c.answered_entry)
        .order_by(dispute.c.disputed_at, dispute.c.settlement_id)
    )
    if statement_id is not None:
        question = question.where(dispute.c.statement_id == statement_id)
    if undecided:
        question = question.where(dispute.c.decided_entry.is_(None))
    return [_dispute(row) for row in connection.execute(question)]


def notices(connection: sa.Connection, facility: str = "", month: str = "") -> list[Notice]:
    """拨付通知, newest first."""
    table = payment_notice.c
    question = sa.select(payment_notice).order_by(table.noticed_at.desc())
    if facility:
        question = question.where(table.facility == facility)
    if month:
        question = question.where(table.month == month)
    return [
        Notice(
            row.run_id, row.facility, row.month, row.total, tuple(json.loads(row.items)), ms_of_stamp(row.noticed_at)
        )
        for row in connection.execute(question)
    ]  # fmt: skip


def paid_statements(connection: sa.Connection, facility: str = "") -> frozenset[UUID]:
    """The statements that an approved run pays."""
    return frozenset(
        UUID(one)
        for notice in notices(connection, facility)
        for item in notice.items
        for one in item.get("statements", ())
    )


def _statement(connection: sa.Connection, row: sa.Row[Any], paid: frozenset[UUID]) -> Statement:
    about = disputes(connection, row.id) if row.answered_entry is not None else []
    names = {one.record for one in about}
    struck: Iterable[Line] = (
        [line for line in lines_of(connection, row.id) if line.record in names] if names else ()
    )
    return Statement(
        id=row.id,
        facility=row.facility,
        month=row.month,
        group=Group(row.insutype, row.clr_type, row.refd_setl_flag),
        part=row.part,
        stmt_begndate=row.stmt_begndate,
        stmt_enddate=row.stmt_enddate,
        fixmedins_setl_cnt=row.fixmedins_setl_cnt,
        sums=dict.fromkeys(SUMS, 0) | json.loads(row.sums),
        status=_status(row, bool(names), paid),
        issued_ms=ms_of_stamp(row.issued_at),
        issued_by=row.issued_by or "",
        answered_ms=_ms(row.answered_at),
        answered_by=row.answered_by or "",
        approved_ms=_ms(row.approved_at),
        approved_by=row.approved_by or "",
        disputed=len(about),
        undecided=sum(1 for one in about if one.decided_ms is None),
        struck=sums_of(struck),
    )


def _status(row: sa.Row[Any], is_disputed: bool, paid: frozenset[UUID]) -> Status:
    if row.id in paid:
        return Status.PAID
    if row.approved_entry is not None:
        return Status.APPROVED
    if row.answered_entry is None:
        return Status.SENT
    return Status.DISPUTED if is_disputed else Status.CONFIRMED


def _close(row: sa.Row[Any]) -> Close:
    left_out = tuple(
        LeftOut(one["facility"], date.fromisoformat(one["day"]), one["records"], one["why"])
        for one in json.loads(row.left_out)
    )
    return Close(row.month, ms_of_stamp(row.closed_at), row.closed_by or "", left_out)


def _dispute(row: sa.Row[Any]) -> Dispute:
    return Dispute(
        statement_id=row.statement_id,
        record=row.settlement_id,
        facility=row.facility,
        month=row.month,
        reason=row.reason or "",
        disputed_ms=ms_of_stamp(row.disputed_at),
        disputed_by=row.disputed_by or "",
        decided_ms=_ms(row.decided_at),
        decided_by=row.decided_by or "",
        upheld=bool(row.upheld),
        decision=row.decision or "",
        fund_change=row.fund_change or 0,
    )


def _ms(stamp: int | None) -> int | None:
    return None if stamp is None else ms_of_stamp(stamp)
