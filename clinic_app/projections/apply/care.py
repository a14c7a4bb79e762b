"""管理对象 as told; what follows from it is settled in `duties`."""

import sqlalchemy as sa

from clinic_app.journal.facts.care import CareClosed, CareOpened, ContactMissed
from clinic_app.projections.apply import duties
from clinic_app.projections.tables import care as tables
from clinic_app.projections.upsert import Placed, upsert


def opened(connection: sa.Connection, placed: Placed, fact: CareOpened) -> None:
    _changed(connection, placed, fact, opened=True, doctor=fact.doctor or placed.entry.author)


def closed(connection: sa.Connection, placed: Placed, fact: CareClosed) -> None:
    _changed(connection, placed, fact, opened=False, reason=fact.reason, note=fact.note)


def _changed(
    connection: sa.Connection,
    placed: Placed,
    fact: CareOpened | CareClosed,
    *,
    opened: bool,
    doctor: str = "",
    reason: str = "",
    note: str = "",
) -> None:
    resident = placed.entry.subject
    if resident is None:
        return
    upsert(
        connection,
        tables.care_change,
        {"entry_id": placed.entry.id},
        resident=resident,
        facility=placed.facility,
        service=fact.service,
        opened=opened,
        day=fact.on.isoformat(),
        doctor=doctor,
        reason=reason,
        note=note,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )
    duties.owe(connection, resident)


def contact_missed(connection: sa.Connection, placed: Placed, fact: ContactMissed) -> None:
    resident = placed.entry.subject
    if resident is None:
        return
    upsert(
        connection,
        tables.missed_contact,
        {"entry_id": placed.entry.id},
        resident=resident,
        service=fact.service,
        day=fact.on.isoformat(),
        way=fact.way,
        told_at=placed.effective,
        told_by=placed.entry.author,
    )
    duties.owe(connection, resident)
