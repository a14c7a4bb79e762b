"""本院中心 as this PC knows it: which devices are hubs, what each holds of ours, and the county's word through it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.hub import CountyReceipt, Question, Standing
from clinic_app.projections.tables.facility import device as device_table
from clinic_app.store import exchange, local
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, own_runs
from clinic_app.store.siblings import held_of
from clinic_app.store.tables import held_by_hub


@dataclass(frozen=True, slots=True)
class Waiting:
    """Own entries that the county does not hold yet, as far as the hubs are concerned."""

    count: int
    held: int  # of them, durably at a hub


def hubs_of(connection: sa.Connection, facility: str) -> frozenset[UUID]:
    """The hubs of a clinic, by the county's word; those taken out of use are left out."""
    rows = connection.scalars(
        sa.select(device_table.c.id).where(
            device_table.c.facility == facility,
            device_table.c.hub.is_(True),
            device_table.c.enrolled_at.is_not(None),
            device_table.c.revoked_at.is_(None),
        )
    )
    return frozenset(rows)


def question(store: Store, hub: UUID, wait: int) -> Question:
    """Everything that we have, so that the hub answers with the rest."""
    with store.reading() as connection:
        return Question(
            has=held_of(connection, store),
            safe={run.incarnation: run.safe_seq for run in own_runs(connection)},
            pushed=pushed_to(connection, hub),
            wait=wait,
        )


def pushed_to(connection: sa.Connection, hub: UUID) -> dict[UUID, int]:
    """What a hub holds durably of our incarnations."""
    rows = connection.execute(sa.select(held_by_hub).where(held_by_hub.c.hub == hub))
    return {row.incarnation: row.seq for row in rows}


def keep_pushed(store: Store, hub: UUID, incarnation: UUID, seq: int) -> None:
    """The hub holds an incarnation of ours up to `seq`: by its receipt, or because it says that it has less."""
    with store.changing() as connection:
        connection.execute(
            sa.delete(held_by_hub).where(held_by_hub.c.hub == hub, held_by_hub.c.incarnation == incarnation)
        )
        connection.execute(sa.insert(held_by_hub).values(hub=hub, incarnation=incarnation, seq=seq))


def keep_standing(store: Store, hub: UUID, there: Sequence[Standing]) -> list[Standing]:
    """Note where the hub stands with our incarnations; answers those in which it holds something else than we do."""
    with store.reading() as connection:
        ours = {run.incarnation: run for run in own_runs(connection)}
        known = pushed_to(connection, hub)
        differ = [
            one
            for one in there
            if one.incarnation not in ours or not _is_ours(connection, store, ours[one.incarnation], one)
        ]
    told = {one.incarnation: one.seq for one in there if one not in differ}
    for incarnation in ours:
        seq = told.get(incarnation, 0)
        if known.get(incarnation, 0) != seq:
            keep_pushed(store, hub, incarnation, seq)
    return differ


def _is_ours(connection: sa.Connection, store: Store, run: Run, there: Standing) -> bool:
    if there.seq > run.head_seq:
        return False
    return exchange.link_before(connection, store, run, there.seq + 1) == there.hash


def accept(store: Store, receipts: Sequence[CountyReceipt]) -> int:
    """Take the county's receipts that came through a hub; how many of our entries they made safe.

    One that is not the county's, of an older epoch, of another device, or that does not join on to what is safe
    already, counts nothing: the PC's own round with the county finds out.
    """
    with store.reading() as connection:
        county_key = local.read(connection, local.COUNTY_KEY) or b""
        at = exchange.position(connection)
    safe = 0
    for receipt in receipts:
        with store.reading() as connection:
            run = next((run for run in own_runs(connection) if run.incarnation == receipt.incarnation), None)
            fits = (
                run is not None
                and at is not None
                and receipt.epoch == at[0]
                and receipt.device == store.device
                and receipt.is_of(county_key)
                and receipt.first <= run.safe_seq + 1
                and run.safe_seq < receipt.seq <= run.head_seq
                and exchange.link_before(connection, store, run, receipt.seq + 1) == receipt.hash
            )
        if run is None or not fits:
            continue
        safe += receipt.seq - run.safe_seq
        for mark in receipt.marks:
            if mark.seq > run.safe_seq:
                exchange.mark_safe(store, run, mark.seq, mark.received)
                run = replace(run, safe_seq=mark.seq)
    return safe


def waiting(connection: sa.Connection) -> Waiting:
    """How much of what the county does not hold is safe at a hub at least."""
    count = held = 0
    for run in own_runs(connection):
        best = connection.scalar(
            sa.select(sa.func.max(held_by_hub.c.seq)).where(held_by_hub.c.incarnation == run.incarnation)
        )
        count += run.head_seq - run.safe_seq
        held += max(0, min(best or 0, run.head_seq) - run.safe_seq)
    return Waiting(count, held)


def lacks(store: Store, hub: UUID) -> bool:
    """Whether a hub does not hold all that we wrote."""
    with store.reading() as connection:
        known = pushed_to(connection, hub)
        return any(run.head_seq > known.get(run.incarnation, 0) for run in own_runs(connection))
