"""Questions about 机构 and 人员."""

from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.domain.roles import Role
from clinic_app.journal.facts.facility import Person, Practice
from clinic_app.projections.tables.facility import facility, staff, staff_key


class NoStaff(NotFound):
    """Nobody of this id works here."""

    code = "staff.not_found"


@dataclass(frozen=True, slots=True)
class Facility:
    code: str
    name: str
    inst_lv: str
    parent: str
    credit_code: str
    permits: frozenset[str] = frozenset()  # iv_antibiotics, narcotics


@dataclass(frozen=True, slots=True)
class Staff:
    staff_id: str
    name: str
    roles: frozenset[Role]
    licence: str
    active: bool
    person: Person
    practice: Practice | None = None


def facility_of(connection: sa.Connection, code: str) -> Facility:
    """What is known of a facility; only its code while nothing has arrived."""
    row = connection.execute(sa.select(facility).where(facility.c.code == code)).one_or_none()
    if row is None:
        return Facility(code, code, "", "", "")
    permits = frozenset((row.permits or "").split(",")) - {""}
    return Facility(
        row.code, row.name or code, row.inst_lv or "", row.parent or "", row.credit_code or "", permits
    )


def staff_of(connection: sa.Connection, code: str) -> list[Staff]:
    rows = connection.execute(sa.select(staff).where(staff.c.facility == code).order_by(staff.c.staff_id))
    return [_staff(row) for row in rows]


def at_work(connection: sa.Connection, code: str) -> set[str]:
    """Ids of all who work here now."""
    return {one.staff_id for one in staff_of(connection, code) if one.active}


def member(connection: sa.Connection, code: str, staff_id: str) -> Staff:
    """Raises:
    NoStaff
    """
    row = connection.execute(
        sa.select(staff).where(staff.c.facility == code, staff.c.staff_id == staff_id)
    ).one_or_none()
    if row is None:
        raise NoStaff(staff=staff_id)
    return _staff(row)


def keys_of(connection: sa.Connection, code: str, staff_id: str) -> set[bytes]:
    """Every signing key that a member of staff ever had."""
    keys = connection.scalars(
        sa.select(staff_key.c.public_key).where(
            staff_key.c.facility == code, staff_key.c.staff_id == staff_id
        )
    )
    return {bytes(key) for key in keys}


def _staff(row: Any) -> Staff:
    known = {role.value for role in Role}
    return Staff(
        row.staff_id,
        row.name,
        frozenset(Role(role) for role in row.roles.split(",") if role in known),
        row.licence,
        row.active,
        Person(public_key=row.public_key, exchange_key=row.exchange_key, salt=row.salt, wrapped=row.wrapped),
        None if row.practice is None else msgspec.json.decode(row.practice, type=Practice),
    )


def related(connection: sa.Connection, code: str) -> list[Facility]:
    """The villages of a township, or the township over a village."""
    own = sa.select(facility.c.parent).where(facility.c.code == code).scalar_subquery()
    rows = connection.execute(
        sa.select(facility.c.code)
        .where(facility.c.code != code, sa.or_(facility.c.parent == code, facility.c.code == own))
        .order_by(facility.c.code)
    )
    return [facility_of(connection, row.code) for row in rows]
