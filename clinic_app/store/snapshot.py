"""How far the first filling of a PC has come, and the taking in of ready-made parts.

A PC that has never seen the end of its county's feed is filling: what is here is true, and more is to come.  So
people can be registered and found, and whatever says "nobody else", "nothing due" or "so much is left" has to say
that it is not complete.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from clinic_app.journal.feed import Page
from clinic_app.journal.snapshot import BadSnapshot, Mark, begun
from clinic_app.store import local
from clinic_app.store.absorb import absorb_all
from clinic_app.store.epochs import begin_epoch
from clinic_app.store.exchange import position
from clinic_app.store.journal import Store
from clinic_app.store.tables import entry as entries

_TAKEN: Final = "snapshot"  # setting: JSON of `_Kept`
_BY_PAGE: Final = "snapshot_by_page"  # setting: the epoch whose feed is pulled page by page after all


@dataclass(frozen=True, slots=True)
class Filling:
    """Entries of the county's feed that are here, and how many there are; `of` 0: not known yet."""

    done: int
    of: int


class _Kept(msgspec.Struct, frozen=True):
    """What has been taken of a snapshot."""

    mark: Mark
    of: int  # entries of the feed when it was asked for
    new: int = 0  # of the entries taken, those that were not here before


_DECODER: Final = msgspec.json.Decoder(_Kept)


def filling(connection: sa.Connection) -> Filling | None:
    """How far the first filling has come; `None`: it is complete, or the clinic has no county."""
    if local.read(connection, local.LAST_PULL) is not None or position(connection) is None:
        return None
    kept = _kept(connection)
    return Filling(0, 0) if kept is None else Filling(kept.mark.entries, max(kept.of, kept.mark.entries))


def wanted(connection: sa.Connection, facility: str) -> Mark | None:
    """What has been taken of the snapshot that this PC fills from; `None`: it does not fill from one."""
    at = position(connection)
    if at is None or local.read(connection, local.LAST_PULL) is not None:
        return None
    epoch, cursor = at
    if local.read_text(connection, _BY_PAGE) == epoch.hex:
        return None
    kept = _kept(connection)
    if kept is not None and kept.mark.epoch == epoch and kept.mark.upto <= cursor:
        return kept.mark
    return begun(epoch, facility) if cursor == 0 else None


def note_length(store: Store, taken: Mark, of: int) -> None:
    """The county has told how many entries the feed has."""
    with store.changing() as connection:
        _keep(connection, taken, of, 0)


def take_parts(store: Store, taken: Mark, parts: Sequence[Page]) -> Mark:
    """Parts that follow what was `taken`, in one transaction; what is taken now.

    Raises:
        BadSnapshot: a part is not the next one.
        Contradiction
    """
    mark = taken
    for page in parts:
        if page.after != mark.upto or page.epoch != mark.epoch or not page.more or page.upto <= page.after:
            raise BadSnapshot(why="order")
        mark = mark.with_part(page.upto, len(page.items), page.signature)
    if absorb_all(
        store, parts, also=lambda connection, new: _keep(connection, mark, 0, new), later=True
    ).moved:
        return mark
    with (
        store.changing() as connection
    ):  # the feed brought all of it meanwhile: it is here, so it counts as taken
        at = position(connection)
        if at is None or at[0] != mark.epoch or at[1] < mark.upto:
            raise BadSnapshot(why="cursor")
        _keep(connection, mark, 0, 0)
    return mark


def require_whole(store: Store, taken: Mark, mark: Mark) -> None:
    """Compare with what the county signed for; what does not agree is pulled again from the beginning, page by page.

    Raises:
        BadSnapshot: another count, checksum or facility, or entries are missing on this disk.
    """
    with store.changing() as connection:
        held = connection.scalar(
            sa.select(sa.func.count()).where(entries.c.feed_number > 0, entries.c.feed_number <= mark.upto)
        )
        kept = _kept(connection)
        if taken == mark and (kept is None or (held or 0) >= kept.new):
            return
        local.forget(connection, _TAKEN)
        local.write(connection, _BY_PAGE, mark.epoch.hex)
        begin_epoch(connection, mark.epoch)
    raise BadSnapshot(why="rows" if taken == mark else "mark")


def pull_by_page(store: Store, taken: Mark) -> None:
    """What came is no snapshot: the feed goes on page by page from where it stands."""
    with store.changing() as connection:
        local.forget(connection, _TAKEN)
        local.write(connection, _BY_PAGE, taken.epoch.hex)


def _kept(connection: sa.Connection) -> _Kept | None:
    data = local.read(connection, _TAKEN)
    return None if data is None else _DECODER.decode(data)


def _keep(connection: sa.Connection, mark: Mark, of: int, new: int) -> None:
    before = _kept(connection) or _Kept(mark, 0)
    kept = _Kept(mark, of or before.of, new + (before.new if before.mark.epoch == mark.epoch else 0))
    local.write(connection, _TAKEN, msgspec.json.encode(kept))
