"""处方 as they are signed: one fact a sheet, with the reasons that answered the rules."""

from collections.abc import Sequence
from uuid import UUID

from clinic_app.domain.prescribing.draft import Kind
from clinic_app.journal.facts.outpatient import PrescriptionIssued
from clinic_app.journal.prescriptions import Checked, overrides_of, signed_lines
from clinic_app.services.outpatient.errors import PrescriptionRefused
from clinic_app.services.outpatient.findings import Findings


def issued(visit_id: UUID, one: Checked, found: Findings) -> PrescriptionIssued:
    """The sheet as it is signed, with the reasons that answered the rules."""
    narcotic = one.draft.kind is Kind.NARCOTIC
    return PrescriptionIssued(
        visit_id=visit_id,
        lines=signed_lines(one.draft, found.drugs),
        kind=one.draft.kind.value,
        decoction=found.decoction if one.draft.kind is Kind.HERBS else None,
        pregnant=found.pregnant,
        lactating=found.lactating,
        overrides=overrides_of(one),
        checked_with=one.rules,
        long_term=found.long_term,
        pain_checked=found.pain_checked and narcotic,
        collector=found.collector if narcotic else None,
        replaces=found.replaces,
    )


def require_answered(sheets: Sequence[Checked]) -> None:
    """
    Raises:
        PrescriptionRefused: a rule stops a sheet, or has no reason yet.
    """
    left = [hit for sheet in sheets for hit in sheet.open_hits]
    if left:
        raise PrescriptionRefused(
            count=len(left),
            rules="、".join(dict.fromkeys(hit.rule for hit in left)),  # no sentence: it may name an allergy
        )
