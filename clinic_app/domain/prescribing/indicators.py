"""处方点评指标 and the share of essential medicines.  Source: 医院处方点评管理规范(试行) (2010), annex.

Decoction pieces are left out of drugs per prescription and of the essential share.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from clinic_app.domain.money import half_up
from clinic_app.domain.prescribing.case import antibiotics_of
from clinic_app.domain.prescribing.draft import Draft, Kind
from clinic_app.domain.prescribing.hits import Severity, is_answered
from clinic_app.domain.prescribing.knowledge import Knowledge, Product
from clinic_app.domain.prescribing.review import Issued
from clinic_app.domain.prescribing.rules import Rules


@dataclass(frozen=True, slots=True)
class Figure:
    """A numerator over a denominator."""

    numerator: int
    denominator: int

    @property
    def bp(self) -> int | None:
        """As a share (or a mean) in ten-thousandths; None where there is nothing to divide by."""
        return half_up(self.numerator * 10_000, self.denominator) if self.denominator else None

    @property
    def mean(self) -> int | None:
        """In whole units of the numerator."""
        return half_up(self.numerator, self.denominator) if self.denominator else None

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.numerator + other.numerator, self.denominator + other.denominator)


NOTHING = Figure(0, 0)
SHARE, COUNT, MONEY = "share", "count", "money"
# What a figure is measured in, in the order of reading.
FIGURES: Final[Mapping[str, str]] = {
    "drugs_per_prescription": COUNT,
    "antibiotic_share": SHARE,
    "combined_antibiotics_share": SHARE,
    "injection_share": SHARE,
    "infusion_share": SHARE,
    "essential_lines": SHARE,
    "essential_amount": SHARE,
    "generic_share": SHARE,
    "amount_per_prescription": MONEY,
    "intervention_rate": SHARE,
    "override_rate": SHARE,
    "reasonable_rate": SHARE,
    "irregular_rate": SHARE,
    "unsuitable_rate": SHARE,
    "abnormal_rate": SHARE,
}
# Where a figure turns yellow, in ten-thousandths: three drugs, 20 % (抗菌药物临床应用管理), 95 %.
_AT_MOST: Final = {"drugs_per_prescription": 30_000, "antibiotic_share": 2_000}
_AT_LEAST: Final = {"reasonable_rate": 9_500}


def essential_share(draft: Draft, amounts_fen: Sequence[int], knowledge: Knowledge) -> tuple[Figure, Figure]:
    """基本药物 of one prescription: by lines and by fen."""
    by_line, by_fen = NOTHING, NOTHING
    if draft.kind is Kind.HERBS:
        return by_line, by_fen
    for line, fen in zip(draft.lines, amounts_fen, strict=True):
        product = knowledge.products.get(line.drug)
        essential = product is not None and product.drug.essential
        by_line += Figure(int(essential), 1)
        by_fen += Figure(fen if essential else 0, fen)
    return by_line, by_fen


def indicators(issued: Iterable[Issued], knowledge: Knowledge, rules: Rules) -> dict[str, Figure]:
    """All of a facility's figures; the rates of the review count only what a pharmacist has reviewed."""
    sums: Counter[str] = Counter()
    by_line, by_fen = NOTHING, NOTHING
    for one in issued:
        sums.update(_counts(one, knowledge, rules))
        lines, fen = essential_share(one.draft, one.amounts_fen, knowledge)
        by_line, by_fen = by_line + lines, by_fen + fen
    return {name: Figure(sums[top], sums[under]) for name, (top, under) in _SUMS.items()} | {
        "essential_lines": by_line,
        "essential_amount": by_fen,
    }


def overrides(issued: Iterable[Issued]) -> dict[tuple[str, str], Figure]:
    """Reasons typed over hits that asked for one, by rule and prescriber."""
    found: dict[tuple[str, str], Figure] = {}
    for one in issued:
        for hit in one.hits:
            if hit.severity is Severity.REASON:
                key = (hit.rule, one.prescriber)
                found[key] = found.get(key, NOTHING) + Figure(int(is_answered(hit, one.draft)), 1)
    return found


