"""申报明细: the lines of statements, and what waits to stand on one.

A dispute counts when it came with the statement's own, first answer; a record that it names stands on that
statement no more and moves to the next once the county has decided.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciling import clr_type_of
from clinic_app.domain.statements import Dues, Group, Judged, Line, RecordKind, dues_of
from clinic_app.projections.tables.closing import closing, closing_record
from clinic_app.projections.tables.reconciliation import (
    adjustment,
    deduction,
    deduction_record,
    dispute,
    statement,
    statement_record,
)
from clinic_app.projections.tables.settlement import (
    COUNTY_AMOUNTS,
    SHOWN_AMOUNTS,
    difference_settled,
    settlement,
)

_NOTHING: Final = Dues()
_EVER: Final = 2**62  # a stamp beyond every other
_CHUNK: Final = 500  # ids in one question
_original = settlement.alias("original")
_names: Final = [column.name for column in settlement.columns]
_ROWS: Final = (
    sa.select(
        settlement,
        *(_original.c[name].label(f"original_{name}") for name in _names),
    )
    .select_from(settlement.outerjoin(_original, _original.c.id == settlement.c.reverses))
)  # fmt: skip


def _struck() -> sa.Select[Any]:
    """The dispute that takes a record off the statement it stands on, of the row of `statement_record` around it."""
    answered = statement.alias("answered")
    return sa.select(dispute.c.settlement_id).where(
        dispute.c.settlement_id == statement_record.c.record_id,
        dispute.c.statement_id == statement_record.c.statement_id,
        answered.c.id == statement_record.c.statement_id,
        dispute.c.disputed_entry == answered.c.answered_entry,
    )


def candidates(connection: sa.Connection, facility: str, before: int) -> list[Line]:
    """What was adjudicated before the stamp `before` and stands on no statement that still counts.

    Disputed records come only when every dispute about them is decided.
    """
    judged = _ROWS.where(
        settlement.c.facility == facility,
        settlement.c.adjudicated_at < before,
        settlement.c.made_at.is_not(None),
        _free(settlement.c.id),
    )
    rows = list(connection.execute(judged))
    granted = _granted(connection, [row.id for row in rows], before)
    found = _about(connection, rows)
    lines = [_line(row, found, granted) for row in rows]
    lines += _adjusts(connection, facility, difference_settled.c.settled_at < before)
    lines += _deducts(connection, facility, deduction.c.deducted_at < before)
    carried = _carried(connection, [line.record for line in lines])
    return [replace(line, carried=line.record in carried) for line in lines]


def lines_of(connection: sa.Connection, statement_id: UUID) -> list[Line]:
    """Every line of a statement as it was issued, the disputed ones too, by day and receipt."""
    issued = connection.scalar(sa.select(statement.c.issued_at).where(statement.c.id == statement_id)) or 0
    on_it = statement_record.c.statement_id == statement_id
    rows = list(
        connection.execute(
            _ROWS.join(statement_record, statement_record.c.record_id == settlement.c.id).where(on_it)
        )
    )
    granted = _granted(connection, [row.id for row in rows], issued)
    found = _about(connection, rows)
    lines = [_line(row, found, granted) for row in rows]
    ids = sa.select(statement_record.c.record_id).where(on_it)
    lines += _adjusts(connection, None, difference_settled.c.entry_id.in_(ids))
    lines += _deducts(connection, None, deduction.c.entry_id.in_(ids))
    carried = set(
        connection.scalars(sa.select(statement_record.c.record_id).where(on_it, statement_record.c.carried))
    )
    return sorted((replace(line, carried=line.record in carried) for line in lines), key=_order)


def open_disputes(connection: sa.Connection, facility: str) -> dict[UUID, UUID]:
    """Disputed records that the county has not decided, with the statement that they stand on."""
    rows = connection.execute(
        sa.select(dispute.c.settlement_id, dispute.c.statement_id)
        .join(statement, statement.c.id == dispute.c.statement_id)
        .where(
            statement.c.facility == facility,
            dispute.c.disputed_entry == statement.c.answered_entry,
            dispute.c.decided_entry.is_(None),
        )
    )
    return {row.settlement_id: row.statement_id for row in rows}


def _free(record: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Each statement that names the record was disputed for it, and each such dispute is decided."""
    named = sa.select(statement_record.c.record_id).where(
        statement_record.c.record_id == record,
        ~sa.exists(_struck().where(dispute.c.decided_entry.is_not(None))),
    )
    return ~sa.exists(named)


