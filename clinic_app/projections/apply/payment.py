"""拨付: plans, runs and notices."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.payment import (
    PaymentNoticed,
    PaymentPlanPublished,
    PaymentRunApproved,
    PaymentRunMade,
)
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import payment as tables
from clinic_app.projections.upsert import Placed, keep_first, keep_newest, upsert, upsert_all


def plan_published(connection: sa.Connection, placed: Placed, fact: PaymentPlanPublished) -> None:
    keep_newest(connection, tables.payment_plan, {"year": fact.year}, "published", placed, text=fact.text)


def run_made(connection: sa.Connection, placed: Placed, fact: PaymentRunMade) -> None:
    own = placed.entry.id
    upsert(
        connection,
        tables.payment_run,
        {"id": own},
        month=fact.month,
        plan=fact.plan,
        total=fact.total,
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=own,
    )
    rows = [
        {
            "run_id": own,
            "no": no,
            "facility": item.facility,
            "method": item.method,
            "insutype": item.insutype,
            "amount": item.amount,
            "figures": json_text(item.figures),
        }
        for no, item in enumerate(fact.items, start=1)
    ]
    upsert_all(connection, tables.payment_item, ("run_id", "no"), rows)


def run_approved(connection: sa.Connection, placed: Placed, fact: PaymentRunApproved) -> None:
    keep_first(connection, tables.payment_run, {"id": fact.run_id}, "approved", placed)


def noticed(connection: sa.Connection, placed: Placed, fact: PaymentNoticed) -> None:
    keep_first(
        connection,
        tables.payment_notice,
        {"run_id": fact.run_id, "facility": fact.facility},
        "noticed",
        placed,
        month=fact.month,
        total=fact.total,
        items=json_text(msgspec.to_builtins(fact.items)),
    )
