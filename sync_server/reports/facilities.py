"""机构: the county's facilities, and what one of them did on a day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.tables.facility import device, facility, staff
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.settlement import settlement


class UnknownFacility(NotFound):
    code = "console.not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """One line of the list."""

    code: str
    name: str
    inst_lv: str
    parent: str  # "" without one
    parent_name: str
    devices: int  # enrolled and not revoked
    visits: int  # registered on the day, cancelled ones left out
    settlements: int  # made on the day
    fund_fen: int
    medfee_fen: int


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff, as the facility certifies them."""

    staff_id: str
    name: str
    roles: tuple[str, ...]
    active: bool


def facilities(db: sa.Connection, day: date, code: str = "", below: str = "") -> list[Facility]:
    """All facilities by code (a county has about 500), or the one of `code`, or the villages `below` one."""
    parent = facility.alias("parent")
    devices = _counted(
        sa.select(device.c.facility, sa.func.count().label("n"))
        .where(device.c.revoked_at.is_(None), device.c.enrolled_at.is_not(None))
        .group_by(device.c.facility)
    )
    visits = _counted(
        sa.select(visit.c.facility, sa.func.count().label("n"))
        .where(_known(visit.c.facility), visit.c.day == day, visit.c.cancelled_at.is_(None))
        .group_by(visit.c.facility)
    )
    paid = (
        sa.select(
            settlement.c.facility,
            sa.func.count().label("n"),
            sa.func.sum(settlement.c.fund_pay_sumamt).label("fund"),
            sa.func.sum(settlement.c.medfee_sumamt).label("medfee"),
        )
        .where(
            _known(settlement.c.facility),
            settlement.c.setl_date == day,
            settlement.c.kind == "settle",
            settlement.c.reversed_at.is_(None),
        )
        .group_by(settlement.c.facility)
        .subquery()
    )
    statement = (
        sa.select(
            facility.c.code,
            sa.func.coalesce(facility.c.name, facility.c.code).label("name"),
            sa.func.coalesce(facility.c.inst_lv, "").label("inst_lv"),
            sa.func.coalesce(facility.c.parent, "").label("parent"),
            sa.func.coalesce(parent.c.name, "").label("parent_name"),
            _or_zero(devices.c.n, "devices"),
            _or_zero(visits.c.n, "visits"),
            _or_zero(paid.c.n, "settlements"),
            _or_zero(paid.c.fund, "fund_fen"),
            _or_zero(paid.c.medfee, "medfee_fen"),
        )
        .outerjoin(parent, parent.c.code == facility.c.parent)
        .outerjoin(devices, devices.c.facility == facility.c.code)
        .outerjoin(visits, visits.c.facility == facility.c.code)
        .outerjoin(paid, paid.c.facility == facility.c.code)
        .order_by(facility.c.code)
    )
    if code:
        statement = statement.where(facility.c.code == code)
    if below:
        statement = statement.where(facility.c.parent == below)
    return [_facility(row) for row in db.execute(statement).mappings()]


def facility_of(db: sa.Connection, code: str, day: date) -> Facility:
    """Raises:
    UnknownFacility
    """
    found = facilities(db, day, code=code)
    if not found:
        raise UnknownFacility(what=code)
    return found[0]


def names(db: sa.Connection) -> dict[str, str]:
    """Every facility's name by its code."""
    rows = db.execute(sa.select(facility.c.code, facility.c.name).order_by(facility.c.code))
    return {row.code: row.name or row.code for row in rows}


def townships(db: sa.Connection) -> dict[str, str]:
    """The names of those over villages, by code."""
    parents = sa.select(facility.c.parent).where(facility.c.parent != "")
    rows = db.execute(
        sa.select(facility.c.code, facility.c.name)
        .where(facility.c.code.in_(parents))
        .order_by(facility.c.code)
    )
    return {row.code: row.name or row.code for row in rows}


def members(db: sa.Connection, code: str) -> list[Member]:
    """The staff of a facility."""
    statement = (
        sa.select(staff.c.staff_id, staff.c.name, staff.c.roles, staff.c.active)
        .where(staff.c.facility == code)
        .order_by(staff.c.staff_id)
    )
    return [
        Member(row.staff_id, row.name, tuple(filter(None, row.roles.split(","))), bool(row.active))
        for row in db.execute(statement)
    ]


def _known(column: sa.Column[str]) -> sa.ColumnElement[bool]:
    """Lets a condition on the day use the index that begins with the facility."""
    return column.in_(sa.select(facility.c.code))


def _counted(statement: sa.Select[tuple[str | None, int]]) -> sa.Subquery:
    return statement.subquery()


def _or_zero(column: sa.ColumnElement[int], name: str) -> sa.Label[int]:
    return sa.func.coalesce(column, 0).label(name)


def _facility(row: sa.RowMapping) -> Facility:
    values = dict(row)
    for name in ("fund_fen", "medfee_fen"):
        values[name] = int(values[name])  # PostgreSQL sums whole numbers into `numeric`
    return Facility(**values)
