"""Questions about batches: what is on hand, what a month came to, what is used.

What is on hand is always summed; nothing keeps it.  Quantities in ten-thousandths of the smallest unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import Batch, Pack, State
from clinic_app.domain.pharmacy.movement import Account, Kind, Moved, account
from clinic_app.domain.pharmacy.ordering import WINDOW, Use
from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.projections.tables.residents import resident
from clinic_app.projections.tables.stock import drug_price, lot_recall, stock_batch, stock_movement

_EVER = 1 << 62  # a stamp after every other


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A batch with what a person wants to read of it."""

    batch: Batch
    name: str
    made_on: date | None
    supplier: str
    invoice: str
    state_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdrawn:
    """More left a batch than came into it: two PCs sold the last box without a line, or a count is wrong."""

    batch: Batch
    name: str
    by: tuple[str, ...]  # staff ids of those who handed out, the newest first


@dataclass(frozen=True, slots=True)
class Repriced:
    """A batch, and what the county says a pack of it costs now."""

    shelf: Shelf
    pric_e6: int
    price_order: UUID

    def value_e6(self, pric_e6: int) -> int:
        """What is on hand of it is worth, at a price of a pack."""
        batch = self.shelf.batch
        return replace(batch.pack, pric_e6=pric_e6).value_e6(batch.qty_e4, batch.loose_e4)


@dataclass(frozen=True, slots=True)
class RecalledLot:
    """召回: the county's word about a lot."""

    entry_id: UUID
    drug: str
    lot: str
    name: str
    reason: str
    recalled_ms: int  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Somebody who was given of a lot."""

    resident_id: UUID | None
    name: str
    phone: str
    village: str
    visit_id: UUID
    given_ms: int  # UTC
    qty_e4: int


def keeps_stock(connection: sa.Connection, facility: str) -> bool:
    """Whether anything was ever received here: from then on what is handed out comes from batches."""
    found = sa.select(stock_batch.c.id).where(
        stock_batch.c.facility == facility, stock_batch.c.received_at.is_not(None)
    )
    return connection.execute(found.limit(1)).first() is not None


def shelves(
    connection: sa.Connection,
    facility: str,
    *,
    drug: str | None = None,
    location: str | None = None,
    ids: Sequence[UUID] | None = None,
    before: int = _EVER,
) -> list[Shelf]:
    """Every batch, also the empty ones, with what was on hand before a stamp of the hybrid clock.

    `location` None: everywhere in the institution.
    """
    sums = _sums(facility, drug, location, before).subquery()
    wanted = (
        sa.select(
            stock_batch,
            lot_recall.c.reason.label("recall"),
            lot_recall.c.recalled_at,
            sa.func.coalesce(sums.c.qty, 0).label("qty"),
            sa.func.coalesce(sums.c.loose, 0).label("loose"),
        )
        .outerjoin(sums, sums.c.batch_id == stock_batch.c.id)
        .outerjoin(
            lot_recall,
            sa.and_(lot_recall.c.drug == stock_batch.c.drug, lot_recall.c.lot == stock_batch.c.lot),
        )
        .where(stock_batch.c.facility == facility, stock_batch.c.received_at.is_not(None))
        .order_by(stock_batch.c.drug, stock_batch.c.expires, stock_batch.c.id)
    )
    if drug is not None:
        wanted = wanted.where(stock_batch.c.drug == drug)
    if ids is not None:
        wanted = wanted.where(stock_batch.c.id.in_(ids))
    return [_shelf(row) for row in connection.execute(wanted)]


def batches_of(connection: sa.Connection, facility: str, drug: str, location: str = "") -> list[Batch]:
    """The batches of one drug at one place, in no particular order."""
    return [one.batch for one in shelves(connection, facility, drug=drug, location=location)]


def batches_by_id(connection: sa.Connection, facility: str, ids: Iterable[UUID]) -> dict[UUID, Batch]:
    found = shelves(connection, facility, ids=list(ids))
    return {one.batch.batch_id: one.batch for one in found}


def overdrawn(connection: sa.Connection, facility: str) -> list[Overdrawn]:
    """差异: batches below zero, to be counted; never silently corrected."""
    short = [one for one in shelves(connection, facility) if one.batch.qty_e4 < 0]
    by = _hands(connection, [one.batch.batch_id for one in short])
    return [
        Overdrawn(batch=one.batch, name=one.name, by=tuple(by.get(one.batch.batch_id, ()))) for one in short
    ]


def accounts(
    connection: sa.Connection, facility: str, begin: int, end: int, location: str | None = None
) -> list[tuple[Shelf, Account]]:
    """收发存: each batch's account between two stamps of the hybrid clock; those that never moved are left out."""
    known = {one.batch.batch_id: one for one in shelves(connection, facility)}
    opening = _moved(connection, facility, None, begin, location)
    during = _moved(connection, facility, begin, end, location)
    found = []
    for batch_id, shelf in known.items():
        before, moved = opening.get(batch_id, {}), during.get(batch_id, {})
        if not before and not moved:
            continue
        pack = shelf.batch.pack
        start = sum((_valued(pack, *sums) for sums in before.values()), Moved())
        kinds = [(Kind(kind), _valued(pack, *sums)) for kind, sums in moved.items()]
        found.append((shelf, account(start, kinds)))
    return found


