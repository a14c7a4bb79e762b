"""对账: the records of business days as the tables hold them, and the two lists that are made of them.

A record stands on the day of the closing that names it; until then on its own date, as not closed.  What the county
does not adjudicate (self-pay, and what the insurance platform settled) is on its list as soon as it has arrived there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciling import (
    NO_CHANGE,
    Absence,
    ClinicRow,
    Compared,
    CountyRow,
    Kind,
    Plain,
    Total,
    Whereabouts,
    clr_type_of,
)
from clinic_app.projections.queries.statement_lines import chunks
from clinic_app.projections.tables.closing import closing, closing_record
from clinic_app.projections.tables.facility import facility as facilities
from clinic_app.projections.tables.reconciliation import adjustment
from clinic_app.projections.tables.settlement import settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a facility and day, with what either side says about it."""

    id: UUID
    kind: Kind
    facility: str
    day: date
    number: str
    closed: bool  # a closing names it
    device: UUID | None  # of that closing
    made: bool  # the clinic's entry is here and counts
    judged: bool
    unjudged: bool  # self-pay, or settled by the insurance platform: the county computes nothing
    clinic: Compared
    county: Compared
    adjustment: Compared  # what the county added to the clinic's figures


_original = settlement.alias("original")
_AMOUNTS: Final = (
    settlement.c.number,
    settlement.c.psn_no,
    settlement.c.setl_date,
    settlement.c.made_at,
    settlement.c.adjudicated_at,
    settlement.c.medfee_sumamt,
    settlement.c.fund_pay_sumamt,
    settlement.c.acct_pay,
    settlement.c.ewallet_pay,
    settlement.c.cash_pay,
    settlement.c.county_medfee_sumamt,
    settlement.c.county_fund_pay_sumamt,
    settlement.c.county_acct_pay,
    settlement.c.county_psn_cash_pay,
    settlement.c.county_diff,
)
_KIND: Final = (
    settlement.c.kind,
    sa.func.coalesce(settlement.c.insutype, _original.c.insutype, "").label("insurance"),
    sa.func.coalesce(settlement.c.med_type, _original.c.med_type, "").label("medical"),
)
_PLATFORM: Final = sa.func.coalesce(settlement.c.setl_id, _original.c.setl_id, "")
_FIGURES: Final = (*_KIND, *_AMOUNTS, _PLATFORM.label("platform"))

# Records by their own date: which, where, when, and no closing.
_OWN: Final = settlement.outerjoin(_original, _original.c.id == settlement.c.reverses)
_BY_DATE: Final = (
    settlement.c.id.label("record"),
    settlement.c.facility.label("place"),
    settlement.c.setl_date.label("day"),
    sa.null().label("device"),
)

# Equal on both sides with nothing adjusted, or here and not for the county to judge: domain.reconciling would say MATCHED.
_PLAIN: Final = sa.func.coalesce(
    sa.and_(
        settlement.c.made_at.is_not(None),
        sa.or_(
            sa.and_(_KIND[1] == "", settlement.c.psn_no == "", settlement.c.adjudicated_at.is_(None)),
            sa.and_(_PLATFORM != "", settlement.c.adjudicated_at.is_(None)),
            sa.and_(
                settlement.c.adjudicated_at.is_not(None),
                settlement.c.county_diff == "{}",
                settlement.c.county_medfee_sumamt == settlement.c.medfee_sumamt,
                settlement.c.county_fund_pay_sumamt == settlement.c.fund_pay_sumamt,
                settlement.c.county_acct_pay == settlement.c.acct_pay,
                settlement.c.county_psn_cash_pay == settlement.c.ewallet_pay + settlement.c.cash_pay,
            ),
        ),
    ),
    sa.false(),
)


