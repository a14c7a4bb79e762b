"""Whether what is on this disk is what was written: our own chains, and the county's signed pages."""

from dataclasses import dataclass

import sqlalchemy as sa

from clinic_app.journal.entry import BrokenChain, first_link
from clinic_app.journal.feed import Item, Page, page_head
from clinic_app.journal.signing import BadSignature, is_signed
from clinic_app.store import local
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, entry_of, own_runs, run_rows, selection
from clinic_app.store.tables import entry as entries
from clinic_app.store.tables import feed_page


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one of our runs."""

    incarnation: str
    seq: int
    hash: str  # hex


@dataclass(frozen=True, slots=True)
class Verified:
    entries: int  # of our own journal
    pages: int
    page_entries: int
    heads: tuple[Head, ...]


def verify(store: Store) -> Verified:
    """Walk every chain and every page.

    Raises:
        BrokenChain: an entry of ours, or its body, was changed, lost or put in.
        BadSignature: what came from the county is not what it signed.
    """
    count = 0
    heads: list[Head] = []
    with store.reading() as connection:
        for run in own_runs(connection):
            count += _walk(connection, run, store.public_key)
            heads.append(Head(str(run.incarnation), run.head_seq, (run.head_hash or b"").hex()))
        pages, page_entries = _walk_pages(connection)
    return Verified(count, pages, page_entries, tuple(heads))


def _walk(connection: sa.Connection, run: Run, key: bytes) -> int:
    link = first_link(key, run.incarnation, run.origin)
    seq = 0
    while True:
        rows = run_rows(connection, run, seq, 2000)
        for row in rows:
            entry = entry_of(row)
            seq += 1
            link = entry.hash_after(link)
            if entry.seq != seq or link != row.hash:
                raise BrokenChain(seq=seq)
        if len(rows) < 2000:
            break
    if seq != run.head_seq or link != run.head_hash:
        raise BrokenChain(seq=seq)
    return seq


def _walk_pages(connection: sa.Connection) -> tuple[int, int]:
    key = local.read(connection, local.COUNTY_KEY)
    pages = connection.execute(sa.select(feed_page).order_by(feed_page.c.epoch, feed_page.c.upto)).all()
    count = 0
    for row in pages:
        between = (
            selection()
            .where(entries.c.feed_number > row.after, entries.c.feed_number <= row.upto)
            .order_by(entries.c.feed_number)
        )
        items = tuple(
            Item(item.feed_number, item.received, item.facility, entry_of(item))
            for item in connection.execute(between)
        )
        page = Page(epoch=row.epoch, after=row.after, upto=row.upto, more=row.more, items=items)
        if len(items) != row.item_count or key is None or not is_signed(key, row.signature, page_head(page)):
            raise BadSignature(what=f"page {row.upto}")
        count += len(items)
    return len(pages), count
