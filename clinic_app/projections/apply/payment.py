"""拨付: plans, runs and notices."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.insurance import InsuredStated
from clinic_app.journal.facts.payment import (
    PaymentItem,
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
    sources = [
        {"run_id": own, "source": source, "no": no, "kind": kind}
        for no, item in enumerate(fact.items, start=1)
        for kind, source in _sources(item)
    ]
    upsert_all(connection, tables.payment_source, ("run_id", "source"), sources)


def _sources(item: PaymentItem) -> list[tuple[str, UUID]]:
    return [
        *(("statement", one) for one in item.statements),
        *(("left_out", one) for one in item.left_out),
    ]


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
    for statement in {one for item in fact.items for one in item.statements}:
        key = {"statement_id": statement}
        keep_first(connection, tables.statement_paid, key, "paid", placed, run_id=fact.run_id)


def contract_stated(connection: sa.Connection, placed: Placed, fact: InsuredStated) -> None:
    upsert(
        connection,
        tables.insured_contract,
        {"psn_no": fact.psn_no, "entry_id": placed.entry.id},
        stated_at=placed.effective,
        contract_inst=fact.contract_inst,
        insutype=fact.insutype,
        psn_insu_stas=fact.psn_insu_stas,
        death_date=fact.death_date.isoformat() if fact.death_date else "",
    )
