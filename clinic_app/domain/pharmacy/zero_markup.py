"""零差率: a quantity costs what the batches cost that it would come out of.

A batch is one lot at one price for ever (`batch.py`), so a line of a bill that names a price names its batches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch
from clinic_app.domain.pharmacy.fefo import after, fill, in_order, usable


@dataclass(frozen=True, slots=True)
class Waiting:
    """预留: what somebody else is to be handed of a drug."""

    cnt_e4: int  # in `unit`
    unit: str  # as sold: the pack's or a single one's
    pric_e6: int = 0  # on the bill, micro-yuan a `unit`; 0: not billed yet


@dataclass(frozen=True, slots=True)
class Priced:
    """A part of a line at one price."""

    cnt_e4: int  # in the unit asked for
    pric_e6: int  # micro-yuan of that unit


def after_others(batches: Iterable[Batch], waiting: Iterable[Waiting], today: date) -> list[Batch]:
    """可用: what may be handed out once others have fetched theirs, first expiring first.

    What is billed takes the batches at its price; what is only prescribed takes the first ones.
    """
    left = in_order(one for one in batches if usable(one, today))
    for wait in sorted(waiting, key=lambda one: not one.pric_e6):
        left = _without(left, wait)
    return in_order(left)


def on_shelves(
    batches: Sequence[Batch], cnt_e4: int, unit: str, today: date, days: int
) -> tuple[tuple[Priced, ...], list[Batch]]:
    """A part for each price, first expiring first, as far as the batches go; and what is left of them."""
    if not batches:
        return (), []
    step = batches[0].pack.step_e4(unit)
    picks = {one.batch_id: one for one in fill(batches, cnt_e4 * step // UNIT_E4, unit, today, days)}
    parts: dict[int, int] = {}
    for batch in in_order(batches):
        pick = picks.get(batch.batch_id)
        if pick is not None:
            price = batch.pack.price_in(unit)
            parts[price] = parts.get(price, 0) + pick.qty_e4 * UNIT_E4 // step
    priced = tuple(Priced(count, price) for price, count in parts.items())
    return priced, [after(one, picks[one.batch_id]) if one.batch_id in picks else one for one in batches]


def _without(batches: list[Batch], wait: Waiting) -> list[Batch]:
    missing = wait.cnt_e4 * batches[0].pack.step_e4(wait.unit) // UNIT_E4 if batches else 0
    found = []
    for batch in sorted(batches, key=lambda one: one.pack.price_in(wait.unit) != wait.pric_e6):
        gone = min(missing, batch.qty_e4)
        missing -= gone
        rest = batch.qty_e4 - gone
        found.append(replace(batch, qty_e4=rest, loose_e4=min(batch.loose_e4, rest)))
    return found
