"""库存: movements only add up, so the order in which they arrive does not matter.

Nothing is refused here: two PCs without a line may both sell the last box, and the sum says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.domain.pharmacy.batch import State
from clinic_app.domain.pharmacy.cold_chain import in_degrees
from clinic_app.domain.pharmacy.movement import SIGN, Kind
from clinic_app.domain.pharmacy.sold_codes import mark_of, month_of, unpacked
from clinic_app.domain.pharmacy.transfer import ARRIVED, TAKEN_BACK, booking_of
from clinic_app.journal.facts.pharmacy import MedicineDispensed, MedicineReturned
from clinic_app.journal.facts.stock import (
    BatchJudged,
    BatchMoved,
    BatchReceived,
    CodeUsed,
    ColdPlaceNamed,
    LotRecalled,
    PricesOrdered,
    SoldCodesPublished,
    StockMoved,
    StockReceived,
    StockRevalued,
    StocktakeApproved,
    StocktakeCounted,
    StocktakeOpened,
    StockTransferred,
    TemperatureLogged,
    TransferCancelled,
)
from clinic_app.journal.facts.ward import WardDosesDispensed, WardDosesReturned
from clinic_app.projections.tables import stock as tables
from clinic_app.projections.tables.stock import (
    drug_price,
    lot_recall,
    sold_code,
    stock_batch,
    stock_movement,
    stock_transfer,
    stocktake,
    stocktake_count,
    stocktake_line,
    trace_moved,
)
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert_all


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One movement as it is to be booked, with the boxes that went along."""

    batch_id: UUID
    drug: str
    kind: str
    qty_e4: int
    loose_e4: int = 0
    location: str = ""
    reason: str = ""
    feedetl_sn: str = ""
    codes: tuple[CodeUsed, ...] = ()
    second: str = ""


def received(connection: sa.Connection, placed: Placed, fact: StockReceived) -> None:
    """Of two arrivals of one transfer the earlier one counts."""
    for batch in fact.batches:
        _batch(connection, placed, batch, fact)
    came = (_came(batch, fact.kind, fact.location) for batch in fact.batches)
    if fact.transfer_id is None:
        _book(connection, placed, came)
        return
    keep_first(connection, stock_transfer, {"id": fact.transfer_id}, "arrived", placed)
    _book(connection, placed, came, source=booking_of(fact.transfer_id, ARRIVED))
    _unless_arrived(connection, fact.transfer_id)


def moved(connection: sa.Connection, placed: Placed, fact: StockMoved) -> None:
    went = (_went(line, fact.kind, fact.location, fact.reason) for line in fact.lines)
    _book(connection, placed, (replace(move, second=fact.second) for move in went))


def transferred(connection: sa.Connection, placed: Placed, fact: StockTransferred) -> None:
    """Within the institution its boxes stay what they are; another one is told what is on its way."""
    out = [_went(line, Kind.TRANSFER_OUT, fact.location, fact.to_facility) for line in fact.lines]
    if not fact.to_facility:
        there = [_went(line, Kind.TRANSFER_IN, fact.to, "") for line in fact.lines]
        out = [replace(move, codes=()) for move in (*out, *there)]
    _book(connection, placed, out)
    if fact.to_facility and fact.batches:
        _sent(connection, placed, fact)


def transfer_cancelled(connection: sa.Connection, placed: Placed, fact: TransferCancelled) -> None:
    """Back where it was sent from, without its boxes: whether they are here the queries ask of the transfer."""
    key = {"id": fact.transfer_id}
    keep_first(connection, stock_transfer, key, "cancelled", placed, cancel_reason=fact.reason)
    back = [
        replace(_went(line, Kind.TRANSFER_OUT, fact.location, fact.reason), codes=()) for line in fact.lines
    ]
    again = (replace(move, qty_e4=-move.qty_e4, loose_e4=-move.loose_e4) for move in back)
    _book(connection, placed, again, source=booking_of(fact.transfer_id, TAKEN_BACK))
    _unless_arrived(connection, fact.transfer_id)


def revalued(connection: sa.Connection, placed: Placed, fact: StockRevalued) -> None:
    moves: list[_Move] = []
    for line in fact.lines:
        _batch(connection, placed, line.into, None)
        out = BatchMoved(
            batch_id=line.batch_id,
            drug=line.into.drug,
            qty_e4=line.into.qty_e4,
            loose_e4=line.into.loose_e4,
            codes=line.into.codes,
        )
        moves.append(_went(out, Kind.REVALUE_OUT, fact.location, ""))
        moves.append(_came(line.into, Kind.REVALUE_IN, fact.location))
    _book(connection, placed, moves)


def dispensed(connection: sa.Connection, placed: Placed, fact: MedicineDispensed) -> None:
    _book(connection, placed, _handed(fact, Kind.DISPENSE), fact.visit_id)


def returned(connection: sa.Connection, placed: Placed, fact: MedicineReturned) -> None:
    _book(connection, placed, _handed(fact, Kind.RETURN_FROM_PATIENT), fact.visit_id)


