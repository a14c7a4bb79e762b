"""中药饮片: doses of a day, special handling, and pieces that are toxic.

Source: 中国药典 2020, 中药处方格式及书写规范 (2010).
"""

from collections.abc import Iterator
from decimal import Decimal

from clinic_app.domain.prescribing.case import Case, Ordered, hit
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.quantity import units_per_dose

_MG = Decimal(1000)


def herbs(case: Case) -> Iterator[Hit]:
    """P10 of a piece in one 剂, and the special handling that its name asks for."""
    for one in case.lines:
        herb = one.product.herb
        if herb is None:
            continue
        if herb.handling and herb.handling not in one.line.note:
            yield hit("P06.handling", Severity.WARN, one, drug=one.name, handling=herb.handling)
        yield from _dose(case, one)


def _dose(case: Case, one: Ordered) -> Iterator[Hit]:
    herb = one.product.herb
    grams = units_per_dose(one.product.drug, one.line.dose)
    if herb is None or grams is None or not herb.dose_max_mg:
        return
    percent = int(grams * _MG * 100 / herb.dose_max_mg)
    if grams * _MG * 100 <= Decimal(herb.dose_max_mg) * case.rules.dose_reason_percent:
        return
    blocked = grams * _MG * 100 > Decimal(herb.dose_max_mg) * case.rules.dose_block_percent
    key = "P10.toxic_herb" if herb.toxic else "P10.herb"
    severity = Severity.BLOCK if blocked and herb.toxic else Severity.REASON
    most = f"{(Decimal(herb.dose_max_mg) / _MG).normalize():f}"
    yield hit(key, severity, one, drug=one.name, max=f"{most}g", percent=percent)
