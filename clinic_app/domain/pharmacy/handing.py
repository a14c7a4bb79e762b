"""发药: which batches and boxes a line of a bill takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import Batch
from clinic_app.domain.pharmacy.fefo import (
    NotUsable,
    OutOfStock,
    Pick,
    after,
    fill,
    filled,
    pick_first_expiring,
    pick_from,
)
from clinic_app.domain.pharmacy.trace import NO_CODE, CodeMissing, CodeSold, TooManyCodes


class LaterBatch(RuleBroken):
    """Another batch expires first; taking this one needs a reason."""

    code = "stock.later_batch"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A box at the window: which batch it came with (None: unknown) and how much may still leave it."""

    code: str
    batch_id: UUID | None
    left_e4: int


@dataclass(frozen=True, slots=True)
class Handed:
    """One batch's part of a line, with its boxes and how much came out of each."""

    pick: Pick
    codes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A line of a bill at the window."""

    drug: str
    qty_e4: int
    unit: str  # as sold: the pack's or a single one's
    days: int = 1
    pric_e6: int = 0  # on the bill, micro-yuan a `unit`
    scanned: tuple[Scanned, ...] = ()
    no_code: str = ""
    batch_id: UUID | None = None  # chosen by hand
    later: str = ""  # why not the batch that expires first


def hand(batches: Sequence[Batch], wanted: Wanted, today: date) -> tuple[Handed, ...]:
    """A scanned box says its batch; the rest comes from the chosen batch, or first expiring first.

    Batches at the price of the bill go before others: the bill's batch was fixed when the bill was made.

    Raises:
        OutOfStock, NotUsable, LaterBatch
        CodeMissing, TooManyCodes, CodeSold: a box does not hold so much any more.
    """
    covers = _covers(wanted, batches)
    picks, left = _scanned_picks(batches, wanted, covers, today)
    missing = wanted.qty_e4 - sum(one.qty_e4 for one in picks)
    if missing and wanted.batch_id is not None:
        picks.append(pick_from(_of(left, wanted.batch_id), missing, wanted.unit, today))
    elif missing:
        picks += _first(left, replace(wanted, qty_e4=missing), today)
    if not wanted.later and _is_later(picks, batches, wanted, today):
        raise LaterBatch(drug=wanted.drug)
    return _with_codes(picks, covers)


def _covers(wanted: Wanted, batches: Sequence[Batch]) -> tuple[tuple[Scanned, int], ...]:
    """How much of the line each box is.

    Raises:
        CodeMissing, TooManyCodes, CodeSold
    """
    pack = batches[0].pack if batches else None
    whole = pack is not None and wanted.unit == pack.pack_unit
    known = {one.batch_id for one in batches}
    missing = wanted.qty_e4
    found: list[tuple[Scanned, int]] = []
    for box in wanted.scanned:
        if not missing:
            raise TooManyCodes(drug=wanted.drug)
        size = pack.size_e4 if pack is not None else box.left_e4
        if box.left_e4 <= 0 or (whole and box.left_e4 < size):
            raise CodeSold(tail=box.code[-4:])
        taken = min(box.left_e4, missing, size)
        found.append((box if box.batch_id in known else replace(box, batch_id=None), taken))
        missing -= taken
    if missing and wanted.no_code not in NO_CODE:
        raise CodeMissing(drug=wanted.drug)
    return tuple(found)


def _scanned_picks(
    batches: Sequence[Batch], wanted: Wanted, covers: Sequence[tuple[Scanned, int]], today: date
) -> tuple[list[Pick], list[Batch]]:
    """What the boxes say, and the batches as they are afterwards."""
    left = {batch.batch_id: batch for batch in batches}
    per_batch: dict[UUID, int] = {}
    for box, qty_e4 in covers:
        if box.batch_id is not None:
            per_batch[box.batch_id] = per_batch.get(box.batch_id, 0) + qty_e4
    picks: list[Pick] = []
    for batch_id, qty_e4 in per_batch.items():
        pick = pick_from(left[batch_id], qty_e4, wanted.unit, today)
        picks.append(pick)
        left[batch_id] = after(left[batch_id], pick)
    return picks, list(left.values())


def _first(batches: Sequence[Batch], wanted: Wanted, today: date) -> tuple[Pick, ...]:
    """First expiring first among those at the bill's price where they suffice, else among all.

    Raises:
        OutOfStock
    """
    same = [one for one in batches if one.pack.price_in(wanted.unit) == wanted.pric_e6]
    enough = filled(fill(same, wanted.qty_e4, wanted.unit, today, wanted.days)) == wanted.qty_e4
    among = same if enough else batches
    return pick_first_expiring(among, wanted.qty_e4, wanted.unit, today, wanted.days)


def _is_later(picks: Sequence[Pick], batches: Sequence[Batch], wanted: Wanted, today: date) -> bool:
    """Whether a batch was taken that would not have been its turn."""
    try:
        first = {one.batch_id for one in _first(batches, wanted, today)}
    except OutOfStock:
        return False
    return any(one.batch_id not in first for one in picks)


def _of(batches: Iterable[Batch], batch_id: UUID) -> Batch:
    """Raises:
    NotUsable: it is not here.
    """
    found = next((one for one in batches if one.batch_id == batch_id), None)
    if found is None:
        raise NotUsable(lot="?")
    return found


def _with_codes(picks: Sequence[Pick], covers: Iterable[tuple[Scanned, int]]) -> tuple[Handed, ...]:
    """Each box beside the pick of its batch; one whose batch nobody knows beside the first that has room."""
    room = [pick.qty_e4 for pick in picks]
    codes: list[list[tuple[str, int]]] = [[] for _ in picks]
    for box, qty_e4 in sorted(covers, key=lambda cover: cover[0].batch_id is None):
        for at, pick in enumerate(picks):
            taken = min(qty_e4, room[at])
            if taken and box.batch_id in (None, pick.batch_id):
                codes[at].append((box.code, taken))
                room[at] -= taken
                qty_e4 -= taken
    return tuple(Handed(pick, tuple(some)) for pick, some in zip(picks, codes, strict=True))
