"""Questions about entries of the register that are, or may be, one person."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.residents import Person, Proof, Reason, offered
from clinic_app.journal.facts.residents import Change
from clinic_app.projections.queries import residents
from clinic_app.projections.queries.persons import is_kept, kept_of, of_person
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.tables.health_records import distinct, health_record, merge
from clinic_app.projections.tables.insurance import insurance_chosen
from clinic_app.projections.tables.residents import card, resident

_ALIKE: Final = 6  # entries of one key; more of a kind are a wrong key, not one person


class NoMerge(NotFound):
    """These entries were not merged here, or the merge has not arrived."""

    code = "merge.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two entries brought together."""

    id: UUID
    kept: UUID
    other: UUID
    reasons: tuple[str, ...]
    taken: Mapping[str, "Before"]  # fields taken over from the other one
    note: str
    facility: str
    merged_ms: int  # UTC
    merged_by: str  # staff id
    split_ms: int | None
    split_reason: str


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in a field when a merge changed it, and the entry that had said so."""

    value: str
    by: UUID


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person; the older entry first."""

    first: Resident
    second: Resident
    reasons: tuple[Reason, ...]


def merge_of(connection: sa.Connection, merge_id: UUID) -> Merge:
    """Raises:
    NoMerge
    """
    row = connection.execute(sa.select(merge).where(merge.c.id == merge_id)).one_or_none()
    if row is None or row.merged_at is None:
        raise NoMerge(merge=str(merge_id))
    return _merge(row)


def merges_of(connection: sa.Connection, resident_id: UUID) -> list[Merge]:
    """Every merge of the person's entries, split ones too, the newest first."""
    tied = sa.or_(of_person(merge.c.kept, resident_id), of_person(merge.c.other, resident_id))
    return _merges(connection, tied, 50)


def all_merges(connection: sa.Connection, limit: int = 500) -> list[Merge]:
    """The newest first."""
    return _merges(connection, sa.true(), limit)


def joining(connection: sa.Connection, kept: UUID, other: UUID) -> list[Merge]:
    """The merges that stand between these two entries, whichever was kept."""
    both = (kept, other)
    tied = sa.and_(merge.c.kept.in_(both), merge.c.other.in_(both), merge.c.split_at.is_(None))
    return _merges(connection, tied, 50)


def undoing(connection: sa.Connection, merge: Merge) -> dict[str, Change]:
    """What puts back what stood before the merge, for the fields that nobody changed since.

    Where an earlier merge had put that in, and is split by now, it is what stood before that one.
    """
    standing = residents.values_with_entries(connection, merge.kept)
    split = {one.id: one.taken for one in merges_of(connection, merge.kept) if one.split_ms is not None}
    back = {}
    for field, before in merge.taken.items():
        if standing.get(field) != merge.id:
            continue
        while (earlier := split.get(before.by, {}).get(field)) is not None:
            before = earlier
        back[field] = Change(before.value, merge.id)
    return back


def pairs(connection: sa.Connection, limit: int = 200) -> list[Pair]:
    """待核对: entries that may be one person, the strongest reason first.

    Told apart by somebody, or merged already: left out.
    """
    suspects = {pair for group in _groups(connection) for pair in combinations(group, 2)}
    ids = list({one for pair in suspects for one in pair})
    if not ids:
        return []
    people = _people(connection, ids)
    known = {one.id: one for one in residents.as_registered(connection, ids)}
    apart = _told_apart(connection)
    cards = {frozenset(pair) for group in _by_card(connection) for pair in combinations(group, 2)}
    found = []
    for one, other in suspects:
        both = frozenset((one, other))
        if both in apart or one not in known or other not in known:
            continue
        reasons = offered(people[one], people[other])
        if both in cards:
            reasons = (*reasons, Reason.CARD)
        if reasons:
            found.append(Pair(known[one], known[other], reasons))
    strength = tuple(Reason)
    found.sort(key=lambda pair: (strength.index(pair.reasons[0]), pair.first.name, str(pair.first.id)))
    return found[:limit]


def reasons_of(connection: sa.Connection, one: UUID, other: UUID) -> tuple[Reason, ...]:
    """Why these two may be one person; none: nothing speaks for it."""
    people = _people(connection, [one, other])
    reasons = offered(people[one], people[other]) if len(people) == 2 else ()
    both = {one, other}
    held = any(both <= set(group) for group in _by_card(connection))
    return (*reasons, Reason.CARD) if held else reasons


