"""Questions about 居民."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.queries.persons import is_kept, kept_of
from clinic_app.projections.tables.health_records import person
from clinic_app.projections.tables.residents import amendment, card, resident


class NoResident(NotFound):
    """Nobody is registered under this id."""

    code = "resident.not_found"


@dataclass(frozen=True, slots=True)
class HeldCard:
    kind: str
    number: str
    identifier: str
    valid_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """A person as registered here, every amendment settled."""

    id: UUID
    facility: str
    name: str
    sex: str
    birth_date: date | None
    id_number: str
    id_doc_type: str
    id_verified: str
    ethnic: str
    phone: str
    address: str
    village: str
    temp_identity: str
    temp_reason: str
    note: str
    cards: tuple[HeldCard, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Full years (周岁)."""
        if self.birth_date is None:
            return None
        before = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before


def resident_of(connection: sa.Connection, resident_id: UUID) -> Resident:
    """Raises:
    NoResident: not registered, or its registration has not arrived.
    """
    found = residents_of(connection, [resident_id])
    if not found:
        raise NoResident(resident=str(resident_id))
    return found[0]


def residents_of(connection: sa.Connection, ids: Sequence[UUID]) -> list[Resident]:
    """The people of `ids`, in that order, each once; unknown ones are left out.

    Who was merged is answered by the entry that is kept, with the cards of all of them, unless that one
    has not arrived here.
    """
    kept = kept_of(connection, ids)
    by_id = {one.id: one for one in as_registered(connection, list({*kept, *kept.values()}))}
    chosen = (by_id.get(kept[one]) or by_id.get(one) for one in ids)
    return list({one.id: one for one in chosen if one is not None}.values())


def as_registered(connection: sa.Connection, ids: Sequence[UUID]) -> list[Resident]:
    """These very entries of the register, merged or not, each with the cards of its whole person."""
    rows = connection.execute(
        sa.select(resident).where(resident.c.id.in_(ids), resident.c.registered_at.is_not(None))
    )
    stands_for = sa.func.coalesce(person.c.kept, card.c.resident)
    cards: dict[UUID, list[HeldCard]] = {}
    for held in connection.execute(
        sa.select(card, stands_for.label("kept"))
        .select_from(card.outerjoin(person, person.c.resident == card.c.resident))
        .where(
            sa.or_(
                card.c.resident.in_(ids),
                card.c.resident.in_(sa.select(person.c.resident).where(person.c.kept.in_(ids))),
            )
        )
        .order_by(card.c.entry_id)
    ):
        cards.setdefault(held.kept, []).append(
            HeldCard(held.kind, held.number, held.identifier, held.valid_to)
        )
    by_id = {row.id: _resident(row, tuple(cards.get(row.id, ()))) for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def names_of(connection: sa.Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The name under which each entry of the register was told, merged or not."""
    rows = connection.execute(sa.select(resident.c.id, resident.c.name).where(resident.c.id.in_(ids)))
    return {row.id: row.name or "" for row in rows}


def with_id_number(connection: sa.Connection, id_number: str) -> list[Resident]:
    ids = connection.scalars(sa.select(resident.c.id).where(resident.c.id_number == id_number))
    return residents_of(connection, list(ids))


def with_card(connection: sa.Connection, number: str, identifier: str = "") -> list[Resident]:
    """Who holds the card of this printed number, or of this chip."""
    same = [card.c.number == number] if number else []
    same += [card.c.identifier == identifier] if identifier else []
    if not same:
        return []
    ids = connection.scalars(sa.select(card.c.resident).where(sa.or_(*same)).distinct())
    return residents_of(connection, list(ids))


def values_with_entries(connection: sa.Connection, resident_id: UUID) -> dict[str, UUID]:
    """For each field, the entry whose value stands now: what an amendment of it replaces."""
    rows = connection.execute(sa.select(amendment).where(amendment.c.resident == resident_id)).all()
    standing: dict[str, Any] = {}
    for field in {row.field for row in rows}:
        of_field = [row for row in rows if row.field == field]
        replaced = {row.replaces for row in of_field}
        left = [row for row in of_field if row.entry_id not in replaced] or of_field
        standing[field] = max(left, key=lambda row: (row.effective, row.entry_id.bytes)).entry_id
    return standing


@dataclass(frozen=True, slots=True)
class Amended:
    """One field changed once; `effective` is the stamp of its entry (UTC ms << 16)."""

    entry_id: UUID
    field: str
    value: str
    effective: int


def amendments_of(connection: sa.Connection, resident_id: UUID) -> list[Amended]:
    """Every change of a resident's details, newest first, also those that lost."""
    rows = connection.execute(
        sa.select(amendment)
        .where(amendment.c.resident == resident_id)
        .order_by(amendment.c.effective.desc(), amendment.c.entry_id, amendment.c.field)
    )
    return [Amended(row.entry_id, row.field, row.value, row.effective) for row in rows]


def count(connection: sa.Connection) -> int:
    """People in the register: who was merged counts once."""
    return connection.scalar(sa.select(sa.func.count()).where(is_kept(resident.c.id))) or 0


def _resident(row: Any, cards: tuple[HeldCard, ...]) -> Resident:
    return Resident(
        id=row.id,
        facility=row.facility or "",
        name=row.name,
        sex=row.sex,
        birth_date=date.fromisoformat(row.birth_date) if row.birth_date else None,
        id_number=row.id_number,
        id_doc_type=row.id_doc_type,
        id_verified=row.id_verified,
        ethnic=row.ethnic,
        phone=row.phone,
        address=row.address,
        village=row.village,
        temp_identity=row.temp_identity,
        temp_reason=row.temp_reason,
        note=row.note,
        cards=cards,
    )