def ward_dispensed(connection: sa.Connection, placed: Placed, fact: WardDosesDispensed) -> None:
    _book(connection, placed, _handed(fact, Kind.DISPENSE), fact.admission_id)


def ward_returned(connection: sa.Connection, placed: Placed, fact: WardDosesReturned) -> None:
    _book(connection, placed, _handed(fact, Kind.RETURN_FROM_PATIENT), fact.admission_id)


def judged(connection: sa.Connection, placed: Placed, fact: BatchJudged) -> None:
    _judge(connection, placed, fact.batch_id, fact.state, fact.reason)


def cold_place(connection: sa.Connection, placed: Placed, fact: ColdPlaceNamed) -> None:
    keep_newest(
        connection,
        tables.cold_place,
        {"facility": placed.facility, "place": fact.place},
        "named",
        placed,
        storage=fact.storage,
        lowest=fact.lowest,
        highest=fact.highest,
        drugs=" ".join(fact.drugs),
        in_use=fact.in_use,
    )


def temperature(connection: sa.Connection, placed: Placed, fact: TemperatureLogged) -> None:
    keep_newest(
        connection,
        tables.temperature,
        {"facility": placed.facility, "place": fact.place, "day": fact.day, "half": fact.half},
        "logged",
        placed,
        tenths=fact.tenths,
        lowest=fact.lowest,
        highest=fact.highest,
        measure=fact.measure,
    )
    reason = f"{fact.place} {in_degrees(fact.tenths)} °C"
    for batch_id in fact.set_aside:
        _judge(connection, placed, batch_id, State.QUARANTINE, reason)


def recalled(connection: sa.Connection, placed: Placed, fact: LotRecalled) -> None:
    key = {"drug": fact.drug, "lot": fact.lot}
    keep_first(connection, lot_recall, key, "recalled", placed, reason=fact.reason)


def prices_ordered(connection: sa.Connection, placed: Placed, fact: PricesOrdered) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "drug": price.drug,
            "number": fact.number,
            "from_day": fact.from_day,
            "pric_e6": price.pric_e6,
            "at": placed.effective,
        }
        for price in fact.prices
    ]
    upsert_all(connection, drug_price, ("entry_id", "drug"), rows)


def sold_codes_published(connection: sa.Connection, placed: Placed, fact: SoldCodesPublished) -> None:
    month = month_of(fact.day)
    rows = [{"month": month, "mark": mark} for mark in unpacked(fact.marks)]
    upsert_all(connection, sold_code, ("month", "mark"), rows)


def opened(connection: sa.Connection, placed: Placed, fact: StocktakeOpened) -> None:
    key = {"id": placed.entry.id}
    values = {
        "facility": placed.facility,
        "number": fact.number,
        "kind": fact.kind,
        "location": fact.location,
    }
    keep_first(connection, stocktake, key, "opened", placed, **values)
    rows = [
        {
            "stocktake_id": placed.entry.id,
            "batch_id": line.batch_id,
            "qty_e4": line.qty_e4,
            "loose_e4": line.loose_e4,
        }
        for line in fact.lines
    ]
    upsert_all(connection, stocktake_line, ("stocktake_id", "batch_id"), rows)


def counted(connection: sa.Connection, placed: Placed, fact: StocktakeCounted) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "batch_id": line.batch_id,
            "stocktake_id": fact.stocktake_id,
            "round": fact.round,
            "qty_e4": line.qty_e4,
            "loose_e4": line.loose_e4,
            "at": placed.effective,
            "by": placed.entry.author,
        }
        for line in fact.lines
    ]
    upsert_all(connection, stocktake_count, ("entry_id", "batch_id"), rows)


def approved(connection: sa.Connection, placed: Placed, fact: StocktakeApproved) -> None:
    """Each batch of a stocktake is adjusted once, by the earliest approval."""
    key = {"id": fact.stocktake_id}
    keep_first(connection, stocktake, key, "approved", placed, counted=fact.counted)
    for line in fact.lines:
        move = _Move(
            batch_id=line.batch_id,
            drug=line.drug,
            kind=Kind.COUNT_ADJUST,
            qty_e4=line.diff_e4,
            loose_e4=line.diff_loose_e4,
            reason=line.reason,
        )
        _movement(connection, placed, fact.stocktake_id, 0, move, None)


def _judge(connection: sa.Connection, placed: Placed, batch_id: UUID, state: str, reason: str) -> None:
    keep_newest(connection, stock_batch, {"id": batch_id}, "judged", placed, state=state, state_reason=reason)


def _unless_arrived(connection: sa.Connection, transfer_id: UUID) -> None:
    """What the receiver has is not back with the sender, whichever is told first."""
    there = sa.select(stock_transfer.c.id).where(
        stock_transfer.c.id == transfer_id, stock_transfer.c.arrived_at.is_not(None)
    )
    connection.execute(
        sa.update(stock_movement)
        .where(stock_movement.c.source == booking_of(transfer_id, TAKEN_BACK), there.exists())
        .values(qty_e4=0, loose_e4=0)
    )


