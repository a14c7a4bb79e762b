"""发药: what came back counts negative; of empty ampoules what was destroyed."""

import sqlalchemy as sa

from clinic_app.journal.facts.pharmacy import (
    EmptiesDestroyed,
    EmptiesReturned,
    MedicineDispensed,
    MedicineReturned,
)
from clinic_app.projections.tables.pharmacy import dispensed_line, empties
from clinic_app.projections.upsert import Placed, upsert_all


def dispensed(connection: sa.Connection, placed: Placed, fact: MedicineDispensed) -> None:
    _lines(connection, placed, fact, 1)


def returned(connection: sa.Connection, placed: Placed, fact: MedicineReturned) -> None:
    _lines(connection, placed, fact, -1)


def empties_returned(connection: sa.Connection, placed: Placed, fact: EmptiesReturned) -> None:
    row = _empties(placed, fact.drug, fact.count)
    row |= {"dispensed": fact.dispensed, "batch_id": fact.batch_id, "note": fact.note}
    upsert_all(connection, empties, ("entry_id", "drug"), [row])


def empties_destroyed(connection: sa.Connection, placed: Placed, fact: EmptiesDestroyed) -> None:
    rows = [_empties(placed, line.drug, -line.count) | {"second": fact.second} for line in fact.lines]
    upsert_all(connection, empties, ("entry_id", "drug"), rows)


def _empties(placed: Placed, drug: str, count: int) -> dict[str, object]:
    return {
        "entry_id": placed.entry.id,
        "drug": drug,
        "facility": placed.facility,
        "dispensed": None,
        "batch_id": None,
        "count": count,
        "note": "",
        "second": "",
        "at": placed.effective,
        "by": placed.entry.author,
    }


def _lines(
    connection: sa.Connection, placed: Placed, fact: MedicineDispensed | MedicineReturned, sign: int
) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "feedetl_sn": line.feedetl_sn,
            "settlement_id": fact.settlement_id,
            "visit_id": fact.visit_id,
            "resident": placed.entry.subject,
            "facility": placed.facility,
            "code": line.code,
            "name": line.name,
            "unit": line.unit,
            "cnt_e4": sign * line.cnt_e4,
            "pric_e6": line.pric_e6,
            "at": placed.effective,
            "by": placed.entry.author,
        }
        for line in fact.lines
    ]
    upsert_all(connection, dispensed_line, ("entry_id", "feedetl_sn"), rows)
