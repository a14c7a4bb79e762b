"""目录: what stands in force, and what was published when."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from clinic_app.domain.catalogs import KINDS
from clinic_app.domain.catalogs.publication import chain
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.queries import catalogs
from clinic_app.projections.tables.catalogs import catalog_part


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind today."""

    kind: str
    rows: int
    version: str  # empty: as shipped
    effective: date | None


@dataclass(frozen=True, slots=True)
class Published:
    kind: str
    version: str
    effective: date
    at: int  # UTC ms
    by: str  # user id; empty: the command line


def standing(connection: sa.Connection, today: date) -> list[Standing]:
    """Every kind, in the order of the kinds."""
    found = []
    for kind in KINDS:
        parts = chain(catalogs.parts_of(connection, kind), today)
        rows = len(catalogs.in_force(connection, kind, today))
        version, effective = (parts[-1].version, parts[-1].effective) if parts else ("", None)
        found.append(Standing(kind, rows, version, effective))
    return found


def published(connection: sa.Connection, limit: int = 50) -> list[Published]:
    """Publications, the newest first."""
    part = catalog_part.c
    statement = (
        sa.select(part.kind, part.version, part.effective, part.published_at, part.published_by)
        .where(part.part == 1)
        .order_by(part.published_at.desc())
        .limit(limit)
    )
    return [
        Published(row.kind, row.version, row.effective, ms_of_stamp(row.published_at), row.published_by)
        for row in connection.execute(statement)
    ]
