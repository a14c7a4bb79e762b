"""Settlements that the insurance platform made: it pays them, so the county does not compute them again.

The county believes such a settlement only with the platform's own answer before it in the same clinic's journal, and
each of the platform's numbers once.  It never enters a statement of the county, so a made-up one earns nothing here;
the daily totals (3201) show it to the platform.
"""

import json
from typing import Final

import sqlalchemy as sa

from clinic_app.journal.facts.settlement import SettlementMade
from clinic_app.journal.quarantine import NotAtPlatform
from clinic_app.projections.tables.calls import outside_call
from clinic_app.projections.tables.settlement import settlement
from sync_server.store.queries.entries import Arrived

_ANSWERED: Final = (
    "medfee_sumamt",
    "fund_pay_sumamt",
    "hifp_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "hosp_part_amt",
    "psn_part_amt",
    "acct_pay",
    "psn_cash_pay",
)


def must_be_answered(connection: sa.Connection, arrived: Arrived, fact: SettlementMade) -> None:
    """Raises:
    NotAtPlatform: no answer of the platform says this, or another settlement has its number or its visit.
    """
    calls = connection.scalars(
        sa.select(outside_call.c.answer).where(
            outside_call.c.visit_id == fact.visit_id,
            outside_call.c.facility == arrived.facility,
            outside_call.c.kind == "platform.2207",
            outside_call.c.conclusion == "succeeded",
        )
    )
    answers = [json.loads(answer) for answer in calls]
    if not any(_says(answer, fact) for answer in answers):
        raise NotAtPlatform(setl_id=fact.setl_id)
    table = settlement.c
    other = sa.select(table.id).where(
        table.id != arrived.entry.id,
        table.made_at.is_not(None),
        table.kind == "settle",
        sa.or_(
            sa.and_(table.setl_id == fact.setl_id, table.facility == arrived.facility),
            sa.and_(table.visit_id == fact.visit_id, table.setl_id != "", table.reversed_entry.is_(None)),
        ),
    )
    if connection.execute(other.limit(1)).one_or_none() is not None:
        raise NotAtPlatform(setl_id=fact.setl_id)


def _says(answer: dict[str, object], fact: SettlementMade) -> bool:
    same = all(answer.get(name, 0) == fact.amounts.get(name, 0) for name in _ANSWERED)
    return same and answer.get("setl_id") == fact.setl_id
