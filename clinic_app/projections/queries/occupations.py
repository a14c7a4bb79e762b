"""职业 and 工作单位 of people, as their newest personal information form says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.persons import kept_of
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.health_records import person

_FORM: Final = "person_basic"


@dataclass(frozen=True, slots=True)
class Occupation:
    code: str = ""  # codes/occupation_form.csv
    workplace: str = ""


def occupations_of(connection: sa.Connection, residents: Sequence[UUID]) -> Mapping[UUID, Occupation]:
    """Of those whose form is filled, under any entry of the register; the others are left out."""
    kept = kept_of(connection, residents)
    everyone = sa.select(person.c.resident).where(person.c.kept.in_(set(kept.values())))
    rows = connection.execute(
        sa.select(form_record.c.resident, form_record.c.filled)
        .where(
            form_record.c.form == _FORM,
            STANDS,
            sa.or_(form_record.c.resident.in_(set(residents)), form_record.c.resident.in_(everyone)),
        )
        .order_by(form_record.c.day, form_record.c.recorded_at, form_record.c.id)
    ).all()
    told = kept_of(connection, [row.resident for row in rows])
    newest = {told[row.resident]: _occupation(row.filled) for row in rows}
    return {one: newest[kept[one]] for one in residents if kept[one] in newest}


def _occupation(filled: str) -> Occupation:
    values = msgspec.json.decode(filled)
    return Occupation(str(values.get("occupation") or ""), str(values.get("work_unit") or ""))
