"""What vaccination brings to a `Year`: the children who are here on its last day with their doses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final

import msgspec
import sqlalchemy as sa

from clinic_app.domain.age import add_years
from clinic_app.domain.immunization.schedule import vaccines
from clinic_app.domain.immunization.series import Given
from clinic_app.domain.public_health.indicators import Key
from clinic_app.domain.public_health.tasks import sensible
from clinic_app.projections.queries.forms import STANDS
from clinic_app.projections.tables.forms import form_record
from clinic_app.projections.tables.immunization import vaccination
from clinic_app.projections.types import raw

GROWN: Final = 7  # years, at which a child is asked for no more
_FORM: Final = "vaccination"


def doses_of_children(
    connection: sa.Connection,
    institutions: Sequence[str],
    kept: Mapping[Key, Key],
    births: Mapping[Key, date | None],
    gone: Mapping[Key, tuple[date, str]],
    last: date,
) -> dict[Key, list[Given]]:
    """Of every child of 0 to 6 years who is here, the doses that these institutions wrote down, those of elsewhere too.

    The same family on the same day is one dose; a vaccine that this program does not know is left out.
    """
    youngest, kinds = add_years(last, -GROWN), vaccines()
    found: dict[Key, dict[tuple[str, date], Given]] = {
        who: {}
        for who, born in births.items()
        if born is not None and youngest < born <= last and not (who in gone and gone[who][0] <= last)
    }
    for who, vaccine, text in chain(_given(connection, institutions), _of_forms(connection, institutions)):
        mine, kind, on = found.get(kept.get(who, who)), kinds.get(vaccine), sensible(text)
        if mine is not None and kind is not None and on is not None and on <= last:
            mine.setdefault((kind.series, on), Given(vaccine, on))
    return {who: sorted(mine.values(), key=lambda one: one.on) for who, mine in found.items()}


Told = Iterable[tuple[Key, str, str]]  # resident, vaccine, day


def _given(connection: sa.Connection, institutions: Sequence[str]) -> Told:
    rows = connection.execute(
        sa.select(raw(vaccination.c.resident), vaccination.c.vaccine, vaccination.c.day).where(
            vaccination.c.facility.in_(institutions),
            vaccination.c.given_at.is_not(None),
            vaccination.c.withdrawn_at.is_(None),
            vaccination.c.resident.is_not(None),
        )
    )
    return ((who, vaccine, day) for who, vaccine, day in rows.all())


def _of_forms(connection: sa.Connection, institutions: Sequence[str]) -> Told:
    rows = connection.execute(
        sa.select(raw(form_record.c.resident), form_record.c.filled, form_record.c.day).where(
            form_record.c.form == _FORM,
            form_record.c.facility.in_(institutions),
            STANDS,
            form_record.c.resident.is_not(None),
        )
    )
    decode = msgspec.json.Decoder(dict).decode
    return ((who, str(decode(filled).get("vaccine", "")), day) for who, filled, day in rows.all())
