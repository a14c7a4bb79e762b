"""P01 to P06: what a sheet as a whole must be.  Source: 处方管理办法 (2007), 长期处方管理规范(试行) (2021)."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_app.domain.catalogs import doses_in
from clinic_app.domain.codes import codes
from clinic_app.domain.prescribing.case import CONTROLLED, Case, Ordered, antibiotics_of, hit
from clinic_app.domain.prescribing.draft import Kind
from clinic_app.domain.prescribing.hits import Facts, Hit, Severity
from clinic_app.domain.prescribing.kinds import kind_of

_CODED: Final = re.compile(r"[A-Z][0-9]{2}")
_NEVER_LONG: Final = CONTROLLED | {"TOXIC"}
_OF_THEIR_OWN: Final = frozenset({Kind.NARCOTIC, Kind.PSY2, Kind.HERBS})


def few_drugs(case: Case) -> Iterator[Hit]:
    """P01: decoction pieces are not counted."""
    count = sum(1 for one in case.lines if not one.product.is_herb)
    if count > case.rules.max_drugs:
        yield hit("P01.many", Severity.BLOCK, count=count, max=case.rules.max_drugs)


def usual_days(case: Case) -> Iterator[Hit]:
    """P02; what a law limits by itself is P09, a declared long-term prescription P03."""
    emergency = case.draft.kind is Kind.EMERGENCY
    limit = case.rules.emergency_days if emergency else case.rules.usual_days
    for one in case.lines:
        own_rule = one.product.drug.rx_class in CONTROLLED | {"PSY2", "TOXIC"}
        if one.line.own or one.product.is_herb or own_rule or (case.draft.long_term and not emergency):
            continue
        if one.line.days > limit:
            key = "P02.emergency" if emergency else "P02.days"
            yield hit(key, Severity.REASON, one, drug=one.name, days=one.line.days, max=limit)
    if case.draft.decoction is not None and case.draft.decoction.doses > limit:
        yield hit("P02.decoction", Severity.REASON, doses=case.draft.decoction.doses, max=limit)


def long_term(case: Case) -> Iterator[Hit]:
    """P03: one that is declared long-term, or longer than the longest of other reasons."""
    rules, person = case.rules, case.context.person
    long = [
        one
        for one in case.lines
        if one.line.days > rules.long_days or (case.draft.long_term and one.line.days > rules.usual_days)
    ]
    for one in long:
        facts: Facts = {"drug": one.name, "days": one.line.days}
        if one.line.days > rules.longest_days:
            yield hit("P03.longest", Severity.BLOCK, one, **facts, max=rules.longest_days)
        elif one.line.days > rules.long_days:
            yield hit("P03.long", Severity.REASON, one, **facts, max=rules.long_days)
        if _is_never_long(case, one):
            yield hit("P03.excluded", Severity.BLOCK, one, drug=one.name)
    if long and not person.conditions:
        yield hit("P03.not_chronic", Severity.REASON)
    if long and not person.contracted:
        yield hit("P03.not_contracted", Severity.REASON)


def _is_never_long(case: Case, one: Ordered) -> bool:
    return (
        one.product.drug.rx_class in _NEVER_LONG
        or one.is_injected
        or (one.is_systemic and bool(antibiotics_of(one.product)))
        or bool(one.product.names & case.rules.monitored)
    )


def valid(case: Case) -> Iterator[Hit]:
    """P04: valid on the day of issue; the prescriber may extend it."""
    draft, longest = case.draft, case.rules.longest_valid_days
    if draft.valid_days > longest:
        yield hit("P04.extended", Severity.BLOCK, days=draft.valid_days, max=longest)
    if draft.issued is None:
        return
    age = (case.context.day - draft.issued).days
    if not 0 <= age < min(draft.valid_days, longest):
        yield hit("P04.expired", Severity.BLOCK, issued=draft.issued.isoformat())


def kinds_apart(case: Case) -> Iterator[Hit]:
    """P05: herbs, narcotics and psychotropics have sheets of their own, and a child's is a paediatric one."""
    kind = case.draft.kind
    for one in case.lines:
        expected = kind_of([one.product])
        if expected in _OF_THEIR_OWN and kind is not expected:
            yield hit(f"P05.{expected}", Severity.BLOCK, one, drug=one.name)
        if expected not in _OF_THEIR_OWN and kind in _OF_THEIR_OWN:
            yield hit("P05.foreign", Severity.BLOCK, one, drug=one.name)
    if case.draft.kind is Kind.ORDINARY and case.age_years < case.rules.child_below_years:
        yield hit("P05.paediatric", Severity.BLOCK, years=case.rules.child_below_years)
    if case.draft.kind is Kind.PAEDIATRIC and case.age_years >= case.rules.child_below_years:
        yield hit("P05.no_child", Severity.BLOCK, years=case.rules.child_below_years)


def complete(case: Case) -> Iterator[Hit]:
    """P06: a coded diagnosis, generic names, dose, rhythm and route, and nothing vague."""
    draft = case.draft
    if not draft.diagnoses:
        yield hit("P06.no_diagnosis", Severity.BLOCK)
    elif not all(_CODED.match(code) for code in draft.diagnoses):
        yield hit("P06.uncoded", Severity.BLOCK)
    if not draft.lines:
        yield hit("P06.empty", Severity.BLOCK)
    if any(one.product.is_herb for one in case.lines) and (
        draft.decoction is None or draft.decoction.doses < 1
    ):
        yield hit("P06.decoction", Severity.BLOCK)
    for at, line in enumerate(draft.lines):
        if line.drug not in case.knowledge.products:
            yield Hit("P06.unknown", Severity.BLOCK, (at,), (("code", line.drug),))
    for one in case.lines:
        yield from _line(case, one)


def _line(case: Case, one: Ordered) -> Iterator[Hit]:
    line = one.line
    if not _is_generic(one):
        yield hit("P06.generic", Severity.BLOCK, one, written=line.name, drug=one.name)
    if not line.dose:
        yield hit("P06.dose", Severity.BLOCK, one, drug=one.name)
    if doses_in(line.frequency, 1) is None and line.frequency != "prn":
        yield hit("P06.frequency", Severity.BLOCK, one, drug=one.name)
    if line.route not in codes("route"):
        yield hit("P06.route", Severity.BLOCK, one, drug=one.name)
    if line.days < 1:
        yield hit("P06.days", Severity.BLOCK, one, drug=one.name)
    if line.cnt_e4 <= 0:
        yield hit("P06.quantity", Severity.BLOCK, one, drug=one.name)
    for word in case.rules.vague:
        if word in line.dose or word in line.note:
            yield hit("P06.vague", Severity.BLOCK, one, drug=one.name, word=word)


def _is_generic(one: Ordered) -> bool:
    """The catalogue's name, with or without strength and pack; of a herb also one of its names."""
    drug, written = one.product.drug, one.line.name
    if not written or drug.generic_name in written:
        return True
    return one.product.is_herb and written.removesuffix("饮片") in {
        drug.name.removesuffix("饮片"),
        *drug.aliases,
    }
