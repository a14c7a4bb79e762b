"""测量 on the record sheets: what a standing form observed joins the curves of the chart."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.forms import Field, Kind, forms
from clinic_app.domain.measurements import measures
from clinic_app.domain.time import begin_of, beijing_day
from clinic_app.projections.queries import chart, persons
from clinic_app.projections.queries import forms as records
from clinic_app.projections.queries.chart import POINTS, Point

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
    for key, day, value in _observed(connection, resident_id):
        if key in found and (key, day, value) not in known:
            known.add((key, day, value))
            found[key].append(Point(begin_of(day), value, "", FORM))
    return {
        key: tuple(sorted(points, key=lambda one: one.taken_ms)[-POINTS:])
        for key, points in found.items()
        if points
    }


def _observed(connection: sa.Connection, resident_id: UUID) -> Iterator[tuple[str, date, int]]:
    for record in records.of_residents(connection, persons.ids_of(connection, resident_id)):
        known = forms().get(record.form)
        for key, field in {} if known is None else known.fields.items():
            value = _e4_of(field, record.values.get(key))
            if value is not None:
                yield field.observation, record.day, value


def _e4_of(field: Field, value: Any) -> int | None:
    """In ten-thousandths of the measure's unit; None where the field counts in another one, or is empty."""
    measure = measures().get(field.observation)
    if field.kind not in (Kind.INT, Kind.DEC) or value in (None, ""):
        return None
    if measure is None or measure.ucum != field.unit:
        return None
    return int(Decimal(str(value)) * _E4)
