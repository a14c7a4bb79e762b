"""What fulfils a contract: records of other services; and what tells the key groups of a resident."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.contract_groups import Known
from clinic_app.domain.contract_packages import DOSE, ENCOUNTER, LONG_PRESCRIPTION
from clinic_app.domain.contract_plan import Evidence
from clinic_app.domain.public_health.services import FOLLOWUP
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.queries import care, forms, persons
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import person
from clinic_app.projections.tables.immunization import vaccination
from clinic_app.projections.tables.outpatient import cancelled_prescription, prescription
from clinic_app.projections.tables.registration import visit
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.types import raw

_FULFILMENT: Final = "fulfilment"
_VACCINATION: Final = "vaccination"  # a dose recorded as a form counts like any other
_READ: Final = (*sorted(FOLLOWUP.values()), _FULFILMENT, _VACCINATION)
_LOST: Final = "lost_reason"
_BASIC: Final = "person_basic"
_SENT_DOWN: Final = "referral_down"
_DELIVERED: Final = "delivered"

About = Callable[[sa.Table], sa.ColumnElement[bool]]
Ids = Callable[[sa.ColumnElement[Any]], sa.ColumnElement[Any]]  # how an id is read
Found = Iterator[tuple[Any, Evidence]]  # the entry of the register, and the record


def records_of(connection: sa.Connection, resident_id: UUID, since: date) -> list[Evidence]:
    """All of a person's from a day on that are known here, whoever wrote them."""

    def about(table: sa.Table) -> sa.ColumnElement[bool]:
        return of_person(table.c.resident, resident_id)

    return [record for _, record in _all(connection, about, about, since, None, lambda column: column)]


def records_by_person(
    connection: sa.Connection, institutions: Sequence[str], kinds: Collection[str], since: date, until: date
) -> Mapping[bytes, list[Evidence]]:
    """By resident, what institutions wrote between two days, both in it, of these kinds; ids as bytes.

    Visits and prescriptions of the first of them alone: those of its villages do not travel to it.
    """
    wanted = sorted({*kinds, _VACCINATION})

    def theirs(table: sa.Table) -> sa.ColumnElement[bool]:
        clause: sa.ColumnElement[bool] = table.c.facility.in_(institutions)
        return sa.and_(clause, table.c.form.in_(wanted)) if table is form_record else clause

    def own(table: sa.Table) -> sa.ColumnElement[bool]:
        clause: sa.ColumnElement[bool] = table.c.facility == institutions[0]
        return clause

    of, by = raw(person.c.resident).label("resident"), raw(person.c.kept).label("kept")
    merged = connection.execute(sa.select(of, by).where(person.c.resident != person.c.kept))
    kept: dict[Any, Any] = {row.resident: row.kept for row in merged}
    found: defaultdict[Any, list[Evidence]] = defaultdict(list)
    for who, record in _all(connection, theirs, own, since, until, raw):
        found[kept.get(who, who)].append(record)
    return found


def known_of(connection: sa.Connection, resident_id: UUID, day: date) -> Known:
    """What tells the key groups of a person on a day."""
    born = connection.scalar(sa.select(resident.c.birth_date).where(resident.c.id == resident_id))
    managed = [one for one in care.managed_of(connection, resident_id) if one.since <= day]
    ids = persons.ids_of(connection, resident_id)
    basic = next((one for one in forms.of_residents(connection, ids, _BASIC) if one.day <= day), None)
    down = next((one for one in forms.of_residents(connection, ids, _SENT_DOWN) if one.day <= day), None)
    told = () if basic is None else basic.values.get("disability", ())
    return Known(
        day=day,
        birth_date=sensible(born or ""),
        services={one.service for one in managed if one.until is None or one.until > day},
        delivered=max((one.until for one in managed if one.until and one.reason == _DELIVERED), default=None),
        disability=tuple(told) if isinstance(told, list | tuple) else (),
        sent_down=None if down is None else down.day,
    )


