"""P12, P13 and P16: allergies, skin tests, and what speaks against a medicine in this person."""

from collections.abc import Iterable, Iterator
from typing import Final

from clinic_app.domain.prescribing.ages import age_words, reached
from clinic_app.domain.prescribing.case import Case, Ordered, called, hit
from clinic_app.domain.prescribing.context import Allergy
from clinic_app.domain.prescribing.hits import Facts, Hit, Severity
from clinic_app.domain.prescribing.knowledge import Contraindication, Substance

_HOUR_MS: Final = 3_600_000
_LEVELS: Final = {"block": Severity.BLOCK, "reason": Severity.REASON}
_ICD: Final = "icd:"
_CLASS: Final = "类"  # 青霉素类


def allergies(case: Case) -> Iterator[Hit]:
    """P12: a recorded allergy, one that may extend to the drug, or nobody asked."""
    person = case.context.person
    if not person.allergies and not person.no_allergies:
        yield hit("P12.ask", Severity.BLOCK)
    for allergy in person.allergies:
        code = allergy.code or case.knowledge.codes_by_name.get(allergy.name, "")
        if not code:
            yield hit("P12.by_hand", Severity.WARN, allergy=allergy.name)
        for one in case.lines:
            yield from _recorded(case, allergy, code, one) if code else _in_words(allergy, one)


def _recorded(case: Case, allergy: Allergy, code: str, one: Ordered) -> Iterator[Hit]:
    recorded = case.knowledge.substances.get(code)
    groups = (recorded.allergens if recorded else frozenset()) | {code}
    shown = called(recorded) if recorded else (case.knowledge.allergens.get(code) or allergy.name or code)
    for substance in one.product.substances:
        facts: Facts = {"drug": one.name, "substance": called(substance), "allergy": shown}
        if groups & (substance.allergens | {substance.code}):
            yield hit("P12.recorded", Severity.BLOCK, one, **facts)
        elif groups & substance.cross_allergens:
            severity = Severity.BLOCK if allergy.severe else Severity.REASON
            yield hit("P12.severe" if allergy.severe else "P12.cross", severity, one, **facts)


def _in_words(allergy: Allergy, one: Ordered) -> Iterator[Hit]:
    """An allergy that no table knows, and a drug that is called so."""
    word = allergy.name.removesuffix(_CLASS)
    names = (one.name, *(each.name for each in one.product.substances))
    if any(len(word) > 1 and (word in name or name in word) for name in names):
        yield hit("P12.words", Severity.BLOCK, one, drug=one.name, allergy=allergy.name)


def skin_tests(case: Case) -> Iterator[Hit]:
    """P13: a negative result within its time, of the same lot where that matters."""
    for one in case.lines:
        tested = {
            _group(case, substance): substance
            for substance in reversed(one.product.substances)
            if _is_tested(case, one, substance)
        }
        for substance in tested.values():  # the first ingredient of each group
            yield from _test(case, one, substance)


def _is_tested(case: Case, one: Ordered, substance: Substance) -> bool:
    if substance.skin_test == "none":
        return False
    by_mouth = one.is_systemic and bool(substance.names & case.rules.tested_by_mouth)
    return one.is_injected or by_mouth


def _test(case: Case, one: Ordered, substance: Substance) -> Iterator[Hit]:
    tests = [test for test in case.context.person.skin_tests if _is_test_of(case, test.substance, substance)]
    facts: Facts = {"drug": one.name, "substance": called(substance)}
    latest = max(tests, key=lambda test: (test.read_ms, test.positive), default=None)
    if latest is not None and latest.positive:
        yield hit("P13.positive", Severity.BLOCK, one, **facts)
        return
    by_label = substance.skin_test == "by_label"
    if latest is None or case.context.now_ms - latest.read_ms > substance.skin_test_hours * _HOUR_MS:
        severity = Severity.REASON if by_label else Severity.BLOCK
        key = "P13.by_label" if by_label else "P13.missing" if latest is None else "P13.old"
        yield hit(key, severity, one, **facts, hours=substance.skin_test_hours)
    elif substance.names & case.rules.same_lot and latest.lot != one.line.lot:
        yield hit("P13.lot", Severity.BLOCK, one, **facts)


def _is_test_of(case: Case, tested: str, substance: Substance) -> bool:
    """Of the substance, its class or group, or of another one of a group that is tested as one."""
    if tested in substance.names | substance.allergens:
        return True
    other = case.knowledge.substances.get(tested)
    group = _group(case, substance)
    return other is not None and group != substance.code and group == _group(case, other)


