"""考核指标: what was last counted of each township's year, and how far its institutions have written since."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from clinic_app.projections.tables.facility import device
from clinic_app.projections.upsert import upsert
from sync_server.store.tables import health_figure, numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One township's year."""

    facility: str
    year: int
    day: str  # YYYY-MM-DD, up to which it was counted
    at: int  # UTC ms
    upto: int  # arrival position: what came later is not in it
    counts: bytes


def kept(connection: sa.Connection, year: int) -> dict[str, Kept]:
    """By township."""
    rows = connection.execute(sa.select(health_figure).where(health_figure.c.year == year))
    return {row.facility: Kept(**row._mapping) for row in rows}


def marks(connection: sa.Connection) -> list[Kept]:
    """All of them without their counts, the oldest first."""
    named = [column for column in health_figure.c if column.name != "counts"]
    rows = connection.execute(sa.select(*named).order_by(health_figure.c.at, health_figure.c.facility))
    return [Kept(**row._mapping, counts=b"") for row in rows]


def keep(connection: sa.Connection, one: Kept) -> None:
    values = asdict(one)
    key = {name: values.pop(name) for name in ("facility", "year")}
    upsert(connection, health_figure, key, **values)


def written_upto(connection: sa.Connection) -> dict[str, int]:
    """By institution, the arrival position of the newest entry of its devices."""
    rows = connection.execute(
        sa.select(device.c.facility, sa.func.max(numbered.c.position).label("position"))
        .join_from(numbered, device, device.c.id == numbered.c.device)
        .group_by(device.c.facility)
    )
    return {row.facility: row.position for row in rows}