def is_yellow(name: str, figure: Figure) -> bool:
    """Whether somebody should look."""
    bp = figure.bp
    if bp is None:
        return False
    return bp > _AT_MOST.get(name, bp) or bp < _AT_LEAST.get(name, bp)


def shown(name: str, figure: Figure) -> str:
    """As it is read; a dash where there is nothing to divide by.

    >>> shown("antibiotic_share", Figure(1, 3)), shown("drugs_per_prescription", Figure(7, 3))
    ('33.33%', '2.33')
    """
    if figure.bp is None:
        return "—"
    if FIGURES[name] == SHARE:
        return f"{figure.bp // 100}.{figure.bp % 100:02}%"
    hundredths = (figure.mean or 0) if FIGURES[name] == MONEY else half_up(figure.bp, 100)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def use_density_e4(used_mg: Mapping[str, Decimal], bed_days: int, knowledge: Knowledge) -> int | None:
    """抗菌药物使用强度: defined daily doses for a hundred bed days, in ten-thousandths; None without a bed day.

    A substance without a defined daily dose is left out.
    """
    if not bed_days:
        return None
    ddds = Fraction(0)
    for code, mg in used_mg.items():
        substance = knowledge.substances.get(code)
        if substance is not None and substance.ddd_mg:
            ddds += Fraction(mg) / Fraction(substance.ddd_mg)
    return half_up(ddds.numerator * 100 * 10_000, ddds.denominator * bed_days)


_SUMS = {
    "drugs_per_prescription": ("drugs", "counted"),
    "antibiotic_share": ("antibiotic", "all"),
    "injection_share": ("injection", "all"),
    "infusion_share": ("infusion", "all"),
    "generic_share": ("generic", "lines"),
    "amount_per_prescription": ("fen", "all"),
    "combined_antibiotics_share": ("combined", "antibiotic"),
    "intervention_rate": ("changed", "all"),
    "reasonable_rate": ("reasonable", "reviewed"),
    "irregular_rate": ("irregular", "reviewed"),
    "unsuitable_rate": ("unsuitable", "reviewed"),
    "abnormal_rate": ("abnormal", "reviewed"),
    "override_rate": ("answered", "asked"),
}
_GROUPS = {"irregular": "1-", "unsuitable": "2-", "abnormal": "3-"}


def _counts(one: Issued, knowledge: Knowledge, rules: Rules) -> dict[str, int]:
    """What one prescription adds to each sum."""
    lines = one.draft.lines
    antibiotics = _antibiotics(one.draft, knowledge, rules)
    asked = [hit for hit in one.hits if hit.severity is Severity.REASON]
    reviewed = one.codes is not None
    herbs = one.draft.kind is Kind.HERBS
    unnamed = {at for hit in one.hits if hit.key == "P06.generic" for at in hit.lines}
    return {
        "all": 1,
        "counted": int(not herbs),
        "drugs": 0 if herbs else len(lines),
        "lines": len(lines),
        "generic": len(lines) - len(unnamed),
        "fen": sum(one.amounts_fen),
        "antibiotic": int(bool(antibiotics)),
        "combined": int(len(antibiotics) > 1),
        "injection": int(any(line.route in rules.injection_routes for line in lines)),
        "infusion": int(any(line.route in rules.infusion_routes for line in lines)),
        "changed": int(one.changed),
        "reviewed": int(reviewed),
        "reasonable": int(one.codes == ()),
        "asked": len(asked),
        "answered": sum(1 for hit in asked if is_answered(hit, one.draft)),
    } | {
        name: int(any(code.startswith(group) for code in one.codes or ())) for name, group in _GROUPS.items()
    }


def _antibiotics(draft: Draft, knowledge: Knowledge, rules: Rules) -> set[frozenset[str]]:
    """The different systemic antibacterials; a fixed combination is one."""
    held: list[Product] = [
        knowledge.products[line.drug]
        for line in draft.lines
        if line.drug in knowledge.products and line.route in rules.systemic_routes
    ]
    found = (frozenset(each.code for each in antibiotics_of(product)) for product in held)
    return {codes for codes in found if codes}