def _groups(connection: sa.Connection) -> Iterable[tuple[UUID, ...]]:
    """Entries that share a key, each group in the order of the ids."""
    fields = resident.c
    yield from _sharing(connection, fields.id_number)
    yield from _sharing(connection, fields.name, fields.birth_date)
    yield from _sharing(connection, fields.name, fields.phone)
    yield from _by_card(connection)
    for table, column in (
        (health_record, health_record.c.number),
        (insurance_chosen, insurance_chosen.c.psn_no),
    ):
        rows = connection.execute(
            sa.select(column.label("key"), table.c.resident)
            .where(column.in_(_twice(column, is_kept(table.c.resident))), is_kept(table.c.resident))
            .distinct()
        )
        yield from _grouped((row.key, row.resident) for row in rows)


def _sharing(connection: sa.Connection, *columns: Any) -> list[tuple[UUID, ...]]:
    about = sa.and_(
        resident.c.registered_at.is_not(None),
        is_kept(resident.c.id),
        *(column != "" for column in columns),
    )
    key = columns[0] if len(columns) == 1 else columns[0] + "|" + columns[1]
    rows = connection.execute(
        sa.select(key.label("key"), resident.c.id).where(about, key.in_(_twice(key, about)))
    )
    return _grouped((row.key, row.id) for row in rows)


def _by_card(connection: sa.Connection) -> list[tuple[UUID, ...]]:
    about = sa.and_(card.c.number != "", is_kept(card.c.resident))
    twice = (
        sa.select(card.c.number)
        .where(about)
        .group_by(card.c.number)
        .having(sa.func.count(sa.distinct(card.c.resident)) > 1)
    )
    rows = connection.execute(
        sa.select(card.c.number, card.c.resident).where(card.c.number.in_(twice), is_kept(card.c.resident))
    )
    return _grouped((row.number, row.resident) for row in rows)


def _twice(key: Any, about: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(key).where(about).group_by(key).having(sa.func.count() > 1)


def _grouped(rows: Iterable[tuple[str, UUID]]) -> list[tuple[UUID, ...]]:
    groups: dict[str, set[UUID]] = {}
    for key, one in rows:
        groups.setdefault(key, set()).add(one)
    return [tuple(sorted(group)) for group in groups.values() if 1 < len(group) <= _ALIKE]


def _people(connection: sa.Connection, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
    numbers = {
        row.resident: row.number
        for row in connection.execute(sa.select(health_record).where(health_record.c.resident.in_(ids)))
    }
    insured = {
        row.resident: row.psn_no
        for row in connection.execute(sa.select(insurance_chosen).where(insurance_chosen.c.resident.in_(ids)))
    }
    return {
        one.id: Person(
            name=one.name,
            sex=one.sex if one.sex in ("1", "2") else "",
            birth_date=one.birth_date,
            id_number=one.id_number,
            id_proof=Proof.CARD if one.id_verified == "card" else Proof.TYPED,
            record_number=numbers.get(one.id, ""),
            psn_no=insured.get(one.id, ""),
            phone=one.phone,
            village=one.village,
        )
        for one in residents.as_registered(connection, ids)
    }


def _told_apart(connection: sa.Connection) -> set[frozenset[UUID]]:
    """Pairs of which somebody said that they are two; what was said of an entry holds for its person."""
    rows = connection.execute(sa.select(distinct.c.resident, distinct.c.other)).all()
    kept = kept_of(connection, [one for row in rows for one in row])
    return {frozenset(pair) for row in rows for pair in (row, (kept[row[0]], kept[row[1]]))}


def _merges(connection: sa.Connection, about: sa.ColumnElement[bool], limit: int) -> list[Merge]:
    rows = connection.execute(
        sa.select(merge)
        .where(merge.c.merged_at.is_not(None), about)
        .order_by(merge.c.merged_at.desc(), merge.c.id)
        .limit(limit)
    )
    return [_merge(row) for row in rows]


def _merge(row: Any) -> Merge:
    return Merge(
        id=row.id,
        kept=row.kept,
        other=row.other,
        reasons=tuple(filter(None, row.reasons.split(","))),
        taken={field: Before(value, UUID(by)) for field, (value, by) in json.loads(row.taken).items()},
        note=row.note,
        facility=row.facility,
        merged_ms=row.merged_at >> 16,
        merged_by=row.merged_by,
        split_ms=None if row.split_at is None else row.split_at >> 16,
        split_reason=row.split_reason or "",
    )
