"""同步: what of this PC's work is safe at the county, where each record is, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import ms_of
from clinic_app.projections.queries import held, residents
from clinic_app.store import exchange, hub, local, run_days
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from clinic_app.store.run_days import BothEnds
from clinic_app.store.snapshot import Filling, filling
from clinic_app.store.where_held import (
    Aside,
    Held,
    WhereHeld,
    carried,
    set_aside,
    subject_of,
    where_held,
    worst,
)
from clinic_app.sync.engine import last_round

__all__ = [
    "Aside",
    "BothEnds",
    "Filling",
    "Held",
    "LastRound",
    "Returned",
    "SyncOverview",
    "SyncStateService",
    "WhereHeld",
]
_DAYS: Final = 30  # of the table of both ends' sums
_MOST_RETURNED: Final = 500  # in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRound:
    """How the newest round with the county ended."""

    at_ms: int  # UTC
    error: str  # code; "" when it went through
    pushed: int  # entries
    pulled: int  # entries
    bytes_up: int
    bytes_down: int
    seconds: float
    skew_ms: int | None  # our clock minus the county's


@dataclass(frozen=True, slots=True)
class Returned:
    """退回: an entry that the county set aside, with whom it is about."""

    aside: Aside
    name: str  # of the resident; "" where it is about nobody, or one who is not here


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOverview:
    """All that the page says about this PC and its county."""

    enrolled: bool
    head: int  # our newest seq
    safe: int  # of the current run, durable at the county
    unsent: int  # entries of ours that the county does not hold
    oldest_s: float  # seconds since the oldest of them was written
    at_hub: int  # of them, durably at the clinic's hub
    carried: int  # of them, on the courier's newest set
    differs: str  # the earliest day on which the county's sums are not ours; "" when all agree
    last: LastRound | None  # None: there was no round yet
    filling: Filling | None
    returned: tuple[Returned, ...] = ()
    returned_in_all: int = 0
    days: tuple[BothEnds, ...] = ()

    @property
    def green(self) -> bool:
        """The county holds everything durably, its sums of each day are ours, and nothing is still to come."""
        return self.enrolled and self.unsent == 0 and not self.differs and self.filling is None


class SyncStateService:
    def __init__(self, store: Store) -> None:
        self._store = store

    def overview(self) -> SyncOverview:
        """Raises: NotOurs, FileDamaged, Busy."""
        last = self._last_round()
        with self._store.reading() as connection:
            waiting = exchange.unsent(connection)
            oldest = waiting.oldest_ms
            aside = set_aside(connection)
            return SyncOverview(
                enrolled=bool(local.read_text(connection, local.SERVER)),
                head=waiting.head,
                safe=waiting.safe,
                unsent=waiting.count,
                oldest_s=0.0 if oldest is None else max(0.0, (self._store.wall() - oldest) / 1000),
                at_hub=hub.waiting(connection).held,
                carried=_on_stick(connection),
                differs=run_days.differing(connection),
                last=last,
                filling=filling(connection),
                returned=_named(connection, aside[:_MOST_RETURNED]),
                returned_in_all=len(aside),
                days=tuple(run_days.both_ends(connection, _DAYS)),
            )

    def subject_of(self, entry_id: UUID) -> UUID | None:
        """The resident whom a record is about, if it is about one."""
        with self._store.reading() as connection:
            return subject_of(connection, entry_id)

    def of_settlements(self, ids: Sequence[UUID]) -> dict[UUID, tuple[WhereHeld, WhereHeld | None]]:
        """Where each settlement is, and where its red is if it was taken back."""
        with self._store.reading() as connection:
            reds = held.reds_of(connection, ids)
            found = where_held(connection, self._store, [*ids, *reds.values()])
        return {
            one: (found[one], found.get(reds[one]) if one in reds else None) for one in ids if one in found
        }

    def of_visits(self, ids: Sequence[UUID]) -> dict[UUID, WhereHeld]:
        """Where each visit is, with everything that was written of it: the step that is furthest behind."""
        with self._store.reading() as connection:
            return self._worst_of(connection, held.entries_of_visits(connection, ids))

    def of_handed_out(self, ids: Sequence[UUID]) -> dict[UUID, WhereHeld]:
        """Where the dispensings and returns under each settlement are; those without any are left out."""
        with self._store.reading() as connection:
            return self._worst_of(connection, held.entries_at_window(connection, ids))

    def _worst_of(
        self, connection: sa.Connection, wanted: Mapping[UUID, Sequence[UUID]]
    ) -> dict[UUID, WhereHeld]:
        found = where_held(connection, self._store, [one for several in wanted.values() for one in several])
        shown = {
            record: worst(found[one] for one in several if one in found) for record, several in wanted.items()
        }
        return {record: one for record, one in shown.items() if one is not None}

    def _last_round(self) -> LastRound | None:
        told = last_round(self._store)
        if not told:
            return None
        return LastRound(
            at_ms=ms_of(datetime.fromisoformat(told["time"])),
            error=told.get("error", ""),
            pushed=told.get("pushed", 0),
            pulled=told.get("pulled", 0),
            bytes_up=told.get("bytes_up", 0),
            bytes_down=told.get("bytes_down", 0),
            seconds=told.get("seconds", 0.0),
            skew_ms=told.get("skew_ms"),
        )


def _on_stick(connection: sa.Connection) -> int:
    """How many entries that the county does not hold the courier's newest set carries."""
    upto = carried(connection)
    return sum(
        max(0, min(upto.get(run.incarnation, 0), run.head_seq) - run.safe_seq) for run in own_runs(connection)
    )


def _named(connection: sa.Connection, aside: Sequence[Aside]) -> tuple[Returned, ...]:
    subjects = list({one.subject for one in aside if one.subject is not None})
    names = residents.names_of(connection, subjects)
    return tuple(Returned(one, names.get(one.subject, "") if one.subject else "") for one in aside)
