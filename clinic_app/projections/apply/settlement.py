"""收费结算: sums stand in the entries; nothing is computed again here."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.settlement import SettlementMade, SettlementReversed
from clinic_app.projections.tables.insurance import accumulator_effect, fee_day
from clinic_app.projections.tables.settlement import SHOWN_AMOUNTS, settlement
from clinic_app.projections.upsert import Placed, keep_first, upsert


def made(connection: sa.Connection, placed: Placed, fact: SettlementMade) -> None:
    upsert(
        connection,
        settlement,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        number=fact.number,
        setl_date=fact.setl_date,
        enddate=fact.enddate,
        med_type=fact.med_type,
        insutype=fact.insutype,
        psn_no=fact.psn_no,
        status=fact.status,
        policy_version=fact.policy_version,
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=placed.entry.id,
        **{name: fact.amounts.get(name, 0) for name in SHOWN_AMOUNTS},
    )
    _effect(connection, placed, placed.entry.id, "clinic", fact)
    _fee_day(connection, placed, placed.entry.id, "clinic", fact, fact.fixmedins_code)


def reversed_(connection: sa.Connection, placed: Placed, fact: SettlementReversed) -> None:
    keep_first(connection, settlement, {"id": fact.settlement_id}, "reversed", placed)
    _effect(connection, placed, placed.entry.id, "clinic", fact, reverses=fact.settlement_id)


def adjudicated(connection: sa.Connection, placed: Placed, fact: SettlementAdjudicated) -> None:
    keep_first(
        connection,
        settlement,
        {"id": fact.settlement_id},
        "adjudicated",
        placed,
        adjudged_status=fact.status,
        adjudged_error=fact.error,
        cause=fact.cause,
        action_due=fact.action_due,
        fund_diff=fact.fund_diff,
    )
    _effect(connection, placed, fact.settlement_id, "county", fact)
    _fee_day(connection, placed, fact.settlement_id, "county", fact, fact.facility)


def _effect(
    connection: sa.Connection,
    placed: Placed,
    settlement_id: UUID,
    side: str,
    fact: SettlementMade | SettlementReversed | SettlementAdjudicated,
    reverses: UUID | None = None,
) -> None:
    if not fact.psn_no:
        return
    for key, amount in fact.effect.items():
        upsert(
            connection,
            accumulator_effect,
            {"entry_id": placed.entry.id, "key": key},
            settlement_id=settlement_id,
            reverses=reverses,
            side=side,
            psn_no=fact.psn_no,
            year=fact.year,
            amount=amount,
        )


def _fee_day(
    connection: sa.Connection,
    placed: Placed,
    settlement_id: UUID,
    side: str,
    fact: SettlementMade | SettlementAdjudicated,
    facility: str,
) -> None:
    if not fact.psn_no or fact.gc_last is None:
        return
    upsert(
        connection,
        fee_day,
        {"entry_id": placed.entry.id},
        settlement_id=settlement_id,
        side=side,
        psn_no=fact.psn_no,
        fixmedins_code=facility,
        day=fact.gc_last,
    )
