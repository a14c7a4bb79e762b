"""Whether another PC's word on who works here is an administrator's.

What the feed brings is judged by the county, but an entry comes before the county's judgement of it, and a PC that
let in whoever any colleague names would be open by then.  So each PC looks itself: the author is an administrator as
far as this PC knows, and the author's own signature is there.
"""

import sqlalchemy as sa

from clinic_app.domain.roles import Role
from clinic_app.journal.catalog import fact_of
from clinic_app.journal.entry import Entry, signed_by_author
from clinic_app.journal.facts.facility import RECOVERY, FacilityFounded, StaffCertified
from clinic_app.journal.signing import is_signed
from clinic_app.projections.queries.facility import NoStaff, keys_of, member, staff_of
from clinic_app.projections.tables.facility import device
from clinic_app.projections.upsert import Placed
from clinic_app.store.rows import entry_of, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations


def is_proved(connection: sa.Connection, placed: Placed, fact: StaffCertified) -> bool:
    """Whether an administrator of the facility, known here by now, signed this certification."""
    entry = placed.entry
    message = signed_by_author(entry.id, entry.type, entry.author, entry.subject, entry.time, entry.body_hash)
    keys = _administrators_keys(connection, placed.facility, entry, fact)
    return any(is_signed(key, entry.signature, message) for key in keys)


def _administrators_keys(
    connection: sa.Connection, facility: str, entry: Entry, fact: StaffCertified
) -> set[bytes]:
    """The keys with which this author may certify; none for anybody but an administrator."""
    if entry.author == RECOVERY:
        return _recovery_keys(connection, facility)
    if not staff_of(connection, facility):  # the founder's own certification is the first
        return {fact.person.public_key} if fact.staff_id == entry.author else set()
    found = _enrolled_keys(connection, facility, entry.author)
    try:
        author = member(connection, facility, entry.author)
    except NoStaff:
        return found
    if author.active and Role.ADMINISTRATOR in author.roles:
        found |= keys_of(connection, facility, entry.author)
    return found


def _enrolled_keys(connection: sa.Connection, facility: str, staff_id: str) -> set[bytes]:
    """Whom the county took as administrator with the clinic's first device."""
    rows = connection.scalars(
        sa.select(device.c.admin_key).where(device.c.facility == facility, device.c.admin == staff_id)
    )
    return {bytes(key) for key in rows if key}


def _recovery_keys(connection: sa.Connection, facility: str) -> set[bytes]:
    """The key behind the recovery code: of the founding that this PC heard of first."""
    row = connection.execute(
        selection()
        .where(entries.c.type == FacilityFounded.type, incarnations.c.facility == facility)
        .order_by(entries.c.position)
        .limit(1)
    ).one_or_none()
    founded = None if row is None else fact_of(entry_of(row))
    return {founded.recovery.public_key} if isinstance(founded, FacilityFounded) else set()
