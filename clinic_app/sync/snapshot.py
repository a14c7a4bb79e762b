"""The first filling of a PC: its facility's feed in ready-made parts, from the line or from a folder.

Each transaction moves the place reached with it, so a cut or a kill at any moment costs at most the part under way.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from clinic_app.domain.errors import RuleBroken, Unavailable
from clinic_app.journal.feed import Page
from clinic_app.journal.refusal import NoSuchRoute
from clinic_app.journal.snapshot import BadSnapshot, Mark
from clinic_app.journal.snapshot_files import SnapshotReader, folder_of
from clinic_app.store import cycles, local, snapshot
from clinic_app.store.behind import catch_up
from clinic_app.store.journal import Store
from clinic_app.sync.errors import Refused, Unenrolled

AT_ONCE: Final = 24_000  # entries in one transaction while nobody works here: sorted keys load the faster
_SHARE: Final = 0.05  # seconds: a transaction while somebody does

Source = Callable[[UUID, int], Iterable[int | Page | Mark]]  # the feed behind a number of an epoch
Took = Callable[[int], None]  # called with the number of entries after each transaction


def fill(store: Store, source: Source, took: Took = lambda _: None) -> None:
    """Fill a PC that has never seen the whole feed; nothing for any other, or where there is no snapshot.

    What is newer than the snapshot is left to the feed.

    Raises:
        BadSnapshot: what came is not what the county signed for: the feed is pulled page by page from now on.
        Contradiction, and what `source` raises: what was taken stays taken.
    """
    with store.reading() as connection:
        taken = snapshot.wanted(connection, store.facility)
    if taken is None:
        return
    with cycles.held_back():
        _fill(store, source, _Filling(store, taken, took), taken)


def _fill(store: Store, source: Source, filling: "_Filling", taken: Mark) -> None:
    try:
        filling.take(source(taken.epoch, taken.upto))
        catch_up(store, cycles.look)
    except (NoSuchRoute, Refused):
        return  # an older county, or a hub: the feed has it all
    except BadSnapshot:
        snapshot.pull_by_page(store, taken)
        raise
    except Unavailable:
        filling.write()  # what came before the cut
        catch_up(store, cycles.look)
        raise


class NotWanted(RuleBroken):
    """This PC does not fill from that snapshot: it has its feed, or the county was put back since."""

    code = "snapshot.not_wanted"


def fill_from(store: Store, folder: Path, code: str) -> int:
    """Fill a new PC from a stick; how many entries were taken in.

    Raises:
        Unenrolled
        NotWanted, BadSnapshot, BadSignature: nothing was changed.
        NoFolder, StickGone, ForeignParcel, BadParcel
    """
    with store.reading() as connection:
        county_key = local.read(connection, local.COUNTY_KEY)
        taken = snapshot.wanted(connection, store.facility)
    if not county_key:
        raise Unenrolled()
    found = SnapshotReader(folder_of(folder, store.facility), code, county_key, store.facility)
    if taken is None or taken.epoch != found.mark.epoch or taken.upto > found.mark.upto:
        raise NotWanted()
    counts: list[int] = []
    fill(store, lambda _, after: found.after(after), counts.append)
    return sum(counts)


class _Filling:
    """One snapshot under way."""

    def __init__(self, store: Store, taken: Mark, took: Took) -> None:
        self._store = store
        self._taken = taken
        self._took = took
        self._parts: list[Page] = []
        self._gathered = 0  # entries
        self._pace = 1e-4  # seconds an entry, as measured
        self._waited = 0.0  # seconds for the line, since the last transaction

    def take(self, told: Iterable[int | Page | Mark]) -> None:
        asked = time.monotonic()
        for one in told:
            self._waited += time.monotonic() - asked
            if isinstance(one, int):
                snapshot.note_length(self._store, self._taken, one)
            elif isinstance(one, Page):
                self._parts.append(one)
                self._gathered += len(one.items)
                if self._gathered >= self._most():
                    self.write()
            else:
                self.write()
                snapshot.require_whole(self._store, self._taken, one)
            asked = time.monotonic()

    def write(self) -> None:
        """Take in what was gathered."""
        if not self._parts:
            return
        parts, count = self._parts, self._gathered
        self._parts, self._gathered = [], 0
        began = time.perf_counter()
        self._taken = snapshot.take_parts(self._store, self._taken, parts)
        spent = time.perf_counter() - began
        self._pace = spent / count
        del parts
        cycles.look()
        self._took(count)
        self._catch_up(spent)

    def _catch_up(self, spent: float) -> None:
        """A line slower than the store, which `spent` seconds, leaves time for what waits: as long as it kept us."""
        waited, self._waited = self._waited, 0.0
        if waited > spent:
            catch_up(self._store, cycles.look, waited)

    def _most(self) -> int:
        return int(_SHARE / self._pace) if self._store.attention.is_wanted() else AT_ONCE
