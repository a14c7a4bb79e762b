"""Questions about closings, and about what they are compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.closing import DrugLine
from clinic_app.domain.closing.records import DRUG
from clinic_app.domain.errors import NotFound
from clinic_app.projections.queries.catalogs import categories_on
from clinic_app.projections.tables.closing import closing, closing_part, closing_record
from clinic_app.projections.tables.facility import device
from clinic_app.projections.tables.pharmacy import dispensed_line
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.settlement import SHOWN_AMOUNTS, settlement, settlement_line


class NoClosing(NotFound):
    """No closing of this id has arrived here."""

    code = "closing.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closing in a list.  Money in fen."""

    id: UUID
    level: str  # cashier, facility
    device: UUID
    letter: str  # of the device, "" where not known
    number: str
    opter_id: str
    biz_date: date
    n_setl: int
    n_red: int
    medfee_sumamt: int
    fund_pay_sumamt: int
    cash_expected: int
    cash_counted: int
    cash_diff: int
    made_ms: int  # UTC
    summed: bool  # a facility's closing names it


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A device with records in no closing."""

    device: UUID
    letter: str
    records: int
    oldest: date


def closings(connection: sa.Connection, facility: str, first: date, last: date) -> list[Closed]:
    """Of these business days, both included, the newest first."""
    rows = connection.execute(
        _CLOSED.where(closing.c.facility == facility, closing.c.biz_date.between(first, last)).order_by(
            closing.c.biz_date.desc(), closing.c.made_at.desc(), closing.c.id
        )
    )
    return [_closed(row) for row in rows]


def closing_of(connection: sa.Connection, closing_id: UUID) -> Closed:
    """Raises:
    NoClosing
    """
    row = connection.execute(_CLOSED.where(closing.c.id == closing_id)).one_or_none()
    if row is None:
        raise NoClosing(closing=str(closing_id))
    return _closed(row)


def last_of_device(connection: sa.Connection, facility: str, device_id: UUID) -> Closed | None:
    """The closing of a window with the latest business day."""
    row = connection.execute(
        _CLOSED.where(
            closing.c.facility == facility, closing.c.device == device_id, closing.c.level == "cashier"
        )
        .order_by(closing.c.biz_date.desc(), closing.c.made_at.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _closed(row)


def waiting_for_facility(connection: sa.Connection, facility: str, upto: date) -> list[Closed]:
    """Windows' closings up to a business day that no facility's closing names, the oldest first."""
    rows = connection.execute(
        _CLOSED.where(
            closing.c.facility == facility,
            closing.c.level == "cashier",
            closing.c.biz_date <= upto,
            ~_SUMMED,
        ).order_by(closing.c.biz_date, closing.c.made_at, closing.c.id)
    )
    return [_closed(row) for row in rows]


def open_windows(connection: sa.Connection, facility: str) -> list[OpenWindow]:
    """Devices of a facility with settlements or reds that no closing names."""
    recorded = sa.select(closing_record.c.record_id).where(closing_record.c.record_id == settlement.c.id)
    rows = connection.execute(
        sa.select(
            settlement.c.device,
            device.c.letter,
            sa.func.count().label("records"),
            sa.func.min(settlement.c.setl_date).label("oldest"),
        )
        .outerjoin_from(settlement, device, device.c.id == settlement.c.device)
        .where(settlement.c.facility == facility, settlement.c.made_at.is_not(None), ~recorded.exists())
        .group_by(settlement.c.device, device.c.letter)
        .order_by(device.c.letter)
    )
    return [OpenWindow(row.device, row.letter or "", row.records, row.oldest) for row in rows]


def shown_amounts(connection: sa.Connection, records: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """What the lists say of each record, fen by amount."""
    columns = [settlement.c[name] for name in SHOWN_AMOUNTS]
    found: dict[UUID, dict[str, int]] = {}
    for part in _parts(records):
        rows = connection.execute(sa.select(settlement.c.id, *columns).where(settlement.c.id.in_(part)))
        found |= {row.id: {name: getattr(row, name) or 0 for name in SHOWN_AMOUNTS} for row in rows}
    return found


def window_is_used(connection: sa.Connection, facility: str) -> bool:
    """Whether the pharmacy's window hands out here at all."""
    statement = sa.select(sa.literal(1)).where(dispensed_line.c.facility == facility).limit(1)
    return connection.scalar(statement) is not None