def use_of(connection: sa.Connection, facility: str, today: date) -> dict[str, Use]:
    """What each drug was used in the last 90 days, on how many of them some was there, and what can go out now."""
    first = today - timedelta(days=WINDOW - 1)
    rows = connection.execute(
        sa.select(
            stock_movement.c.drug, stock_movement.c.kind, stock_movement.c.qty_e4, stock_movement.c.moved_at
        )
        .where(stock_movement.c.facility == facility)
        .order_by(stock_movement.c.moved_at)
    )
    by_drug: dict[str, list[Any]] = {}
    for row in rows:
        by_drug.setdefault(row.drug, []).append(row)
    idle: dict[str, int] = {}  # set aside, recalled or out of date
    for shelf in shelves(connection, facility):
        batch = shelf.batch
        if batch.state is not State.OK or batch.expires < today:
            idle[batch.drug] = idle.get(batch.drug, 0) + max(batch.qty_e4, 0)
    used = {drug: _use(moved, first, today) for drug, moved in by_drug.items()}
    return {drug: replace(one, on_hand_e4=one.on_hand_e4 - idle.get(drug, 0)) for drug, one in used.items()}


def price_in_force(connection: sa.Connection, drug: str, day: date) -> tuple[int, UUID] | None:
    """The county's price of a pack (micro-yuan) and the entry that ordered it; None where it has ordered none."""
    row = connection.execute(
        sa.select(drug_price.c.pric_e6, drug_price.c.entry_id)
        .where(drug_price.c.drug == drug, drug_price.c.from_day <= day)
        .order_by(drug_price.c.from_day.desc(), drug_price.c.at.desc(), drug_price.c.entry_id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.pric_e6, row.entry_id)


def has_price_list(connection: sa.Connection, day: date) -> bool:
    """Whether the county has told any price by that day."""
    told = sa.select(drug_price.c.drug).where(drug_price.c.from_day <= day).limit(1)
    return connection.scalar(told) is not None


def to_revalue(connection: sa.Connection, facility: str, day: date) -> list[Repriced]:
    """调价: batches on hand at another price than the county's of that day."""
    found = []
    for shelf in shelves(connection, facility, location=""):
        if shelf.batch.qty_e4 <= 0:
            continue
        price = price_in_force(connection, shelf.batch.drug, day)
        if price is not None and price[0] != shelf.batch.pack.pric_e6:
            found.append(Repriced(shelf, *price))
    return found


def price_orders(connection: sa.Connection, ids: Iterable[UUID]) -> dict[UUID, tuple[str, date]]:
    """The number of a price order, and the day from which it counts."""
    rows = connection.execute(
        sa.select(drug_price.c.entry_id, drug_price.c.number, drug_price.c.from_day)
        .where(drug_price.c.entry_id.in_(list(ids)))
        .distinct()
    )
    return {row.entry_id: (row.number, row.from_day) for row in rows}


def lots_recalled(connection: sa.Connection, facility: str) -> list[RecalledLot]:
    """召回: lots that ever were here, the newest word first."""
    rows = connection.execute(
        sa.select(
            lot_recall.c.drug,
            lot_recall.c.lot,
            lot_recall.c.reason,
            lot_recall.c.recalled_at,
            lot_recall.c.recalled_entry,
            sa.func.min(stock_batch.c.name).label("name"),
        )
        .join_from(
            lot_recall,
            stock_batch,
            sa.and_(stock_batch.c.drug == lot_recall.c.drug, stock_batch.c.lot == lot_recall.c.lot),
        )
        .where(stock_batch.c.facility == facility, lot_recall.c.recalled_at.is_not(None))
        .group_by(
            lot_recall.c.drug,
            lot_recall.c.lot,
            lot_recall.c.reason,
            lot_recall.c.recalled_at,
            lot_recall.c.recalled_entry,
        )
        .order_by(lot_recall.c.recalled_at.desc(), lot_recall.c.drug, lot_recall.c.lot)
    )
    return [
        RecalledLot(
            row.recalled_entry,
            row.drug,
            row.lot,
            row.name or row.drug,
            row.reason or "",
            ms_of_stamp(row.recalled_at),
        )
        for row in rows
    ]


def given_of_lot(connection: sa.Connection, facility: str, drug: str, lot: str) -> list[Given]:
    """召回: who has what of a lot at home, the newest first."""
    total = sa.func.sum(-stock_movement.c.qty_e4)
    rows = connection.execute(
        sa.select(
            stock_movement.c.resident,
            stock_movement.c.visit_id,
            resident.c.name,
            resident.c.phone,
            resident.c.village,
            sa.func.max(stock_movement.c.moved_at).label("at"),
            total.label("qty"),
        )
        .join_from(stock_movement, stock_batch, stock_batch.c.id == stock_movement.c.batch_id)
        .outerjoin(resident, resident.c.id == stock_movement.c.resident)
        .where(
            stock_movement.c.facility == facility,
            stock_batch.c.drug == drug,
            stock_batch.c.lot == lot,
            stock_movement.c.kind.in_((Kind.DISPENSE, Kind.RETURN_FROM_PATIENT)),
        )
        .group_by(
            stock_movement.c.resident,
            stock_movement.c.visit_id,
            resident.c.name,
            resident.c.phone,
            resident.c.village,
        )
        .having(total > 0)
        .order_by(sa.desc("at"))
    )
    return [
        Given(
            resident_id=row.resident,
            name=row.name or "",
            phone=row.phone or "",
            village=row.village or "",
            visit_id=row.visit_id,
            given_ms=ms_of_stamp(row.at),
            qty_e4=int(row.qty),
        )
        for row in rows
    ]


def _sums(facility: str, drug: str | None, location: str | None, before: int) -> sa.Select[Any]:
    moved = stock_movement.c
    sums = (
        sa.select(
            moved.batch_id, sa.func.sum(moved.qty_e4).label("qty"), sa.func.sum(moved.loose_e4).label("loose")
        )
        .where(moved.facility == facility, moved.moved_at < before)
        .group_by(moved.batch_id)
    )
    if drug is not None:
        sums = sums.where(moved.drug == drug)
    return sums if location is None else sums.where(moved.location == location)


def _moved(
    connection: sa.Connection, facility: str, begin: int | None, end: int, location: str | None
) -> Mapping[UUID, Mapping[str, tuple[int, int]]]:
    """Sums by batch and kind from `begin` on and before `end`."""
    moved = stock_movement.c
    wanted = (
        sa.select(
            moved.batch_id,
            moved.kind,
            sa.func.sum(moved.qty_e4).label("qty"),
            sa.func.sum(moved.loose_e4).label("loose"),
        )
        .where(moved.facility == facility, moved.moved_at < end, moved.kind.in_([*Kind]))
        .group_by(moved.batch_id, moved.kind)
    )
    if begin is not None:
        wanted = wanted.where(moved.moved_at >= begin)
    if location is not None:
        wanted = wanted.where(moved.location == location)
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.batch_id, {})[row.kind] = (int(row.qty), int(row.loose))
    return found


