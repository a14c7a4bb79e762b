"""健康首页: what was recorded, and what was taken back, each in columns of its own."""

import sqlalchemy as sa

from clinic_app.journal.facts.chart import (
    AllergyCancelled,
    AllergyRecorded,
    ConditionClosed,
    ConditionNoted,
    MeasurementTaken,
    SkinTested,
)
from clinic_app.projections.tables import chart as tables
from clinic_app.projections.upsert import Placed, keep_first, upsert


def allergy_recorded(connection: sa.Connection, placed: Placed, fact: AllergyRecorded) -> None:
    keep_first(
        connection,
        tables.allergy,
        {"id": placed.entry.id},
        "recorded",
        placed,
        resident=placed.entry.subject,
        kind=fact.kind,
        code=fact.code,
        name=fact.name,
        reaction=fact.reaction,
        severe=fact.severe,
    )


def allergy_cancelled(connection: sa.Connection, placed: Placed, fact: AllergyCancelled) -> None:
    key = {"id": fact.allergy_id}
    keep_first(connection, tables.allergy, key, "cancelled", placed, cancelled_reason=fact.reason)


def condition_noted(connection: sa.Connection, placed: Placed, fact: ConditionNoted) -> None:
    keep_first(
        connection,
        tables.noted_condition,
        {"id": placed.entry.id},
        "noted",
        placed,
        resident=placed.entry.subject,
        code=fact.code,
        name=fact.name,
        since=fact.since,
    )


def condition_closed(connection: sa.Connection, placed: Placed, fact: ConditionClosed) -> None:
    key = {"id": fact.condition_id}
    keep_first(connection, tables.noted_condition, key, "closed", placed, closed_reason=fact.reason)


def measured(connection: sa.Connection, placed: Placed, fact: MeasurementTaken) -> None:
    for one in fact.values:
        upsert(
            connection,
            tables.measurement,
            {"entry_id": placed.entry.id, "key": one.key},
            resident=placed.entry.subject,
            visit_id=fact.visit_id,
            taken_ms=fact.taken_ms,
            source=fact.source,
            value_e4=one.value_e4,
            text=one.text,
        )


def skin_tested(connection: sa.Connection, placed: Placed, fact: SkinTested) -> None:
    upsert(
        connection,
        tables.skin_test,
        {"id": placed.entry.id},
        resident=placed.entry.subject,
        visit_id=fact.visit_id,
        substance=fact.substance,
        name=fact.name,
        lot=fact.lot,
        positive=fact.positive,
        read_ms=fact.read_ms,
        read_by=placed.entry.author,
    )
