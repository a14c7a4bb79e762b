"""F07 outpatient during an admission, F10 bed days, F18 split admissions, F19 low-severity admissions."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

import sqlalchemy as sa

from clinic_app.projections.tables.settlement import settlement, settlement_line
from sync_server.reports.fund.parameters import kinds, parameters
from sync_server.reports.fund.records import INPATIENT, Period, live, record
from sync_server.reports.fund.suspect import Suspect

stay = settlement.alias("stay")


def outpatient_during_admission(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """An outpatient settlement strictly inside a stay, here or elsewhere."""
    r = record.c
    statement = (
        live(
            period,
            r.id,
            r.facility,
            r.begndate,
            r.fund_pay_sumamt,
            stay.c.id.label("stay_id"),
            stay.c.begndate.label("stay_from"),
            stay.c.enddate.label("stay_to"),
        )
        .join_from(record, stay, stay.c.psn_no == r.psn_no)
        .where(
            r.med_type.in_(("11", "14")),
            stay.c.kind == "settle",
            stay.c.med_type == INPATIENT,
            stay.c.reversed_entry.is_(None),
            r.begndate > stay.c.begndate,
            r.begndate < stay.c.enddate,
        )
        .order_by(r.made_at, r.id)
    )
    for row in db.execute(statement):
        yield Suspect(
            facility=row.facility,
            records=(row.id, row.stay_id),
            amount=row.fund_pay_sumamt,
            evidence=(
                ("住院", f"{row.stay_from.isoformat()} – {row.stay_to.isoformat()}"),
                ("门诊", row.begndate.isoformat()),
            ),
        )


def bed_days(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """More bed days charged than the stay has."""
    r, line = record.c, settlement_line.c
    count = sa.func.sum(line.cnt_e4)
    statement = (
        live(period, r.id, r.facility, r.begndate, r.enddate, count.label("beds"))
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .where(r.med_type == INPATIENT, line.med_list_codg.in_(kinds(db, period.until).beds))
        .group_by(r.id, r.facility, r.begndate, r.enddate)
        .order_by(r.enddate, r.id)
    )
    for row in db.execute(statement):
        days = max(1, (row.enddate - row.begndate).days)
        if int(row.beds) > days * 10_000:
            yield Suspect(
                facility=row.facility,
                records=(row.id,),
                evidence=(("床位费数量", _whole(int(row.beds))), ("住院天数", str(days))),
            )


def _whole(cnt_e4: int) -> str:
    whole, part = divmod(cnt_e4, 10_000)
    return f"{whole}.{part:04}".rstrip("0").rstrip(".")


def split_admissions(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """The same disease package again within 15 days after discharge."""
    within, r = timedelta(days=parameters()["F18"]["days"]), record.c
    reach = Period(period.since - timedelta(days=60), period.until)
    statement = (
        live(reach, r.id, r.psn_no, r.facility, r.begndate, r.enddate, r.setl_date, r.dise_codg, r.hifp_pay)
        .where(r.med_type == INPATIENT, r.pay_way == "disease")
        .order_by(r.psn_no, r.dise_codg, r.begndate, r.id)
    )
    for key, group in groupby(db.execute(statement), key=lambda row: (row.psn_no, row.dise_codg)):
        last = None
        for row in group:
            if (
                last is not None
                and row.setl_date >= period.since
                and timedelta(0) <= row.begndate - last.enddate <= within
            ):
                yield Suspect(
                    facility=row.facility,
                    records=(last.id, row.id),
                    amount=row.hifp_pay,
                    evidence=(
                        ("病种", key[1]),
                        ("上次出院", last.enddate.isoformat()),
                        ("再次入院", row.begndate.isoformat()),
                    ),
                )
            last = row


def low_severity(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """At most two days, nearly all of it drugs, no procedure."""
    given, known, r, line = parameters()["F19"], kinds(db, period.until), record.c, settlement_line.c
    fee = line.det_item_fee_sumamt
    drugs = sa.func.sum(sa.case((line.med_list_codg.in_(known.drugs), fee), else_=0))
    treated = sa.func.sum(sa.case((line.med_list_codg.in_(known.treatments), 1), else_=0))
    statement = (
        live(
            period,
            r.id,
            r.facility,
            r.begndate,
            r.enddate,
            r.fund_pay_sumamt,
            r.medfee_sumamt,
            drugs.label("drugs"),
        )
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .where(r.med_type == INPATIENT)
        .group_by(r.id, r.facility, r.begndate, r.enddate, r.fund_pay_sumamt, r.medfee_sumamt)
        .having(treated == 0)
        .order_by(r.enddate, r.id)
    )
    for row in db.execute(statement):
        days = (row.enddate - row.begndate).days
        if days <= given["days"] and int(row.drugs) * 10_000 > given["drug_bp"] * row.medfee_sumamt:
            yield Suspect(
                facility=row.facility,
                records=(row.id,),
                amount=row.fund_pay_sumamt,
                evidence=(
                    ("住院天数", str(days)),
                    ("药费占比", f"{int(row.drugs) * 100 // row.medfee_sumamt}%"),
                ),
            )
