"""公卫任务 of one visit: what the tables know of the person (`domain.public_health.duties`)."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.contract_terms import binding
from clinic_app.domain.contracts import ContractStatus
from clinic_app.domain.public_health.duties import DueForm, Known
from clinic_app.domain.public_health.services import VACCINATION
from clinic_app.domain.roles import may
from clinic_app.domain.time import begin_of
from clinic_app.projections.queries import (
    care,
    contracts,
    health_records,
    persons,
    report_cards,
    residents,
    worklist,
)
from clinic_app.projections.queries.immunization_card import is_dose_due
from clinic_app.projections.tables.chart import measurement
from clinic_app.store.duty import OnDuty
from clinic_app.store.journal import Store


class VisitDutyService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self, by: OnDuty, resident_id: UUID, visit_id: UUID, day: date) -> Known:
        """What stands beside this visit.

        Raises:
            NotAllowed, NoResident
        """
        by.must("forms")
        with self._store.reading() as connection:
            person = residents.resident_of(connection, resident_id)
            due = worklist.owed_to(connection, resident_id, day)
            return Known(
                day=day,
                birth_date=person.birth_date,
                recorded=health_records.record_of(connection, resident_id) is not None,
                pressure_this_year=_pressure_taken(connection, resident_id, visit_id, day),
                opened=care.open_services(connection, resident_id),
                due=tuple(
                    DueForm(str(one.task.service), one.task.form, one.task.step, one.task.due_by)
                    for one in due
                    if one.task.form != VACCINATION  # told as `doses_due`
                ),
                carded=report_cards.carded(connection, resident_id, day),
                doses_due=may(by.roles, "vaccination") and is_dose_due(connection, person, day),
                renewable=may(by.roles, "contracts") and _renewable(connection, resident_id, day),
            )


def _renewable(connection: sa.Connection, resident_id: UUID, day: date) -> bool:
    """In the last days of the only contract that holds or will."""
    coming = binding(contracts.contracts_of(connection, resident_id), day)
    return len(coming) == 1 and coming[0].status(day) is ContractStatus.RENEWABLE


def _pressure_taken(connection: sa.Connection, resident_id: UUID, visit_id: UUID, day: date) -> bool:
    """This calendar year, in another visit."""
    begin = begin_of(date(day.year, 1, 1))
    return bool(
        connection.scalar(
            sa.select(
                sa.exists().where(
                    persons.of_person(measurement.c.resident, resident_id),
                    measurement.c.key == "sbp",
                    measurement.c.taken_ms >= begin,
                    sa.or_(measurement.c.visit_id.is_(None), measurement.c.visit_id != visit_id),
                )
            )
        )
    )
