"""The first administrator of a clinic: certified by the enrolment of its first device."""

import sqlalchemy as sa

from clinic_app.domain.roles import Role
from clinic_app.journal.entry import Entry
from clinic_app.journal.facts.county import DeviceEnrolled
from sync_server.store.queries import staff
from sync_server.store.queries.staff import Certificate


def certify_administrator(connection: sa.Connection, entry: Entry, fact: DeviceEnrolled) -> None:
    """Good from the beginning of the clinic's journal; after the only PC was lost, from the new one's enrolment."""
    if not fact.admin:
        return
    earlier = staff.is_anybody_certified(connection, fact.facility)
    certificate = Certificate(
        facility=fact.facility,
        staff_id=fact.admin,
        entry_id=entry.id,
        effective=entry.time if earlier else 0,
        roles=(Role.ADMINISTRATOR.value,),
        public_key=fact.admin_key,
    )
    staff.certify(connection, certificate)
