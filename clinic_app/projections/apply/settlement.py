"""收费结算: sums stand in the entries; nothing is computed again here."""

from collections.abc import Mapping
from datetime import date
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
    _effect(connection, placed.entry.id, "clinic", fact.psn_no, fact.year, fact.effect)
    _fee_day(connection, placed.entry.id, "clinic", fact.psn_no, fact.fixmedins_code, fact.gc_last)


def reversed_(connection: sa.Connection, placed: Placed, fact: SettlementReversed) -> None:
    keep_first(connection, settlement, {"id": fact.settlement_id}, "reversed", placed)
    _effect(connection, placed.entry.id, "clinic", fact.psn_no, fact.year, fact.effect)


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
    _effect(connection, fact.settlement_id, "county", fact.psn_no, fact.year, fact.effect)
    # A mark without amount, so that "the county has judged it" also holds where it moved nothing.
    _effect(connection, fact.settlement_id, "county", fact.psn_no, fact.year, {"": 0})
    _fee_day(connection, fact.settlement_id, "county", fact.psn_no, fact.facility, fact.gc_last)


def _effect(
    connection: sa.Connection, entry_id: UUID, side: str, psn_no: str, year: int, effect: Mapping[str, int]
) -> None:
    if not psn_no:
        return
    for key, amount in effect.items():
        upsert(
            connection,
            accumulator_effect,
            {"psn_no": psn_no, "year": year, "settlement_id": entry_id, "side": side, "key": key},
            amount=amount,
        )


def _fee_day(
    connection: sa.Connection, settlement_id: UUID, side: str, psn_no: str, facility: str, day: date | None
) -> None:
    if psn_no and day is not None:
        upsert(
            connection,
            fee_day,
            {"psn_no": psn_no, "settlement_id": settlement_id, "side": side},
            fixmedins_code=facility,
            day=day,
        )
