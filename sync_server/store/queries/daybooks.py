"""对账 at the county: both lists of institutions and business days, with what was set aside and what never came.

The clinic's list is what its closings name and what it made; a record that counts nowhere yet (set aside) or that
only a closing speaks of is on it all the same, so that it is pending and never zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.reconciling import (
    ClinicRow,
    Compared,
    CountyRow,
    Day,
    Kind,
    MissingRange,
    Whereabouts,
    clr_type_of,
    days_of,
)
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.fact import BadFact
from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.queries.day_records import lists_of, plain_sums, records_of
from clinic_app.projections.tables.closing import closing, closing_part, closing_range, closing_record
from clinic_app.projections.tables.settlement import settlement
from sync_server.store.queries import entries
from sync_server.store.queries.registry import facilities
from sync_server.store.tables import held_entry, journal_entry, journal_head

_part = closing.alias("part")
_MONEY: Final = (SettlementMade.type, SettlementReversed.type)


@dataclass(frozen=True, slots=True)
class _Aside:
    """A settlement or red that was set aside."""

    id: UUID
    facility: str
    device: UUID
    reason: str
    fact: SettlementMade | SettlementReversed | None  # None: unreadable
    day: date


def balance(
    connection: sa.Connection,
    since: date,
    until: date,
    facility: str | None = None,
    *,
    whole: bool = False,
) -> list[Day]:
    """Each facility and business day between two, both included, on which there is anything; by facility and day.

    Records that are plainly equal on both sides are told by their sums; with `whole` they are listed too.
    """
    unnamed = _unnamed(connection, since, until, facility)
    records = records_of(connection, since, until, facility, whole=whole, also=unnamed)
    aside = {one.id: one for one in _aside(connection, facility)}
    not_here = [one.id for one in records if not one.made and one.id not in aside]
    arrived = entries.facilities_of_ids(connection, not_here) if not_here else {}
    clinic, county = lists_of(
        records,
        aside={key: one.reason for key, one in aside.items()},
        not_sent=frozenset(one for one in not_here if one not in arrived),
        unnamed=unnamed,
    )
    clinic = [_with_body(row, aside) for row in clinic]
    listed = {row.record for row in clinic}
    clinic += [
        _aside_row(connection, one)
        for one in aside.values()
        if one.id not in listed and since <= one.day <= until and not _is_named(connection, one.id)
    ]
    county += [row for row in _orphans(connection, facility) if since <= row.day <= until]
    plain = [] if whole else plain_sums(connection, since, until, facility, but=unnamed)
    return days_of(clinic, county, _missing(connection, since, until, facility), plain)


def _aside(connection: sa.Connection, facility: str | None) -> list[_Aside]:
    question = (
        sa.select(journal_entry, held_entry.c.reason)
        .join(held_entry, held_entry.c.position == journal_entry.c.position)
        .where(held_entry.c.released_at.is_(None), journal_entry.c.type.in_(_MONEY))
    )
    if facility is not None:
        question = question.where(held_entry.c.facility == facility)
    found = []
    for row in connection.execute(question):
        fact = _read(row.type, bytes(row.body or b""))
        day = beijing_day(ms_of_stamp(row.time))
        if fact is not None:
            day = fact.setl_date if isinstance(fact, SettlementMade) else fact.refund_date
        found.append(_Aside(row.id, row.facility, row.device, row.reason, fact, day))
    return found


def _read(kind: str, body: bytes) -> SettlementMade | SettlementReversed | None:
    try:
        return SettlementMade.parse(body) if kind == SettlementMade.type else SettlementReversed.parse(body)
    except BadFact:
        return None


def _with_body(row: ClinicRow, aside: dict[UUID, _Aside]) -> ClinicRow:
    """What a closing names and the county set aside has figures after all: those of the entry."""
    one = aside.get(row.record)
    if row.amounts is not None or one is None or one.fact is None:
        return row
    return replace(row, amounts=Compared.of(one.fact.amounts), number=one.fact.number, kind=_kind(one.fact))


def _aside_row(connection: sa.Connection, one: _Aside) -> ClinicRow:
    kind = Kind("", "11", 0) if one.fact is None else _kind(one.fact)
    if isinstance(one.fact, SettlementReversed):
        about = connection.execute(
            sa.select(settlement.c.insutype, settlement.c.med_type).where(
                settlement.c.id == one.fact.settlement_id
            )
        ).one_or_none()
        if about is not None:
            kind = Kind(about.insutype or "", clr_type_of(about.med_type or ""), 1)
    return ClinicRow(
        record=one.id,
        kind=kind,
        facility=one.facility,
        day=one.day,
        amounts=None if one.fact is None else Compared.of(one.fact.amounts),
        number="" if one.fact is None else one.fact.number,
        closed=False,
        whereabouts=Whereabouts.ASIDE,
        device=one.device,
        reason=one.reason,
    )


def _kind(fact: SettlementMade | SettlementReversed) -> Kind:
    if isinstance(fact, SettlementMade):
        return Kind(fact.insutype, clr_type_of(fact.med_type), 0)
    return Kind("", "11", 1)


def _is_named(connection: sa.Connection, record: UUID) -> bool:
    """Whether a closing of another day names it: then it belongs there."""
    named = sa.select(closing_record.c.record_id).where(closing_record.c.record_id == record)
    return connection.execute(named.limit(1)).first() is not None


def _unnamed(connection: sa.Connection, since: date, until: date, facility: str | None) -> frozenset[UUID]:
    """Records that lie in a closing's range of entries and stand in no closing."""
    if connection.execute(sa.select(closing_range.c.closing_id).limit(1)).first() is None:
        return frozenset()
    named = sa.select(closing_record.c.record_id).where(closing_record.c.record_id == settlement.c.id)
    places = [facility] if facility is not None else list(facilities(connection))
    found: set[UUID] = set()
    for place in places:
        found.update(
            connection.scalars(
                sa.select(settlement.c.id)
                .join(journal_entry, journal_entry.c.id == settlement.c.id)
                .join(closing_range, closing_range.c.incarnation == journal_entry.c.incarnation)
                .where(
                    settlement.c.facility == place,
                    settlement.c.setl_date.between(since, until),
                    ~sa.exists(named),
                    closing_range.c.begin_seq <= journal_entry.c.seq,
                    closing_range.c.end_seq >= journal_entry.c.seq,
                )
            )
        )
    return frozenset(found)


