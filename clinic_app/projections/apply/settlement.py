"""收费结算: sums stand in the entries; nothing is computed again here."""

from uuid import UUID

import sqlalchemy as sa

from clinic_app.journal.facts.county import SettlementAdjudicated
from clinic_app.journal.facts.reconciliation import DifferenceDecided
from clinic_app.journal.facts.settlement import (
    BillDeferred,
    DifferenceSettled,
    SettlementMade,
    SettlementReversed,
)
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables.insurance import accumulator_effect, fee_day
from clinic_app.projections.tables.settlement import (
    COUNTY_AMOUNTS,
    SHOWN_AMOUNTS,
    bill_deferred,
    difference_settled,
    settlement,
    settlement_line,
)
from clinic_app.projections.upsert import Placed, keep_first, upsert, upsert_all


def made(connection: sa.Connection, placed: Placed, fact: SettlementMade) -> None:
    upsert(
        connection,
        settlement,
        {"id": placed.entry.id},
        kind="settle",
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        number=fact.number,
        setl_date=fact.setl_date,
        begndate=fact.begndate,
        enddate=fact.enddate,
        med_type=fact.med_type,
        pay_way=fact.pay_way,
        dise_codg=fact.dise_codg,
        diag_code=fact.diag_code,
        mdtrt_cert_type=fact.mdtrt_cert_type,
        referral=fact.referral.type if fact.referral else "",
        maf_group=fact.person.maf_group,
        device=placed.entry.device,
        insutype=fact.insutype,
        psn_no=fact.psn_no,
        status=fact.status,
        policy_version=fact.policy_version,
        resettles=fact.resettles,
        deferred=fact.deferred,
        purse_call=fact.purse_call,
        setl_id=fact.setl_id,
        deposit_pay=fact.tender.get("deposit", 0),
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=placed.entry.id,
        **{name: fact.amounts.get(name, 0) for name in SHOWN_AMOUNTS},
    )
    _lines(connection, placed.entry.id, fact)
    _effect(connection, placed, placed.entry.id, "clinic", fact)
    _fee_day(connection, placed, placed.entry.id, "clinic", fact, fact.fixmedins_code)


def reversed_(connection: sa.Connection, placed: Placed, fact: SettlementReversed) -> None:
    keep_first(connection, settlement, {"id": fact.settlement_id}, "reversed", placed)
    upsert(
        connection,
        settlement,
        {"id": placed.entry.id},
        kind="red",
        reverses=fact.settlement_id,
        resident=placed.entry.subject,
        device=placed.entry.device,
        facility=placed.facility,
        number=fact.number,
        setl_date=fact.refund_date,
        psn_no=fact.psn_no,
        new_setl_id=fact.new_setl_id,
        deposit_pay=fact.tender.get("deposit", 0),
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=placed.entry.id,
        **{name: fact.amounts.get(name, 0) for name in SHOWN_AMOUNTS},
    )
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
        **{f"county_{name}": fact.amounts.get(name, 0) for name in COUNTY_AMOUNTS},
        county_diff=json_text(fact.diff),
    )
    _effect(connection, placed, fact.settlement_id, "county", fact)
    _fee_day(connection, placed, fact.settlement_id, "county", fact, fact.facility)


def deferred(connection: sa.Connection, placed: Placed, fact: BillDeferred) -> None:
    upsert(
        connection,
        bill_deferred,
        {"id": placed.entry.id},
        visit_id=fact.visit_id,
        resident=placed.entry.subject,
        facility=placed.facility,
        number=fact.number,
        reason=fact.reason,
        medfee_sumamt=fact.medfee_sumamt,
        paid=sum(fact.tender.values()),
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=placed.entry.id,
    )


def difference_paid(connection: sa.Connection, placed: Placed, fact: DifferenceSettled) -> None:
    _difference(connection, placed, fact.settlement_id, fact.amount, fact.number, "person", "")


def difference_decided(connection: sa.Connection, placed: Placed, fact: DifferenceDecided) -> None:
    _difference(connection, placed, fact.settlement_id, fact.amount, "", fact.bearer, fact.reason)


def _difference(
    connection: sa.Connection,
    placed: Placed,
    settlement_id: UUID,
    amount: int,
    number: str,
    bearer: str,
    reason: str,
) -> None:
    upsert(
        connection,
        difference_settled,
        {"entry_id": placed.entry.id},
        settlement_id=settlement_id,
        facility=placed.facility,
        number=number,
        amount=amount,
        bearer=bearer,
        reason=reason,
        settled_at=placed.effective,
        settled_by=placed.entry.author,
        settled_entry=placed.entry.id,
    )


def _lines(connection: sa.Connection, settlement_id: UUID, fact: SettlementMade) -> None:
    rows = [
        {
            "settlement_id": settlement_id,
            "feedetl_sn": line.feedetl_sn,
            "med_list_codg": line.med_list_codg,
            "cnt_e4": line.cnt_e4,
            "unit": line.unit,
            "pric_e6": line.pric_e6,
            "purc_pric_e6": line.purc_pric_e6,
            "hosp_appr_flag": line.hosp_appr_flag,
            "det_item_fee_sumamt": line.split.get("det_item_fee_sumamt", 0),
            "inscp_scp_amt": line.split.get("inscp_scp_amt", 0),
        }
        for line in fact.lines
    ]
    upsert_all(connection, settlement_line, ("settlement_id", "feedetl_sn"), rows)


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
