"""Questions about 管理对象: under which services a person is followed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.public_health.maternity import may_nurse
from clinic_app.domain.public_health.services import Service
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.queries import chart
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.care import care
from clinic_app.projections.tables.outpatient import encounter

_ENCOUNTERS = 50  # the newest of a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """One service of a person, as it was opened last."""

    service: str
    facility: str
    doctor: str  # staff id
    since: date
    until: date | None  # None: open
    reason: str  # of the end


def managed_of(connection: sa.Connection, resident_id: UUID) -> list[Managed]:
    """The services of a person, those that are open first."""
    rows = connection.execute(
        sa.select(care)
        .where(of_person(care.c.resident, resident_id))
        .order_by(care.c.until != "", care.c.service)
    )
    return [
        Managed(
            service=row.service,
            facility=row.facility,
            doctor=row.doctor,
            since=sensible(row.since) or date.min,
            until=sensible(row.until),
            reason=row.reason,
        )
        for row in rows
    ]


def open_services(connection: sa.Connection, resident_id: UUID) -> frozenset[str]:
    """The services under which a person is followed now."""
    return frozenset(one.service for one in managed_of(connection, resident_id) if not one.reason)


def carried_on(connection: sa.Connection, resident_id: UUID, day: date) -> frozenset[str]:
    """What forms ask as `carries`: the open services, and 孕产妇 as long as she may be nursing."""
    return frozenset(
        one.service
        for one in managed_of(connection, resident_id)
        if not one.reason
        or (one.service == Service.MATERNAL and one.reason == "delivered" and may_nurse(one.until, day))
    )


def diagnoses_of(connection: sa.Connection, resident_id: UUID) -> Sequence[str]:
    """ICD-10 codes of the conditions that stand, on the chart and on record sheets, and of the newest encounters."""
    noted = [one.code for one in chart.conditions_of(connection, resident_id)]
    signed = connection.scalars(
        sa.select(encounter.c.diagnoses)
        .where(of_person(encounter.c.resident, resident_id))
        .order_by(encounter.c.signed_at.desc())
        .limit(_ENCOUNTERS)
    )
    return [code for code in noted if code] + [code for text in signed for code, _ in json.loads(text)]