def records_of(
    connection: sa.Connection,
    since: date,
    until: date,
    facility: str | None = None,
    *,
    whole: bool = True,
    also: frozenset[UUID] = frozenset(),
) -> list[Record]:
    """Every record of the business days between two, both included; of one facility, or of all that are known.

    Not `whole`: only what is not plainly equal on both sides, and `also`; `plain_sums` tells the rest.
    """
    only = [] if whole else [sa.or_(sa.not_(_PLAIN), settlement.c.id.in_(also))]
    rows: list[Any] = [
        row
        for (tables, where), columns in _questions(since, until, facility)
        for row in connection.execute(sa.select(*columns, *_FIGURES).select_from(tables).where(*where, *only))
    ]
    changes = _changes(connection, [row.record for row in rows])
    return [_record(row, changes) for row in rows]


def plain_sums(
    connection: sa.Connection,
    since: date,
    until: date,
    facility: str | None = None,
    but: frozenset[UUID] = frozenset(),
) -> list[Plain]:
    """What `records_of` leaves out when it is not asked for the whole: equal on both sides, added up here."""
    found = []
    for (tables, where), (_, place, day, device) in _questions(since, until, facility):
        groups = (place, day, *_KIND)
        question = (
            sa.select(
                *groups,
                sa.func.count(),
                sa.func.sum(settlement.c.medfee_sumamt),
                sa.func.sum(settlement.c.fund_pay_sumamt),
                sa.func.sum(settlement.c.acct_pay),
                sa.func.sum(sa.case((device.is_(None), 1), else_=0)),
            )
            .select_from(tables)
            .where(*where, _PLAIN, settlement.c.id.not_in(but))
            .group_by(*groups)
        )
        for code, when, kind, insutype, med_type, count, medfee, fund, acct, waiting in connection.execute(
            question
        ):
            red = int(kind == "red")
            total = Total(count, int(medfee), int(fund), int(acct))
            found.append(Plain(code, when, Kind(insutype, clr_type_of(med_type), red), total, int(waiting)))
    return found


def record_of(connection: sa.Connection, record: UUID) -> Record | None:
    """One record by its own date; ``None`` while nothing of it is here."""
    question = sa.select(*_BY_DATE, *_FIGURES).select_from(_OWN).where(settlement.c.id == record)
    row = connection.execute(question).one_or_none()
    return None if row is None else _record(row, _changes(connection, [record]))


def lists_of(
    records: Iterable[Record],
    *,
    aside: Mapping[UUID, str],
    not_sent: frozenset[UUID] = frozenset(),
    unnamed: frozenset[UUID] = frozenset(),
) -> tuple[list[ClinicRow], list[CountyRow]]:
    """The clinic's list and the county's.

    `aside`: what the county set aside, with the error code; `not_sent`: what has not reached it; `unnamed`: what
    lies in a closing's range of entries and is not named by it, so that the clinic does not know it.
    """
    clinic: list[ClinicRow] = []
    county: list[CountyRow] = []
    for one in records:
        is_unnamed = one.id in unnamed
        if (one.made or one.closed) and not is_unnamed:
            clinic.append(_clinic_row(one, aside.get(one.id, ""), one.id in not_sent))
        arrived = one.made and one.id not in aside and one.id not in not_sent
        if one.judged or (one.unjudged and arrived):
            county.append(_county_row(one, Absence.UNNAMED if is_unnamed else Absence.LOST))
    return clinic, county


def _clinic_row(one: Record, reason: str, not_sent: bool) -> ClinicRow:
    where = Whereabouts.NOT_SENT if not_sent else Whereabouts.ASIDE if reason else Whereabouts.ARRIVED
    return ClinicRow(
        record=one.id,
        kind=one.kind,
        facility=one.facility,
        day=one.day,
        amounts=one.clinic if one.made else None,
        number=one.number,
        closed=one.closed,
        whereabouts=where,
        device=one.device,
        reason=reason,
    )


def _county_row(one: Record, absence: Absence) -> CountyRow:
    return CountyRow(
        record=one.id,
        kind=one.kind,
        facility=one.facility,
        day=one.day,
        amounts=one.county if one.judged else one.clinic,
        adjustment=one.adjustment,
        absence=absence,
        number=one.number,
    )


