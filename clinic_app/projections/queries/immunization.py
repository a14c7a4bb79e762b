"""Questions about 预防接种: the doses that stand, what is put off, the numbers of the immunization system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.errors import NotFound
from clinic_app.projections.queries.forms import STANDS, values_of
from clinic_app.projections.queries.persons import of_person, stands_for
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.immunization import (
    vaccination,
    vaccination_case,
    vaccination_deferral,
)
from clinic_app.projections.tables.residents import resident


class NoDose(NotFound):
    """No such dose, or it was withdrawn."""

    code = "immunization.no_dose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """A dose as told."""

    id: UUID
    resident_id: UUID  # the entry that is kept
    vaccine: str
    series: str
    dose_no: int
    on: date
    at: int  # UTC milliseconds; 0: only the day is known
    site: str
    route: str
    amount: str
    maker: str
    batch: str
    trace_code: str
    expiry: date | None
    unit: str
    kind: str
    paid: str
    elsewhere: bool
    author: str  # staff id
    told: int  # hybrid clock
    well: bool | None  # None: not observed to the end
    observed: int  # hybrid clock of that end; 0: none


@dataclass(frozen=True, slots=True)
class Deferral:
    series: str
    until: date
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Reported:
    """An AEFI report."""

    id: UUID
    resident_id: UUID  # the entry that is kept
    day: date
    values: str  # JSON, as signed


_STANDS = sa.and_(vaccination.c.given_at.is_not(None), vaccination.c.withdrawn_at.is_(None))


def doses_of(connection: sa.Connection, resident_id: UUID) -> list[Dose]:
    """The doses of a person that stand, the oldest first; those of the form `vaccination` too."""
    return _with_forms(
        connection,
        _doses(connection, of_person(vaccination.c.resident, resident_id)),
        of_person(form_record.c.resident, resident_id),
    )


def dose_of(connection: sa.Connection, dose_id: UUID) -> Dose:
    """Raises:
    NoDose
    """
    found = _doses(connection, vaccination.c.id == dose_id)
    if not found:
        raise NoDose(dose=str(dose_id))
    return found[0]


def all_doses(connection: sa.Connection) -> list[Dose]:
    """Every dose known here, each person's oldest first."""
    return _with_forms(connection, _doses(connection, sa.true()), sa.true())


def sent_from(connection: sa.Connection, facility: str, since: int) -> list[tuple[Dose, bool]]:
    """What a facility gave or withdrew after `since` (hybrid clock), each with whether it is withdrawn."""
    own = sa.and_(vaccination.c.facility == facility, vaccination.c.elsewhere.is_(False))
    withdrawn = vaccination.c.withdrawn_at.is_not(None)
    new = sa.or_(vaccination.c.given_at > since, vaccination.c.withdrawn_at > since)
    gone = _doses(connection, sa.and_(own, new, withdrawn), stands=vaccination.c.given_at.is_not(None))
    stay = _doses(connection, sa.and_(own, new))
    return [(one, False) for one in stay] + [(one, True) for one in gone]


def adverse_from(connection: sa.Connection, facility: str, since: int) -> list[Reported]:
    """The AEFI reports of a facility that stand and were recorded after `since` (hybrid clock)."""
    new = sa.and_(form_record.c.facility == facility, form_record.c.recorded_at > since)
    kept = stands_for(form_record.c.resident).label("kept")
    rows = connection.execute(
        sa.select(form_record, kept)
        .where(form_record.c.form == "aefi", new, STANDS, form_record.c.resident.is_not(None))
        .order_by(form_record.c.id)
    )
    return [Reported(row.id, row.kept, date.fromisoformat(row.day), row.filled) for row in rows]


def given_on(connection: sa.Connection, facility: str, day: date) -> list[Dose]:
    """What a facility itself gave on a day."""
    here = sa.and_(vaccination.c.facility == facility, vaccination.c.elsewhere.is_(False))
    return _doses(connection, sa.and_(here, vaccination.c.day == day.isoformat()))


def last_of(connection: sa.Connection, facility: str, vaccine: str) -> Dose | None:
    """The dose of a vaccine that a facility gave last: its batch is in the fridge."""
    same = sa.and_(vaccination.c.facility == facility, vaccination.c.vaccine == vaccine)
    found = _doses(connection, sa.and_(same, vaccination.c.elsewhere.is_(False), vaccination.c.at > 0))
    return max(found, key=lambda dose: dose.told, default=None)


def last_of_product(connection: sa.Connection, facility: str, prefix: str) -> Dose | None:
    """The dose that a facility gave last out of a box whose 追溯码 begins with these digits."""
    same = sa.and_(vaccination.c.facility == facility, vaccination.c.trace_code.startswith(prefix))
    return max(_doses(connection, same), key=lambda dose: dose.told, default=None)


