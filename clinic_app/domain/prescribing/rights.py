"""P07: who may prescribe what, and where.  Source: 处方管理办法 (2007) art. 8 to 13."""

from collections.abc import Iterator

from clinic_app.domain.prescribing.case import CONTROLLED, Case, hit
from clinic_app.domain.prescribing.hits import Hit, Severity


def rights(case: Case) -> Iterator[Hit]:
    """P07 of the prescriber, and of what a facility of this level may use."""
    prescriber, level = case.context.prescriber, case.context.place.level
    stocked_as = case.rules.stocked_as.get(level)
    if not prescriber.registered:
        yield hit("P07.registered", Severity.BLOCK)
    if level not in getattr(case.rules, prescriber.license):
        yield hit(f"P07.{prescriber.license}", Severity.BLOCK)
    if prescriber.trainee and not case.draft.countersigned:
        yield hit("P07.trainee", Severity.BLOCK)
    for one in case.lines:
        drug = one.product.drug
        if drug.rx_class in CONTROLLED and not prescriber.narcotics:
            yield hit("P07.narcotics", Severity.BLOCK, one, drug=one.name)
        if drug.levels and stocked_as not in (*drug.levels, None) and not one.line.own:
            yield hit("P07.level", Severity.BLOCK, one, drug=one.name)
