"""自测: what came, what was confirmed and what was rejected, each in columns of its own."""

import sqlalchemy as sa

from clinic_app.domain.measurements import measures
from clinic_app.journal.facts.readings import (
    ReadingAnswered,
    ReadingConfirmed,
    ReadingReceived,
    ReadingRejected,
)
from clinic_app.projections.tables.readings import reading
from clinic_app.projections.upsert import Placed, keep_first


def received(connection: sa.Connection, placed: Placed, fact: ReadingReceived) -> None:
    measure = measures().get(fact.item)  # none: of a later version
    keep_first(
        connection,
        reading,
        {"id": fact.reading_id},
        "received",
        placed,
        facility=placed.facility,
        resident=placed.entry.subject,
        device=fact.device,
        taken_ms=fact.taken_ms,
        item=fact.item,
        value_e4=fact.value_e4,
        beyond=fact.beyond,
        position=fact.position,
        critical=measure is not None and measure.is_critical(fact.value_e4),
        identified_by=fact.identified_by,
    )


def confirmed(connection: sa.Connection, placed: Placed, fact: ReadingConfirmed) -> None:
    keep_first(connection, reading, {"id": fact.reading_id}, "confirmed", placed)


def rejected(connection: sa.Connection, placed: Placed, fact: ReadingRejected) -> None:
    key = {"id": fact.reading_id}
    keep_first(connection, reading, key, "rejected", placed, rejected_reason=fact.reason)


def answered(connection: sa.Connection, placed: Placed, fact: ReadingAnswered) -> None:
    key = {"id": fact.reading_id}
    keep_first(connection, reading, key, "answered", placed, answered_told=fact.told, answered_done=fact.done)
