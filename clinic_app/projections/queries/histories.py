"""既往史 on the record sheets: what the newest standing sheet of each form says of a person (docs/chart.md).

Nothing is written for it: a correction or a withdrawal takes back what the sheet said.  What the chart struck stays
struck until another sheet says it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from clinic_app.domain.forms import forms
from clinic_app.domain.forms.histories import Gives, Mention, mentions_of, telling_forms
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.chart import allergy, noted_condition
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.types import Id


@dataclass(frozen=True, slots=True)
class Told:
    """A mention and where it stands."""

    id: UUID  # of the sheet and the place on it: what the chart strikes it by
    form: str
    recorded_ms: int  # UTC
    mention: Mention


def told_of(connection: sa.Connection, resident_id: UUID, gives: Collection[Gives]) -> list[Told]:
    """What sheets say of these kinds, the newest sheet first; of two merged entries both are heard."""
    newest: dict[tuple[str, UUID], Any] = {}
    for row in connection.execute(_sheets(), {"resident_id": resident_id}):
        newest.setdefault((row.form, row.resident), row)
    found = [
        Told(uuid5(row.id, mention.at), row.form, row.recorded_at >> 16, mention)
        for row in newest.values()
        for mention in mentions_of(forms()[row.form], msgspec.json.decode(row.filled))
        if mention.gives in gives
    ]
    struck = _struck(connection, [one.id for one in found])
    return [one for one in found if one.id not in struck]


def _struck(connection: sa.Connection, ids: list[UUID]) -> set[UUID]:
    return set(connection.scalars(_taken_back(), {"ids": ids})) if ids else set()


@cache  # built once: building a statement costs more than running it
def _sheets() -> sa.Select[Any]:
    table = form_record.c
    return (
        sa.select(table.id, table.resident, table.form, table.recorded_at, table.filled)
        .where(
            of_person(table.resident, sa.bindparam("resident_id", type_=Id())),
            table.form.in_(sorted(telling_forms())),
            STANDS,
        )
        .order_by(table.day.desc(), table.recorded_at.desc(), table.id)
    )


@cache
def _taken_back() -> sa.CompoundSelect[Any]:
    ids: sa.BindParameter[UUID] = sa.bindparam("ids", expanding=True, type_=Id())
    return sa.union_all(
        sa.select(allergy.c.id).where(allergy.c.id.in_(ids), allergy.c.cancelled_entry.is_not(None)),
        sa.select(noted_condition.c.id).where(
            noted_condition.c.id.in_(ids), noted_condition.c.closed_entry.is_not(None)
        ),
    )