def _valued(pack: Pack, qty_e4: int, loose_e4: int) -> Moved:
    return Moved(qty_e4, pack.value_e6(qty_e4, loose_e4))


def _hands(connection: sa.Connection, batches: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Who handed out of these batches, the newest first."""
    rows = connection.execute(
        sa.select(stock_movement.c.batch_id, stock_movement.c.moved_by)
        .where(stock_movement.c.batch_id.in_(batches), stock_movement.c.kind == Kind.DISPENSE)
        .order_by(stock_movement.c.moved_at.desc())
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        hands = found.setdefault(row.batch_id, [])
        if row.moved_by not in hands:
            hands.append(row.moved_by)
    return found


def _use(moved: Sequence[Any], first: date, today: date) -> Use:
    """`moved` in the order of time."""
    by_day: dict[date, int] = {}
    on_hand = dispensed = 0
    for row in moved:
        day = min(beijing_day(ms_of_stamp(row.moved_at)), today)  # a clock may run ahead
        if day < first:
            on_hand += row.qty_e4
            continue
        by_day[day] = by_day.get(day, 0) + row.qty_e4
        if row.kind in (Kind.DISPENSE, Kind.RETURN_FROM_PATIENT):
            dispensed -= row.qty_e4
    stocked = 0
    for number in range((today - first).days + 1):
        day = first + timedelta(days=number)
        stocked += on_hand > 0 or day in by_day  # began with some, or some came or went
        on_hand += by_day.get(day, 0)
    return Use(dispensed_e4=max(dispensed, 0), days_in_stock=stocked, on_hand_e4=on_hand)


def _shelf(row: Any) -> Shelf:
    recalled = row.recalled_at is not None
    return Shelf(
        batch=Batch(
            batch_id=row.id,
            drug=row.drug,
            lot=row.lot,
            expires=row.expires,
            received_on=row.received_on or beijing_day(ms_of_stamp(row.received_at)),
            pack=Pack(
                quantity=max(row.pack_qty, 1),  # whatever another version wrote
                unit=row.unit,
                pack_unit=row.pack_unit,
                pric_e6=row.pric_e6,
            ),
            state=State.RECALLED if recalled else _state(row.state),
            qty_e4=int(row.qty),
            loose_e4=int(row.loose),
        ),
        name=row.name,
        made_on=row.made_on,
        supplier=row.supplier or "",
        invoice=row.invoice or "",
        state_reason=(row.recall if recalled else row.state_reason) or "",
    )


def _state(text: str | None) -> State:
    """A state of a later version sets the batch aside."""
    if not text:
        return State.OK
    return State(text) if text in set(State) else State.QUARANTINE
