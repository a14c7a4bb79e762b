"""F01 split bills, F03 the same item twice a day, F16 frequent visitors."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.money import yuan
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports.fund.benefits import Benefits
from sync_server.reports.fund.parameters import kinds, parameters
from sync_server.reports.fund.records import Period, live, record
from sync_server.reports.fund.suspect import MOST_RECORDS, Suspect


def split_bills(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Same person, institution and day, general outpatient: Σ pool_raw_amt above the visit's cap."""
    benefits = Benefits(db)
    r = record.c
    many = (
        live(period, r.psn_no, r.facility, r.enddate, r.insutype)
        .where(r.med_type == "11")
        .group_by(r.psn_no, r.facility, r.enddate, r.insutype)
        .having(sa.func.count() >= 2)
    )
    for key in db.execute(many).all():
        rows = db.execute(
            live(period, r.id, r.pool_raw_amt, r.hifp_pay)
            .where(
                r.psn_no == key.psn_no,
                r.facility == key.facility,
                r.enddate == key.enddate,
                r.insutype == key.insutype,
                r.med_type == "11",
            )
            .order_by(r.made_at, r.id)
        ).all()
        cap = benefits.visit_cap(key.insutype, key.facility, key.enddate)
        raw, paid = sum(row.pool_raw_amt for row in rows), sum(row.hifp_pay for row in rows)
        if cap is not None and raw > cap:
            yield Suspect(
                facility=key.facility,
                records=tuple(row.id for row in rows),
                amount=max(0, paid - cap),
                evidence=(
                    ("单据", str(len(rows))),
                    ("服务日期", key.enddate.isoformat()),
                    ("按比例统筹合计", yuan(raw)),
                    ("单次封顶", yuan(cap)),
                ),
            )


def same_item(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """The same item of the same person on one day in two records; or a once-a-day item more than once."""
    r, line = record.c, settlement_line.c
    once = kinds(db, period.until).once_a_day
    statement = (
        live(
            period,
            r.id,
            r.psn_no,
            r.facility,
            r.enddate,
            line.med_list_codg,
            line.inscp_scp_amt,
            line.cnt_e4,
        )
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .where(r.med_type != "21")
        .order_by(r.psn_no, r.enddate, line.med_list_codg, r.made_at, r.id)
    )
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for key, group in groupby(rows, key=lambda row: (row.psn_no, row.enddate, row.med_list_codg)):
        found = list(group)
        records = tuple(dict.fromkeys(row.id for row in found))
        too_often = key[2] in once and sum(row.cnt_e4 for row in found) > 10_000
        if len(records) < 2 and not too_often:
            continue
        places = {row.facility for row in found}
        yield Suspect(
            facility=found[0].facility if len(places) == 1 else "",
            records=records,
            amount=sum(row.inscp_scp_amt for row in found[1:]),
            evidence=(("项目", key[2]), ("服务日期", key[1].isoformat()), ("次数", str(len(found)))),
            about=key[2],
        )


def frequent_visitors(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Outpatient visits in any 30 days above the limit, or three institutions in a day."""
    given, r = parameters()["F16"], record.c
    statement = (
        live(period, r.id, r.psn_no, r.facility, r.enddate, r.hifp_pay)
        .where(r.med_type.in_(("11", "14")))
        .order_by(r.psn_no, r.enddate, r.made_at, r.id)
    )
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for _, group in groupby(rows, key=lambda row: row.psn_no):
        visits = list(group)
        busy = _busiest(visits, timedelta(days=given["days"]))
        if len(busy) > given["visits"]:
            yield _visits(busy, (("三十天内就诊", str(len(busy))),))
        for day, of_day in groupby(visits, key=lambda row: row.enddate):
            those = list(of_day)
            places = len({row.facility for row in those})
            if places >= given["places"]:
                yield _visits(those, (("服务日期", day.isoformat()), ("就诊机构", str(places))))


def _busiest(visits: list[Any], span: timedelta) -> list[Any]:
    """The longest run of visits within `span`."""
    best: list[Any] = []
    start = 0
    for end, visit in enumerate(visits):
        while visit.enddate - visits[start].enddate >= span:
            start += 1
        if end - start + 1 > len(best):
            best = visits[start : end + 1]
    return best


def _visits(visits: list[Any], evidence: tuple[tuple[str, str], ...]) -> Suspect:
    places = {row.facility for row in visits}
    return Suspect(
        facility=visits[0].facility if len(places) == 1 else "",
        records=tuple(row.id for row in visits[:MOST_RECORDS]),
        amount=sum(row.hifp_pay for row in visits),
        evidence=evidence,
        about=evidence[0][0],
    )