def _orphans(connection: sa.Connection, facility: str | None) -> list[CountyRow]:
    """Adjudicated, and the clinic's entry is not here: the county's disk was lost and got back in part."""
    rows = connection.execute(
        sa.select(settlement).where(
            settlement.c.facility.is_(None),
            settlement.c.made_at.is_(None),
            settlement.c.adjudicated_at.is_not(None),
        )
    )
    found = []
    for row in rows:
        fact = SettlementAdjudicated.parse(
            entries.by_id(connection, row.adjudicated_entry)[0].entry.body or b""
        )
        if facility is not None and fact.facility != facility:
            continue
        red = fact.amounts.get("medfee_sumamt", 0) < 0
        found.append(
            CountyRow(
                record=row.id,
                kind=Kind("", "11", int(red)),
                facility=fact.facility,
                day=beijing_day(ms_of_stamp(row.adjudicated_at)),
                amounts=Compared.of(fact.amounts),
            )
        )
    return found


def _missing(
    connection: sa.Connection, since: date, until: date, facility: str | None
) -> Iterable[MissingRange]:
    """Entries that a closing covers and the county lacks; window closings that only the facility's closing names.

    A range of an incarnation that was left after a fork is no gap: its entries came again under the same ids.
    """
    ranges = (
        sa.select(
            closing_range, closing.c.facility, closing.c.biz_date, journal_head.c.seq, journal_head.c.live
        )
        .join(closing, closing.c.id == closing_range.c.closing_id)
        .outerjoin(journal_head, journal_head.c.incarnation == closing_range.c.incarnation)
        .where(
            closing.c.biz_date.between(since, until),
            sa.or_(journal_head.c.seq.is_(None), journal_head.c.seq < closing_range.c.end_seq),
        )
    )
    parts = (
        sa.select(closing.c.facility, closing.c.biz_date)
        .join(closing_part, closing_part.c.closing_id == closing.c.id)
        .where(
            closing.c.biz_date.between(since, until),
            ~sa.exists(sa.select(_part.c.id).where(_part.c.id == closing_part.c.part_id)),
        )
    )
    if facility is not None:
        ranges = ranges.where(closing.c.facility == facility)
        parts = parts.where(closing.c.facility == facility)
    known = set(connection.scalars(sa.select(journal_head.c.device)))
    for row in connection.execute(ranges):
        if row.live or (row.live is None and row.device not in known):
            yield MissingRange(row.facility, row.biz_date, row.device, row.seq or 0, row.end_seq)
    for row in connection.execute(parts):
        yield MissingRange(row.facility, row.biz_date, None, 0, 0)


def first_day(connection: sa.Connection, facility: str | None = None) -> date | None:
    """The earliest day that any record or closing speaks of."""
    places = [facility] if facility is not None else list(facilities(connection))
    days = [
        day
        for column, day_column in (
            (settlement.c.facility, settlement.c.setl_date),
            (closing.c.facility, closing.c.biz_date),
        )
        if (day := connection.scalar(sa.select(sa.func.min(day_column)).where(column.in_(places))))
        is not None
    ]
    return min(days, default=None)
