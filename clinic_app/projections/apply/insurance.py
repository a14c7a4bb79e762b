"""Policies, catalogues and insured people: the newest statement counts."""

import sqlalchemy as sa

from clinic_app.journal.facts.insurance import InsuredStated, PolicyPublished
from clinic_app.journal.facts.registration import InsuranceChosen
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables import insurance as tables
from clinic_app.projections.upsert import Placed, keep_newest


def policy_published(connection: sa.Connection, placed: Placed, fact: PolicyPublished) -> None:
    keep_newest(
        connection,
        tables.policy,
        {"policy_id": fact.policy_id},
        "published",
        placed,
        insutypes=",".join(fact.insutypes),
        text=fact.text,
    )


def insured_stated(connection: sa.Connection, placed: Placed, fact: InsuredStated) -> None:
    chronic = [
        [item.dise_codg, item.valid_from.isoformat(), item.valid_to.isoformat() if item.valid_to else ""]
        for item in fact.chronic
    ]
    keep_newest(
        connection,
        tables.insured,
        {"psn_no": fact.psn_no},
        "stated",
        placed,
        id_number=fact.id_number,
        insutype=fact.insutype,
        psn_insu_stas=fact.psn_insu_stas,
        death_date=fact.death_date.isoformat() if fact.death_date else "",
        maf_group=fact.maf_group,
        contract_inst=fact.contract_inst,
        chronic=json_text(chronic),
        acct_balance=fact.acct_balance,
        home=fact.home,
        used=json_text(fact.used),
        gc_last=json_text({code: day.isoformat() for code, day in fact.gc_last.items()}),
        carried=json_text(fact.carried),
        contains=json_text([one.hex for one in fact.contains]),
    )


def chosen(connection: sa.Connection, placed: Placed, fact: InsuranceChosen) -> None:
    if placed.entry.subject is not None:
        key = {"resident": placed.entry.subject}
        keep_newest(connection, tables.insurance_chosen, key, "chosen", placed, psn_no=fact.psn_no)
