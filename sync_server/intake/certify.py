"""The first administrator of a clinic, and its recovery code: certified by the enrolment of its first device."""

import sqlalchemy as sa

from clinic_app.domain.roles import Role
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.county import DeviceEnrolled
from clinic_app.journal.facts.facility import RECOVERY, FacilityFounded
from clinic_app.projections.tables.facility import device as device_table
from sync_server.store.queries import entries, staff
from sync_server.store.queries.entries import Arrived
from sync_server.store.queries.staff import Certificate


def certify_administrator(connection: sa.Connection, entry: Entry, fact: DeviceEnrolled) -> None:
    """Good from the beginning of the clinic's journal; after the only PC was lost, from the new one's enrolment.

    Who comes back with the same key keeps the roles that it had: a village doctor alone has them all.
    """
    if not fact.admin:
        return
    earlier = staff.is_anybody_certified(connection, fact.facility)
    before = staff.in_force(staff.certificates_of(connection, fact.facility, fact.admin), entry.time)
    kept = {role for one in before[:1] if one.public_key == fact.admin_key for role in one.roles}
    certificate = Certificate(
        facility=fact.facility,
        staff_id=fact.admin,
        entry_id=entry.id,
        effective=entry.time if earlier else 0,
        roles=tuple(sorted({Role.ADMINISTRATOR.value, *kept})),
        public_key=fact.admin_key,
    )
    staff.certify(connection, certificate)


def certify_recovery(
    connection: sa.Connection, arrived: Arrived, fact: FacilityFounded
) -> Certificate | None:
    """The recovery code acts for an administrator; its certificate, if that is new.

    A founding bears no signature, so only the first one of a device that was enrolled with an administrator counts.
    """
    entry = arrived.entry
    admin = connection.scalar(sa.select(device_table.c.admin).where(device_table.c.id == entry.device))
    known = staff.certificates_of(connection, arrived.facility, RECOVERY)
    founders = {entries.by_id(connection, one.entry_id)[0].entry.device for one in known}
    if not admin or admin != entry.author or entry.device in founders:
        return None
    certificate = Certificate(
        facility=arrived.facility,
        staff_id=RECOVERY,
        entry_id=entry.id,
        effective=arrived.placed().effective,
        roles=(Role.ADMINISTRATOR.value,),
        public_key=fact.recovery.public_key,
    )
    staff.certify(connection, certificate)
    return certificate
