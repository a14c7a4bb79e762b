"""目录: each part stands as it came; what they come to is a question (queries/catalogs.py)."""

import sqlalchemy as sa

from clinic_app.domain.time import beijing_day
from clinic_app.journal.clock import ms_of_stamp
from clinic_app.journal.facts.catalogs import CatalogPublished
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables.catalogs import catalog_part
from clinic_app.projections.upsert import Placed, keep_newest


def published(connection: sa.Connection, placed: Placed, fact: CatalogPublished) -> None:
    key = {"kind": fact.kind, "version": fact.version or placed.entry.id.hex, "part": fact.part}
    keep_newest(
        connection,
        catalog_part,
        key,
        "published",
        placed,
        parts=fact.parts,
        before=fact.before,
        effective=fact.effective or beijing_day(ms_of_stamp(placed.effective)),
        text=fact.text,
        withdrawn=json_text(list(fact.withdrawn)),
    )
