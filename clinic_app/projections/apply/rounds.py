"""下乡包."""

import sqlalchemy as sa

from clinic_app.journal.facts.rounds import RoundPacked, SheetPictured
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import rounds as tables
from clinic_app.projections.upsert import Placed, keep_first, upsert


def packed(connection: sa.Connection, placed: Placed, fact: RoundPacked) -> None:
    for place, sheet in enumerate(fact.sheets, start=1):
        keep_first(
            connection,
            tables.round_sheet,
            {"pack": placed.entry.id, "place": place},
            "packed",
            placed,
            facility=placed.facility,
            day=fact.day,
            code=sheet.code,
            resident=sheet.resident_id,
            form=sheet.form,
            version=sheet.version,
            who=sheet.who,
            record_no=sheet.record_no,
            home=sheet.where,
            phone=sheet.phone,
            last=sheet.last,
            reason=sheet.reason,
            filled=json_text(sheet.values),
        )


def pictured(connection: sa.Connection, placed: Placed, fact: SheetPictured) -> None:
    upsert(
        connection,
        tables.sheet_picture,
        {"entry_id": placed.entry.id},
        pack=fact.pack_id,
        code=fact.code,
        digest=fact.digest,
        size=fact.size,
        taken_at=placed.effective,
        taken_by=placed.entry.author,
    )
