"""When the county was put back from a backup: its feed begins again, and it gets back what it had signed."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.feed import Item, Page, read_page, write_page
from clinic_app.store import local
from clinic_app.store.exchange import set_cursor
from clinic_app.store.journal import Store
from clinic_app.store.rows import entry_of, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import feed_page, setting
from clinic_app.store.tables import incarnation as incarnations

_KEPT_PAGE: Final = "kept_page."  # setting, by epoch and number: a page as the county signed it


def begin_epoch(connection: sa.Connection, epoch: UUID, kept: int = 0) -> None:
    """Pull everything (again) from the beginning: after enrolment, and when the county's epoch changed.

    Numbers of an older epoch mean nothing any more; entries get their new ones as the feed comes by.  Until it
    has, the pages after number `kept` that prove the county's own entries stay: it may be put back a second time
    before that.
    """
    rows = connection.execute(
        sa.select(feed_page).where(feed_page.c.upto > kept, _holds_county_entry())
    ).all()
    for row in rows:
        local.write(connection, f"{_KEPT_PAGE}{row.epoch.hex}.{row.upto}", _written(connection, row))
    connection.execute(sa.delete(feed_page))
    connection.execute(
        sa.update(entries)
        .where(sa.or_(entries.c.feed_number.is_not(None), entries.c.received.is_not(None)))
        .values(feed_number=None, received=None)
    )
    set_cursor(connection, epoch, 0)


def held_page(store: Store, before: int) -> tuple[bytes, int] | None:
    """The newest page below number `before` that holds entries of the county's own, as it was signed; and its `upto`.

    What a county put back from a backup takes its lost entries from.
    """
    with store.reading() as connection:
        row = connection.execute(
            sa.select(feed_page)
            .where(feed_page.c.upto < before, _holds_county_entry())
            .order_by(feed_page.c.upto.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else (_written(connection, row), row.upto)


def kept_pages(connection: sa.Connection) -> list[tuple[str, bytes]]:
    """Pages of older epochs, by name, whose entries have not come by again."""
    rows = connection.execute(
        sa.select(setting.c.name, setting.c.value).where(setting.c.name.startswith(_KEPT_PAGE))
    )
    return [(row.name, row.value) for row in rows]


def drop_kept_pages(store: Store, county_key: bytes) -> None:
    """Let go of the kept pages whose county entries the feed has brought again."""
    with store.reading() as connection:
        again = [name for name, data in kept_pages(connection) if _came_by(connection, data, county_key)]
    if again:
        with store.changing() as connection:
            connection.execute(sa.delete(setting).where(setting.c.name.in_(again)))


def _came_by(connection: sa.Connection, data: bytes, county_key: bytes) -> bool:
    own = [item.entry.id for item in read_page(data, county_key).items if item.facility == ""]
    found = connection.scalar(
        sa.select(sa.func.count())
        .select_from(entries)
        .where(entries.c.id.in_(own), entries.c.feed_number.is_not(None))
    )
    return found == len(own)


def _written(connection: sa.Connection, row: Any) -> bytes:
    items = items_between(connection, row.after, row.upto)
    page = Page(
        epoch=row.epoch, after=row.after, upto=row.upto, more=row.more, items=items, signature=row.signature
    )
    return write_page(page, lambda _: bytes(row.signature))


def _holds_county_entry() -> sa.ColumnElement[bool]:
    return sa.exists(
        sa.select(sa.literal(1))
        .select_from(entries.join(incarnations, entries.c.incarnation_no == incarnations.c.no))
        .where(
            incarnations.c.owner == "foreign",
            incarnations.c.facility == "",
            entries.c.feed_number > feed_page.c.after,
            entries.c.feed_number <= feed_page.c.upto,
        )
    )


def items_between(connection: sa.Connection, after: int, upto: int) -> tuple[Item, ...]:
    """The feed's items that are held here, by their numbers."""
    rows = connection.execute(
        selection()
        .where(entries.c.feed_number > after, entries.c.feed_number <= upto)
        .order_by(entries.c.feed_number)
    )
    return tuple(Item(row.feed_number, row.received, row.facility, entry_of(row)) for row in rows)
