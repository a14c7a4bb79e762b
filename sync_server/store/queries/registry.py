"""机构 and devices, from the projections of the county's own journal."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.projections.tables.facility import device as device_table
from clinic_app.projections.tables.facility import facility as facility_table


@dataclass(frozen=True, slots=True)
class Facility:
    code: str
    name: str
    inst_lv: str
    parent: str  # the township over a village; "" for none


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device."""

    id: UUID
    public_key: bytes  # Ed25519, 32 bytes
    facility: str
    letter: str
    revoked: bool
    hub: bool = False


def device_of(connection: sa.Connection, device: UUID) -> Device | None:
    row = connection.execute(_DEVICE, {"device": device}).one_or_none()
    return None if row is None else _device(row)


def devices(connection: sa.Connection, ids: Collection[UUID]) -> dict[UUID, Device]:
    """Those of `ids` that are enrolled."""
    return {row.id: _device(row) for row in connection.execute(_DEVICES.where(device_table.c.id.in_(ids)))}


def devices_at(connection: sa.Connection, facility: str) -> list[Device]:
    """Every device that was ever enrolled there, in no particular order."""
    return [_device(row) for row in connection.execute(_DEVICES.where(device_table.c.facility == facility))]


def facility_of(connection: sa.Connection, code: str) -> Facility | None:
    """A facility that the county itself has registered."""
    row = connection.execute(_FACILITIES.where(facility_table.c.code == code)).one_or_none()
    return None if row is None else _facility(row)


def facilities(connection: sa.Connection) -> dict[str, Facility]:
    return {row.code: _facility(row) for row in connection.execute(_FACILITIES)}


def villages(connection: sa.Connection) -> dict[str, tuple[str, ...]]:
    """The names of the villages that each facility looks after, by its code."""
    rows = connection.execute(
        sa.select(facility_table.c.code, facility_table.c.villages).where(
            facility_table.c.placed_at.is_not(None)
        )
    )
    return {row.code: tuple(json.loads(row.villages or "[]")) for row in rows}


# A revocation may stand in a row that nothing has enrolled, and a founding in one that nothing has placed.
_DEVICES = sa.select(
    device_table.c.id,
    device_table.c.public_key,
    device_table.c.facility,
    device_table.c.letter,
    device_table.c.revoked_at,
    device_table.c.hub,
).where(device_table.c.enrolled_at.is_not(None))
_DEVICE = _DEVICES.where(device_table.c.id == sa.bindparam("device", type_=device_table.c.id.type))
_FACILITIES = sa.select(
    facility_table.c.code, facility_table.c.name, facility_table.c.inst_lv, facility_table.c.parent
).where(facility_table.c.placed_at.is_not(None))


def _device(row: Any) -> Device:
    return Device(
        row.id, bytes(row.public_key), row.facility, row.letter, row.revoked_at is not None, bool(row.hub)
    )


def _facility(row: Any) -> Facility:
    return Facility(row.code, row.name, row.inst_lv, row.parent)
