"""F06 two places, F08 after death, F12 above the purchase price, F13 collected cards."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.money import half_up
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.insurance import insured
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports.fund.parameters import parameters
from sync_server.reports.fund.records import Period, live, record
from sync_server.reports.fund.suspect import MOST_RECORDS, Suspect

_CARD = "03"  # mdtrt_cert_type 社会保障卡


def two_places(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """One person's card at two institutions, closer in time than the way between them takes."""
    minutes, r = parameters()["F06"]["travel_minutes"], record.c
    statement = (
        live(period, r.id, r.psn_no, r.facility, r.made_at, r.hifp_pay)
        .where(r.mdtrt_cert_type == _CARD, r.med_type != "21")
        .order_by(r.psn_no, r.made_at, r.id)
    )
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for _, group in groupby(rows, key=lambda row: row.psn_no):
        last = None
        for row in group:
            if last is not None and last.facility != row.facility:
                apart = (ms_of_stamp(row.made_at) - ms_of_stamp(last.made_at)) // 60_000
                if apart < minutes:
                    yield Suspect(
                        facility="",
                        records=(last.id, row.id),
                        amount=row.hifp_pay,
                        evidence=(("机构", f"{last.facility} {row.facility}"), ("相隔分钟", str(apart))),
                    )
            last = row


def after_death(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Service after the day of death, by a register that came later."""
    r = record.c
    statement = (
        live(period, r.id, r.facility, r.enddate, r.fund_pay_sumamt, insured.c.death_date)
        .join_from(record, insured, insured.c.psn_no == r.psn_no)
        .where(insured.c.death_date != "")
        .order_by(r.made_at, r.id)
    )
    for row in db.execute(statement):
        if row.enddate > date.fromisoformat(row.death_date):
            yield Suspect(
                facility=row.facility,
                records=(row.id,),
                amount=row.fund_pay_sumamt,
                evidence=(("死亡日期", row.death_date), ("服务日期", row.enddate.isoformat())),
            )


def above_purchase_price(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Zero mark-up at primary level: the line's price is the batch's purchase price."""
    r, line = record.c, settlement_line.c
    levels = parameters()["F12"]["levels"]
    statement = (
        live(period, r.id, r.facility, line.med_list_codg, line.pric_e6, line.purc_pric_e6, line.cnt_e4)
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .join(facility, facility.c.code == r.facility)
        .where(
            facility.c.inst_lv.in_(levels), line.purc_pric_e6.is_not(None), line.pric_e6 > line.purc_pric_e6
        )
        .order_by(r.made_at, r.id, line.feedetl_sn)
    )
    for row in db.execute(statement):
        yield Suspect(
            facility=row.facility,
            records=(row.id,),
            amount=half_up((row.pric_e6 - row.purc_pric_e6) * row.cnt_e4, 10**8),
            evidence=(
                ("药品", row.med_list_codg),
                ("售价 / 进价（元）", f"{_price(row.pric_e6)} / {_price(row.purc_pric_e6)}"),
            ),
            about=row.med_list_codg,
        )


def collected_cards(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """One PC: several persons within minutes, the same items, nearly the same amount."""
    given, r = parameters()["F13"], record.c
    statement = live(
        period, r.id, r.psn_no, r.facility, r.device, r.made_at, r.medfee_sumamt, r.hifp_pay
    ).order_by(r.device, r.made_at, r.id)
    window: list[Any] = []
    reported: set[object] = set()
    for row in db.execute(statement, execution_options={"yield_per": 5000}):
        span = given["minutes"] * 60_000
        window = [
            one
            for one in window
            if one.device == row.device and ms_of_stamp(row.made_at) - ms_of_stamp(one.made_at) <= span
        ]
        near = [one for one in window if _near(one.medfee_sumamt, row.medfee_sumamt, given["near_bp"])]
        window.append(row)
        if len({one.psn_no for one in (*near, row)}) < given["persons"]:
            continue
        alike = [one for one in near if _items(db, one.id) == _items(db, row.id)]
        persons = {one.psn_no for one in (*alike, row)}
        if len(persons) >= given["persons"] and row.id not in reported:
            those = [*alike, row]
            reported.update(one.id for one in those)
            window = []
            yield Suspect(
                facility=row.facility,
                records=tuple(one.id for one in those[:MOST_RECORDS]),
                amount=sum(one.hifp_pay for one in those),
                evidence=(("人数", str(len(persons))), ("分钟内", str(given["minutes"]))),
            )


def _price(pric_e6: int) -> str:
    whole, part = divmod(pric_e6, 1_000_000)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".")


def _near(one: int, other: int, bp: int) -> bool:
    return abs(one - other) * 10_000 <= bp * max(one, other)


def _items(db: sa.Connection, settlement_id: object) -> frozenset[str]:
    codes = sa.select(settlement_line.c.med_list_codg).where(settlement_line.c.settlement_id == settlement_id)
    return frozenset(db.scalars(codes))
