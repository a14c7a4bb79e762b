"""F20 chronic quota: month after month the whole share of the yearly cap, always on the same day."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

import sqlalchemy as sa

from sync_server.reports.fund.benefits import Benefits
from sync_server.reports.fund.parameters import parameters
from sync_server.reports.fund.records import Period, live, record
from sync_server.reports.fund.suspect import MOST_RECORDS, Suspect


def steady_maximum(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """In six months or more of the year up to the period's end the payment is within 5 % of cap / 12."""
    given, r, benefits = parameters()["F20"], record.c, Benefits(db)
    year = Period(date(period.until.year, 1, 1), period.until)
    statement = (
        live(year, r.id, r.psn_no, r.dise_codg, r.facility, r.enddate, r.insutype, r.hifp_pay)
        .where(r.med_type == "14")
        .order_by(r.psn_no, r.dise_codg, r.enddate, r.id)
    )
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for key, group in groupby(rows, key=lambda row: (row.psn_no, row.dise_codg)):
        visits = list(group)
        cap = benefits.chronic_cap(visits[0].insutype, key[1], visits[-1].enddate)
        if cap is None or len({row.enddate.day for row in visits}) > 1:
            continue
        months: dict[int, int] = {}
        for row in visits:
            months[row.enddate.month] = months.get(row.enddate.month, 0) + row.hifp_pay
        full = [paid for paid in months.values() if abs(paid * 12 - cap) * 10_000 <= given["near_bp"] * cap]
        if len(full) >= given["months"]:
            yield Suspect(
                facility=visits[0].facility if len({row.facility for row in visits}) == 1 else "",
                records=tuple(row.id for row in visits[:MOST_RECORDS]),
                amount=sum(full),
                evidence=(
                    ("病种", key[1]),
                    ("接近封顶的月数", str(len(full))),
                    ("固定日期", str(visits[0].enddate.day)),
                ),
            )
