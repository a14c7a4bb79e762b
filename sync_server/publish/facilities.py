"""机构: facilities that the county knows, and devices that it takes out of use."""

import json
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.county import DeviceRevoked, FacilityRegistered
from clinic_app.projections.tables.facility import facility
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import registry

PERMITS: Final = ("iv_antibiotics", "narcotics")  # what the county may allow a facility
LEVELS: Final = ("village", "township", "community", "county", "city", "province")


class BadFacility(RuleBroken):
    """A facility cannot be registered like this."""

    code = "facility.bad"


class NoFacility(NotFound):
    """The county knows no facility of this code."""

    code = "facility.not_found"


class NoDevice(NotFound):
    """The county has enrolled no such device."""

    code = "device.not_found"


def register_facility(
    database: Database,
    code: str,
    name: str,
    inst_lv: str,
    parent: str = "",
    villages: tuple[str, ...] = (),
    author: str = "",
    wall: Wall = wall_clock,
    permits: tuple[str, ...] | None = None,
) -> None:
    """A facility is known from now on, or known otherwise; `permits` None: as they stand.

    `parent` is the one over it: a village's township, or the county's own code.  It may be registered later, or never:
    only a registered one has devices that anything could reach.

    Raises:
        BadFacility: no code or name, an unknown level or permit, or itself as its parent.
    """
    if not code.strip() or not name.strip() or "*" in code:
        raise BadFacility(field="name" if code.strip() else "code")
    if inst_lv not in LEVELS:
        raise BadFacility(field="inst_lv")
    if parent == code:
        raise BadFacility(field="parent")
    _require_known(permits or ())
    with held_pen(database, wall) as pen:
        stands = pen.connection.scalar(sa.select(facility.c.permits).where(facility.c.code == code))
        fact = FacilityRegistered(
            code=code,
            name=name,
            inst_lv=inst_lv,
            parent=parent,
            villages=villages,
            permits=_parts(stands) if permits is None else permits,
        )
        pen.append(fact, author=author)


def permit(
    database: Database, code: str, permits: tuple[str, ...], author: str = "", wall: Wall = wall_clock
) -> None:
    """许可: what the county allows a facility from now on, and nothing else; the rest of it stays.

    Raises:
        NoFacility: the county has not registered it.
        BadFacility: an unknown permit.
    """
    _require_known(permits)
    with held_pen(database, wall) as pen:
        row = pen.connection.execute(
            sa.select(facility).where(facility.c.code == code, facility.c.placed_at.is_not(None))
        ).one_or_none()
        if row is None:
            raise NoFacility(facility=code)
        if frozenset(_parts(row.permits)) == frozenset(permits):
            return
        fact = FacilityRegistered(
            code=code,
            name=row.name,
            inst_lv=row.inst_lv,
            parent=row.parent or "",
            villages=tuple(json.loads(row.villages or "[]")),
            permits=permits,
        )
        pen.append(fact, author=author)


def permits_of(connection: sa.Connection, code: str) -> frozenset[str]:
    """What a facility is allowed."""
    return frozenset(_parts(connection.scalar(sa.select(facility.c.permits).where(facility.c.code == code))))


def _require_known(permits: tuple[str, ...]) -> None:
    if set(permits) - set(PERMITS):
        raise BadFacility(field="permits")


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split(",")))


def revoke_device(
    database: Database, device: UUID, reason: str, author: str = "", wall: Wall = wall_clock
) -> None:
    """Take a device out of use: what it still pushes is refused, and kept for inspection.

    Raises:
        NoDevice: no such device.
    """
    with held_pen(database, wall) as pen:
        known = registry.device_of(pen.connection, device)
        if known is None:
            raise NoDevice(device=device.hex)
        if not known.revoked:
            pen.append(DeviceRevoked(facility=known.facility, device=device, reason=reason), author=author)
