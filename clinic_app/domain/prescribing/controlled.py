"""P09: narcotic, psychotropic and toxic medicines.

Source: 处方管理办法 (2007) art. 21 to 26, 麻醉药品和精神药品管理条例, 医疗用毒性药品管理办法 (1988) art. 9.
"""

from collections.abc import Iterator

from clinic_app.domain.prescribing.case import CONTROLLED, Case, Ordered, hit
from clinic_app.domain.prescribing.hits import Hit, Severity
from clinic_app.domain.prescribing.quantity import doses_a_day


def controlled(case: Case) -> Iterator[Hit]:
    for one in case.lines:
        rx_class = one.product.drug.rx_class
        if rx_class in CONTROLLED:
            yield from _narcotic(case, one)
        elif rx_class == "PSY2" and one.line.days > case.rules.psy2_days:
            yield hit(
                "P09.psy2", Severity.REASON, one, drug=one.name, days=one.line.days, max=case.rules.psy2_days
            )
        elif rx_class == "TOXIC" and one.line.days > case.rules.toxic_days:
            yield hit(
                "P09.toxic", Severity.BLOCK, one, drug=one.name, days=one.line.days, max=case.rules.toxic_days
            )


def _narcotic(case: Case, one: Ordered) -> Iterator[Hit]:
    """麻醉 and 精一: not everywhere, one dose or few days."""
    rules, drug = case.rules, one.product.drug
    if not case.context.person.identified:
        yield hit("P09.unidentified", Severity.BLOCK, one, drug=one.name)
    if not case.context.place.narcotics and not one.line.own:
        yield hit("P09.not_stocked", Severity.BLOCK, one, drug=one.name)
    hyperactive = rules.hyperactivity_substance in one.product.names and any(
        code.startswith(rules.hyperactivity) for code in case.draft.diagnoses
    )
    form = (
        "injection" if one.is_injected else "controlled" if drug.form in rules.controlled_forms else "other"
    )
    once = bool(one.product.names & rules.single_dose)
    in_pain = _has_pain_file(case) and not once
    if case.context.inpatient:
        limit: int | None = 1
    elif hyperactive:
        limit = rules.hyperactivity_days
    else:
        limit = (rules.pain_days if in_pain else rules.narcotic_days).get(form)
    if limit is None or once:
        if not _is_one_dose(one):
            yield hit("P09.one_dose", Severity.BLOCK, one, drug=one.name)
    elif one.line.days > limit:
        key = "P09.ward" if case.context.inpatient else "P09.days"
        yield hit(key, Severity.BLOCK, one, drug=one.name, days=one.line.days, max=limit)


def _has_pain_file(case: Case) -> bool:
    """癌痛 or chronic pain: the file was looked at within three months."""
    checked = case.context.person.pain_checked
    return checked is not None and 0 <= (case.context.day - checked).days <= case.rules.pain_check_days


def _is_one_dose(one: Ordered) -> bool:
    return one.line.frequency == "st" or (one.line.days <= 1 and doses_a_day(one.line.frequency) == 1)
