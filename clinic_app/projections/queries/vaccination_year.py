"""What vaccination brings to a `Year`: the children who are here on its last day with their doses."""

from collections.abc import Mapping, Sequence
from datetime import date
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
    youngest = add_years(last, -GROWN)
    found: dict[Key, list[Given]] = {
        who: []
        for who, born in births.items()
        if born is not None and youngest < born <= last and not (who in gone and gone[who][0] <= last)
    }
    told: set[tuple[Key, str, date]] = set()
    for who, vaccine, text in [*_given(connection, institutions), *_of_forms(connection, institutions)]:
        key, on = kept.get(who, who), sensible(text)
        if key not in found or on is None or on > last or vaccine not in vaccines():
            continue
        once = (key, vaccines()[vaccine].series, on)
        if once not in told:
            told.add(once)
            found[key].append(Given(vaccine, on))
    return {who: sorted(given, key=lambda one: one.on) for who, given in found.items()}


def _given(connection: sa.Connection, institutions: Sequence[str]) -> list[tuple[Key, str, str]]:
    rows = connection.execute(
        sa.select(vaccination.c.resident, vaccination.c.vaccine, vaccination.c.day).where(
            vaccination.c.facility.in_(institutions),
            vaccination.c.given_at.is_not(None),
            vaccination.c.withdrawn_at.is_(None),
            vaccination.c.resident.is_not(None),
        )
    )
    return [(row.resident.bytes, row.vaccine, row.day) for row in rows]


def _of_forms(connection: sa.Connection, institutions: Sequence[str]) -> list[tuple[Key, str, str]]:
    rows = connection.execute(
        sa.select(form_record.c.resident, form_record.c.filled, form_record.c.day).where(
            form_record.c.form == _FORM,
            form_record.c.facility.in_(institutions),
            STANDS,
            form_record.c.resident.is_not(None),
        )
    )
    decode = msgspec.json.Decoder(dict).decode
    return [(row.resident.bytes, str(decode(row.filled).get("vaccine", "")), row.day) for row in rows]
