"""表单 that stand, and all that was recorded.

A record stands while it is neither withdrawn nor corrected by a record of the same form and person that is
not itself withdrawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.forms import forms, legible
from clinic_app.projections.tables.forms import form_record


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One record as signed."""

    id: UUID
    resident: UUID | None  # None: about the facility
    facility: str
    form: str
    version: int
    day: date
    values: Mapping[str, Any]
    visit_id: UUID | None
    replaces: UUID | None
    reason: str
    origin: str
    author: str
    recorded_at: int  # hybrid clock
    withdrawn_by: str | None
    withdrawn_reason: str | None


_later = form_record.alias("later")

STANDS: sa.ColumnElement[bool] = sa.and_(
    form_record.c.recorded_at.is_not(None),
    form_record.c.withdrawn_at.is_(None),
    ~sa.exists().where(
        _later.c.replaces == form_record.c.id,
        _later.c.form == form_record.c.form,
        _later.c.resident.is_not_distinct_from(form_record.c.resident),
        _later.c.withdrawn_at.is_(None),
    ),
)


def values_of(form: str, filled: str) -> dict[str, Any]:
    """What a row holds, as far as the form that this program knows can show it."""
    values: dict[str, Any] = msgspec.json.decode(filled)
    known = forms().get(form)
    return values if known is None else legible(known, values)


def of_residents(
    connection: sa.Connection,
    residents: Sequence[UUID],
    form: str = "",
    *,
    day: date | None = None,
    standing: bool = True,
) -> list[FormRecord]:
    """The records of a person (all entries of the register that are this person), of one day or all, newest first."""
    query = sa.select(form_record).where(
        form_record.c.resident.in_(list(residents)), form_record.c.recorded_at.is_not(None)
    )
    if day is not None:
        query = query.where(form_record.c.day == day.isoformat())
    return _found(connection, query, form, standing)


def of_facility(
    connection: sa.Connection, facility: str, form: str, since: date, until: date
) -> list[FormRecord]:
    """The standing records of one form between two days, both included, newest first."""
    query = sa.select(form_record).where(
        form_record.c.facility == facility,
        form_record.c.day.between(since.isoformat(), until.isoformat()),
    )
    return _found(connection, query, form, True)


def one(connection: sa.Connection, record: UUID) -> FormRecord | None:
    row = connection.execute(
        sa.select(form_record).where(form_record.c.id == record, form_record.c.recorded_at.is_not(None))
    ).one_or_none()
    return None if row is None else _record(row)


def stands(connection: sa.Connection, record: UUID) -> bool:
    return (
        connection.scalar(sa.select(form_record.c.id).where(form_record.c.id == record, STANDS)) is not None
    )


def _found(connection: sa.Connection, query: sa.Select[Any], form: str, standing: bool) -> list[FormRecord]:
    if form:
        query = query.where(form_record.c.form == form)
    if standing:
        query = query.where(STANDS)
    newest = query.order_by(form_record.c.day.desc(), form_record.c.recorded_at.desc(), form_record.c.id)
    return [_record(row) for row in connection.execute(newest)]


def _record(row: sa.Row[Any]) -> FormRecord:
    return FormRecord(
        id=row.id,
        resident=row.resident,
        facility=row.facility,
        form=row.form,
        version=row.version,
        day=date.fromisoformat(row.day),
        values=values_of(row.form, row.filled),
        visit_id=row.visit_id,
        replaces=row.replaces,
        reason=row.reason,
        origin=row.origin,
        author=row.recorded_by,
        recorded_at=row.recorded_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
    )
