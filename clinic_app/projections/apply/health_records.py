"""健康档案: each death, move and merge in a row of its own, and what follows from those that stand."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.health_records import (
    MergeOverruled,
    RecordOpened,
    ResidentDied,
    ResidentDistinguished,
    ResidentMerged,
    ResidentMoved,
    ResidentReturned,
    ResidentSplit,
)
from clinic_app.projections.apply.residents import field_changes
from clinic_app.projections.tables import health_records as tables
from clinic_app.projections.upsert import Placed, afterwards, keep_first, upsert

_CHUNK = 500  # residents in one question


def opened(connection: sa.Connection, placed: Placed, fact: RecordOpened) -> None:
    if placed.entry.subject is None:
        return
    upsert(
        connection,
        tables.health_record,
        {"id": placed.entry.id},
        resident=placed.entry.subject,
        facility=placed.facility,
        number=fact.number,
        day=fact.on.isoformat(),
        doctor=fact.doctor,
        replaces=fact.replaces,
        opened_at=placed.effective,
        opened_by=placed.entry.author,
    )


def moved(connection: sa.Connection, placed: Placed, fact: ResidentMoved) -> None:
    _told(connection, placed, kind=fact.way, day=fact.on.isoformat(), words=fact.place)


def died(connection: sa.Connection, placed: Placed, fact: ResidentDied) -> None:
    _told(connection, placed, kind="died", day=fact.on.isoformat(), words=fact.cause)


def _told(connection: sa.Connection, placed: Placed, **values: str) -> None:
    resident = placed.entry.subject
    if resident is not None:
        key = {"id": placed.entry.id}
        keep_first(connection, tables.life_event, key, "told", placed, resident=resident, **values)
        afterwards(connection, _settle_states, tables.life_state, resident)


def returned(connection: sa.Connection, placed: Placed, fact: ResidentReturned) -> None:
    key = {"id": fact.event_id}
    keep_first(connection, tables.life_event, key, "corrected", placed, corrected_reason=fact.reason)
    afterwards(connection, _settle_corrected, tables.life_state, fact.event_id)


def _settle_corrected(connection: sa.Connection, events: Sequence[UUID]) -> None:
    """Whose deaths and moves these are is what the events say, once they are here."""
    _settle_states(connection, _told_by(connection, tables.life_event.c.resident, tables.life_event, events))


_EVENTS = (
    sa.select(tables.life_event)
    .where(tables.life_event.c.resident.in_(sa.bindparam("residents", expanding=True)))
    .order_by(
        tables.life_event.c.resident,
        tables.life_event.c.day,
        tables.life_event.c.told_at,
        tables.life_event.c.id,
    )
)


def _settle_states(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    """What was told last stands, by the day it happened; a death stands whatever comes after it."""
    for start in range(0, len(residents), _CHUNK):
        asked = {"residents": list(residents[start : start + _CHUNK])}
        rows = connection.execute(_EVENTS, asked).all()
        for resident, events in groupby(rows, key=lambda row: row.resident):
            standing = [row for row in events if row.corrected_at is None]
            last = next((row for row in standing if row.kind == "died"), standing[-1] if standing else None)
            upsert(
                connection,
                tables.life_state,
                {"resident": resident},
                kind="here" if last is None or last.kind == "in" else last.kind,
                day="" if last is None else last.day,
                event=None if last is None else last.id,
            )


def merged(connection: sa.Connection, placed: Placed, fact: ResidentMerged) -> None:
    kept = placed.entry.subject
    if kept is None:
        return
    keep_first(
        connection,
        tables.merge,
        {"id": placed.entry.id},
        "merged",
        placed,
        kept=kept,
        other=fact.other,
        reasons=",".join(fact.reasons),
        note=fact.note,
        taken=json.dumps(
            {
                field: [fact.before.get(field, ""), change.replaces.hex]
                for field, change in sorted(fact.changes.items())
            },
            ensure_ascii=False,
        ),
        facility=placed.facility,
    )
    field_changes(connection, placed, kept, fact.changes)
    for one in (kept, fact.other):
        afterwards(connection, _settle_persons, tables.person, one)


def split(connection: sa.Connection, placed: Placed, fact: ResidentSplit | MergeOverruled) -> None:
    kept = placed.entry.subject
    if kept is None:
        return
    keep_first(connection, tables.merge, {"id": fact.merge_id}, "split", placed, split_reason=fact.reason)
    field_changes(connection, placed, kept, fact.changes)
    afterwards(connection, _settle_split, tables.person, fact.merge_id)


def _settle_split(connection: sa.Connection, merges: Sequence[UUID]) -> None:
    _settle_persons(connection, _told_by(connection, tables.merge.c.kept, tables.merge, merges))


def distinguished(connection: sa.Connection, placed: Placed, fact: ResidentDistinguished) -> None:
    if placed.entry.subject is not None:
        upsert(
            connection,
            tables.distinct,
            {"id": placed.entry.id},
            resident=placed.entry.subject,
            other=fact.other,
            reason=fact.reason,
            told_at=placed.effective,
            told_by=placed.entry.author,
        )


def _settle_persons(connection: sa.Connection, residents: Sequence[UUID]) -> None:
    """Everyone whom merges ever tied to one of `residents` gets the one who stands for the person now."""
    ever = _ever_tied(connection, residents)
    standing = [row for row in ever if row.split_at is None]
    known = {one for row in ever for one in (row.kept, row.other)}
    for resident, kept in stands_for((row.kept, row.other) for row in standing).items():
        known.discard(resident)
        upsert(connection, tables.person, {"resident": resident}, kept=kept)
    for resident in known:
        upsert(connection, tables.person, {"resident": resident}, kept=resident)


def _ever_tied(connection: sa.Connection, residents: Sequence[UUID]) -> list[Any]:
    """Every merge, also one that was split, that a chain of merges ties to one of `residents`, in their order."""
    asked: set[UUID] = set()
    found: dict[UUID, Any] = {}
    wave = set(residents)
    while wave:
        asked |= wave
        near: set[UUID] = set()
        for part in _parts(sorted(wave, key=lambda one: one.bytes)):
            ties = sa.or_(tables.merge.c.kept.in_(part), tables.merge.c.other.in_(part))
            for row in connection.execute(sa.select(tables.merge).where(ties)):
                found[row.id] = row
                near |= {row.kept, row.other}
            # Whoever is known to be one with them: a chain of thousands is not walked link by link.
            same = sa.select(tables.person.c.kept).where(tables.person.c.resident.in_(part))
            near.update(
                connection.scalars(sa.select(tables.person.c.resident).where(tables.person.c.kept.in_(same)))
            )
        wave = near - asked
    return sorted(found.values(), key=lambda row: (row.merged_at, row.id.bytes))


def _told_by(
    connection: sa.Connection, column: sa.Column[UUID], table: sa.Table, ids: Sequence[UUID]
) -> list[UUID]:
    """The residents that rows name in `column`, as far as these have arrived."""
    found: set[UUID] = set()
    for part in _parts(list(ids)):
        found.update(one for one in connection.scalars(sa.select(column).where(table.c.id.in_(part))) if one)
    return sorted(found, key=lambda one: one.bytes)


def _parts(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def stands_for(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, UUID]:
    """Of each id in `pairs` (kept, other), the one that stands for its person.

    The pairs are taken in their order: a pair whose two are one person already changes nothing, so that
    two clinics that kept one another's entry still come to one answer.
    """
    over: dict[UUID, UUID] = {}

    def top(one: UUID) -> UUID:
        while over.setdefault(one, one) != one:
            over[one] = over[over[one]]  # half the way for whoever comes next
            one = over[one]
        return one

    for kept, other in pairs:
        over[top(other)] = top(kept)
    return {one: top(one) for one in list(over)}
