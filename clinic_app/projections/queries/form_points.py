"""测量 on the record sheets: what a standing form observed joins the curves of the chart."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.forms import Field, Kind, forms
from clinic_app.domain.measurements import measures
from clinic_app.domain.time import begin_of, beijing_day
from clinic_app.projections.queries import chart
from clinic_app.projections.queries.chart import POINTS, Point
from clinic_app.projections.queries.forms import STANDS, values_of
from clinic_app.projections.queries.persons import of_person
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.types import Id

FORM: Final = "form"  # the source of such a point
_E4: Final = Decimal(10_000)


def trends_of(
    connection: sa.Connection, resident_id: UUID, keys: Sequence[str]
) -> Mapping[str, tuple[Point, ...]]:
    """The curves of `chart.trends_of` with the forms' values, the oldest first.

    A sheet has a day and no hour: its value stands at the beginning of the day, and what a visit of the same day
    measured alike is not told twice.
    """
    measured = chart.trends_of(connection, resident_id, keys)
    found = {key: list(measured.get(key, ())) for key in keys}
    known = {(key, beijing_day(one.taken_ms), one.value_e4) for key in keys for one in found[key]}
    for key, day, value in _observed(connection, resident_id, tuple(keys)):
        if (key, day, value) not in known:
            known.add((key, day, value))
            found[key].append(Point(begin_of(day), value, "", FORM))
    return {
        key: tuple(sorted(points, key=lambda one: one.taken_ms)[-POINTS:])
        for key, points in found.items()
        if points
    }


def _observed(
    connection: sa.Connection, resident_id: UUID, keys: tuple[str, ...]
) -> Iterator[tuple[str, date, int]]:
    """Of each standing sheet that observes one of `keys`: which, the day, in ten-thousandths of its unit."""
    for row in connection.execute(_sheets(keys), {"resident_id": resident_id}):
        day, values = date.fromisoformat(row.day), values_of(row.form, row.filled)
        for key, observation in _observing(keys)[row.form]:
            value = values.get(key)
            if value not in (None, ""):
                value_e4, measure = int(Decimal(str(value)) * _E4), measures()[observation]
                if measure.low_e4 <= value_e4 <= measure.high_e4:
                    yield observation, day, value_e4


@cache
def _observing(keys: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By form: the fields that observe one of `keys` in the measure's own unit, each with what it observes."""
    found = {
        known.key: tuple((one.key, one.observation) for one in known.fields.values() if _counts(one, keys))
        for known in forms().values()
    }
    return MappingProxyType({form: fields for form, fields in found.items() if fields})


def _counts(field: Field, keys: tuple[str, ...]) -> bool:
    numeric = field.kind in (Kind.INT, Kind.DEC) and field.observation in keys
    return numeric and measures()[field.observation].ucum == field.unit


@cache  # built once: building a statement costs more than running it
def _sheets(keys: tuple[str, ...]) -> sa.Select[Any]:
    table = form_record.c
    return sa.select(table.form, table.day, table.filled).where(
        of_person(table.resident, sa.bindparam("resident_id", type_=Id())),
        table.form.in_(sorted(_observing(keys))),
        STANDS,
    )
