"""P08: antibacterials by grade.  Source: 抗菌药物临床应用管理办法 (2012)."""

from collections.abc import Iterator
from typing import Final

from clinic_app.domain.prescribing.case import GRADES, Case, Ordered, antibiotics_of, begins, hit, two_names
from clinic_app.domain.prescribing.context import License, Prescriber
from clinic_app.domain.prescribing.draft import Kind
from clinic_app.domain.prescribing.hits import Facts, Hit, Severity, Words
from clinic_app.domain.prescribing.rules import Rules

GRADE_NAMES: Final = {
    "NONRES": Words("非限制使用级", "non-restricted"),
    "RES": Words("限制使用级", "restricted"),
    "SPEC": Words("特殊使用级", "special"),
}


def antibiotics(case: Case) -> Iterator[Hit]:
    """P08, of antibacterials that work in the whole body."""
    given = [one for one in case.lines if one.is_systemic and antibiotics_of(one.product)]
    for one in given:
        yield from _right(case, one)
        yield from _by_vein(case, one)
        yield from _course(case, one)
        yield from _changed(case, one)
    if given and _only_viral(case):
        for one in given:
            yield hit("P08.viral", Severity.REASON, one, drug=one.name)
    for one in given:
        for other in given:
            if one.at < other.at and _codes(one) != _codes(other):
                yield hit("P08.combined", Severity.REASON, one, other, **two_names(one.name, other.name))


def may_prescribe(prescriber: Prescriber, rules: Rules) -> frozenset[str]:
    """The grades that licence, title and training give."""
    if not prescriber.antibiotics:
        return frozenset()
    if prescriber.license is not License.DOCTOR:
        return rules.junior
    titles = {"senior": rules.senior, "middle": rules.middle, "junior": rules.junior}
    return titles.get(prescriber.title, frozenset())


def _right(case: Case, one: Ordered) -> Iterator[Hit]:
    grade = max((substance.abx_grade for substance in antibiotics_of(one.product)), key=GRADES.index)
    facts: Facts = {"drug": one.name, "grade": GRADE_NAMES[grade]}
    if grade == "SPEC" and not case.context.inpatient:
        yield hit("P08.outpatient", Severity.BLOCK, one, drug=one.name)
    elif grade == "SPEC" and not case.draft.consulted:
        yield hit("P08.consultation", Severity.BLOCK, one, drug=one.name)
    elif grade not in may_prescribe(case.context.prescriber, case.rules):
        emergency = (
            case.draft.kind is Kind.EMERGENCY and one.line.days <= case.rules.emergency_antibiotic_days
        )
        if emergency:
            yield hit("P08.emergency", Severity.REASON, one, **facts)
        else:
            yield hit("P08.grade", Severity.BLOCK, one, **facts)


def _by_vein(case: Case, one: Ordered) -> Iterator[Hit]:
    place = case.context.place
    by_vein = one.line.route in case.rules.vein_routes
    if by_vein and place.level in case.rules.vein_approval and not place.iv_antibiotics:
        yield hit("P08.vein", Severity.BLOCK, one, drug=one.name)


def _course(case: Case, one: Ordered) -> Iterator[Hit]:
    """Days of the line, and of the supply that it follows without a gap."""
    today = case.context.day
    before = [
        (today - held.held.from_day).days
        for held in case.at_home
        if held.is_systemic
        and (today - held.held.last_day).days <= 1
        and {each.code for each in antibiotics_of(held.product)} & _codes(one)
    ]
    days = one.line.days + max(0, max(before, default=0))
    if days > case.rules.course_days:
        yield hit("P08.course", Severity.REASON, one, drug=one.name, days=days, max=case.rules.course_days)


def _changed(case: Case, one: Ordered) -> Iterator[Hit]:
    """Another one of the days before; one of today, on another sheet, is a second one beside it."""
    for held in case.at_home:
        days = (case.context.day - held.held.from_day).days
        before = {each.code for each in antibiotics_of(held.product)}
        if not held.is_systemic or not before or before & _codes(one):
            continue
        if days == 0:
            yield hit("P08.combined_home", Severity.REASON, one, drug=one.name, home=held.name)
        elif 0 < days <= case.rules.change_days:
            yield hit("P08.changed", Severity.REASON, one, before=held.name, drug=one.name)


def _only_viral(case: Case) -> bool:
    diagnoses = case.draft.diagnoses
    viral = any(begins(code, case.rules.viral) for code in diagnoses)
    return viral and not any(begins(code, case.rules.bacterial) for code in diagnoses)


def _codes(one: Ordered) -> set[str]:
    return {substance.code for substance in antibiotics_of(one.product)}