def drugs_of_visits(connection: sa.Connection, visits: Iterable[UUID], today: date) -> list[DrugLine]:
    """Bill lines and what left the window for them; a line handed out for no standing bill has nothing paid."""
    wanted = sorted(set(visits), key=str)
    paid: dict[tuple[UUID, str], Any] = {}
    out: dict[tuple[UUID, str], list[Any]] = {}
    for part in _parts(wanted):
        for row in connection.execute(_PAID.where(settlement.c.visit_id.in_(part))):
            paid[row.visit_id, row.feedetl_sn] = row
        for row in connection.execute(_OUT.where(dispensed_line.c.visit_id.in_(part))):
            out.setdefault((row.visit_id, row.feedetl_sn), []).append(row)
    categories = categories_on(connection, today)
    return [_drug_line(paid.get(key), out.get(key, []), categories) for key in {**paid, **out}]


def _drug_line(paid: Any | None, out: Sequence[Any], categories: Mapping[str, str]) -> DrugLine:
    first = paid if paid is not None else out[0]
    return DrugLine(
        first.settlement_id,
        first.code,
        first.pric_e6,
        0 if paid is None else paid.cnt_e4,
        sum(row.cnt_e4 for row in out),
        categories.get(first.code) == DRUG,
    )


_SUMMED = (
    sa.select(closing_part.c.part_id)
    .where(closing_part.c.part_id == closing.c.id)
    .correlate(closing)
    .exists()
)
_CLOSED = sa.select(closing, device.c.letter, _SUMMED.label("summed")).outerjoin_from(
    closing, device, device.c.id == closing.c.device
)
_PAID = (
    sa.select(
        settlement.c.visit_id,
        settlement_line.c.settlement_id,
        settlement_line.c.feedetl_sn,
        settlement_line.c.med_list_codg.label("code"),
        settlement_line.c.cnt_e4,
        settlement_line.c.pric_e6,
    )
    .join_from(settlement, settlement_line, settlement_line.c.settlement_id == settlement.c.id)
    .join(visit, visit.c.id == settlement.c.visit_id)  # the ward's drugs do not pass the window
    .where(settlement.c.kind == "settle", settlement.c.reversed_entry.is_(None))
    .order_by(settlement.c.made_at, settlement_line.c.feedetl_sn)
)
_OUT = sa.select(
    dispensed_line.c.visit_id,
    dispensed_line.c.settlement_id,
    dispensed_line.c.feedetl_sn,
    dispensed_line.c.code,
    dispensed_line.c.cnt_e4,
    dispensed_line.c.pric_e6,
).order_by(dispensed_line.c.at, dispensed_line.c.entry_id)


def visits_of(connection: sa.Connection, records: Sequence[UUID]) -> dict[UUID, UUID]:
    """The visit of each record; of a red its original's."""
    red, original = settlement.alias("red"), settlement.alias("original")
    found: dict[UUID, UUID] = {}
    for part in _parts(records):
        rows = connection.execute(
            sa.select(red.c.id, sa.func.coalesce(red.c.visit_id, original.c.visit_id).label("visit"))
            .outerjoin_from(red, original, original.c.id == red.c.reverses)
            .where(red.c.id.in_(part))
        )
        found |= {row.id: row.visit for row in rows if row.visit is not None}
    return found


def _parts(ids: Sequence[UUID], size: int = 500) -> list[Sequence[UUID]]:
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def _closed(row: Any) -> Closed:
    return Closed(
        id=row.id,
        level=row.level,
        device=row.device,
        letter=row.letter or "",
        number=row.number,
        opter_id=row.opter_id,
        biz_date=row.biz_date,
        n_setl=row.n_setl,
        n_red=row.n_red,
        medfee_sumamt=row.medfee_sumamt,
        fund_pay_sumamt=row.fund_pay_sumamt,
        cash_expected=row.cash_expected,
        cash_counted=row.cash_counted,
        cash_diff=row.cash_diff,
        made_ms=row.made_at >> 16,
        summed=bool(row.summed),
    )
