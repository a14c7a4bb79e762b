"""F02 split prescriptions, F04 refills too early, F05 too many days."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

import sqlalchemy as sa

from clinic_app.domain.money import half_up
from clinic_app.projections.tables.outpatient import encounter, order_line, prescription
from clinic_app.projections.tables.settlement import settlement_line
from sync_server.reports.fund.parameters import kinds, parameters
from sync_server.reports.fund.records import Period, live, record
from sync_server.reports.fund.suspect import Suspect


def _ordered(period: Period, *columns: sa.ColumnElement[object]) -> sa.Select[tuple[object, ...]]:
    """Drug lines of prescriptions that a live settlement of the period charges."""
    return (
        live(period, *columns)
        .join_from(record, prescription, prescription.c.visit_id == record.c.visit_id)
        .join(order_line, order_line.c.entry_id == prescription.c.id)
    )


def split_prescriptions(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """One prescriber, person and day: two or more prescriptions, each small, together above the limit."""
    most, drugs, r = parameters()["F02"]["max_drugs"], kinds(db, period.until).drugs, record.c
    statement = _ordered(
        period,
        r.id,
        r.psn_no,
        r.facility,
        r.enddate,
        prescription.c.issued_by,
        prescription.c.id.label("prescription"),
        order_line.c.code,
    ).order_by(r.psn_no, r.enddate, r.facility, prescription.c.issued_by, prescription.c.id)
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for key, group in groupby(rows, key=lambda row: (row.psn_no, row.enddate, row.facility, row.issued_by)):
        lines = [row for row in group if row.code in drugs]
        sheets: dict[object, set[str]] = {}
        for row in lines:
            sheets.setdefault(row.prescription, set()).add(row.code)
        together = set().union(*sheets.values()) if sheets else set()
        if len(sheets) > 1 and len(together) > most and all(len(one) <= most for one in sheets.values()):
            yield Suspect(
                facility=key[2],
                records=tuple(dict.fromkeys(row.id for row in lines)),
                evidence=(
                    ("处方", str(len(sheets))),
                    ("药品", str(len(together))),
                    ("服务日期", key[1].isoformat()),
                ),
                about=key[3],
            )


def early_refills(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """One drug: the next supply begins before the last one ends, less a slack."""
    slack, r = parameters()["F04"]["slack_days"], record.c
    reach = Period(period.since - timedelta(days=90), period.until)
    statement = (
        _ordered(
            reach,
            r.id,
            r.psn_no,
            r.facility,
            r.enddate,
            r.setl_date,
            order_line.c.code,
            order_line.c.days,
            settlement_line.c.inscp_scp_amt,
        )
        .join(
            settlement_line,
            sa.and_(
                settlement_line.c.settlement_id == r.id, settlement_line.c.med_list_codg == order_line.c.code
            ),
        )
        .where(order_line.c.days > 0)
        .order_by(r.psn_no, order_line.c.code, r.enddate, r.made_at, r.id)
    )
    rows = db.execute(statement, execution_options={"yield_per": 5000})
    for key, group in groupby(rows, key=lambda row: (row.psn_no, row.code)):
        last = None
        for row in group:
            if last is not None and row.id != last.id and row.setl_date >= period.since:
                overlap = (last.enddate + timedelta(days=last.days - slack) - row.enddate).days
                if overlap > 0:
                    yield Suspect(
                        facility=row.facility,
                        records=(last.id, row.id),
                        amount=half_up(row.inscp_scp_amt * min(overlap, row.days), row.days),
                        evidence=(
                            ("药品", key[1]),
                            ("上次日期和天数", f"{last.enddate.isoformat()} / {last.days}"),
                            ("本次日期", row.enddate.isoformat()),
                            ("重叠天数", str(overlap)),
                        ),
                        about=key[1],
                    )
            last = row


def too_many_days(db: sa.Connection, period: Period) -> Iterator[Suspect]:
    """A line for more days than its kind allows: chronic registrations may be supplied for longer."""
    given, r = parameters()["F05"], record.c
    limit = sa.case((r.med_type == "14", given["chronic_days"]), else_=given["max_days"])
    statement = (
        _ordered(
            period,
            r.id,
            r.facility,
            r.enddate,
            r.med_type,
            order_line.c.code,
            order_line.c.days,
            encounter.c.diagnoses,
        )
        .outerjoin(encounter, encounter.c.visit_id == r.visit_id)
        .where(order_line.c.days > limit)
        .order_by(r.enddate, r.id, order_line.c.code)
    )
    for row in db.execute(statement):
        chronic = any(code[:3] in _CHRONIC for code, _ in json.loads(row.diagnoses or "[]"))
        if chronic and row.days <= given["chronic_days"]:
            continue
        yield Suspect(
            facility=row.facility,
            records=(row.id,),
            evidence=(("药品", row.code), ("天数", str(row.days)), ("服务日期", row.enddate.isoformat())),
            about=row.code,
        )


# Conditions that are supplied for weeks: hypertension, diabetes, heart, stroke, epilepsy, mental, thyroid, COPD, asthma.
_CHRONIC = frozenset(
    {"I10", "I11", "I12", "I13", "I15", "I20", "I25", "I48", "I50", "I63", "I69", "E10", "E11", "E14", "E03"}
    | {"E05", "G20", "G40", "F20", "F31", "F32", "J44", "J45", "M10", "B18", "N18"}
)
