"""Entries of colleagues that came over the LAN before the county brought them: its word replaces theirs.

The county follows one branch of each journal.  Where the LAN brought another (a disk put back, a hub that was
replaced), the entries of that branch are taken out again; their owner sends the acts anew under the same ids.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.entry import Entry
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import incarnation as incarnations
from clinic_app.store.tables import lan_entry, sibling

NO_MORE: Final = 1 << 62  # as the seq that is held: nothing more of this incarnation over the LAN

_CONFIRM: Final = sa.delete(lan_entry).where(lan_entry.c.id == sa.bindparam("wanted"))


def confirm(connection: sa.Connection, entry_id: UUID) -> bool:
    """The county has brought this entry; true when it was held by the word of a hub alone."""
    return connection.execute(_CONFIRM, {"wanted": entry_id}).rowcount > 0


def replace(connection: sa.Connection, entry: Entry, run_no: int) -> None:
    """The county holds the act under this id as another entry: at another place of its device's journal, mostly."""
    connection.execute(
        sa.update(entries)
        .where(entries.c.id == entry.id)
        .values(
            incarnation_no=run_no,
            seq=entry.seq,
            time=entry.time,
            author=entry.author,
            type=entry.type,
            subject=entry.subject,
            body=entry.body,
            body_hash=None if entry.body is not None else entry.body_hash,
            signature=entry.signature or None,
            hash=None,
        )
    )


def give_way(connection: sa.Connection, run_no: int) -> bool:
    """Take out what the LAN alone brought of a run, and take no more of it from there; false: there is nothing.

    Everything of it that the county follows has come by the feed before, in its order.
    """
    gone = connection.scalars(
        sa.select(entries.c.id)
        .join(lan_entry, lan_entry.c.id == entries.c.id)
        .where(entries.c.incarnation_no == run_no)
    ).all()
    for entry_id in gone:
        connection.execute(sa.delete(entries).where(entries.c.id == entry_id))
        confirm(connection, entry_id)
    if gone:
        close(connection, run_no)
    return bool(gone)


def close(connection: sa.Connection, run_no: int) -> None:
    """Take nothing more of a run from a hub."""
    run = connection.execute(sa.select(incarnations).where(incarnations.c.no == run_no)).one()
    connection.execute(sa.delete(sibling).where(sibling.c.incarnation == run.incarnation))
    connection.execute(
        sa.insert(sibling).values(incarnation=run.incarnation, device=run.device, seq=NO_MORE, hash=None)
    )
