"""执行单 and 摆药单: the doses of a day, what the pharmacy still has to give for them, and what is to go back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from clinic_app.domain.ward import UNIT_E4, Category, doses_on, opened_for, place_of
from clinic_app.projections.queries import ward
from clinic_app.projections.queries.inpatient import Admission
from clinic_app.projections.queries.ward import Done, Order, Supply


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose of one order on one day."""

    stay: Admission
    order: Order
    day: date
    slot: str
    cnt_e4: int  # of the order's unit
    done: Done | None
    supplied: bool  # the pharmacy gave for it, or need not

    @property
    def key(self) -> tuple[UUID, date, str]:
        return self.order.id, self.day, self.slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What the pharmacy has to give for an order on a day, or what is to go back to it."""

    stay: Admission
    order: Order
    day: date
    doses: int
    cnt_e4: int  # of the order's unit


def doses_of(
    connection: sa.Connection, stays: Iterable[Admission], day: date, *, keeps_stock: bool = True
) -> list[Dose]:
    """In the order of bed, time and order; diets have none.  Without stock no dose waits for the pharmacy."""
    known = {one.id: one for one in stays}
    orders = ward.orders_of(connection, known)
    done = {(one.order_id, one.slot): one for one in ward.done_of(connection, known, day)}
    given = _given(ward.supplies_of(connection, known))
    found = [
        Dose(
            stay=known[order.admission_id],
            order=order,
            day=day,
            slot=slot,
            cnt_e4=units_of(order, day, slot),
            done=done.get((order.id, slot)),
            supplied=not keeps_stock
            or not comes_from_pharmacy(order)
            or given.get((order.id, day), 0) >= _needed(order, day, done),
        )
        for order in orders
        if order.category is not Category.DIET
        for slot in _slots(order, day, done)
    ]
    return sorted(found, key=lambda one: (one.stay.bed, one.slot, one.order.start_ms, one.order.group))


def owed_of(connection: sa.Connection, stays: Iterable[Admission], day: date) -> list[Owed]:
    """待摆药 of a day, by bed."""
    known = {one.id: one for one in stays}
    done = {(one.order_id, one.slot): one for one in ward.done_of(connection, known, day)}
    given = _given(ward.supplies_of(connection, known))
    found = []
    for order in ward.orders_of(connection, known):
        if not comes_from_pharmacy(order):
            continue
        missing = _needed(order, day, done) - given.get((order.id, day), 0)
        if missing > 0:
            doses = sum(
                1 for slot in _slots(order, day, done) if not _is_left_out(done.get((order.id, slot)))
            )
            found.append(_owed(known, order, day, doses, missing))
    return sorted(found, key=lambda one: (one.stay.bed, one.order.start_ms))


def returns_of(connection: sa.Connection, stays: Iterable[Admission]) -> list[Owed]:
    """待退药: given for doses that were stopped or left out."""
    known = {one.id: one for one in stays}
    done: dict[date, dict[tuple[UUID, str], Done]] = {}
    for one in ward.done_of(connection, known):
        done.setdefault(one.day, {})[one.order_id, one.slot] = one
    orders = {one.id: one for one in ward.orders_of(connection, known)}
    found = []
    for (order_id, day), cnt_e4 in _given(ward.supplies_of(connection, known)).items():
        order = orders.get(order_id)
        if order is None:
            continue
        spare = cnt_e4 - _needed(order, day, done.get(day, {}))
        if spare > 0:
            found.append(_owed(known, order, day, 0, spare))
    return sorted(found, key=lambda one: (one.stay.bed, one.day, one.order.start_ms))


def unticked_of(connection: sa.Connection, stays: Iterable[Admission]) -> list[Dose]:
    """Given out by the pharmacy, due, and told neither as given nor as left out: nobody is charged for them yet."""
    known = list(stays)
    supplied = {(one.order_id, one.day) for one in ward.supplies_of(connection, [one.id for one in known])}
    return [
        dose
        for day in sorted({day for _, day in supplied})
        for dose in doses_of(connection, known, day)
        if dose.done is None and dose.cnt_e4 and (dose.order.id, day) in supplied
    ]


def left_at_price(
    supplies: Sequence[Supply], charged: Mapping[tuple[UUID, int], int], order_id: UUID
) -> dict[int, int]:
    """What was given for an order and not used, by its price (micro-yuan a unit), in the order in which it came."""
    held: dict[int, int] = {}
    for one in supplies:
        if one.order_id == order_id:
            held[one.pric_e6] = held.get(one.pric_e6, 0) + one.cnt_e4
    left = {pric_e6: cnt_e4 - charged.get((order_id, pric_e6), 0) for pric_e6, cnt_e4 in held.items()}
    return {pric_e6: cnt_e4 for pric_e6, cnt_e4 in left.items() if cnt_e4 > 0}


def comes_from_pharmacy(order: Order) -> bool:
    return order.category is Category.DRUG and not order.own


def units_of(order: Order, day: date, slot: str) -> int:
    """Of the order's unit in ten-thousandths: of a drug what the dose opens, else one."""
    if order.category is not Category.DRUG:
        return UNIT_E4
    return opened_for(order.each_e4, place_of(order.span, day, slot)) * UNIT_E4


def _needed(order: Order, day: date, done: Mapping[tuple[UUID, str], Done]) -> int:
    return sum(
        units_of(order, day, slot)
        for slot in _slots(order, day, done)
        if not _is_left_out(done.get((order.id, slot)))
    )


def _slots(order: Order, day: date, done: Mapping[tuple[UUID, str], Done]) -> tuple[str, ...]:
    """Those that are due, and those that were given before the order was stopped."""
    given = {slot for (order_id, slot), one in done.items() if order_id == order.id and one.day == day}
    return tuple(sorted({*doses_on(order.span, day), *given}))


def _is_left_out(done: Done | None) -> bool:
    return done is not None and bool(done.left_out)


def _given(supplies: Iterable[Supply]) -> dict[tuple[UUID, date], int]:
    found: dict[tuple[UUID, date], int] = {}
    for one in supplies:
        found[one.order_id, one.day] = found.get((one.order_id, one.day), 0) + one.cnt_e4
    return found


def _owed(known: Mapping[UUID, Admission], order: Order, day: date, doses: int, cnt_e4: int) -> Owed:
    return Owed(stay=known[order.admission_id], order=order, day=day, doses=doses, cnt_e4=cnt_e4)
