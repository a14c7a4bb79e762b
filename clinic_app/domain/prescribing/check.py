"""审方: every rule over one prescription."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from clinic_app.domain.prescribing.antibiotics import antibiotics
from clinic_app.domain.prescribing.case import Case, case_of, hit
from clinic_app.domain.prescribing.context import Context
from clinic_app.domain.prescribing.controlled import controlled
from clinic_app.domain.prescribing.doses import doses, quantities
from clinic_app.domain.prescribing.draft import Draft
from clinic_app.domain.prescribing.herbs import herbs
from clinic_app.domain.prescribing.hits import Hit, Severity, gravest_first
from clinic_app.domain.prescribing.knowledge import Knowledge
from clinic_app.domain.prescribing.person import allergies, contraindications, skin_tests
from clinic_app.domain.prescribing.rights import rights
from clinic_app.domain.prescribing.rules import Rules
from clinic_app.domain.prescribing.sheet import complete, few_drugs, kinds_apart, long_term, usual_days, valid
from clinic_app.domain.prescribing.supply import needles, refills, restrictions, stock, stopped
from clinic_app.domain.prescribing.together import duplicates, interactions, mixtures


def check(draft: Draft, context: Context, knowledge: Knowledge, rules: Rules) -> tuple[Hit, ...]:
    """What the rules say to a prescription, the gravest first; nothing is asked of a clock or a store."""
    case = case_of(draft, context, knowledge, rules)
    return gravest_first(found for rule in CHECKS for found in rule(case))


def age_of_tables(case: Case) -> Iterator[Hit]:
    """§6.3: with old tables, or of a drug that no table knows, the sheet goes to after-review."""
    if case.rules.is_stale(case.context.day):
        yield hit("T1.stale", Severity.WARN, dated=case.rules.dated.isoformat(), days=case.rules.stale_days)
    for one in case.lines:
        if not one.product.ingredients and not one.product.is_herb:
            yield hit("T2.unknown", Severity.WARN, one, drug=one.name)


CHECKS: Final[tuple[Callable[[Case], Iterable[Hit]], ...]] = (
    few_drugs,
    usual_days,
    long_term,
    valid,
    kinds_apart,
    complete,
    rights,
    antibiotics,
    controlled,
    doses,
    quantities,
    allergies,
    skin_tests,
    interactions,
    duplicates,
    contraindications,
    mixtures,
    refills,
    restrictions,
    stopped,
    stock,
    needles,
    herbs,
    age_of_tables,
)
