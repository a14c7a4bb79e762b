"""审方 of what was ordered in a visit: the context filled, the drugs on their sheets, each with what the rules say."""

from dataclasses import replace

import sqlalchemy as sa

from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.time import beijing_day
from clinic_app.journal.prescriptions import Checked, Wanted, checked
from clinic_app.projections.queries import prescribing, review
from clinic_app.projections.queries.registration import Visit
from clinic_app.services.outpatient.findings import Findings
from clinic_app.services.outpatient.policy import restricted
from clinic_app.store.duty import OnDuty


def sheets_checked(
    connection: sa.Connection, here: str, by: OnDuty, visit: Visit, found: Findings, now_ms: int
) -> tuple[Checked, ...]:
    """`here`: the facility's code; `now_ms`: UTC.

    Raises:
        NoResident, NoStaff
    """
    if not found.drugs:
        return ()
    codes = {line.code for line in found.drugs}
    day = beijing_day(now_ms)
    knowledge = prescribing.knowledge_on(connection, day)
    context = prescribing.context_of(
        connection,
        here,
        by.staff_id,
        visit.resident_id,
        codes | _by_mouth(codes, knowledge),
        now_ms,
        pregnant=found.pregnant,
        lactating=found.lactating,
        without=found.replaces,
    )
    context = replace(
        context,
        person=replace(context.person, pain_checked=context.day if found.pain_checked else None),
        restricted=restricted(connection, visit, codes),
    )
    wanted = Wanted(
        drugs=found.drugs,
        department=visit.department,
        diagnoses=tuple(one.code for one in found.diagnoses),
        reasons=found.reasons,
        decoction=found.decoction,
        emergency=found.emergency,
        long_term=found.long_term,
    )
    return checked(wanted, context, knowledge, review.rules_on(connection, day))


def _by_mouth(codes: set[str], knowledge: Knowledge) -> set[str]:
    """The products taken by mouth of the same substances: P21 asks whether they are here."""
    products = [knowledge.products[code] for code in codes if code in knowledge.products]
    substances = (frozenset(each.code for each in one.substances) for one in products)
    return {oral for each in substances for oral in knowledge.oral_forms.get(each, ())}