def closed_of(connection: sa.Connection, resident_id: UUID) -> dict[str, date]:
    """The services under which a person is not followed any more, since when."""
    return {one.service: one.until for one in care.managed_of(connection, resident_id) if one.until}


def _all(
    connection: sa.Connection, about: About, of_visits: About, since: date, until: date | None, ids: Ids
) -> Found:
    last = until or date.max
    yield from _forms_and_doses(connection, about, since.isoformat(), last.isoformat(), ids)
    yield from _visits(connection, of_visits, since, last, ids)
    yield from _prescriptions(connection, of_visits, since, last, ids)


def _forms_and_doses(connection: sa.Connection, about: About, since: str, until: str, ids: Ids) -> Found:
    doses: dict[tuple[Any, str, str], tuple[Any, Evidence]] = {}
    for record, form, text, read, who in _forms(connection, about, since, until, ids):
        day = sensible(text)
        if day is None or (_LOST in read and msgspec.json.decode(read).get(_LOST)):
            continue  # 失访: nobody was met
        values = msgspec.json.decode(read) if form in (_FULFILMENT, _VACCINATION) else {}
        if form == _VACCINATION:
            doses.setdefault((who, str(values.get("series", "")), text), (who, Evidence(DOSE, record, day)))
        else:
            named = str(values.get("item", "")) if form == _FULFILMENT else ""
            yield who, Evidence(form, record, day, named)
    for record, series, text, who in _doses(connection, about, since, until, ids):
        day = sensible(text)
        if day is not None:
            doses[who, series, text] = (who, Evidence(DOSE, record, day))
    yield from doses.values()


def _forms(connection: sa.Connection, about: About, since: str, until: str, ids: Ids) -> Sequence[Any]:
    table = form_record.c
    return connection.execute(
        sa.select(
            ids(table.id).label("id"),
            table.form,
            table.day,
            sa.case((table.form.in_(_READ), table.filled), else_="").label("read"),
            ids(table.resident).label("person"),
        )
        .where(about(form_record), table.resident.is_not(None), table.day.between(since, until), STANDS)
        .order_by(table.id)
    ).all()


def _doses(connection: sa.Connection, about: About, since: str, until: str, ids: Ids) -> Sequence[Any]:
    table = vaccination.c
    return connection.execute(
        sa.select(ids(table.id).label("id"), table.series, table.day, ids(table.resident).label("person"))
        .where(
            about(vaccination),
            table.given_at.is_not(None),
            table.withdrawn_at.is_(None),
            table.elsewhere.is_(False),
            table.resident.is_not(None),
            table.day.between(since, until),
        )
        .order_by(table.id)
    ).all()


def _visits(connection: sa.Connection, about: About, since: date, until: date, ids: Ids) -> Found:
    table = visit.c
    rows = connection.execute(
        sa.select(ids(table.signed_entry).label("id"), table.day, ids(table.resident).label("person")).where(
            about(visit),
            table.signed_at.is_not(None),
            table.resident.is_not(None),
            table.day.between(since, until),
        )
    )
    for row in rows:
        yield row.person, Evidence(ENCOUNTER, row.id, row.day)


def _prescriptions(connection: sa.Connection, about: About, since: date, until: date, ids: Ids) -> Found:
    """长期处方 that were not cancelled."""
    table = prescription.c
    cancelled = sa.exists().where(
        cancelled_prescription.c.prescription_id == table.id,
        cancelled_prescription.c.cancelled_at.is_not(None),
    )
    rows = connection.execute(
        sa.select(ids(table.id).label("id"), visit.c.day, ids(table.resident).label("person"))
        .join_from(prescription, visit, visit.c.id == table.visit_id)
        .where(
            about(prescription),
            table.long_term.is_(True),
            ~cancelled,
            table.resident.is_not(None),
            visit.c.day.between(since, until),
        )
    )
    for row in rows:
        yield row.person, Evidence(LONG_PRESCRIPTION, row.id, row.day)
