"""F09 sex and age, F11 sold more than was ever received."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from clinic_app.domain.money import half_up, yuan
from clinic_app.domain.pharmacy.batch import UNIT_E4, Pack
from clinic_app.domain.pharmacy.movement import Kind
from clinic_app.domain.prescribing.ages import age_words, reached
from clinic_app.domain.prescribing.knowledge import Substance
from clinic_app.domain.time import BEIJING, beijing_day, ms_of
from clinic_app.journal.clock import ms_of_stamp, stamp
from clinic_app.projections.queries.pharmacy import LIVE
from clinic_app.projections.queries.prescribing import knowledge_on
from clinic_app.projections.tables.outpatient import order_line, prescription
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.settlement import settlement, settlement_line
from clinic_app.projections.tables.stock import stock_batch, stock_movement
from sync_server.reports.fund.records import Period, live, record
from sync_server.reports.fund.suspect import MOST_RECORDS, Suspect

_PATIENTS = (Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)
_SEXES = {"1": "限男性", "2": "限女性"}  # codes/sex.csv


def sex_and_age(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """A medicine that is not for this sex, or not for this age, by the substances that it holds."""
    limited = _limited(db, period.until)
    r, line = record.c, settlement_line.c
    statement = (
        live(
            period,
            r.id,
            r.facility,
            r.enddate,
            line.med_list_codg,
            line.inscp_scp_amt,
            resident.c.sex,
            resident.c.birth_date,
        )
        .join_from(record, settlement_line, line.settlement_id == r.id)
        .join(resident, resident.c.id == r.resident)
        .where(line.med_list_codg.in_(limited))
        .order_by(r.made_at, r.id, line.feedetl_sn)
    )
    for row in db.execute(statement, execution_options={"yield_per": 5000}):
        broken = [one for substance in limited[row.med_list_codg] for one in _broken(substance, row)]
        if broken:
            yield Suspect(
                facility=row.facility,
                records=(row.id,),
                amount=row.inscp_scp_amt,
                evidence=(
                    ("药品", row.med_list_codg),
                    ("限制", "、".join(dict.fromkeys(broken))),
                    ("服务日期", row.enddate.isoformat()),
                ),
                about=row.med_list_codg,
            )


def _limited(db: sa.Connection, day: date) -> dict[str, list[Substance]]:
    """Codes of medicines with the substances that have a limit."""
    found = {
        code: [one for one in product.substances if one.sex_limit or one.age_min_days or one.age_max_days]
        for code, product in knowledge_on(db, day).products.items()
    }
    return {code: substances for code, substances in found.items() if substances}


def _broken(substance: Substance, row: Any) -> Iterator[str]:
    """The limits that this person is outside of."""
    if substance.sex_limit and row.sex in _SEXES and row.sex != substance.sex_limit:
        yield _SEXES[substance.sex_limit]
    if not row.birth_date:
        return
    birth = date.fromisoformat(row.birth_date)
    if substance.age_min_days is not None and row.enddate < reached(birth, substance.age_min_days):
        yield f"{age_words(substance.age_min_days).zh}以上"
    if substance.age_max_days is not None and row.enddate >= reached(birth, substance.age_max_days + 1):
        yield f"{age_words(substance.age_max_days).zh}以下"


def more_than_received(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """Outpatients were charged for more of a drug than the institution's stock ever came to.

    From the first receipt on, and of every payer; what was refunded is not counted.  A delivery that was never booked
    looks the same: the reviewer asks for it.
    """
    packs = _packs(db)
    had = _ever_had(db, period)
    sold: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in db.execute(_sold(period), execution_options={"yield_per": 5000}):
        pack = packs.get((row.facility, row.code))
        if pack is not None and row.setl_date >= pack[1]:
            sold[row.facility, row.code].append((row, pack[0].step_e4(row.unit) * row.cnt_e4 // UNIT_E4))
    for (facility, code), lines in sorted(sold.items()):
        over = sum(qty_e4 for _, qty_e4 in lines) - had.get((facility, code), 0)
        last = lines[-1][0]
        if over <= 0 or last.setl_date < period.since:
            continue
        those = [one for one in lines if one[0].setl_date >= period.since]
        fen = sum(row.det_item_fee_sumamt for row, _ in those)
        qty = sum(qty_e4 for _, qty_e4 in those)
        yield Suspect(
            facility=facility,
            records=tuple(dict.fromkeys(row.id for row, _ in those))[-MOST_RECORDS:],
            amount=half_up(fen * min(over, qty), qty) if qty else 0,
            evidence=(
                ("药品", code),
                ("已收费数量", _plain(sum(qty_e4 for _, qty_e4 in lines))),
                ("进过的数量", _plain(had.get((facility, code), 0))),
                ("本期收费（元）", yuan(fen)),
            ),
            about=code,
        )


def _sold(period: Period) -> sa.Select[Any]:
    """Lines of prescriptions on bills that stand, up to the period's end; the unit is the order's."""
    units = (
        sa.select(prescription.c.visit_id, order_line.c.code, sa.func.min(order_line.c.unit).label("unit"))
        .join_from(order_line, prescription, prescription.c.id == order_line.c.entry_id)
        .where(order_line.c.kind == "drug")
        .group_by(prescription.c.visit_id, order_line.c.code)
        .subquery()
    )
    keeps = sa.select(stock_batch.c.facility).where(stock_batch.c.received_at.is_not(None))
    s, line = settlement.c, settlement_line.c
    return (
        sa.select(
            s.id, s.facility, s.setl_date, units.c.code, units.c.unit, line.cnt_e4, line.det_item_fee_sumamt
        )
        .join_from(settlement, settlement_line, line.settlement_id == s.id)
        .join(units, sa.and_(units.c.visit_id == s.visit_id, units.c.code == line.med_list_codg))
        .where(LIVE, s.facility.in_(keeps), s.setl_date <= period.until)
        .order_by(s.setl_date, s.made_at, s.id, line.feedetl_sn)
    )


def _packs(db: sa.Connection) -> dict[tuple[str, str], tuple[Pack, date]]:
    """By facility and drug: how it is packed, and the day of its first receipt."""
    rows = db.execute(sa.select(stock_batch).where(stock_batch.c.received_at.is_not(None)))
    found: dict[tuple[str, str], tuple[Pack, date]] = {}
    for row in rows:
        key = (row.facility, row.drug)
        pack = Pack(quantity=max(row.pack_qty, 1), unit=row.unit, pack_unit=row.pack_unit, pric_e6=0)
        day = row.received_on or beijing_day(ms_of_stamp(row.received_at))
        found[key] = (pack, min(day, found[key][1]) if key in found else day)
    return found


def _ever_had(db: sa.Connection, period: Period) -> dict[tuple[str, str], int]:
    """What came in and was not sent on, wasted or missed by a count, until the period's end; by facility and drug."""
    moved = stock_movement.c
    end = stamp(ms_of(datetime.combine(period.until + timedelta(days=1), time(), BEIJING)))
    rows = db.execute(
        sa.select(moved.facility, moved.drug, sa.func.sum(moved.qty_e4).label("qty"))
        .where(moved.kind.not_in(_PATIENTS), moved.moved_at < end)
        .group_by(moved.facility, moved.drug)
    )
    return {(row.facility, row.drug): int(row.qty) for row in rows}


def _plain(qty_e4: int) -> str:
    return f"{qty_e4 / UNIT_E4:g}" if qty_e4 % UNIT_E4 else str(qty_e4 // UNIT_E4)
