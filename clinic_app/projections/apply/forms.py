"""表单: what was recorded and what was withdrawn, each in columns of its own."""

import sqlalchemy as sa

from clinic_app.journal.facts.forms import FormRecorded, FormWithdrawn
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.upsert import Placed, keep_first


def recorded(connection: sa.Connection, placed: Placed, fact: FormRecorded) -> None:
    subject = placed.entry.subject
    keep_first(
        connection,
        form_record,
        {"id": placed.entry.id},
        "recorded",
        placed,
        resident=None if subject == placed.entry.id else subject,
        facility=placed.facility,
        form=fact.form,
        version=fact.version,
        day=fact.day.isoformat(),
        filled=json_text(fact.values),
        visit_id=fact.visit_id,
        replaces=fact.replaces,
        reason=fact.reason,
        origin=fact.origin,
    )


def withdrawn(connection: sa.Connection, placed: Placed, fact: FormWithdrawn) -> None:
    key = {"id": fact.record_id}
    keep_first(connection, form_record, key, "withdrawn", placed, withdrawn_reason=fact.reason)
