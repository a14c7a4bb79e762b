"""The figures of each institution in a period, out of the journals' tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from clinic_app.domain.fund import NO_FIGURES, Figures
from clinic_app.domain.time import BEIJING
from clinic_app.journal.clock import stamp
from clinic_app.projections.tables.facility import facility
from clinic_app.projections.tables.insurance import insured
from clinic_app.projections.tables.outpatient import encounter, order_line, prescription
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports.fund.parameters import kinds, parameters
from sync_server.reports.fund.records import (
    INPATIENT,
    OUTPATIENT,
    PRIMARY,
    Period,
    adjudicated,
    fund_due,
    live,
    of,
    original,
    record,
    sign,
)

_REPEAT_DAYS = timedelta(days=15)

By = dict[str, dict[str, int]]


def figures(db: sa.Connection, period: Period) -> dict[str, Figures]:
    """By facility; "" holds the insured who belong to none."""
    found: By = defaultdict(dict)
    for part in (_records, _admissions, _lines, _orders, _encounters, _contracted, _insured):
        for code, values in part(db, period).items():
            found[code] |= values
    levels = {row.code: row.inst_lv for row in db.execute(sa.select(facility.c.code, facility.c.inst_lv))}
    return {code: _levelled(Figures(**values), levels.get(code, "")) for code, values in found.items()}


def _levelled(one: Figures, level: str) -> Figures:
    if level not in PRIMARY:
        return replace(one, visits_all=one.visits)
    return replace(one, visits_all=one.visits, visits_primary=one.visits, fund_due_primary=one.fund_due)


def _sum(value: sa.ColumnElement[int], when: sa.ColumnElement[bool] | None = None) -> sa.ColumnElement[int]:
    counted = value if when is None else sa.case((when, value), else_=0)
    return sa.cast(sa.func.coalesce(sa.func.sum(counted), 0), sa.BigInteger)


def _records(db: sa.Connection, period: Period) -> By:
    medfee, inscp = record.c.county_medfee_sumamt, record.c.county_inscp_scp_amt
    fund = record.c.county_fund_pay_sumamt
    outpatient = of("med_type").in_(OUTPATIENT)
    inpatient = of("med_type") == INPATIENT
    offline = of("status") == "provisional"
    verdict = sa.func.coalesce(original.c.adjudged_status, record.c.adjudged_status)
    difference = sa.func.coalesce(original.c.fund_diff, record.c.fund_diff)
    assisted = sa.func.coalesce(of("maf_group"), "") != ""
    statement = adjudicated(
        period,
        record.c.facility,
        _sum(sign).label("records"),
        _sum(sign, outpatient).label("visits"),
        _sum(sign, inpatient).label("admissions"),
        _sum(sign, offline).label("offline_records"),
        _sum(sign, sa.and_(offline, verdict == "agreed")).label("agreed"),
        _sum(medfee).label("medfee"),
        _sum(medfee, outpatient).label("medfee_op"),
        _sum(medfee, inpatient).label("medfee_ip"),
        _sum(inscp, inpatient).label("inscp_ip"),
        _sum(record.c.county_hifp_pay, inpatient).label("hifp_ip"),
        _sum(record.c.county_hifmi_pay + record.c.county_hifob_pay, inpatient).label("hifmi_ip"),
        _sum(record.c.county_maf_pay, inpatient).label("maf_ip"),
        _sum(fund, inpatient).label("fund_ip"),
        _sum(record.c.fund_pay_sumamt).label("fund_pay"),
        _sum(fund_due).label("fund_due"),
        _sum(medfee - inscp - record.c.county_hosp_part_amt).label("out_of_scope"),
        _sum(record.c.county_maf_pay).label("maf"),
        _sum(sign, sa.and_(assisted, record.c.county_maf_pay != 0)).label("maf_visits"),
        _sum(sign, assisted).label("maf_group_visits"),
        _sum(sign, sa.and_(inpatient, of("referral") == "up")).label("up_referrals"),
        _sum(sign, sa.and_(inpatient, of("referral") == "down")).label("down_referrals"),
        _sum(sign * sa.func.abs(difference)).label("abs_diff"),
    ).group_by(record.c.facility)
    return _by_facility(db.execute(statement).mappings())


def _by_facility(rows: Iterable[sa.RowMapping]) -> By:
    return {
        row["facility"] or "": {name: int(value or 0) for name, value in row.items() if name != "facility"}
        for row in rows
    }


def _admissions(db: sa.Connection, period: Period) -> By:
    """Bed days and repeated admissions; an admission is few among many, so they are looked at one by one."""
    reach = Period(period.since - _REPEAT_DAYS - timedelta(days=366), period.until)
    statement = live(
        reach,
        record.c.facility,
        record.c.psn_no,
        record.c.begndate,
        record.c.enddate,
        record.c.setl_date,
        record.c.diag_code,
    ).where(record.c.med_type == INPATIENT, record.c.adjudicated_entry.is_not(None))
    found: By = defaultdict(lambda: {"bed_days": 0, "repeats": 0})
    before: dict[tuple[str, str], date] = {}
    rows = db.execute(
        statement.order_by(record.c.psn_no, record.c.begndate, record.c.id),
        execution_options={"yield_per": 1000},
    )
    for row in rows:
        key = (row.psn_no, (row.diag_code or "")[:3])
        last = before.get(key)
        before[key] = row.enddate
        if row.setl_date < period.since:
            continue
        one = found[row.facility]
        one["bed_days"] += max(1, (row.enddate - row.begndate).days)
        one["repeats"] += int(last is not None and timedelta(0) <= row.begndate - last <= _REPEAT_DAYS)
    return found


def _lines(db: sa.Connection, period: Period) -> By:
    fee = settlement_line.c.det_item_fee_sumamt
    statement = (
        live(period, record.c.facility, settlement_line.c.med_list_codg, _sum(fee).label("fee"))
        .join_from(record, settlement_line, settlement_line.c.settlement_id == record.c.id)
        .group_by(record.c.facility, settlement_line.c.med_list_codg)
    )
    found: By = defaultdict(lambda: {"line_fee": 0, "drug_fee": 0})
    drugs = kinds(db, period.until).drugs
    for row in db.execute(statement):
        one = found[row.facility]
        one["line_fee"] += row.fee
        one["drug_fee"] += row.fee if row.med_list_codg in drugs else 0
    return found


def _orders(db: sa.Connection, period: Period) -> By:
    """Prescriptions by their own day; a line's amount is its price times its quantity, in fen."""
    given, known = parameters(), kinds(db, period.until)
    ordered = order_line.c
    amount = (2 * ordered.pric_e6 * ordered.cnt_e4 + 10**8) // (2 * 10**8)  # R1 of docs/settlement.md
    drug = sa.and_(ordered.kind == "drug", ordered.code.not_in(known.pieces))

    def those(when: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count(sa.distinct(sa.case((when, prescription.c.id))))

    statement = (
        sa.select(
            prescription.c.facility,
            sa.func.count(sa.distinct(prescription.c.id)).label("prescriptions"),
            those(ordered.code.in_(known.antibiotics)).label("antibiotic_prescriptions"),
            those(ordered.route.in_(given["injection_routes"])).label("injection_prescriptions"),
            _sum(sa.literal(1), drug).label("drug_lines"),
            _sum(sa.literal(1), ordered.code.in_(known.essential)).label("essential_lines"),
            _sum(amount, drug).label("ordered_drug_fee"),
            _sum(amount, ordered.code.in_(known.essential)).label("essential_fee"),
            sa.func.count(
                sa.distinct(sa.case((ordered.route.in_(given["infusion_routes"]), prescription.c.visit_id)))
            ).label("infusion_visits"),
        )
        .join_from(prescription, order_line, ordered.entry_id == prescription.c.id)
        .where(_issued(prescription.c.issued_at, period))
        .group_by(prescription.c.facility)
    )
    return _by_facility(db.execute(statement).mappings())


def _encounters(db: sa.Connection, period: Period) -> By:
    statement = (
        sa.select(encounter.c.facility, sa.func.count().label("treated"))
        .where(_issued(encounter.c.signed_at, period))
        .group_by(encounter.c.facility)
    )
    return _by_facility(db.execute(statement).mappings())


def _issued(column: sa.ColumnElement[int], period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(
        column >= stamp(_midnight(period.since)), column < stamp(_midnight(period.until + timedelta(days=1)))
    )


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), BEIJING).timestamp() * 1000)


