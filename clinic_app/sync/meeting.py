"""Where both sides stand: what each has of our journal that the other has not, and taking back what is ours.

The line asks the county for it (engine.py), the courier reads it from a file (courier_in.py).
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from clinic_app.store import branches, exchange
from clinic_app.store.branches import Brought, Reunited
from clinic_app.store.journal import Store
from clinic_app.store.rows import Run, own_runs
from clinic_app.sync.county import HeldRun

Segments = Callable[[UUID, int], list[Brought]]  # the county's, of one incarnation of ours, after a seq


def meet(store: Store, held: Sequence[HeldRun], segments: Segments) -> Reunited:
    """Make our runs what the county holds; `held` is everything of ours that it holds, oldest run first.

    Raises:
        NotOurTail: what `segments` brought does not fit; nothing was changed.
        What `segments` raises.
    """
    with store.reading() as connection:
        ours = {run.incarnation: run for run in own_runs(connection)}
    agreed: dict[UUID, int] = {}
    brought: list[Brought] = []
    for there in held:
        run = ours.get(there.incarnation)
        if run is None:
            brought += segments(there.incarnation, 0)
            continue
        _compare(store, run, there, segments, agreed, brought)
        if not run.current and there is not held[-1] and there.seq < run.head_seq:
            # The county follows a later run and takes no more of this one.
            agreed.setdefault(run.incarnation, there.seq)
    for run in ours.values():
        if run.incarnation not in {there.incarnation for there in held}:
            exchange.mark_lost(store, run, 0)
    if not agreed and not brought:
        return Reunited(0, 0)
    return branches.reunite(store, agreed, brought)


def _compare(
    store: Store,
    run: Run,
    there: HeldRun,
    segments: Segments,
    agreed: dict[UUID, int],
    brought: list[Brought],
) -> None:
    """One incarnation, here and there."""
    if there.seq <= run.head_seq and link_at(store, run, there.seq) == there.hash:
        exchange.mark_lost(store, run, there.seq)
        if there.seq > run.safe_seq:  # the answer to a push was lost
            exchange.mark_safe(store, run, there.seq, there.received)
        return
    tail = segments(run.incarnation, min(run.safe_seq, there.seq - 1))
    common = branches.agreed_seq(store, run, tail)
    if common is None:
        tail = segments(run.incarnation, 0)
        common = branches.agreed_seq(store, run, tail) or 0
    brought += tail
    if common < run.head_seq:
        agreed[run.incarnation] = common


def link_at(store: Store, run: Run, seq: int) -> str:
    """The link at `seq` of a run of ours, hex."""
    with store.reading() as connection:
        return exchange.link_before(connection, store, run, seq + 1).hex()
