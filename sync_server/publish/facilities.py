"""机构: facilities that the county knows, and devices that it takes out of use."""

from typing import Final
from uuid import UUID

from clinic_app.domain.errors import NotFound, RuleBroken
from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal.facts.county import DeviceRevoked, FacilityRegistered
from sync_server.intake.pen import held_pen
from sync_server.store.engine import Database
from sync_server.store.queries import registry

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
) -> None:
    """A facility is known from now on, or known otherwise.

    `parent` is the one over it: a village's township, or the county's own code.  It may be registered later, or never:
    only a registered one has devices that anything could reach.

    Raises:
        BadFacility: no code or name, an unknown level, or itself as its parent.
    """
    if not code.strip() or not name.strip() or "*" in code:
        raise BadFacility(field="name" if code.strip() else "code")
    if inst_lv not in LEVELS:
        raise BadFacility(field="inst_lv")
    if parent == code:
        raise BadFacility(field="parent")
    with held_pen(database, wall) as pen:
        fact = FacilityRegistered(code=code, name=name, inst_lv=inst_lv, parent=parent, villages=villages)
        pen.append(fact, author=author)


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
