"""日结: a closing is one entry and is never changed."""

import sqlalchemy as sa

from clinic_app.journal.facts.closing import ClosingMade
from clinic_app.projections.tables import closing as tables
from clinic_app.projections.upsert import Placed, upsert, upsert_all


def made(connection: sa.Connection, placed: Placed, fact: ClosingMade) -> None:
    own = placed.entry.id
    upsert(
        connection,
        tables.closing,
        {"id": own},
        facility=placed.facility,
        device=placed.entry.device,
        level=fact.level,
        number=fact.number,
        opter_id=fact.opter_id,
        biz_date=fact.biz_date,
        n_setl=fact.n_setl,
        n_red=fact.n_red,
        medfee_sumamt=fact.sums.get("medfee_sumamt", 0),
        fund_pay_sumamt=fact.sums.get("fund_pay_sumamt", 0),
        cash_expected=fact.cash_expected,
        cash_counted=fact.cash_counted,
        cash_diff=fact.cash_diff,
        made_at=placed.effective,
        made_by=placed.entry.author,
        made_entry=own,
    )
    ranges = [
        {
            "closing_id": own,
            "incarnation": one.incarnation,
            "device": one.device,
            "begin_seq": one.begin_seq,
            "end_seq": one.end_seq,
        }
        for one in fact.ranges
    ]
    upsert_all(connection, tables.closing_range, ("closing_id", "incarnation"), ranges)
    records = [{"closing_id": own, "record_id": record} for record in fact.records]
    upsert_all(connection, tables.closing_record, ("closing_id", "record_id"), records)
    movements = [{"closing_id": own, "entry_id": one} for one in fact.movements]
    upsert_all(connection, tables.closing_movement, ("closing_id", "entry_id"), movements)
    parts = [{"closing_id": own, "part_id": part} for part in fact.closings]
    upsert_all(connection, tables.closing_part, ("closing_id", "part_id"), parts)
    groups = [
        {
            "closing_id": own,
            "insutype": group.insutype,
            "clr_type": group.clr_type,
            "refd_setl_flag": group.refd_setl_flag,
            "fixmedins_setl_cnt": group.fixmedins_setl_cnt,
            "medfee_sumamt": group.medfee_sumamt,
            "fund_pay_sumamt": group.fund_pay_sumamt,
            "acct_pay": group.acct_pay,
        }
        for group in fact.groups
    ]
    upsert_all(
        connection, tables.closing_group, ("closing_id", "insutype", "clr_type", "refd_setl_flag"), groups
    )
