"""专项点评 and 事后复核: which prescriptions a special review looks at, and which wait for a pharmacist anyway.

Source: 医院处方点评管理规范(试行) (2010) art. 9; the marks of docs/prescribing.md.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from clinic_app.domain.prescribing.case import antibiotics_of
from clinic_app.domain.prescribing.draft import Kind
from clinic_app.domain.prescribing.hits import Words
from clinic_app.domain.prescribing.knowledge import Knowledge, Product
from clinic_app.domain.prescribing.review import Issued
from clinic_app.domain.prescribing.rules import Rules

_PROTON_PUMP: Final = "A02BC"  # ATC
_CONTROLLED: Final = frozenset({"NARC", "PSY1"})
_Asked = Callable[[Issued, Knowledge, Rules], bool]


def _products(issued: Issued, knowledge: Knowledge) -> Iterator[Product]:
    return (knowledge.products[line.drug] for line in issued.draft.lines if line.drug in knowledge.products)


def _antibiotics(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    return any(
        line.route in rules.systemic_routes and antibiotics_of(knowledge.products[line.drug])
        for line in issued.draft.lines
        if line.drug in knowledge.products
    )


def _injections(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    return any(line.route in rules.injection_routes for line in issued.draft.lines)


def _not_essential(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    herbs = issued.draft.kind is Kind.HERBS
    return not herbs and any(not one.drug.essential for one in _products(issued, knowledge))


def _proton_pump(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    return any(
        substance.atc.startswith(_PROTON_PUMP)
        for one in _products(issued, knowledge)
        for substance in one.substances
    )


def _narcotics(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    return any(one.drug.rx_class in _CONTROLLED for one in _products(issued, knowledge))


def _long_term(issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    return any(line.days > rules.usual_days for line in issued.draft.lines)


SUBJECTS: Final[Mapping[str, tuple[Words, _Asked]]] = {
    "antibiotics": (Words("抗菌药物", "Antibiotics"), _antibiotics),
    "injections": (Words("注射和输液", "Injections and infusions"), _injections),
    "essential": (Words("未用基本药物", "Not essential medicines"), _not_essential),
    "ppi": (Words("质子泵抑制剂", "Proton pump inhibitors"), _proton_pump),
    "narcotics": (Words("麻醉和精一药品", "Narcotics"), _narcotics),
    "long_term": (Words("长期处方", "Long-term"), _long_term),
}
MARKS: Final = {
    "stale": Words("规则版本过旧", "Checked with old rules"),
    "unknown": Words("有规则不认识的药", "A drug that no table knows"),
    "alone": Words("一人开方发药", "Prescribed and handed out by one person"),
}


def is_about(subject: str, issued: Issued, knowledge: Knowledge, rules: Rules) -> bool:
    """Whether a prescription belongs into a special review; into the ordinary one ("") all do."""
    return not subject or SUBJECTS[subject][1](issued, knowledge, rules)


def marks_of(
    issued: Issued, knowledge: Knowledge, rules: Rules, dated: Mapping[str, date]
) -> tuple[str, ...]:
    """Why a prescription waits for after-review; `dated`: versions of the rules and their days."""
    found = []
    day = dated.get(issued.checked_with)
    if day is not None and (issued.day - day).days > rules.stale_days:
        found.append("stale")
    known = {line.drug for line in issued.draft.lines} <= knowledge.products.keys()
    if not known or any(not one.ingredients and not one.is_herb for one in _products(issued, knowledge)):
        found.append("unknown")
    if issued.alone:
        found.append("alone")
    return tuple(found)
