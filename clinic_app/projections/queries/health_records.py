"""Questions about 健康档案: numbers, deaths and moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.health_record import Life, State
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.health_records import (
    health_record,
    life_event,
    life_state,
    person,
)
from clinic_app.projections.types import raw

_ASKED = 500  # ids in one question


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A health record as opened."""

    id: UUID
    resident_id: UUID
    number: str  # 17 digits
    opened: date
    doctor: str  # staff id
    facility: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A death or a move as told."""

    id: UUID
    kind: str  # in, out, lost, died
    day: date
    words: str  # cause of death, or the other place
    told_ms: int  # UTC
    told_by: str  # staff id
    corrected: str  # why it did not happen; empty: it stands


@dataclass(frozen=True, slots=True)
class Doubled:
    """One number that two people have."""

    number: str
    records: tuple[Record, ...]


def record_of(connection: sa.Connection, resident_id: UUID) -> Record | None:
    """The person's record; of two that a merge brought together the kept entry's, then the older."""
    records = records_of(connection, resident_id)
    return records[0] if records else None


def records_of(connection: sa.Connection, resident_id: UUID) -> list[Record]:
    """All records of the person that no other one replaces."""
    newer = health_record.alias("newer")
    own = health_record.c.resident == resident_id
    rows = connection.execute(
        sa.select(health_record)
        .where(
            of_person(health_record.c.resident, resident_id),
            ~sa.exists().where(
                newer.c.replaces == health_record.c.id, of_person(newer.c.resident, resident_id)
            ),
        )
        .order_by(own.desc(), health_record.c.opened_at, health_record.c.id)
    )
    return [_record(row) for row in rows]


def holders_of(connection: sa.Connection, number: str) -> list[Record]:
    """Who was ever given this number: it is never used twice."""
    rows = connection.execute(
        sa.select(health_record)
        .where(health_record.c.number == number)
        .order_by(health_record.c.opened_at, health_record.c.id)
    )
    return [_record(row) for row in rows]


def doubled(connection: sa.Connection) -> list[Doubled]:
    """Numbers that two people hold: one of them needs another number."""
    stands_for = sa.func.coalesce(person.c.kept, health_record.c.resident)
    newer = health_record.alias("newer")
    replaced = sa.exists().where(newer.c.replaces == health_record.c.id)
    twice = (
        sa.select(health_record.c.number)
        .select_from(health_record.outerjoin(person, person.c.resident == health_record.c.resident))
        .where(~replaced)
        .group_by(health_record.c.number)
        .having(sa.func.count(sa.distinct(stands_for)) > 1)
    )
    rows = connection.execute(
        sa.select(health_record)
        .where(health_record.c.number.in_(twice), ~replaced)
        .order_by(health_record.c.number, health_record.c.opened_at, health_record.c.id)
    )
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(_record(row))
    return [Doubled(number, tuple(records)) for number, records in found.items()]


def events_of(connection: sa.Connection, resident_id: UUID) -> list[LifeEvent]:
    """Deaths and moves of the person, the newest first, also those told in error."""
    rows = connection.execute(
        sa.select(life_event)
        .where(of_person(life_event.c.resident, resident_id), life_event.c.told_at.is_not(None))
        .order_by(life_event.c.day.desc(), life_event.c.told_at.desc(), life_event.c.id)
    )
    return [
        LifeEvent(
            id=row.id,
            kind=row.kind,
            day=date.fromisoformat(row.day),
            words=row.words,
            told_ms=row.told_at >> 16,
            told_by=row.told_by,
            corrected=(row.corrected_reason or "—") if row.corrected_at is not None else "",
        )
        for row in rows
    ]


def life_of(connection: sa.Connection, resident_id: UUID) -> Life:
    """Whether the person is here, by all entries of the register; a death stands over everything."""
    rows = connection.execute(
        sa.select(life_state).where(of_person(life_state.c.resident, resident_id), life_state.c.day != "")
    ).all()
    return max((_life(row) for row in rows), key=_weight, default=Life())


def lives_of(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, Life]:
    """Of the entries in `ids` that are not here any more: what stands.  Whoever is here is left out."""
    found: dict[UUID, Life] = {}
    kept = sa.func.coalesce(person.c.kept, life_state.c.resident).label("kept")
    query = (
        sa.select(life_state, kept)
        .select_from(life_state.outerjoin(person, person.c.resident == life_state.c.resident))
        .where(life_state.c.day != "")
    )
    for start in range(0, len(ids), _ASKED):
        for row in connection.execute(query.where(kept.in_(ids[start : start + _ASKED]))):
            known = found.get(row.kept)
            found[row.kept] = max((_life(row), *([known] if known else ())), key=_weight)
    return {one: life for one, life in found.items() if life.state is not State.HERE}


def lives_by_person(connection: sa.Connection, kept: Mapping[bytes, bytes]) -> dict[bytes, Life]:
    """`lives_of` for everybody who is known; ids as bytes, `kept` the entries that stand for those of the register."""
    table = life_state.c
    found: dict[bytes, Life] = {}
    rows = connection.execute(sa.select(raw(table.resident), table.kind, table.day).where(table.day != ""))
    for resident, kind, text in rows:
        day = sensible(text)
        if day is not None:
            who, life = kept.get(resident, resident), Life(State(kind), day)
            found[who] = max(life, found.get(who, life), key=_weight)
    return {one: life for one, life in found.items() if life.state is not State.HERE}


def is_here(column: Any) -> sa.ColumnElement[bool]:
    """The entry in `column` is of somebody who neither died, nor moved away, nor was lost."""
    gone = sa.select(life_state.c.resident).where(life_state.c.kind != State.HERE)
    clause: sa.ColumnElement[bool] = column.not_in(gone)
    return clause


def _weight(life: Life) -> tuple[bool, date, bool]:
    return (life.state is State.DIED, life.since or date.min, life.state is not State.HERE)


def _life(row: Any) -> Life:
    return Life(State(row.kind), date.fromisoformat(row.day) if row.day else None)


def _record(row: Any) -> Record:
    return Record(
        id=row.id,
        resident_id=row.resident,
        number=row.number,
        opened=date.fromisoformat(row.day),
        doctor=row.doctor,
        facility=row.facility,
    )