def _sent(connection: sa.Connection, placed: Placed, fact: StockTransferred) -> None:
    codes = {line.batch_id: line.codes for line in fact.lines}
    lines = [msgspec.structs.replace(one, codes=codes.get(one.batch_id, ())) for one in fact.batches]
    keep_first(
        connection,
        stock_transfer,
        {"id": placed.entry.id},
        "sent",
        placed,
        facility=placed.facility,
        to_facility=fact.to_facility,
        number=fact.number,
        lines=msgspec.json.encode(lines).decode(),
        location=fact.location,
    )


def _handed(
    fact: MedicineDispensed | MedicineReturned | WardDosesDispensed | WardDosesReturned, kind: Kind
) -> Iterator[_Move]:
    sign = SIGN[kind]
    for line in fact.lines:
        for taken in line.taken:
            move = _Move(
                batch_id=taken.batch_id,
                drug=line.code,
                kind=kind,
                qty_e4=sign * taken.qty_e4,
                loose_e4=sign * taken.loose_e4,
                reason=taken.later,
                feedetl_sn=line.feedetl_sn,
                codes=taken.codes,
                second=fact.second,
            )
            if taken.opened_e4:
                yield replace(move, kind=Kind.SPLIT, qty_e4=0, loose_e4=taken.opened_e4, reason="", codes=())
            yield move
            if line.wasted:
                yield replace(move, kind=Kind.WASTE, qty_e4=-taken.qty_e4, loose_e4=-taken.loose_e4)


def _came(batch: BatchReceived, kind: str, location: str) -> _Move:
    return _Move(
        batch_id=batch.batch_id,
        drug=batch.drug,
        kind=kind,
        qty_e4=batch.qty_e4,
        loose_e4=batch.loose_e4,
        location=location,
        codes=batch.codes,
    )


def _went(line: BatchMoved, kind: str, location: str, reason: str) -> _Move:
    """A kind of a later version is booked as nothing, and its bytes stay."""
    known = kind in set(Kind)
    sign = SIGN.get(Kind(kind), 0) if known else 0
    return _Move(
        batch_id=line.batch_id,
        drug=line.drug,
        kind=kind,
        qty_e4=sign * line.qty_e4,
        loose_e4=line.loose_e4 if kind == Kind.SPLIT else sign * line.loose_e4,
        location=location,
        reason=reason,
        codes=line.codes,
    )


def _book(
    connection: sa.Connection,
    placed: Placed,
    moves: Iterable[_Move],
    visit_id: UUID | None = None,
    source: UUID | None = None,
) -> None:
    codes: list[dict[str, object]] = []
    for no, move in enumerate(moves):
        _movement(connection, placed, source or placed.entry.id, no, move, visit_id)
        codes += [_box(placed, len(codes) + at, move, used, visit_id) for at, used in enumerate(move.codes)]
    upsert_all(connection, trace_moved, ("entry_id", "no"), codes)


def _movement(
    connection: sa.Connection, placed: Placed, source: UUID, no: int, move: _Move, visit_id: UUID | None
) -> None:
    keep_first(
        connection,
        stock_movement,
        {"source": source, "batch_id": move.batch_id, "no": no},
        "moved",
        placed,
        facility=placed.facility,
        location=move.location,
        drug=move.drug,
        kind=move.kind,
        qty_e4=move.qty_e4,
        loose_e4=move.loose_e4,
        reason=move.reason,
        visit_id=visit_id,
        feedetl_sn=move.feedetl_sn,
        resident=placed.entry.subject if visit_id else None,
        second=move.second or None,
    )


def _box(placed: Placed, no: int, move: _Move, used: CodeUsed, visit_id: UUID | None) -> dict[str, object]:
    return {
        "entry_id": placed.entry.id,
        "no": no,
        "code": used.code,
        "mark": mark_of(used.code),
        "facility": placed.facility,
        "batch_id": move.batch_id,
        "drug": move.drug,
        "kind": move.kind,
        "qty_e4": used.qty_e4 if move.qty_e4 >= 0 else -used.qty_e4,
        "visit_id": visit_id,
        "at": placed.effective,
        "by": placed.entry.author,
    }


def _batch(
    connection: sa.Connection, placed: Placed, batch: BatchReceived, delivery: StockReceived | None
) -> None:
    keep_first(
        connection,
        stock_batch,
        {"id": batch.batch_id},
        "received",
        placed,
        facility=placed.facility,
        drug=batch.drug,
        name=batch.name,
        lot=batch.lot,
        made_on=batch.made_on,
        expires=batch.expires,
        pack_qty=batch.pack_qty,
        unit=batch.unit,
        pack_unit=batch.pack_unit,
        pric_e6=batch.pric_e6,
        received_on=delivery.received_on if delivery else None,
        supplier=delivery.supplier if delivery else "",
        invoice=delivery.invoice if delivery else "",
        order_id=delivery.order_id if delivery else None,
        refused_e4=batch.refused_e4,
        refused_why=batch.refused_why,
        no_code=batch.no_code,
        transfer_id=delivery.transfer_id if delivery else None,
        from_batch=batch.from_batch,
    )
