"""采购: each fact fills its own columns of the order."""

import sqlalchemy as sa

from clinic_app.journal.facts.purchase import (
    InvoiceMatched,
    OrderAccepted,
    OrderCancelled,
    OrderShipped,
    OrderSubmitted,
)
from clinic_app.projections.tables.purchase import (
    accepted_line,
    purchase_line,
    purchase_order,
    purchase_payment,
    shipped_line,
)
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert, upsert_all


def submitted(connection: sa.Connection, placed: Placed, fact: OrderSubmitted) -> None:
    key = {"id": placed.entry.id}
    values = {"facility": placed.facility, "number": fact.number, "period": fact.period}
    keep_first(connection, purchase_order, key, "submitted", placed, **values)
    rows = [
        {
            "order_id": placed.entry.id,
            "no": no,
            "drug": line.drug,
            "name": line.name,
            "packs": line.packs,
            "pric_e6": line.pric_e6,
            "reason": line.reason,
        }
        for no, line in enumerate(fact.lines)
    ]
    upsert_all(connection, purchase_line, ("order_id", "no"), rows)


def cancelled(connection: sa.Connection, placed: Placed, fact: OrderCancelled) -> None:
    key = {"id": fact.order_id}
    keep_first(connection, purchase_order, key, "cancelled", placed, cancel_reason=fact.reason)


def accepted(connection: sa.Connection, placed: Placed, fact: OrderAccepted) -> None:
    keep_newest(connection, purchase_order, {"id": fact.order_id}, "accepted", placed, due=fact.due)
    for line in fact.lines:
        key = {"order_id": fact.order_id, "drug": line.drug}
        keep_newest(connection, accepted_line, key, "accepted", placed, packs=line.packs, why=line.why)


def shipped(connection: sa.Connection, placed: Placed, fact: OrderShipped) -> None:
    rows = [
        {
            "entry_id": placed.entry.id,
            "no": no,
            "order_id": fact.order_id,
            "shipment": fact.shipment,
            "drug": line.drug,
            "lot": line.lot,
            "expires": line.expires,
            "packs": line.packs,
            "pric_e6": line.pric_e6,
            "at": placed.effective,
        }
        for no, line in enumerate(fact.lines)
    ]
    upsert_all(connection, shipped_line, ("entry_id", "no"), rows)


def matched(connection: sa.Connection, placed: Placed, fact: InvoiceMatched) -> None:
    values = {"invoice": fact.invoice, "amount": fact.amount, "settled_on": fact.settled_on}
    keep_newest(connection, purchase_order, {"id": fact.order_id}, "matched", placed, **values)
    if fact.settled_on is not None:
        paid = {"order_id": fact.order_id, "at": placed.effective, "by": placed.entry.author, **values}
        upsert(connection, purchase_payment, {"entry_id": placed.entry.id}, **paid)