def deferrals_of(connection: sa.Connection, resident_id: UUID) -> dict[str, Deferral]:
    """By series, the word that ends last."""
    table = vaccination_deferral.c
    rows = connection.execute(
        sa.select(vaccination_deferral)
        .where(of_person(table.resident, resident_id))
        .order_by(table.deferred_at, table.deferred_entry)
    )
    return {
        row.series: Deferral(row.series, date.fromisoformat(row.until), row.reason, row.note) for row in rows
    }


def case_no_of(connection: sa.Connection, resident_id: UUID) -> str:
    table = vaccination_case.c
    found = connection.scalar(
        sa.select(table.case_no)
        .where(of_person(table.resident, resident_id))
        .order_by(table.numbered_at.desc(), table.numbered_entry)
        .limit(1)
    )
    return found or ""


def with_case_no(connection: sa.Connection, case_no: str) -> list[UUID]:
    """The entries of the register with this number."""
    same = vaccination_case.c.case_no == case_no
    return list(connection.scalars(sa.select(vaccination_case.c.resident).where(same)))


def alike(connection: sa.Connection, name: str, sex: str, birth: date) -> list[UUID]:
    """The entries of the register with this name, sex and birth date."""
    table = resident.c
    same = sa.and_(table.name == name, table.sex == sex, table.birth_date == birth.isoformat())
    return list(connection.scalars(sa.select(table.id).where(same, table.registered_at.is_not(None))))


def named(connection: sa.Connection, name: str, birth: date | None) -> list[UUID]:
    """The entries of the register with this name, and this birth date where one is given."""
    table = resident.c
    same = sa.and_(table.name == name, table.registered_at.is_not(None))
    if birth is not None:
        same = sa.and_(same, table.birth_date == birth.isoformat())
    return list(connection.scalars(sa.select(table.id).where(same)))


def children_of(connection: sa.Connection, facility: str, born_from: date) -> list[UUID]:
    """The people of a facility born on this day or later, each once, the oldest first."""
    table = resident.c
    kept = stands_for(table.id)
    rows = connection.scalars(
        sa.select(kept)
        .where(
            table.facility == facility,
            table.registered_at.is_not(None),
            table.birth_date >= born_from.isoformat(),
        )
        .order_by(table.birth_date, table.id)
    )
    return list(dict.fromkeys(rows))


def _doses(
    connection: sa.Connection, about: sa.ColumnElement[bool], stands: sa.ColumnElement[bool] = _STANDS
) -> list[Dose]:
    kept = stands_for(vaccination.c.resident).label("kept")
    rows: Sequence[Any] = connection.execute(
        sa.select(vaccination, kept)
        .where(stands, vaccination.c.resident.is_not(None), about)
        .order_by(vaccination.c.day, vaccination.c.given_at, vaccination.c.id)
    ).all()
    return [_dose(row) for row in rows]


def _dose(row: Any) -> Dose:
    return Dose(
        id=row.id,
        resident_id=row.kept,
        vaccine=row.vaccine,
        series=row.series,
        dose_no=row.dose_no,
        on=date.fromisoformat(row.day),
        at=row.at,
        site=row.site,
        route=row.route,
        amount=row.amount,
        maker=row.maker,
        batch=row.batch,
        trace_code=row.trace_code,
        expiry=date.fromisoformat(row.expiry) if row.expiry else None,
        unit=row.unit,
        kind=row.kind,
        paid=row.paid,
        elsewhere=bool(row.elsewhere),
        author=row.given_by,
        told=row.given_at,
        well=row.well,
        observed=row.observed_at or 0,
    )


def _with_forms(connection: sa.Connection, told: list[Dose], about: sa.ColumnElement[bool]) -> list[Dose]:
    """The doses, and those that were recorded as the form `vaccination`."""
    kept = stands_for(form_record.c.resident).label("kept")
    rows = connection.execute(
        sa.select(form_record, kept).where(
            form_record.c.form == "vaccination", form_record.c.resident.is_not(None), STANDS, about
        )
    )
    recorded = [_of_form(row, values_of(row.form, row.filled)) for row in rows]
    return sorted([*told, *recorded], key=lambda one: (one.on, one.told, one.id))


def _of_form(row: Any, values: Mapping[str, Any]) -> Dose:
    expiry = values.get("expiry")
    texts = ("vaccine", "series", "site", "route", "amount", "maker", "batch", "trace_code", "kind", "paid")
    return Dose(
        id=row.id,
        resident_id=row.kept,
        **{key: str(values.get(key, "")) for key in texts},
        dose_no=int(values.get("dose_no", 1)),
        on=date.fromisoformat(row.day),
        at=0,
        expiry=date.fromisoformat(expiry) if expiry else None,
        unit=row.facility,
        elsewhere=False,
        author=row.recorded_by,
        told=row.recorded_at,
        well=True if values.get("observed") else None,
        observed=0,
    )
