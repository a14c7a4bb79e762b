"""快照: the parts that are kept of each facility's feed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync_server.store.queries.feeds import EVERYONE
from sync_server.store.queries.progress import SEQUENCED, position_of
from sync_server.store.tables import feed_item, snapshot_part, snapshot_wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part, without what is in it."""

    facility: str
    epoch: UUID
    after: int
    upto: int
    entries: int
    signature: bytes


def parts_of(connection: sa.Connection, facility: str, epoch: UUID) -> list[Part]:
    """Those that are there, each beginning where the one before it ends."""
    table = snapshot_part
    rows = connection.execute(
        sa.select(table.c.after, table.c.upto, table.c.entries, table.c.signature)
        .where(table.c.facility == facility, table.c.epoch == epoch)
        .order_by(table.c.after)
    )
    return [
        Part(
            facility=facility,
            epoch=epoch,
            after=row.after,
            upto=row.upto,
            entries=row.entries,
            signature=bytes(row.signature),
        )
        for row in rows
    ]


def data_of(connection: sa.Connection, part: Part) -> bytes | None:
    """What is in it; `None`: it was let go meanwhile."""
    found = connection.scalar(
        sa.select(snapshot_part.c.data).where(
            snapshot_part.c.facility == part.facility,
            snapshot_part.c.epoch == part.epoch,
            snapshot_part.c.after == part.after,
        )
    )
    return None if found is None else bytes(found)


def keep(connection: sa.Connection, part: Part, data: bytes) -> None:
    """Another process may have made the same part meanwhile, to the last byte."""
    statement = _insert(connection, snapshot_part).values(
        facility=part.facility,
        epoch=part.epoch,
        after=part.after,
        upto=part.upto,
        entries=part.entries,
        signature=part.signature,
        data=data,
    )
    connection.execute(statement.on_conflict_do_nothing())


def want(connection: sa.Connection, facility: str, now: int) -> None:
    """Somebody asked (UTC ms)."""
    statement = _insert(connection, snapshot_wanted).values(facility=facility, asked=now)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["facility"], set_={"asked": statement.excluded.asked})
    )


def wanted(connection: sa.Connection) -> dict[str, int]:
    """Facilities of which a snapshot is kept, and when it was last asked for (UTC ms)."""
    rows = connection.execute(sa.select(snapshot_wanted.c.facility, snapshot_wanted.c.asked))
    return {row.facility: row.asked for row in rows}


def let_go(connection: sa.Connection, facility: str) -> None:
    for table in (snapshot_part, snapshot_wanted):
        connection.execute(sa.delete(table).where(table.c.facility == facility))


def drop_older_epochs(connection: sa.Connection, epoch: UUID) -> None:
    """After the county was put back: nobody asks for those again."""
    connection.execute(sa.delete(snapshot_part).where(snapshot_part.c.epoch != epoch))


def feed_length(connection: sa.Connection, facility: str) -> int:
    """How many entries a new device of the facility is to know by now."""
    newest = position_of(connection, SEQUENCED)
    return (
        connection.scalar(
            sa.select(sa.func.count())
            .select_from(feed_item)
            .where(feed_item.c.audience.in_((facility, EVERYONE)), feed_item.c.position <= newest)
        )
        or 0
    )


def _insert(connection: sa.Connection, table: sa.Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
