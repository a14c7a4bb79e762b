"""住院: each fact fills its own columns of the admission; charges and deposits only add up."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.inpatient import (
    AdmissionCharged,
    AdmissionDischarged,
    AdmissionRegistered,
    DepositReturned,
    DepositTaken,
)
from clinic_app.projections.tables.inpatient import admission, admission_item, deposit
from clinic_app.projections.upsert import Placed, keep_first, upsert, upsert_all


def registered(connection: sa.Connection, placed: Placed, fact: AdmissionRegistered) -> None:
    upsert(
        connection,
        admission,
        {"id": placed.entry.id},
        resident=placed.entry.subject,
        facility=placed.facility,
        day=fact.day,
        number=fact.number,
        department=fact.department,
        bed=fact.bed,
        doctor=fact.doctor,
        diag_code=fact.diagnosis.code,
        diag_name=fact.diagnosis.name,
        psn_no=fact.psn_no,
        mdtrt_cert_type=fact.mdtrt_cert_type,
        emergency=fact.emergency,
        referral=msgspec.json.encode(fact.referral).decode() if fact.referral else "",
        dise_codg=fact.dise_codg,
        pay_way=fact.pay_way,
        registered_at=placed.effective,
        registered_by=placed.entry.author,
        registered_entry=placed.entry.id,
    )


def charged(connection: sa.Connection, placed: Placed, fact: AdmissionCharged) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "no": no,
            "admission_id": fact.admission_id,
            "day": fact.day,
            "code": item.code,
            "name": item.name,
            "unit": item.unit,
            "cnt_e4": item.cnt_e4,
            "pric_e6": item.pric_e6,
        }
        for no, item in enumerate(fact.items, start=1)
    ]
    upsert_all(connection, admission_item, ("entry_id", "no"), rows)


def discharged(connection: sa.Connection, placed: Placed, fact: AdmissionDischarged) -> None:
    keep_first(
        connection,
        admission,
        {"id": fact.admission_id},
        "discharged",
        placed,
        end_day=fact.day,
        end_diag_code=fact.diagnosis.code,
        end_diag_name=fact.diagnosis.name,
    )


def deposit_taken(connection: sa.Connection, placed: Placed, fact: DepositTaken) -> None:
    _deposit(connection, placed, fact, fact.amount, "")


def deposit_returned(connection: sa.Connection, placed: Placed, fact: DepositReturned) -> None:
    _deposit(connection, placed, fact, -fact.amount, fact.reason)


def _deposit(
    connection: sa.Connection, placed: Placed, fact: DepositTaken | DepositReturned, amount: int, reason: str
) -> None:
    upsert(
        connection,
        deposit,
        {"entry_id": placed.entry.id},
        admission_id=fact.admission_id,
        facility=placed.facility,
        number=fact.number,
        amount=amount,
        tender=fact.tender,
        reason=reason,
        taken_at=placed.effective,
        taken_by=placed.entry.author,
        taken_entry=placed.entry.id,
    )
