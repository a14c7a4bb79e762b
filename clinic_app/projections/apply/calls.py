"""外部调用: each fact fills its own columns; what is known for certain is known once."""

import sqlalchemy as sa

from clinic_app.journal.facts.calls import CallConcluded, CallIntended, CallSent
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables.calls import outside_call
from clinic_app.projections.upsert import Placed, keep_first, upsert


def intended(connection: sa.Connection, placed: Placed, fact: CallIntended) -> None:
    upsert(
        connection,
        outside_call,
        {"id": placed.entry.id},
        kind=fact.kind,
        msgid=fact.msgid,
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        about=fact.about,
        amount=fact.amount,
        request=json_text(fact.request),
        intended_at=placed.effective,
        intended_by=placed.entry.author,
        intended_entry=placed.entry.id,
    )


def sent(connection: sa.Connection, placed: Placed, fact: CallSent) -> None:
    keep_first(connection, outside_call, {"id": fact.call_id}, "sent", placed)


def concluded(connection: sa.Connection, placed: Placed, fact: CallConcluded) -> None:
    keep_first(
        connection,
        outside_call,
        {"id": fact.call_id},
        "concluded",
        placed,
        conclusion=fact.state,
        evidence=fact.evidence,
        answer=json_text(fact.answer),
    )
