"""Questions about 拨付: plans, runs and what they paid.  Money in fen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.settlement.bill import Direction
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries.statement_lines import chunks
from clinic_app.projections.tables.payment import (
    payment_item,
    payment_plan,
    payment_run,
    payment_source,
)
from clinic_app.projections.tables.reconciliation import statement, statement_record
from clinic_app.projections.tables.settlement import settlement


@dataclass(frozen=True, slots=True)
class PlanText:
    """支付计划 of a year, the newest."""

    year: int
    text: str  # TOML
    entry: UUID
    published_ms: int
    published_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidItem:
    """One line of a run."""

    no: int
    facility: str
    method: str
    insutype: str
    amount: int
    figures: Mapping[str, int]
    statements: tuple[UUID, ...] = ()
    left_out: tuple[UUID, ...] = ()  # records


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """拨付单."""

    id: UUID
    month: str
    plan: UUID | None
    total: int
    made_ms: int
    made_by: str
    approved_ms: int | None
    approved_by: str
    items: tuple[PaidItem, ...] = ()


def plan_of(connection: sa.Connection, year: int) -> PlanText | None:
    """``None`` where the county published none for the year."""
    row = connection.execute(sa.select(payment_plan).where(payment_plan.c.year == year)).one_or_none()
    return None if row is None else _plan(row)


def plans(connection: sa.Connection) -> list[PlanText]:
    """Newest year first."""
    return [
        _plan(row) for row in connection.execute(sa.select(payment_plan).order_by(payment_plan.c.year.desc()))
    ]


def runs(connection: sa.Connection) -> list[Run]:
    """Without their items, newest month first."""
    question = sa.select(payment_run).where(payment_run.c.made_at.is_not(None))
    return [_run(row) for row in connection.execute(question.order_by(payment_run.c.month.desc()))]


def run_of(connection: sa.Connection, month: str) -> Run | None:
    """With its items; ``None`` while none is made."""
    row = connection.execute(
        sa.select(payment_run)
        .where(payment_run.c.month == month, payment_run.c.made_at.is_not(None))
        .order_by(payment_run.c.made_at, payment_run.c.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else _run(row, _items(connection, row.id))


def runs_between(connection: sa.Connection, first: str, last: str) -> list[Run]:
    """With their items, oldest first; both months included."""
    rows = connection.execute(
        sa.select(payment_run)
        .where(payment_run.c.month >= first, payment_run.c.month <= last, payment_run.c.made_at.is_not(None))
        .order_by(payment_run.c.month)
    )
    return [_run(row, _items(connection, row.id)) for row in list(rows)]


def paid_on(connection: sa.Connection, records: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of these records those that a run has paid, each with the last statement on which it was."""
    on, left = payment_source.alias("on"), payment_source.alias("left")
    found: dict[UUID, UUID] = {}
    for some in chunks(records):
        rows = connection.execute(
            sa.select(statement_record.c.record_id, statement_record.c.statement_id)
            .join(on, sa.and_(on.c.source == statement_record.c.statement_id, on.c.kind == "statement"))
            .join(statement, statement.c.id == statement_record.c.statement_id)
            .where(
                statement_record.c.record_id.in_(some),
                ~sa.exists(
                    sa.select(left.c.source).where(
                        left.c.run_id == on.c.run_id,
                        left.c.source == statement_record.c.record_id,
                        left.c.kind == "left_out",
                    )
                ),
            )
            .order_by(statement.c.month)
        )
        found |= {row.record_id: row.statement_id for row in rows}
    return found


def has_carried(connection: sa.Connection, statement_id: UUID) -> bool:
    """Whether a statement names records that were disputed on an earlier one."""
    table = statement_record.c
    question = sa.select(table.record_id).where(table.statement_id == statement_id, table.carried).limit(1)
    return connection.execute(question).first() is not None


def referred_down(connection: sa.Connection, statement_id: UUID) -> frozenset[UUID]:
    """The records of a statement that are about visits referred down (下转), reds of them too."""
    original = settlement.alias("original")
    rows = connection.scalars(
        sa.select(settlement.c.id)
        .join(statement_record, statement_record.c.record_id == settlement.c.id)
        .outerjoin(original, original.c.id == settlement.c.reverses)
        .where(
            statement_record.c.statement_id == statement_id,
            sa.func.coalesce(original.c.referral, settlement.c.referral) == Direction.DOWN.value,
        )
    )
    return frozenset(rows)


def _items(connection: sa.Connection, run_id: UUID) -> tuple[PaidItem, ...]:
    sources: dict[tuple[int, str], list[UUID]] = {}
    for row in connection.execute(
        sa.select(payment_source)
        .where(payment_source.c.run_id == run_id)
        .order_by(payment_source.c.no, payment_source.c.source)
    ):
        sources.setdefault((row.no, row.kind), []).append(row.source)
    rows = connection.execute(
        sa.select(payment_item).where(payment_item.c.run_id == run_id).order_by(payment_item.c.no)
    )
    return tuple(
        PaidItem(
            no=row.no,
            facility=row.facility,
            method=row.method,
            insutype=row.insutype,
            amount=row.amount,
            figures=json.loads(row.figures),
            statements=tuple(sources.get((row.no, "statement"), ())),
            left_out=tuple(sources.get((row.no, "left_out"), ())),
        )
        for row in rows
    )


def _plan(row: Any) -> PlanText:
    return PlanText(
        row.year, row.text, row.published_entry, ms_of_stamp(row.published_at), row.published_by or ""
    )


def _run(row: Any, items: tuple[PaidItem, ...] = ()) -> Run:
    return Run(
        id=row.id,
        month=row.month,
        plan=row.plan,
        total=row.total,
        made_ms=ms_of_stamp(row.made_at),
        made_by=row.made_by or "",
        approved_ms=None if row.approved_at is None else ms_of_stamp(row.approved_at),
        approved_by=row.approved_by or "",
        items=items,
    )