_Question = tuple[tuple[sa.FromClause, list[sa.ColumnElement[bool]]], tuple[sa.ColumnElement[Any], ...]]


def _questions(since: date, until: date, facility: str | None) -> list[_Question]:
    """Where the records of days stand: tables and conditions, and record, place, day and closing's device."""
    named = sa.select(closing_record.c.record_id).where(closing_record.c.record_id == settlement.c.id)
    own = (
        _OWN,
        [
            settlement.c.made_at.is_not(None),
            *_in_days(settlement.c.facility, settlement.c.setl_date, since, until, facility),
            ~sa.exists(named),
        ],
    )
    closings = (
        closing.join(closing_record, closing_record.c.closing_id == closing.c.id)
        .outerjoin(settlement, settlement.c.id == closing_record.c.record_id)
        .outerjoin(_original, _original.c.id == settlement.c.reverses)
    )
    days = _in_days(closing.c.facility, closing.c.biz_date, since, until, facility)
    by_closing = (
        closing_record.c.record_id.label("record"),
        closing.c.facility.label("place"),
        closing.c.biz_date.label("day"),
        closing.c.device.label("device"),
    )
    return [
        ((closings, [closing.c.level == "cashier", *days]), by_closing),
        ((closings, [closing.c.level == "facility", *days, ~sa.exists(_at_a_window())]), by_closing),
        (own, _BY_DATE),
    ]


def _at_a_window() -> sa.Select[Any]:
    """The window's closing that names the record too: it comes before the facility's."""
    other, other_record = closing.alias("other"), closing_record.alias("other_record")
    return sa.select(other.c.id).where(
        other_record.c.record_id == closing_record.c.record_id,
        other.c.id == other_record.c.closing_id,
        other.c.level == "cashier",
    )


def _in_days(
    place: sa.ColumnElement[Any], day: sa.ColumnElement[Any], since: date, until: date, facility: str | None
) -> tuple[sa.ColumnElement[bool], ...]:
    """The index begins with the facility: without one, every known facility is asked."""
    where = place == facility if facility is not None else place.in_(sa.select(facilities.c.code))
    return where, day >= since, day <= until


def _changes(connection: sa.Connection, ids: Sequence[UUID]) -> dict[tuple[UUID, str], Compared]:
    """县级调整 by record and side."""
    if connection.execute(sa.select(adjustment.c.entry_id).limit(1)).first() is None:
        return {}
    found: dict[tuple[UUID, str], Compared] = {}
    for some in chunks(ids):
        for row in connection.execute(sa.select(adjustment).where(adjustment.c.settlement_id.in_(some))):
            key = (row.settlement_id, row.side)
            found[key] = found.get(key, NO_CHANGE).plus(Compared.of(json.loads(row.amounts)))
    return found


def _record(row: Any, changes: Mapping[tuple[UUID, str], Compared]) -> Record:
    made = row.made_at is not None
    diff = Compared.of(json.loads(row.county_diff)) if row.county_diff else NO_CHANGE
    county = Compared(
        row.county_medfee_sumamt or 0,
        row.county_fund_pay_sumamt or 0,
        row.county_acct_pay or 0,
        row.county_psn_cash_pay or 0,
    )
    return Record(
        id=row.record,
        kind=Kind(row.insurance, clr_type_of(row.medical), int(row.kind == "red")),
        facility=row.place,
        day=row.day,
        number=row.number or "",
        closed=row.device is not None,
        device=row.device,
        made=made,
        judged=row.adjudicated_at is not None,
        unjudged=made and (bool(row.platform) or not (row.insurance or row.psn_no)),
        clinic=Compared(
            row.medfee_sumamt or 0,
            row.fund_pay_sumamt or 0,
            row.acct_pay or 0,
            (row.ewallet_pay or 0) + (row.cash_pay or 0),
        ),
        county=county.plus(changes.get((row.record, "county"), NO_CHANGE)),
        adjustment=diff.plus(changes.get((row.record, "clinic"), NO_CHANGE)),
    )
