"""What only shows in numbers: F14 hours, F15 visits a day, F17 fees alone, F21 approvals, F22 offline errors,
F23 late refunds.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import beijing
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.outpatient import encounter
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports.fund.parameters import parameters
from sync_server.reports.fund.records import Period, live, original, record, within
from sync_server.reports.fund.suspect import MOST_RECORDS, Suspect

_ROWS = {"yield_per": 5000}


class _Share:
    """Of an institution's records, those that are meant."""

    def __init__(self) -> None:
        self.all = 0
        self.count = 0
        self.amount = 0
        self.records: list[UUID] = []

    def add(self, record_id: UUID, meant: bool, amount: int = 0) -> None:
        self.all += 1
        if meant:
            self.count += 1
            self.amount += amount
            if len(self.records) < MOST_RECORDS:
                self.records.append(record_id)

    def above(self, bp: int) -> bool:
        return self.count * 10_000 > bp * self.all


def _suspects(shares: dict[str, _Share], bp: int, least: int, period: Period) -> Iterator[Suspect]:
    for code, share in sorted(shares.items()):
        if share.count and share.all >= least and share.above(bp):
            yield Suspect(
                facility=code,
                records=tuple(share.records),
                amount=share.amount,
                evidence=(
                    ("笔数", f"{share.count} / {share.all}"),
                    ("占比", _percent(share.count, share.all)),
                ),
                about=f"{period.since.isoformat()} {period.until.isoformat()}",
            )


def _percent(part: int, whole: int) -> str:
    whole_percent, tenth = divmod(part * 1000 // whole, 10)
    return f"{whole_percent}.{tenth}%"


def outside_hours(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """More than a share of a clinic's outpatient settlements before it opens or after it closes."""
    given, r = parameters()["F14"], record.c
    statement = live(period, r.id, r.facility, r.made_at).where(r.med_type != "21").order_by(r.made_at, r.id)
    shares: dict[str, _Share] = defaultdict(_Share)
    for row in db.execute(statement, execution_options=_ROWS):
        hour = beijing(ms_of_stamp(row.made_at)).hour
        shares[row.facility].add(row.id, not given["opens"] <= hour < given["closes"])
    yield from _suspects(shares, given["share_bp"], 10, period)


def too_many_a_day(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """More visits of one doctor on one day than can be done."""
    most, r = parameters()["F15"]["visits"], record.c
    statement = (
        live(period, r.facility, r.enddate, encounter.c.signed_by, sa.func.count().label("visits"))
        .join_from(record, encounter, encounter.c.visit_id == r.visit_id)
        .group_by(r.facility, r.enddate, encounter.c.signed_by)
        .having(sa.func.count() > most)
        .order_by(r.enddate, r.facility, encounter.c.signed_by)
    )
    for row in db.execute(statement).all():
        ids = db.scalars(
            live(period, r.id)
            .join_from(record, encounter, encounter.c.visit_id == r.visit_id)
            .where(
                r.facility == row.facility, r.enddate == row.enddate, encounter.c.signed_by == row.signed_by
            )
            .order_by(r.made_at, r.id)
            .limit(MOST_RECORDS)
        )
        yield Suspect(
            facility=row.facility,
            records=tuple(ids),
            evidence=(
                ("医生", row.signed_by),
                ("服务日期", row.enddate.isoformat()),
                ("就诊数", str(row.visits)),
            ),
            about=f"{row.signed_by} {row.enddate.isoformat()}",
        )


def fee_without_service(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """The consultation fee and nothing else on the bill, too often."""
    given, r = parameters()["F17"], record.c
    alone = sa.select(sa.func.count()).where(settlement_line.c.settlement_id == r.id).scalar_subquery()
    statement = (
        live(period, r.id, r.facility, r.gc_fund_pay, alone.label("lines"))
        .where(r.gc_fund_pay > 0)
        .order_by(r.made_at, r.id)
    )
    shares: dict[str, _Share] = defaultdict(_Share)
    for row in db.execute(statement, execution_options=_ROWS):
        shares[row.facility].add(row.id, row.lines == 1, row.gc_fund_pay)
    yield from _suspects(shares, given["share_bp"], 5, period)


def restricted_items(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Restricted items approved at more than three times the county's rate."""
    given, r, line = parameters()["F21"], record.c, settlement_line.c
    statement = (
        live(
            period,
            r.facility,
            sa.func.count().label("lines"),
            sa.func.sum(sa.case((line.hosp_appr_flag == "1", 1), else_=0)).label("approved"),
        )
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .group_by(r.facility)
        .order_by(r.facility)
    )
    rows = db.execute(statement).all()
    lines, approved = sum(int(row.lines) for row in rows), sum(int(row.approved) for row in rows)
    for row in rows:
        often = int(row.approved) * lines > given["times"] * approved * int(row.lines)
        if int(row.approved) >= given["least"] and often:
            yield Suspect(
                facility=row.facility,
                records=_approved(db, period, row.facility),
                evidence=(
                    ("已审批", f"{row.approved} / {row.lines}"),
                    ("全县", _percent(approved, lines)),
                ),
                about=period.since.isoformat(),
            )


def _approved(db: sa.Connection, period: Period, code: str) -> tuple[UUID, ...]:
    r, line = record.c, settlement_line.c
    ids = (
        live(period, r.id)
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .where(r.facility == code, line.hosp_appr_flag == "1")
        .distinct()
        .order_by(r.id)
        .limit(MOST_RECORDS)
    )
    return tuple(db.scalars(ids))


def offline_errors(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Provisional settlements that the county judged otherwise, too often on one PC."""
    given, r = parameters()["F22"], record.c
    statement = (
        live(period, r.id, r.facility, r.device, r.adjudged_status, r.fund_diff)
        .where(r.status == "provisional", r.adjudicated_entry.is_not(None))
        .order_by(r.made_at, r.id)
    )
    by_device: dict[tuple[str, Any], _Share] = defaultdict(_Share)
    for row in db.execute(statement, execution_options=_ROWS):
        amount = abs(row.fund_diff or 0)
        by_device[(row.facility, row.device)].add(row.id, row.adjudged_status != "agreed", amount)
    for (code, device), share in sorted(by_device.items(), key=lambda one: (one[0][0], str(one[0][1]))):
        for suspect in _suspects({code: share}, given["share_bp"], given["least"], period):
            yield Suspect(
                facility=code,
                records=suspect.records,
                amount=suspect.amount,
                evidence=(("设备", device.hex[:8] if device else ""), *suspect.evidence),
                about=f"{suspect.about} {device}",
            )


def late_refunds(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Reds three days or more after the visit, as a share of the settlements."""
    given, r = parameters()["F23"], record.c
    statement = (
        sa.select(
            r.id,
            r.kind,
            r.facility,
            r.setl_date,
            original.c.enddate.label("visited"),
            original.c.fund_pay_sumamt.label("fund"),
        )
        .select_from(record.outerjoin(original, original.c.id == r.reverses))
        .where(*within(period, record), r.kind.is_not(None))
        .order_by(r.made_at, r.id)
    )
    shares: dict[str, _Share] = defaultdict(_Share)
    for row in db.execute(statement, execution_options=_ROWS):
        share = shares[row.facility]
        if row.kind == "settle":
            share.add(row.id, False)
        elif row.visited is not None and (row.setl_date - row.visited).days >= given["days"]:
            share.add(row.id, True, row.fund or 0)
            share.all -= 1
    yield from _suspects(shares, given["share_bp"], 10, period)
