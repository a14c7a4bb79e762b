"""病区: orders keep their first signing and stopping, a dose its first giving; the rest only adds up."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.pharmacy import HandedOut
from clinic_app.journal.facts.ward import (
    AdmissionMoved,
    BedPlaced,
    BedReadied,
    WardDosesDispensed,
    WardDosesReturned,
    WardNoteAddended,
    WardNoteSigned,
    WardOrdersExecuted,
    WardOrdersSigned,
    WardOrdersStopped,
)
from clinic_app.projections.tables import ward as tables
from clinic_app.projections.tables.inpatient import admission, admission_item
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert, upsert_all


def bed_placed(connection: sa.Connection, placed: Placed, fact: BedPlaced) -> None:
    key = {"facility": placed.facility, "bed": fact.bed}
    values = {"room": fact.room, "department": fact.department, "in_use": fact.in_use}
    keep_newest(connection, tables.bed, key, "placed", placed, **values)


def bed_readied(connection: sa.Connection, placed: Placed, fact: BedReadied) -> None:
    keep_newest(connection, tables.bed, {"facility": placed.facility, "bed": fact.bed}, "readied", placed)


def moved(connection: sa.Connection, placed: Placed, fact: AdmissionMoved) -> None:
    keep_newest(connection, admission, {"id": fact.admission_id}, "moved", placed, moved_bed=fact.bed)
    left = {"facility": placed.facility, "bed": fact.from_bed, "at": placed.effective}
    upsert(connection, tables.bed_left, {"entry_id": placed.entry.id}, **left)


def signed(connection: sa.Connection, placed: Placed, fact: WardOrdersSigned) -> None:
    for no, one in enumerate(fact.orders):
        keep_first(
            connection,
            tables.ward_order,
            {"id": one.order_id},
            "signed",
            placed,
            admission_id=fact.admission_id,
            facility=placed.facility,
            no=no,
            term=one.term,
            category=one.category,
            code=one.code,
            name=one.name,
            spec=one.spec,
            dose=one.dose,
            frequency=one.frequency,
            route=one.route,
            unit=one.unit,
            each_e4=one.each_e4,
            group_no=one.group,
            own=one.own,
            note=one.note,
            start_ms=one.start_ms,
        )


def stopped(connection: sa.Connection, placed: Placed, fact: WardOrdersStopped) -> None:
    for order_id in fact.orders:
        values = {"stop_ms": fact.stop_ms, "stop_reason": fact.reason}
        keep_first(connection, tables.ward_order, {"id": order_id}, "stopped", placed, **values)


def executed(connection: sa.Connection, placed: Placed, fact: WardOrdersExecuted) -> None:
    """The charges of every telling are kept; those of the one that counts are asked for."""
    items: list[dict[str, object]] = []
    for one in fact.doses:
        key = {"order_id": one.order_id, "day": one.day, "slot": one.slot}
        values = {"admission_id": fact.admission_id, "left_out": one.left_out}
        keep_first(connection, tables.ward_dose_done, key, "done", placed, **values)
        items += [
            {
                "entry_id": placed.entry.id,
                "no": len(items) + at,
                "admission_id": fact.admission_id,
                "day": one.day,
                "code": item.code,
                "name": item.name,
                "unit": item.unit,
                "cnt_e4": item.cnt_e4,
                "pric_e6": item.pric_e6,
                "order_id": one.order_id,
                "slot": one.slot,
            }
            for at, item in enumerate(one.items, start=1)
        ]
    upsert_all(connection, admission_item, ("entry_id", "no"), items)


def dispensed(connection: sa.Connection, placed: Placed, fact: WardDosesDispensed) -> None:
    _doses(connection, placed, fact, 1)


def returned(connection: sa.Connection, placed: Placed, fact: WardDosesReturned) -> None:
    _doses(connection, placed, fact, -1)


def note_signed(connection: sa.Connection, placed: Placed, fact: WardNoteSigned) -> None:
    keep_first(
        connection,
        tables.ward_note,
        {"id": placed.entry.id},
        "signed",
        placed,
        admission_id=fact.admission_id,
        resident=placed.entry.subject,
        kind=fact.kind,
        about_ms=fact.about_ms,
        sections=msgspec.json.encode(fact.sections).decode(),
        diagnoses=msgspec.json.encode(fact.diagnoses).decode(),
    )


def note_addended(connection: sa.Connection, placed: Placed, fact: WardNoteAddended) -> None:
    upsert(
        connection,
        tables.ward_note_addendum,
        {"id": placed.entry.id},
        note_id=fact.note_id,
        text=fact.text,
        added_at=placed.effective,
        added_by=placed.entry.author,
    )


def _doses(
    connection: sa.Connection, placed: Placed, fact: WardDosesDispensed | WardDosesReturned, sign: int
) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "no": no,
            "admission_id": fact.admission_id,
            "order_id": order_id,
            "facility": placed.facility,
            "day": fact.day,
            "code": line.code,
            "name": line.name,
            "unit": line.unit,
            "cnt_e4": sign * line.cnt_e4,
            "pric_e6": line.pric_e6,
            "at": placed.effective,
            "by": placed.entry.author,
        }
        for no, line in enumerate(fact.lines)
        if (order_id := _order_of(line)) is not None
    ]
    upsert_all(connection, tables.ward_dose, ("entry_id", "no"), rows)


def _order_of(line: HandedOut) -> UUID | None:
    """A line of a later version that names its order otherwise tells nothing here."""
    try:
        return UUID(line.feedetl_sn)
    except ValueError:
        return None
