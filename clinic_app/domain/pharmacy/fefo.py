"""先进先出 by expiry: from which batches a quantity is handed out.

Candidates are in order, on hand, and last until the end of the therapy.  Where none lasts so long, one that ends
earlier may be given for the days that it covers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.pharmacy.batch import UNIT_E4, Batch, State


class OutOfStock(RuleBroken):
    """The batches that may be handed out hold less than is wanted."""

    code = "stock.out_of_stock"


class NotUsable(RuleBroken):
    """The batch that was asked for is set aside, recalled, out of date, or not there."""

    code = "stock.not_usable"


@dataclass(frozen=True, slots=True)
class Pick:
    """What is taken from one batch."""

    batch_id: UUID
    qty_e4: int
    loose_e4: int = 0  # of that, units out of opened packs
    opened_e4: int = 0  # units that became loose for it: whole packs


def usable(batch: Batch, today: date) -> bool:
    """Whether it may be handed out today: its printed day is the last."""
    return batch.state is State.OK and batch.expires >= today and batch.qty_e4 > 0


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """First expiring first, then first received."""
    return sorted(batches, key=lambda one: (one.expires, one.received_on, one.lot, one.batch_id))


def pick_first_expiring(
    batches: Iterable[Batch], wanted_e4: int, unit: str, today: date, days: int = 1
) -> tuple[Pick, ...]:
    """Fill `wanted_e4` units, sold by `unit` (a pack or a single one), for a therapy of `days`.

    Raises:
        OutOfStock: `wanted` and `available` in units.
    """
    picks = fill(batches, wanted_e4, unit, today, days)
    if filled(picks) < wanted_e4:
        raise OutOfStock(wanted=_plain(wanted_e4), available=_plain(filled(picks)))
    return tuple(picks)


def fill(batches: Iterable[Batch], wanted_e4: int, unit: str, today: date, days: int = 1) -> list[Pick]:
    """As `pick_first_expiring`, as far as it goes."""
    in_date = in_order(one for one in batches if usable(one, today))
    last = today + timedelta(days=max(days, 1) - 1)
    lasting = [one for one in in_date if one.expires >= last]
    return _fill(lasting, wanted_e4, unit) if lasting else _fill_days(in_date, wanted_e4, unit, today, days)


def filled(picks: Iterable[Pick]) -> int:
    return sum(one.qty_e4 for one in picks)


def pick_from(batch: Batch, wanted_e4: int, unit: str, today: date) -> Pick:
    """Another batch than the first expiring one, by somebody's choice.

    Raises:
        NotUsable, OutOfStock
    """
    if not usable(batch, today):
        raise NotUsable(lot=batch.lot)
    taken = min(wanted_e4, _offered(batch, unit))
    if taken < wanted_e4:
        raise OutOfStock(wanted=_plain(wanted_e4), available=_plain(taken))
    return _taken(batch, wanted_e4, unit)


def after(batch: Batch, pick: Pick) -> Batch:
    """A batch once this was taken from it."""
    return replace(
        batch,
        qty_e4=batch.qty_e4 - pick.qty_e4,
        loose_e4=batch.loose_e4 + pick.opened_e4 - pick.loose_e4,
    )


def most_available(batches: Iterable[Batch], unit: str, today: date) -> int:
    """What could be handed out today at most, in units (`_e4`)."""
    return sum(_offered(one, unit) for one in batches if usable(one, today))


def _fill(batches: Iterable[Batch], wanted_e4: int, unit: str) -> list[Pick]:
    picks: list[Pick] = []
    missing = wanted_e4
    for batch in batches:
        taken = min(missing, _offered(batch, unit))
        if taken > 0:
            picks.append(_taken(batch, taken, unit))
            missing -= taken
    return picks


def _fill_days(batches: Iterable[Batch], wanted_e4: int, unit: str, today: date, days: int) -> list[Pick]:
    """Batches that end during the therapy: after each, no more is given than its days use up."""
    picks: list[Pick] = []
    given = 0
    for batch in batches:
        covered = (batch.expires - today).days + 1
        step = batch.pack.step_e4(unit)
        most = wanted_e4 * covered // days // step * step - given
        taken = min(most, wanted_e4 - given, _offered(batch, unit))
        if taken > 0:
            picks.append(_taken(batch, taken, unit))
            given += taken
    return picks


def _offered(batch: Batch, unit: str) -> int:
    """What a batch can give in that unit: whole packs alone, or every unit of it."""
    size = batch.pack.step_e4(unit)
    there = batch.whole_e4 if unit == batch.pack.pack_unit else batch.qty_e4
    return max(there, 0) // size * size if size > UNIT_E4 else max(there, 0)


def _taken(batch: Batch, qty_e4: int, unit: str) -> Pick:
    """Single units come out of opened packs first; as many packs are opened as are needed."""
    if unit == batch.pack.pack_unit:
        return Pick(batch.batch_id, qty_e4)
    missing = max(qty_e4 - max(batch.loose_e4, 0), 0)
    packs = -(-missing // batch.pack.size_e4)
    return Pick(batch.batch_id, qty_e4, loose_e4=qty_e4, opened_e4=packs * batch.pack.size_e4)


def _plain(qty_e4: int) -> str:
    return f"{qty_e4 / UNIT_E4:g}" if qty_e4 % UNIT_E4 else str(qty_e4 // UNIT_E4)