def _contracted(db: sa.Connection, period: Period) -> By:
    at_home = insured.c.contract_inst == record.c.facility
    statement = (
        adjudicated(
            period,
            record.c.facility,
            _sum(sign).label("contracted_visits"),
            _sum(sign, at_home).label("home_visits"),
        )
        .join(insured, insured.c.psn_no == record.c.psn_no)
        .where(insured.c.contract_inst != "", of("med_type").in_(OUTPATIENT))
        .group_by(record.c.facility)
    )
    return _by_facility(db.execute(statement).mappings())


def _insured(db: sa.Connection, period: Period) -> By:
    place = sa.func.coalesce(sa.func.nullif(insured.c.contract_inst, ""), insured.c.home)
    statement = (
        sa.select(place.label("facility"), sa.func.count().label("insured"))
        .where(insured.c.psn_insu_stas == "1")
        .group_by(place)
    )
    return _by_facility(db.execute(statement).mappings())


def due_by_month(db: sa.Connection, year: int, insutypes: Sequence[str] = ()) -> dict[int, int]:
    """Σ fund_due of each month of a year, all institutions, by the day of settlement; no `insutypes`: every one."""
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    statement = adjudicated(whole, record.c.setl_date, _sum(fund_due).label("due")).group_by(
        record.c.setl_date
    )
    if insutypes:
        statement = statement.where(of("insutype").in_(insutypes))
    months: dict[int, int] = defaultdict(int)
    for day, due in db.execute(statement):
        months[day.month] += due
    return dict(months)


def figures_of(found: Mapping[str, Figures], code: str) -> Figures:
    """One institution's; nothing done is no figures."""
    return found.get(code, NO_FIGURES)
