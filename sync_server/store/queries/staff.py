"""Who was certified for what, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.roles import Role
from sync_server.store.tables import staff_certificate


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certification of one member of staff at one facility."""

    facility: str
    staff_id: str
    entry_id: UUID  # staff.certified or device.enrolled
    effective: int  # hybrid clock; 0: by the enrolment, good from the beginning
    roles: tuple[str, ...]  # empty: has left
    public_key: bytes  # Ed25519, 32 bytes


def certificates_of(connection: sa.Connection, facility: str, staff_id: str) -> list[Certificate]:
    """Oldest first."""
    return _certificates(
        connection,
        sa.and_(staff_certificate.c.facility == facility, staff_certificate.c.staff_id == staff_id),
    )


def certificates_at(connection: sa.Connection, facilities: Sequence[str]) -> list[Certificate]:
    """Everybody's who was ever certified at one of `facilities`, oldest first."""
    return _certificates(connection, staff_certificate.c.facility.in_(facilities))


def _certificates(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[Certificate]:
    rows = connection.execute(
        sa.select(staff_certificate)
        .where(which)
        .order_by(staff_certificate.c.effective, staff_certificate.c.entry_id)
    )
    return [
        Certificate(
            row.facility,
            row.staff_id,
            row.entry_id,
            row.effective,
            tuple(row.roles.split(",")) if row.roles else (),
            bytes(row.public_key),
        )
        for row in rows
    ]


def roles_ever(connection: sa.Connection, facility: str, staff: Sequence[str]) -> dict[str, frozenset[Role]]:
    """Every role that each of them was ever certified for; nobody who was never certified."""
    rows = connection.execute(_ROLES_EVER, {"facility": facility, "staff": list(staff)})
    found: dict[str, set[Role]] = {}
    for staff_id, roles in rows:
        found.setdefault(staff_id, set()).update(Role(role) for role in roles.split(",") if role in _KNOWN)
    return {staff_id: frozenset(roles) for staff_id, roles in found.items()}


_KNOWN = frozenset(Role)
_ROLES_EVER = sa.select(staff_certificate.c.staff_id, staff_certificate.c.roles).where(
    staff_certificate.c.facility == sa.bindparam("facility"),
    staff_certificate.c.staff_id.in_(sa.bindparam("staff", expanding=True)),
)


def is_anybody_certified(connection: sa.Connection, facility: str) -> bool:
    """Whether the facility has had an administrator before."""
    found = sa.select(staff_certificate.c.entry_id).where(staff_certificate.c.facility == facility)
    return connection.scalar(found.limit(1)) is not None


def in_force(certificates: Sequence[Certificate], stamp: int) -> Sequence[Certificate]:
    """The certificate of that time, then the later ones.

    Whoever wrote before the first certificate (a clock that was set back) is judged by the first.
    """
    if len(certificates) < 2:  # nearly everybody
        return certificates
    index = max(sum(certificate.effective <= stamp for certificate in certificates) - 1, 0)
    return certificates[index:]


def certify(connection: sa.Connection, certificate: Certificate) -> None:
    connection.execute(
        sa.insert(staff_certificate).values(
            facility=certificate.facility,
            staff_id=certificate.staff_id,
            entry_id=certificate.entry_id,
            effective=certificate.effective,
            roles=",".join(certificate.roles),
            public_key=certificate.public_key,
        )
    )
