"""The made-up doctor before the rules of prescribing: asks, tests, gives reasons, and gives up what may not be."""

from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from clinic_app.domain.infectious import notifiable
from clinic_app.domain.prescribing.draft import Draft, Reason
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.tables import shipped
from clinic_app.domain.time import beijing_day
from clinic_app.services.chart import NONE_KNOWN
from clinic_app.services.outpatient import Case, Findings
from clinic_app.store.duty import OnDuty
from clinic_app.wiring import Clinic

_REASONS: Final = {
    "P02": "慢性病，病情稳定，路途远",
    "P03": "病情稳定，已评估",
    "P08": "考虑合并细菌感染",
    "P15": "作用部位不同",
    "P18": "外出，提前取药",
}
_NO_CASE: Final = "饮食不当引起，无流行病学史"
_USUAL: Final = "已评估，利大于弊"
_ROUNDS: Final = 6  # each drops a drug, asks or tests; then the rest goes without


def allowed(clinic: Clinic, by: OnDuty, visit_id: UUID, resident_id: UUID, found: Findings) -> Findings:
    """`found` as it can be signed: what was asked and tested is on the chart, what stays forbidden is left out."""
    found = replace(found, cases=_no_case(found, beijing_day(clinic.store.wall())))
    for _ in range(_ROUNDS):
        sheets = clinic.outpatient.check(by, visit_id, found)
        left = [(sheet.draft, hit) for sheet in sheets for hit in sheet.open_hits]
        if not left:
            return found
        found = _answer(clinic, by, resident_id, found, left)
    return replace(found, drugs=())


def _answer(
    clinic: Clinic, by: OnDuty, resident_id: UUID, found: Findings, left: list[tuple[Draft, Hit]]
) -> Findings:
    if any(hit.key == "P12.ask" for _, hit in left):
        clinic.chart.record_allergy(by, resident_id, kind=NONE_KNOWN)
        return found
    if any(hit.key in ("P16.ask_pregnant", "P16.ask_lactating") for _, hit in left):
        return replace(found, pregnant=False, lactating=False)
    tested = {code for draft, hit in left if hit.rule == "P13" for code in _to_test(draft, hit)}
    if tested:
        for code, name in tested:
            clinic.chart.read_skin_test(by, resident_id, code, name, positive=False)
        return found
    blocked = {
        draft.lines[at].drug for draft, hit in left if hit.severity is Severity.BLOCK for at in hit.lines
    }
    if blocked or any(hit.severity is Severity.BLOCK for _, hit in left):
        kept = tuple(line for line in found.drugs if line.code not in blocked)
        return replace(found, drugs=kept if blocked else ())
    reasons = {(hit.rule, draft.lines[at].drug) for draft, hit in left for at in hit.lines} | {
        (hit.rule, "") for _, hit in left if not hit.lines
    }
    given = tuple(
        Reason(rule=rule, drug=drug, text=_REASONS.get(rule, _USUAL)) for rule, drug in sorted(reasons)
    )
    return replace(found, reasons=(*found.reasons, *given))


def _no_case(found: Findings, day: date) -> tuple[Case, ...]:
    diseases = {one.id for line in found.diagnoses for one in notifiable(line.code, day)}
    return tuple(Case(disease, report=False, reason=_NO_CASE) for disease in sorted(diseases))


def _to_test(draft: Draft, hit: Hit) -> set[tuple[str, str]]:
    products = shipped().products
    return {
        (one.code, one.name)
        for at in hit.lines
        for one in products[draft.lines[at].drug].substances
        if one.skin_test != "none" and hit.severity is Severity.BLOCK
    }
