"""The small tables about what there is now: institutions, devices, residents.  Written whole with each run."""

from collections.abc import Iterator

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.facility import device, facility
from clinic_app.projections.tables.residents import resident
from sync_server.analysis.derive import Row
from sync_server.analysis.tokens import Tokens

_PAGE = 10_000  # rows fetched at a time


def facilities(connection: sa.Connection, county: str) -> Iterator[Row]:
    columns = (facility.c.code, facility.c.name, facility.c.inst_lv, facility.c.parent)
    for row in connection.execute(sa.select(*columns).order_by(facility.c.code)):
        yield (county, row.code, row.name, row.inst_lv, row.parent)


def devices(connection: sa.Connection, county: str) -> Iterator[Row]:
    columns = (device.c.id, device.c.facility, device.c.enrolled_at, device.c.revoked_at)
    known = sa.select(*columns).where(device.c.enrolled_at.is_not(None)).order_by(device.c.id)
    for row in connection.execute(known):
        since = beijing_day(ms_of_stamp(row.enrolled_at))
        yield (county, row.id.hex, row.facility, since, row.revoked_at is not None)


def residents(connection: sa.Connection, county: str, tokens: Tokens, identity: bool) -> Iterator[Row]:
    """One row a resident; `person` says which of them are one person, here and in the counties of the same key."""
    r = resident.c
    rows = connection.execute(
        sa.select(
            r.id,
            r.facility,
            r.name,
            r.sex,
            r.birth_date,
            r.id_number,
            r.id_verified,
            r.phone,
            r.address,
            r.village,
        ),
        execution_options={"yield_per": _PAGE},
    )
    for row in rows:
        number = row.id_number if row.id_number and row.id_verified else ""
        born = int(row.birth_date[:4]) if row.birth_date else None
        token = tokens.resident(row.id)
        plain = (county, token, tokens.person(row.id, number), row.sex, born, row.village, row.facility)
        if identity:
            yield (*plain, row.id.hex, row.name, row.id_number, row.phone, row.birth_date, row.address)
        else:
            yield plain
