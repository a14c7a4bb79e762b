"""Questions about 家庭户."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.health_record import HEAD, Life, State
from clinic_app.projections.queries import health_records, residents
from clinic_app.projections.queries.persons import is_kept, kept_of, of_person
from clinic_app.projections.tables.households import household, household_member
from clinic_app.projections.tables.residents import resident


class NoHousehold(NotFound):
    """Nobody founded this household, or it has not arrived."""

    code = "household.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    id: UUID
    village: str
    village_code: str  # 12 digits
    group: str
    house: str
    address: str
    phone: str
    head: str  # name; empty: none was told
    size: int  # members who are here


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    resident_id: UUID
    name: str
    sex: str  # GB/T 2261.1
    birth_date: date | None
    relation: str  # codes/relationship.csv
    since: date
    state: State


@dataclass(frozen=True, slots=True)
class Village:
    code: str  # 12 digits
    name: str
    households: int


def household_of(connection: sa.Connection, household_id: UUID) -> Household:
    """Raises:
    NoHousehold
    """
    found = _households(connection, household.c.id == household_id, 1)
    if not found:
        raise NoHousehold(household=str(household_id))
    return found[0]


def home_of(connection: sa.Connection, resident_id: UUID) -> UUID | None:
    """The household where the person lives, by the newest of its entries."""
    return connection.scalar(
        sa.select(household_member.c.household)
        .where(of_person(household_member.c.resident, resident_id), household_member.c.household.is_not(None))
        .order_by(household_member.c.since.desc(), household_member.c.resident)
        .limit(1)
    )


def members_of(connection: sa.Connection, household_id: UUID) -> list[Member]:
    """The head first, then by age; who died or moved stays in the list until taken out of the house.

    Who was merged lives here under the entry that is kept, unless another of its entries moved later.
    """
    rows = connection.execute(
        sa.select(household_member).where(household_member.c.household == household_id)
    ).all()
    kept = kept_of(connection, [row.resident for row in rows])
    by_person = {kept[row.resident]: row for row in sorted(rows, key=lambda row: row.since)}
    ids = [one for one in by_person if home_of(connection, one) == household_id]
    lives = health_records.lives_of(connection, ids)
    members = [
        Member(
            resident_id=one.id,
            name=one.name,
            sex=one.sex,
            birth_date=one.birth_date,
            relation=by_person[one.id].relation,
            since=date.fromisoformat(by_person[one.id].since),
            state=lives.get(one.id, Life()).state,
        )
        for one in residents.residents_of(connection, ids)
    ]
    return sorted(members, key=lambda one: (one.relation != HEAD, one.birth_date or date.max, one.name))


def entries_in(connection: sa.Connection, household_id: UUID, resident_id: UUID) -> list[UUID]:
    """The entries of the person that live in the household."""
    rows = connection.scalars(
        sa.select(household_member.c.resident)
        .where(
            household_member.c.household == household_id,
            of_person(household_member.c.resident, resident_id),
        )
        .order_by(household_member.c.resident)
    )
    return list(rows)


def find(connection: sa.Connection, text: str, limit: int = 60) -> list[Household]:
    """By a part of village, group, house, address, telephone, or of a member's name; all of them for no text."""
    words = f"%{text.strip()}%"
    named = (
        sa.select(household_member.c.household)
        .join(resident, resident.c.id == household_member.c.resident)
        .where(resident.c.name.like(words))
    )
    told = sa.func.coalesce(household.c.village, "") + household.c.group_name + "组" + household.c.house
    about = sa.or_(
        told.like(words),
        household.c.address.like(words),
        household.c.phone == text,
        household.c.id.in_(named),
    )
    return _households(connection, about if text.strip() else sa.true(), limit)


def villages_of(connection: sa.Connection) -> list[Village]:
    """Where households are known, the largest first: who types a village twice chooses it the second time."""
    count = sa.func.count()
    rows = connection.execute(
        sa.select(
            household.c.village_code, sa.func.max(household.c.village).label("name"), count.label("many")
        )
        .where(household.c.stated_at.is_not(None))
        .group_by(household.c.village_code)
        .order_by(count.desc(), household.c.village_code)
    )
    return [Village(row.village_code, row.name, row.many) for row in rows]


def _households(connection: sa.Connection, about: sa.ColumnElement[bool], limit: int) -> list[Household]:
    who = household_member.c.resident
    lives = sa.and_(household_member.c.household == household.c.id, is_kept(who), health_records.is_here(who))
    size = sa.select(sa.func.count()).where(lives).scalar_subquery()
    head = (
        sa.select(resident.c.name)
        .join(household_member, household_member.c.resident == resident.c.id)
        .where(household_member.c.household == household.c.id, household_member.c.relation == HEAD)
        .order_by(household_member.c.since, resident.c.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(household, size.label("size"), head.label("head"))
        .where(household.c.stated_at.is_not(None), about)
        .order_by(household.c.village_code, household.c.group_name, household.c.house, household.c.id)
        .limit(limit)
    )
    return [_household(row) for row in rows]


def _household(row: Any) -> Household:
    return Household(
        id=row.id,
        village=row.village,
        village_code=row.village_code,
        group=row.group_name,
        house=row.house,
        address=row.address,
        phone=row.phone,
        head=row.head or "",
        size=row.size,
    )
