"""What a health record holds, and what is still missing in it."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.health_records import Record
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.queries.residents import Resident
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.outpatient import encounter

COVER: Final = "cover"
BASIC: Final = "person_basic"
CHECK: Final = "health_check"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a record: a form, or the cover, which the number makes."""

    key: str
    last: date | None  # None: not there, or, of what is due each year, not this year
    count: int


def parts_of(connection: sa.Connection, resident: Resident, record: Record | None, day: date) -> list[Part]:
    """Cover, basic information, this year's check, then every other form that was ever filled for the person."""
    filled = forms_of(connection, resident.id)
    filled.pop(COVER, None)  # the cover is the number
    check = filled.pop(CHECK, Part(CHECK, None, 0))
    this_year = check.last if check.last is not None and check.last.year == day.year else None
    return [
        Part(COVER, record.opened if record else None, 1 if record else 0),
        filled.pop(BASIC, Part(BASIC, None, 0)),
        Part(CHECK, this_year, check.count),
        *filled.values(),
    ]


def forms_of(connection: sa.Connection, resident_id: UUID) -> dict[str, Part]:
    """Of each form that stands for the person: the last day, and how many; the newest form first."""
    day = sa.func.max(form_record.c.day)
    rows = connection.execute(
        sa.select(form_record.c.form, day, sa.func.count())
        .where(of_person(form_record.c.resident, resident_id), STANDS)
        .group_by(form_record.c.form)
        .order_by(day.desc(), form_record.c.form)
    )
    return {form: Part(form, date.fromisoformat(last), count) for form, last, count in rows}


def last_service(connection: sa.Connection, resident_id: UUID) -> date | None:
    """The last day on which the person was seen or a form was filled."""
    filled = [part.last for part in forms_of(connection, resident_id).values()]
    seen = connection.scalar(
        sa.select(sa.func.max(encounter.c.signed_at)).where(of_person(encounter.c.resident, resident_id))
    )
    return max((one for one in (*filled, beijing_day(seen >> 16) if seen else None) if one), default=None)
