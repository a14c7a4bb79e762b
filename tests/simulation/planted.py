"""Bugs that the simulation has to find.  Each is in the running program for the length of a `with`, and no longer."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.time import Wall, wall_clock
from clinic_app.journal import clock
from clinic_app.journal.refusal import CodeUsed
from clinic_app.journal.segment import read_segment
from clinic_app.projections.apply import residents
from clinic_app.projections.upsert import upsert
from clinic_app.store import branches, exchange
from clinic_app.store import hub as hubs
from clinic_app.store import journal as store_journal
from clinic_app.store.journal import Store
from clinic_app.store.rows import own_runs
from clinic_app.sync import courier_out, enrolment
from sync_server.api import journals as journal_routes
from sync_server.publish import enrolments
from sync_server.store.engine import Database
from sync_server.store.queries import feeds, registry
from sync_server.store.tables import inbox
from tests.simulation import pc as at_a_pc
from tests.simulation.steps import Plan, plan


@contextmanager
def _instead(place: Any, name: str, other: Any) -> Iterator[None]:
    before = getattr(place, name)
    setattr(place, name, other)
    try:
        yield
    finally:
        setattr(place, name, before)


def cursor_passes_over_late_commits() -> AbstractContextManager[None]:
    """A page ends at a number that entries not yet numbered will get."""
    true = feeds.stretch

    def stretch(connection: sa.Connection, *given: Any) -> feeds.Stretch:
        found = true(connection, *given)
        if found.more:
            return found
        waiting = connection.scalar(sa.select(sa.func.count()).select_from(inbox)) or 0
        return replace(found, upto=found.upto + waiting)

    return _instead(feeds, "stretch", stretch)


def answer_before_the_commit() -> AbstractContextManager[None]:
    """The receipt is given whether or not the transaction comes to be on the disk."""
    true = journal_routes.receive

    def receive(database: Database, device: UUID, data: bytes, wall: Wall = wall_clock) -> Any:
        try:
            return true(database, device, data, wall)
        except sa.exc.OperationalError:
            with database.reading() as connection:
                known = registry.device_of(connection, device)
            assert known is not None
            segment = read_segment(data, known.public_key)
            return _Receipt(segment.incarnation, segment.last_seq, segment.head, wall())

    return _instead(journal_routes, "receive", receive)


class _Receipt:
    def __init__(self, incarnation: UUID, seq: int, link: bytes, received: int) -> None:
        self._plain = {"incarnation": incarnation.hex, "seq": seq, "hash": link.hex(), "received": received}

    def plain(self) -> dict[str, object]:
        return self._plain | {"days": {}, "remarks": []}


def clock_goes_back() -> AbstractContextManager[None]:
    """An entry is stamped with the wall clock, whatever was stamped before."""
    return _instead(store_journal, "next_stamp", lambda _, wall: clock.stamp(wall()))


def merge_depends_on_arrival() -> AbstractContextManager[None]:
    """Of two amendments the one that came last wins."""

    def settle(connection: sa.Connection, people: Sequence[UUID]) -> None:
        table = residents.tables.amendment
        for person in people:
            rows = connection.execute(
                sa.select(table).where(table.c.resident == person).order_by(sa.text("rowid"))
            )
            for field, value in {row.field: row.value for row in rows.all()}.items():
                upsert(connection, residents.tables.resident, {"id": person}, **{field: value})

    return _instead(residents, "_settle", settle)


def projection_is_lost() -> AbstractContextManager[None]:
    """Now and then an entry is in the journal and its row in no table."""
    true, calls = store_journal.project, iter(range(1, 1 << 30))

    def project(*given: Any) -> None:
        if next(calls) % 5:
            true(*given)

    return _instead(store_journal, "project", project)


def stick_is_a_receipt() -> AbstractContextManager[None]:
    """What was written onto a stick counts as held by the county."""
    true = courier_out.write

    def write(store: Store, *given: Any) -> Any:
        done = true(store, *given)
        with store.reading() as connection:
            runs = own_runs(connection)
        for run in runs:
            exchange.mark_safe(store, run, run.head_seq, store.wall())
        return done

    return _instead(courier_out, "write", write)


def hub_is_the_county() -> AbstractContextManager[None]:
    """What the clinic's hub holds counts as held by the county."""
    true = hubs.keep_pushed

    def keep(store: Store, hub: UUID, incarnation: UUID, seq: int) -> None:
        true(store, hub, incarnation, seq)
        with store.reading() as connection:
            run = next((run for run in own_runs(connection) if run.incarnation == incarnation), None)
        if run is not None and seq > run.safe_seq:
            exchange.mark_safe(store, run, seq, store.wall())

    return _instead(hubs, "keep_pushed", keep)


def tables_stay_under_a_new_key() -> AbstractContextManager[None]:
    """A PC that enrolled anew shows what its old key had written as it did before."""
    return _instead(at_a_pc, "rebuild_if_wanted", lambda _: None)


@contextmanager
def key_of_a_lost_answer_is_kept() -> Iterator[None]:
    """Whoever asks for a key that the county knows already asks for the same one with every code, for ever."""
    true = branches.next_seed

    def refused(*_: Any) -> bool:
        raise CodeUsed()

    with (
        _instead(branches, "next_seed", lambda store, _, fresh: true(store, "", fresh)),
        _instead(enrolments, "_answered_before", refused),
    ):
        yield


def old_acknowledgements_count_for_ever() -> AbstractContextManager[None]:
    """A new key leaves behind what the county once held, though the county was put back since."""
    true = branches._take_after
    return _instead(branches, "_take_after", lambda connection, run, _: true(connection, run, run.safe_seq))


def who_enrols_again_returns_nothing() -> AbstractContextManager[None]:
    """A PC whose enrolment was lost with the county's disk keeps what the county had signed since to itself."""
    return _instead(enrolment, "_note_restored", lambda *_: None)


# Each with what has to happen how often in a world for it to show.
PLANTED: dict[Callable[[], AbstractContextManager[None]], dict[str, int]] = {
    cursor_passes_over_late_commits: {"state": 2},
    answer_before_the_commit: {"county full": 2, "register": 2},
    clock_goes_back: {"clock": 2, "register": 2},
    merge_depends_on_arrival: {"amend": 4},
    projection_is_lost: {"register": 2},
    stick_is_a_receipt: {"register": 2, "stick out": 1},
    hub_is_the_county: {"register": 2, "hub visit": 4, "hub up": 2},
}


# Bugs that were there once, and the kept world that found each.
ONCE: dict[Callable[[], AbstractContextManager[None]], int] = {
    tables_stay_under_a_new_key: 594,
    key_of_a_lost_answer_is_kept: 2019,
    old_acknowledgements_count_for_ever: 10685,
    who_enrols_again_returns_nothing: 7710,
}


def worlds_for(needed: dict[str, int], first: int, most: int) -> Iterator[Plan]:
    """The next `most` worlds in which all of `needed` happens often enough."""
    plans = map(plan, itertools.count(first))
    fitting = (
        one
        for one in plans
        if all(sum(step.what == what for step in one.steps) >= least for what, least in needed.items())
    )
    return itertools.islice(fitting, most)
