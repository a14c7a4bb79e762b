"""扣款 given back: what was deducted for a record that is refunded later, as far as nothing is due for it any more.

A deduction is shared among its records by what the fund owed for each when it was made.  Of a partial refund the
rest bears the share, up to what the fund owes for the rest; a refund of the rest gives back what is left.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciliation import due_of
from clinic_app.projections.tables.reconciliation import deduction, deduction_record
from clinic_app.projections.tables.settlement import settlement

_LONGEST: Final = 100  # partial refunds of one visit
_red = settlement.alias("red")
_FIGURES: Final = (
    "id",
    "resettles",
    "action_due",
    "fund_pay_sumamt",
    "county_fund_pay_sumamt",
    "hosp_part_amt",
    "county_hosp_part_amt",
)
_RECORDS: Final = sa.select(
    *(settlement.c[name] for name in _FIGURES),
    _red.c.id.label("red"),
    _red.c.adjudicated_at.label("refunded_at"),
    _red.c.new_setl_id.label("rest"),
).select_from(settlement.outerjoin(_red, _red.c.id == settlement.c.reversed_entry))


@dataclass(frozen=True, slots=True)
class Share:
    """One record's part of a deduction, fen."""

    amount: int
    deducted_at: int  # hybrid clock of the county


def given_back(connection: sa.Connection, records: Collection[UUID]) -> dict[UUID, int]:
    """Fen that the red of each of these settlements gives back; those without a deduction are left out."""
    return {
        record: amount
        for record in _concerned(connection, records)
        if (amount := _returned(connection, record))
    }


def _concerned(connection: sa.Connection, records: Collection[UUID]) -> list[UUID]:
    """Deducted themselves, or what a partial refund left."""
    deducted = sa.select(deduction_record.c.record_id).where(deduction_record.c.record_id.in_(records))
    left = sa.select(settlement.c.id).where(settlement.c.id.in_(records), settlement.c.resettles.is_not(None))
    return sorted(connection.scalars(deducted.union(left)))


def _returned(connection: sa.Connection, record: UUID) -> int:
    chain = _chain(connection, record)
    borne = 0
    for row in chain:
        shares = _shares(connection, row.id)
        borne += sum(share.amount for share in shares if not _before(row, share.deducted_at))
        rest = None if row.rest is None else _row(connection, row.rest)
        kept = 0 if rest is None else min(borne, max(0, _due(rest)))
        if row.id == record:
            return 0 if row.red is None else borne - kept
        borne = kept
    return 0


def _chain(connection: sa.Connection, record: UUID) -> list[Any]:
    """The settlements of a visit that partial refunds followed each other with, the first one first, down to this."""
    found: list[Any] = []
    at: UUID | None = record
    while at is not None and len(found) < _LONGEST:
        row = _row(connection, at)
        if row is None:
            break
        found.insert(0, row)
        at = connection.scalar(sa.select(settlement.c.reverses).where(settlement.c.id == row.resettles))
    return found


def _row(connection: sa.Connection, record: UUID) -> Any:
    return connection.execute(_RECORDS.where(settlement.c.id == record)).one_or_none()


def _shares(connection: sa.Connection, record: UUID) -> list[Share]:
    rows = connection.execute(
        sa.select(deduction.c.entry_id, deduction.c.amount, deduction.c.deducted_at)
        .join(deduction_record, deduction_record.c.entry_id == deduction.c.entry_id)
        .where(deduction_record.c.record_id == record)
    ).all()
    return [Share(_share(connection, row, record), row.deducted_at) for row in rows]


def _share(connection: sa.Connection, made: Any, record: UUID) -> int:
    named = sa.select(deduction_record.c.record_id).where(deduction_record.c.entry_id == made.entry_id)
    rows = connection.execute(_RECORDS.where(settlement.c.id.in_(named)).order_by(settlement.c.id))
    dues = {row.id: max(0, _due(row)) for row in rows if not _before(row, made.deducted_at)}
    return shared(made.amount, dues).get(record, 0)


def shared(amount: int, dues: Mapping[UUID, int]) -> dict[UUID, int]:
    """`amount` fen over records by what is due for each, without a rest; where nothing is due, on the first."""
    total, done, found = sum(dues.values()), 0, {}
    if not total:
        return {key: amount if at == 0 else 0 for at, key in enumerate(dues)}
    for key, one in dues.items():
        found[key] = amount * (done + one) // total - amount * done // total
        done += one
    return found


def _before(row: Any, stamp: int) -> bool:
    """Whether the record had been refunded by then."""
    return row.refunded_at is not None and row.refunded_at < stamp


def _due(row: Any) -> int:
    """What the fund owes as adjudicated; until then, as claimed."""
    rise = (row.county_hosp_part_amt or 0) - (row.hosp_part_amt or 0)
    claimed = row.fund_pay_sumamt or 0
    return due_of(row.action_due or "", claimed, row.county_fund_pay_sumamt or 0, rise).fund_due
