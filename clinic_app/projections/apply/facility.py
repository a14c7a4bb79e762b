"""机构, devices, 人员."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.county import (
    DeviceEnrolled,
    DeviceRevoked,
    EntryQuarantined,
    EntryReleased,
    FacilityRegistered,
)
from clinic_app.journal.facts.facility import FacilityFounded, StaffCertified
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import facility as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert


def founded(connection: sa.Connection, placed: Placed, fact: FacilityFounded) -> None:
    keep_newest(
        connection,
        tables.facility,
        {"code": fact.facility},
        "stated",
        placed,
        name=fact.name,
        inst_lv=fact.inst_lv,
        credit_code=fact.credit_code,
    )


def registered(connection: sa.Connection, placed: Placed, fact: FacilityRegistered) -> None:
    keep_newest(
        connection,
        tables.facility,
        {"code": fact.code},
        "stated",
        placed,
        name=fact.name,
        inst_lv=fact.inst_lv,
        credit_code="",
    )
    keep_newest(
        connection,
        tables.facility,
        {"code": fact.code},
        "placed",
        placed,
        parent=fact.parent,
        villages=json_text(fact.villages),
        permits=",".join(fact.permits),
    )


def enrolled(connection: sa.Connection, placed: Placed, fact: DeviceEnrolled) -> None:
    keep_newest(
        connection,
        tables.device,
        {"id": fact.device},
        "enrolled",
        placed,
        public_key=fact.public_key,
        facility=fact.facility,
        letter=fact.letter,
        admin=fact.admin,
        admin_key=fact.admin_key,
        hub=fact.hub,
    )
    if fact.admin:
        upsert(
            connection,
            tables.staff_key,
            {"facility": fact.facility, "staff_id": fact.admin, "public_key": fact.admin_key},
        )


def revoked(connection: sa.Connection, placed: Placed, fact: DeviceRevoked) -> None:
    keep_first(connection, tables.device, {"id": fact.device}, "revoked", placed, revoked_reason=fact.reason)


def certified(connection: sa.Connection, placed: Placed, fact: StaffCertified) -> None:
    keep_newest(
        connection,
        tables.staff,
        {"facility": placed.facility, "staff_id": fact.staff_id},
        "certified",
        placed,
        name=fact.name,
        roles=",".join(fact.roles),
        licence=fact.licence,
        active=fact.active,
        public_key=fact.person.public_key,
        exchange_key=fact.person.exchange_key,
        salt=fact.person.salt,
        wrapped=fact.person.wrapped,
        practice=None if fact.practice is None else msgspec.json.encode(fact.practice).decode(),
    )
    upsert(
        connection,
        tables.staff_key,
        {"facility": placed.facility, "staff_id": fact.staff_id, "public_key": fact.person.public_key},
    )


def quarantined(connection: sa.Connection, placed: Placed, fact: EntryQuarantined) -> None:
    keep_first(
        connection,
        tables.quarantine,
        {"entry_id": fact.entry_id},
        "flagged",
        placed,
        reason=fact.reason,
        detail=fact.detail,
    )


def released(connection: sa.Connection, placed: Placed, fact: EntryReleased) -> None:
    keep_first(
        connection,
        tables.quarantine,
        {"entry_id": fact.entry_id},
        "released",
        placed,
        released_reason=fact.reason,
    )
