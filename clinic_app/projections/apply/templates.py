"""模板."""

import msgspec
import sqlalchemy as sa

from clinic_app.journal.facts.templates import TemplateRemoved, TemplateSaved
from clinic_app.projections.columns import json_text
from clinic_app.projections.tables.templates import template
from clinic_app.projections.upsert import Placed, keep_newest


def saved(connection: sa.Connection, placed: Placed, fact: TemplateSaved) -> None:
    keep_newest(
        connection,
        template,
        {"id": fact.template_id},
        "saved",
        placed,
        facility=placed.facility,
        name=fact.name,
        shared=fact.shared,
        complaint=fact.complaint,
        history=fact.history,
        findings=fact.findings,
        advice=fact.advice,
        diagnoses=json_text([[one.code, one.name] for one in fact.diagnoses]),
        lines=msgspec.json.encode(fact.lines).decode(),
    )


def removed(connection: sa.Connection, placed: Placed, fact: TemplateRemoved) -> None:
    keep_newest(connection, template, {"id": fact.template_id}, "removed", placed)