def _order(line: Line) -> tuple[str, str, str]:
    return line.day.isoformat() if line.day else "", line.number, line.record.hex


@dataclass(frozen=True, slots=True)
class _Found:
    """县级调整 by settlement: whether the clinic's figures were wrong, and what changed in the county's."""

    clinic_fault: frozenset[UUID]
    county_change: Mapping[UUID, Mapping[str, int]]


def _about(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> _Found:
    ids = {row.id for row in rows} | {row.reverses for row in rows if row.reverses}
    fault: set[UUID] = set()
    change: dict[UUID, dict[str, int]] = {}
    for some in chunks(ids):
        for row in connection.execute(sa.select(adjustment).where(adjustment.c.settlement_id.in_(some))):
            if row.side == "clinic":
                fault.add(row.settlement_id)
                continue
            known = change.setdefault(row.settlement_id, {})
            for name, amount in json.loads(row.amounts).items():
                known[name] = known.get(name, 0) + amount
    return _Found(frozenset(fault), change)


def _granted(connection: sa.Connection, ids: Sequence[UUID], before: int) -> dict[UUID, int]:
    """Fen that the county granted on disputes of statements issued before the stamp `before`."""
    granted: dict[UUID, int] = {}
    for some in chunks(ids):
        rows = connection.execute(
            sa.select(dispute.c.settlement_id, dispute.c.fund_change)
            .join(statement, statement.c.id == dispute.c.statement_id)
            .where(
                dispute.c.settlement_id.in_(some),
                dispute.c.disputed_entry == statement.c.answered_entry,
                dispute.c.upheld,
                statement.c.issued_at < before,
            )
        )
        for record, change in rows:
            granted[record] = granted.get(record, 0) + (change or 0)
    return granted


def _carried(connection: sa.Connection, ids: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in chunks(ids):
        found.update(
            connection.scalars(
                sa.select(statement_record.c.record_id).where(statement_record.c.record_id.in_(some))
            )
        )
    return found


def _line(row: sa.Row[Any], found: _Found, granted: Mapping[UUID, int]) -> Line:
    is_red = row.kind == RecordKind.RED
    insutype = (row.original_insutype if is_red else row.insutype) or ""
    med_type = (row.original_med_type if is_red else row.med_type) or ""
    return Line(
        record=row.id,
        kind=RecordKind.RED if is_red else RecordKind.SETTLE,
        group=Group(insutype, clr_type_of(med_type), int(is_red)),
        day=row.setl_date,
        number=row.number or "",
        psn_no=row.psn_no or "",
        mdtrt_id=row.original_visit_id if is_red else row.visit_id,
        med_type=med_type,
        dise_codg=(row.original_dise_codg if is_red else row.dise_codg) or "",
        pay_way=(row.original_pay_way if is_red else row.pay_way) or "",
        enddate=row.original_enddate if is_red else row.enddate,
        action=row.action_due or "",
        cause=row.cause or "",
        client=_amounts(row, "", SHOWN_AMOUNTS),
        county=_amounts(row, "county_", COUNTY_AMOUNTS),
        dues=_red_dues(row, found) if is_red else _dues(row, found, granted),
    )


def _dues(row: sa.Row[Any], found: _Found, granted: Mapping[UUID, int]) -> Dues:
    return dues_of(
        Judged(
            action=row.action_due or "",
            client=_amounts(row, "", SHOWN_AMOUNTS),
            county=_amounts(row, "county_", COUNTY_AMOUNTS),
            clinic_fault=row.id in found.clinic_fault,
            county_change=found.county_change.get(row.id, {}),
            upheld=granted.get(row.id, 0),
        )
    )


def _red_dues(row: sa.Row[Any], found: _Found) -> Dues:
    """What the original is due, taken back: a refunded record is due nothing."""
    original = Judged(
        action=row.original_action_due or "",
        client=_amounts(row, "original_", SHOWN_AMOUNTS),
        county=_amounts(row, "original_county_", COUNTY_AMOUNTS),
        clinic_fault=row.reverses in found.clinic_fault,
        county_change=found.county_change.get(row.reverses, {}),
    )
    return dues_of(original).negated()


def _amounts(row: sa.Row[Any], prefix: str, names: Sequence[str]) -> dict[str, int]:
    values = row._mapping
    return {name: amount for name in names if (amount := values[f"{prefix}{name}"])}


def _adjusts(connection: sa.Connection, facility: str | None, which: sa.ColumnElement[bool]) -> list[Line]:
    """差额裁定: a person's share that the county lays on the fund or the clinic; a line of its own."""
    table = difference_settled.c
    question = (
        sa.select(difference_settled, settlement)
        .join(settlement, settlement.c.id == table.settlement_id)
        .where(table.bearer.in_(("clinic", "fund")), which)
    )
    if facility is not None:
        question = question.where(settlement.c.facility == facility, _free(table.entry_id))
    lines = []
    for row in connection.execute(question):
        by_fund = row.bearer == "fund"
        dues = Dues(
            fund_due=row.amount if by_fund else 0,
            hifp_due=row.amount if by_fund else 0,
            person_due=-row.amount,
            clinic_loss=0 if by_fund else row.amount,
            absorbed=row.amount if by_fund else 0,
        )
        lines.append(_further(row, RecordKind.ADJUST, row.entry_id, dues=dues))
    return lines


def _deducts(connection: sa.Connection, facility: str | None, which: sa.ColumnElement[bool]) -> list[Line]:
    """扣款: a line of its own, in the group of the first of its records."""
    question = sa.select(deduction).where(which)
    if facility is not None:
        question = question.where(deduction.c.facility == facility, _free(deduction.c.entry_id))
    lines = []
    for row in connection.execute(question):
        about = connection.execute(
            sa.select(settlement)
            .join(deduction_record, deduction_record.c.record_id == settlement.c.id)
            .where(deduction_record.c.entry_id == row.entry_id, settlement.c.kind == "settle")
            .order_by(settlement.c.id)
            .limit(1)
        ).one_or_none()
        if about is not None:
            lines.append(_further(about, RecordKind.DEDUCT, row.entry_id, deducted=row.amount))
    return lines


def _further(
    row: sa.Row[Any], kind: RecordKind, record: UUID, dues: Dues = _NOTHING, deducted: int = 0
) -> Line:
    """A line about a settlement: it carries no figures of the clinic again."""
    return Line(
        record=record,
        kind=kind,
        group=Group(row.insutype or "", clr_type_of(row.med_type or ""), 0),
        day=row.setl_date,
        number=row._mapping[settlement.c.number] or "",
        psn_no=row.psn_no or "",
        mdtrt_id=row.visit_id,
        med_type=row.med_type or "",
        dise_codg=row.dise_codg or "",
        pay_way=row.pay_way or "",
        enddate=row.enddate,
        dues=dues,
        deducted=deducted,
    )


def chunks(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    """Ids in runs short enough for one question."""
    left = iter(ids)
    while some := list(islice(left, _CHUNK)):
        yield some


def line_of(connection: sa.Connection, record: UUID) -> Line | None:
    """A settlement or red as it stands today, with what the county granted so far; ``None`` while it is not here."""
    row = connection.execute(
        _ROWS.where(settlement.c.id == record, settlement.c.made_at.is_not(None))
    ).one_or_none()
    if row is None:
        return None
    return _line(row, _about(connection, [row]), _granted(connection, [record], _EVER))


def business_days(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, date]:
    """The business day of each record that a closing names; a window's closing comes before the facility's."""
    days: dict[UUID, date] = {}
    for some in chunks(ids):
        rows = connection.execute(
            sa.select(closing_record.c.record_id, closing.c.biz_date)
            .join(closing, closing.c.id == closing_record.c.closing_id)
            .where(closing_record.c.record_id.in_(some))
            .order_by(closing.c.level.desc(), closing.c.biz_date.desc())  # the last one wins
        )
        days.update({row.record_id: row.biz_date for row in rows})
    return days
