"""预防接种: a dose with each of its steps in columns of its own; of deferrals and numbers the newest stands."""

import sqlalchemy as sa

from clinic_app.journal.facts.immunization import (
    VaccinationDeferred,
    VaccinationGiven,
    VaccinationNumbered,
    VaccinationObserved,
    VaccinationWithdrawn,
)
from clinic_app.projections.tables import immunization as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest


def given(connection: sa.Connection, placed: Placed, fact: VaccinationGiven) -> None:
    keep_first(
        connection,
        tables.vaccination,
        {"id": placed.entry.id},
        "given",
        placed,
        resident=placed.entry.subject,
        facility=placed.facility,
        vaccine=fact.vaccine,
        series=fact.series,
        dose_no=fact.dose_no,
        day=fact.on.isoformat(),
        at=fact.at,
        site=fact.site,
        route=fact.route,
        amount=fact.amount,
        maker=fact.maker,
        batch=fact.batch,
        trace_code=fact.trace_code,
        expiry=fact.expiry.isoformat() if fact.expiry else "",
        unit=fact.unit,
        kind=fact.kind,
        paid=fact.paid,
        elsewhere=fact.elsewhere,
    )


def observed(connection: sa.Connection, placed: Placed, fact: VaccinationObserved) -> None:
    keep_first(connection, tables.vaccination, {"id": fact.dose_id}, "observed", placed, well=fact.well)


def withdrawn(connection: sa.Connection, placed: Placed, fact: VaccinationWithdrawn) -> None:
    key = {"id": fact.dose_id}
    keep_first(connection, tables.vaccination, key, "withdrawn", placed, withdrawn_reason=fact.reason)


def deferred(connection: sa.Connection, placed: Placed, fact: VaccinationDeferred) -> None:
    if placed.entry.subject is None:
        return
    keep_newest(
        connection,
        tables.vaccination_deferral,
        {"resident": placed.entry.subject, "series": fact.series},
        "deferred",
        placed,
        until=fact.until.isoformat(),
        reason=fact.reason,
        note=fact.note,
    )


def numbered(connection: sa.Connection, placed: Placed, fact: VaccinationNumbered) -> None:
    if placed.entry.subject is None:
        return
    key = {"resident": placed.entry.subject}
    keep_newest(connection, tables.vaccination_case, key, "numbered", placed, case_no=fact.case_no)
