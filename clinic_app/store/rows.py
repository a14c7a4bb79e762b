"""Entries as rows and back, and the heads of journals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry, Origin
from clinic_app.projections.upsert import Placed
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from clinic_app.store.tables import lan_entry

_COLUMNS = (
    entries.c.position,
    entries.c.seq,
    entries.c.id,
    entries.c.time,
    entries.c.effective,
    entries.c.author,
    entries.c.type,
    entries.c.subject,
    entries.c.body,
    entries.c.body_hash,
    entries.c.signature,
    entries.c.hash,
    entries.c.feed_number,
    entries.c.received,
    incarnations.c.device,
    incarnations.c.incarnation,
    incarnations.c.facility,
    incarnations.c.owner,
)


@dataclass(frozen=True, slots=True)
class Run:
    """One incarnation of a device, and how far we hold it."""

    no: int
    incarnation: UUID
    device: UUID
    facility: str
    origin: Origin | None
    head_seq: int
    head_hash: bytes | None
    safe_seq: int
    current: bool


def run_of(row: Any) -> Run:
    origin = (
        None
        if row.origin_incarnation is None
        else Origin(row.origin_incarnation, row.origin_seq, row.origin_hash)
    )
    return Run(
        row.no,
        row.incarnation,
        row.device,
        row.facility,
        origin,
        row.head_seq,
        row.head_hash,
        row.safe_seq,
        row.current,
    )


# Built once: building a statement costs more than running it.
_OWN: Final = sa.select(incarnations).where(incarnations.c.owner == "own").order_by(incarnations.c.no)


def own_runs(connection: sa.Connection) -> list[Run]:
    """Our incarnations, oldest first."""
    return [run_of(row) for row in connection.execute(_OWN)]


_CURRENT: Final = sa.select(incarnations).where(incarnations.c.current)


def current_run(connection: sa.Connection) -> Run:
    """The one we append to."""
    return run_of(connection.execute(_CURRENT).one())


def entry_of(row: Any) -> Entry:
    return Entry(
        id=row.id,
        device=row.device,
        incarnation=row.incarnation,
        seq=row.seq,
        time=row.time,
        author=row.author,
        type=row.type,
        subject=row.subject,
        body=row.body,
        body_hash=row.body_hash if row.body is None else sha256(row.body).digest(),
        signature=row.signature or b"",
    )


def placed_of(row: Any) -> Placed:
    return Placed(entry_of(row), row.effective, row.facility)


def selection() -> sa.Select[Any]:
    """Every column of an entry, its journal beside it."""
    return sa.select(*_COLUMNS).join_from(
        entries, incarnations, entries.c.incarnation_no == incarnations.c.no
    )


def run_rows(connection: sa.Connection, run: Run, after: int, limit: int) -> list[Any]:
    """Up to `limit` rows of one run after seq `after`, in order."""
    statement = (
        selection()
        .where(entries.c.incarnation_no == run.no, entries.c.seq > after)
        .order_by(entries.c.seq)
        .limit(limit)
    )
    return list(connection.execute(statement))


def all_rows(connection: sa.Connection, types: tuple[str, ...] | None = None) -> Iterator[Any]:
    """Every row in the order of arrival, in bounded memory."""
    after = 0
    while True:
        statement = selection().where(entries.c.position > after).order_by(entries.c.position).limit(2000)
        rows = connection.execute(statement if types is None else statement.where(entries.c.type.in_(types)))
        batch = list(rows)
        yield from batch
        if len(batch) < 2000:
            return
        after = batch[-1].position


_LINK: Final = sa.select(entries.c.hash).where(
    entries.c.incarnation_no == sa.bindparam("run"), entries.c.seq == sa.bindparam("at")
)


def link_at(connection: sa.Connection, run: Run, seq: int) -> bytes | None:
    """The chain's link after `seq`; `None` when that entry is not here or came without."""
    return connection.scalar(_LINK, {"run": run.no, "at": seq})


def held_by_county(connection: sa.Connection, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these entries that the county holds durably: sent and confirmed, or come from it."""
    rows = connection.scalars(
        sa.select(entries.c.id)
        .join(incarnations, incarnations.c.no == entries.c.incarnation_no)
        .where(
            entries.c.id.in_(ids),
            sa.or_(incarnations.c.owner != "own", entries.c.seq <= incarnations.c.safe_seq),
            entries.c.id.not_in(sa.select(lan_entry.c.id)),  # a colleague's, by the word of a hub alone
        )
    )
    return frozenset(rows)
