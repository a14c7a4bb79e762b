"""申报明细: the lines of statements, and what waits to stand on one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciling import clr_type_of
from clinic_app.domain.statements import Dues, Group, Judged, Line, RecordKind, decided_dues, dues_of
from clinic_app.projections.queries.deductions import given_back
from clinic_app.projections.queries.office_lines import BEARERS, adjusts, deducts, free
from clinic_app.projections.tables.closing import closing, closing_record
from clinic_app.projections.tables.reconciliation import (
    adjustment,
    deduction,
    dispute,
    statement,
    statement_record,
)
from clinic_app.projections.tables.settlement import (
    difference_settled,
    settlement,
)

_EVER: Final = 2**62  # a stamp beyond every other
_CHUNK: Final = 500  # ids in one question
# What lines show and dues follow from; the rest stands in the entries.
_CLIENT: Final = (
    "medfee_sumamt",
    "inscp_scp_amt",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
)
_COUNTY: Final = (
    "medfee_sumamt",
    "fund_pay_sumamt",
    "hosp_part_amt",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "dise_surplus_amt",
)
_OF_VISIT: Final = ("visit_id", "insutype", "med_type", "dise_codg", "pay_way", "enddate")
_OF_RECORD: Final = ("id", "kind", "reverses", "setl_date", "number", "psn_no", "action_due", "cause")
_AMOUNTS: Final = (*_CLIENT, *(f"county_{name}" for name in _COUNTY))

_original = settlement.alias("original")
_ROWS: Final = sa.select(
    *(settlement.c[name] for name in (*_OF_RECORD, *_OF_VISIT, *_AMOUNTS)),
    *(
        _original.c[name].label(f"original_{name}")
        for name in (*_OF_VISIT, "action_due", "fund_pay_sumamt", "hosp_part_amt", *_AMOUNTS[len(_CLIENT) :])
    ),
).select_from(settlement.outerjoin(_original, _original.c.id == settlement.c.reverses))


def candidates(connection: sa.Connection, facility: str, before: int) -> list[Line]:
    """What was adjudicated before the stamp `before` and stands on no statement that still counts.

    Disputed records come only when every dispute about them is decided.
    """
    judged = _ROWS.where(
        settlement.c.facility == facility,
        settlement.c.adjudicated_at < before,
        settlement.c.made_at.is_not(None),
        free(settlement.c.id),
    )
    rows = list(connection.execute(judged))
    found = _about(connection, rows, before)
    lines = [_line(row, found) for row in rows]
    lines += adjusts(connection, facility, difference_settled.c.settled_at < before)
    lines += deducts(connection, facility, deduction.c.deducted_at < before)
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
    found = _about(connection, rows, issued)
    lines = [_line(row, found) for row in rows]
    ids = sa.select(statement_record.c.record_id).where(on_it)
    lines += adjusts(connection, None, difference_settled.c.entry_id.in_(ids))
    lines += deducts(connection, None, deduction.c.entry_id.in_(ids))
    carried = set(
        connection.scalars(sa.select(statement_record.c.record_id).where(on_it, statement_record.c.carried))
    )
    return sorted((replace(line, carried=line.record in carried) for line in lines), key=_order)


def dues_today(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> dict[UUID, Dues]:
    """The dues of settlements (rows of the table `settlement`) with all that was decided so far, by id."""
    found = _about(connection, rows, _EVER)
    return {row.id: _dues(row, found) for row in rows}


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


def _order(line: Line) -> tuple[str, str, str]:
    return line.day.isoformat() if line.day else "", line.number, line.record.hex


@dataclass(frozen=True, slots=True)
class _Found:
    """By settlement: 县级调整 (whether the clinic's figures were wrong, what changed in the county's), 差额裁定, what was
    granted on disputes, and what of a deduction its refund gives back."""

    clinic_fault: frozenset[UUID]
    county_change: Mapping[UUID, Mapping[str, int]]
    decided: Mapping[UUID, Dues]
    granted: Mapping[UUID, int]
    returned: Mapping[UUID, int]


def _about(connection: sa.Connection, rows: Sequence[sa.Row[Any]], before: int) -> _Found:
    """With what was granted on disputes of statements issued before the stamp `before`."""
    ids = {row.id for row in rows} | {row.reverses for row in rows if row.reverses}
    fault: set[UUID] = set()
    decided: dict[UUID, Dues] = {}
    change: dict[UUID, dict[str, int]] = {}
    for some in chunks(ids):
        for row in connection.execute(sa.select(adjustment).where(adjustment.c.settlement_id.in_(some))):
            if row.side == "clinic":
                fault.add(row.settlement_id)
                continue
            known = change.setdefault(row.settlement_id, {})
            for name, amount in json.loads(row.amounts).items():
                known[name] = known.get(name, 0) + amount
        laid = difference_settled.c.settlement_id.in_(some), difference_settled.c.bearer.in_(BEARERS)
        for row in connection.execute(sa.select(difference_settled).where(*laid)):
            dues = decided_dues(row.bearer, row.amount)
            decided[row.settlement_id] = decided.get(row.settlement_id, Dues()).plus(dues)
    returned: dict[UUID, int] = {}
    for some in chunks(row.reverses for row in rows if row.reverses):
        returned |= given_back(connection, some)
    return _Found(frozenset(fault), change, decided, _granted(connection, ids, before), returned)


def _granted(connection: sa.Connection, ids: Iterable[UUID], before: int) -> dict[UUID, int]:
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


def _line(row: sa.Row[Any], found: _Found) -> Line:
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
        client=_amounts(row, "", _CLIENT),
        county=_amounts(row, "county_", _COUNTY),
        dues=_red_dues(row, found) if is_red else _dues(row, found),
        deducted=-found.returned.get(row.reverses, 0) if is_red else 0,
    )


def _dues(row: sa.Row[Any], found: _Found) -> Dues:
    return dues_of(
        Judged(
            action=row.action_due or "",
            client=_amounts(row, "", _CLIENT),
            county=_amounts(row, "county_", _COUNTY),
            clinic_fault=row.id in found.clinic_fault,
            county_change=found.county_change.get(row.id, {}),
            upheld=found.granted.get(row.id, 0),
            decided=-found.decided.get(row.id, Dues()).person_due,
        )
    )


def _red_dues(row: sa.Row[Any], found: _Found) -> Dues:
    """What the original is due with all that was decided about it, taken back: a refunded record is due nothing."""
    decided = found.decided.get(row.reverses, Dues())
    original = Judged(
        action=row.original_action_due or "",
        client=_amounts(row, "original_", ("fund_pay_sumamt", "hosp_part_amt")),
        county=_amounts(row, "original_county_", _COUNTY),
        clinic_fault=row.reverses in found.clinic_fault,
        county_change=found.county_change.get(row.reverses, {}),
        upheld=found.granted.get(row.reverses, 0),
        decided=-decided.person_due,
    )
    return dues_of(original).plus(decided).negated()


def _amounts(row: sa.Row[Any], prefix: str, names: Sequence[str]) -> dict[str, int]:
    values = row._mapping
    return {name: amount for name in names if (amount := values[f"{prefix}{name}"])}


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
    return _line(row, _about(connection, [row], _EVER))


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