def _group(case: Case, substance: Substance) -> str:
    """What stands for it in a skin test: itself, or the group of allergens that one test is for."""
    return min(substance.allergens & case.rules.tested_as_one, default=substance.code)


def contraindications(case: Case) -> Iterator[Hit]:
    """P16: disease, pregnancy, lactation, kidneys, liver, age and sex."""
    conditions = tuple(_conditions(case))
    for one in case.lines:
        for against in _rows(case, one.product.names):
            if _applies(against.condition, conditions):
                severity = _LEVELS[against.level] if one.is_systemic else Severity.REASON
                yield hit("P16.condition", severity, one, drug=one.name, reason=against.reason)
        for substance in one.product.substances:
            yield from _motherhood(case, one, substance)
            yield from _limits(case, one, substance)
    yield from _ask(case)


def _conditions(case: Case) -> Iterator[str]:
    person = case.context.person
    yield from (_ICD + code for code in (*case.draft.diagnoses, *person.conditions) if code)
    named = {
        "renal": person.renal,
        "hepatic": person.hepatic,
        "pregnancy": person.pregnant,
        "lactation": person.lactating,
    }
    yield from (name for name, holds in named.items() if holds)


def _applies(condition: str, conditions: Iterable[str]) -> bool:
    is_prefix = condition.startswith(_ICD)
    return any(one.startswith(condition) if is_prefix else one == condition for one in conditions)


def _motherhood(case: Case, one: Ordered, substance: Substance) -> Iterator[Hit]:
    """What the substance's own word says, where no row of the tables says it better."""
    person = case.context.person
    for state, condition, holds, word in (
        ("pregnant", "pregnancy", person.pregnant, substance.pregnancy),
        ("lactating", "lactation", person.lactating, substance.lactation),
    ):
        levels = {row.level for row in _rows(case, substance.names) if row.condition == condition}
        facts: Facts = {"drug": one.name, "substance": called(substance)}
        if not holds or "block" in levels:
            continue
        if word == "contraindicated":
            severity = Severity.BLOCK if one.is_systemic else Severity.REASON
            yield hit(f"P16.{state}", severity, one, **facts)
        elif word == "caution" and not levels:
            severity = Severity.REASON if one.is_systemic else Severity.WARN
            yield hit(f"P16.{state}_caution", severity, one, **facts)
        elif word == "unknown" and not levels:
            yield hit(f"P16.{state}_unknown", Severity.WARN, one, **facts)


def _rows(case: Case, names: Iterable[str]) -> Iterator[Contraindication]:
    return (row for name in names for row in case.knowledge.contraindications.get(name, ()))


def _limits(case: Case, one: Ordered, substance: Substance) -> Iterator[Hit]:
    facts: Facts = {"drug": one.name, "substance": called(substance)}
    sex = case.context.person.sex
    if substance.sex_limit and sex in ("1", "2") and sex != substance.sex_limit:
        yield hit("P16.sex", Severity.BLOCK, one, **facts)
    severity = Severity.BLOCK if one.is_systemic else Severity.REASON
    today, birth = case.context.day, case.context.person.birth
    if substance.age_min_days is not None and today < reached(birth, substance.age_min_days):
        yield hit("P16.young", severity, one, **facts, age=age_words(substance.age_min_days))
    if substance.age_max_days is not None and today >= reached(birth, substance.age_max_days + 1):
        yield hit("P16.old", severity, one, **facts, age=age_words(substance.age_max_days))


def _ask(case: Case) -> Iterator[Hit]:
    """Women of 12 to 55 are asked before a medicine that would matter."""
    person, rules = case.context.person, case.rules
    asked = rules.asked_from_years <= case.age_years <= rules.asked_to_years
    if person.sex != rules.asked_sex or not asked:
        return
    for one in case.lines:
        if person.pregnant is None and _matters(case, one, "pregnancy"):
            yield hit("P16.ask_pregnant", Severity.BLOCK, one, drug=one.name)
        if person.lactating is None and _matters(case, one, "lactation"):
            yield hit("P16.ask_lactating", Severity.BLOCK, one, drug=one.name)


def _matters(case: Case, one: Ordered, condition: str) -> bool:
    words = {getattr(substance, condition) for substance in one.product.substances}
    grave = {"contraindicated", "caution"} if one.is_systemic else {"contraindicated"}
    return bool(words & grave) or any(row.condition == condition for row in _rows(case, one.product.names))
