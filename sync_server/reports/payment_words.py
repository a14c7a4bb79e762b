"""What the methods and figures of a payment run are called, and how they follow from each other."""

from collections.abc import Mapping
from typing import Final

from clinic_app.domain.money import yuan

# (Chinese, English)
METHOD_NAMES: Final[dict[str, tuple[str, str]]] = {
    "statement": ("据实结算", "by statement"),
    "counted": ("计入总额预算", "counted against the budget"),
    "by_head": ("计入人头", "counted by head"),
    "deduction": ("违规扣款", "deduction"),
    "prepayment": ("总额预付", "prepayment"),
    "capitation": ("按人头付费", "capitation"),
    "chronic_package": ("慢性病打包", "chronic package"),
    "disease_surplus": ("病种结余", "per-disease surplus"),
    "contract": ("签约服务费", "contracts"),
    "alliance_shift": ("医联体额度调剂", "budget moved in the alliance"),
    "year_end": ("年终清算", "year-end settlement"),
    "quality_deposit": ("质量保证金返还", "quality deposit returned"),
    "package": ("医共体总额包干", "community package"),
    "brought_forward": ("上期结转", "brought forward"),
    "carried_forward": ("结转下期", "carried forward"),
}

# How the amount follows from the figures, for the sheet of explanations.
RULES: Final[dict[str, str]] = {
    "statement": "金额 = 申报应付 − 暂不支付（争议未决，或以前已付） − 按人头支付的部分",
    "counted": "不单独支付：应付计入机构的总额预算",
    "by_head": "不单独支付：本机构签约居民的应付由人头费包干",
    "deduction": "从支付中扣除；计入预算或人头的，从计入数中扣除（金额为 0）",
    "prepayment": "月份额 − 质量保证金 − 扣回；扣回 = 年初以来已付超过应付的部分，最多扣完",
    "capitation": "1 日签约人数 × 年标准 ÷ 12 − 签约居民在外就诊的基金应付",
    "chronic_package": "Σ 病种（患者人数 × 月标准 × 权重） − 患者在外就诊的基金应付",
    "disease_surplus": "每例：病种结余 ×（1 − 个人比例），四舍五入到分后相加",
    "contract": "计数日签约人数 × 每人标准；每人每年只计一次、一家机构",
    "alliance_shift": "下转病人造成的超支，从同一医联体有结余的医院调入额度；调入与调出合计为 0",
    "year_end": "全年应得（按清算区间由应付和预算算出） − 质量保证金 − 已付",
    "quality_deposit": "全年质量保证金 × 考核得分",
    "package": "医共体结余留用或分担，按权重 × 得分分配，最大余数法，合计不差一分",
    "brought_forward": "上期欠基金的款，从本期扣回",
    "carried_forward": "本期应扣大于应付的部分，结转到下期扣回，本期不付负数",
}

FEN, COUNT, BP, MONTH = "fen", "count", "bp", "month"

# (Chinese, English, unit)
FIGURES: Final[dict[str, tuple[str, str, str]]] = {
    "clr_type": ("清算类别", "kind", COUNT),
    "month": ("预付月份", "month", MONTH),
    "fund_due": ("申报应付", "stated due", FEN),
    "left_out": ("暂不支付", "left out", FEN),
    "by_head": ("其中按人头", "of it by head", FEN),
    "due": ("应付", "due", FEN),
    "budget": ("预算", "budget", FEN),
    "instalment": ("月份额", "instalment", FEN),
    "deposit": ("质量保证金", "deposit", FEN),
    "paid": ("已付", "paid", FEN),
    "reduced": ("扣回", "reduced by", FEN),
    "persons": ("人数", "persons", COUNT),
    "rate_year_fen": ("年标准", "rate a year", FEN),
    "fee_fen": ("每人标准", "fee", FEN),
    "gross": ("人头费", "by heads", FEN),
    "elsewhere": ("在外就诊", "elsewhere", FEN),
    "surplus": ("结余支付", "surplus paid", FEN),
    "moved": ("调剂额度", "budget moved", FEN),
    "referred": ("下转病人应付", "due of down-referrals", FEN),
    "owed": ("全年应得", "owed for the year", FEN),
    "score_bp": ("考核得分", "score", BP),
    "retained": ("结余留用", "retained", FEN),
    "borne": ("医共体分担", "borne", FEN),
    "weight": ("权重", "weight", COUNT),
}
_HIDDEN: Final = frozenset({"clr_type"})  # has a column of its own


def method_name(method: str, language: str = "zh") -> str:
    return METHOD_NAMES.get(method, (method, method))[language == "en"]


def figure_text(name: str, value: int, language: str = "zh") -> str:
    """One figure with its name: ``申报应付 1140.00``."""
    chinese, english, unit = FIGURES.get(name, (name, name, COUNT))
    return f"{english if language == 'en' else chinese} {_written(value, unit)}"


def explained(method: str, figures: Mapping[str, int], language: str = "zh") -> str:
    """The figures that an amount follows from, in the order of `FIGURES`."""
    order = list(FIGURES)
    names = sorted(
        (name for name in figures if name not in _HIDDEN and not _idle(method, name, figures[name])),
        key=lambda name: order.index(name) if name in order else len(order),
    )
    if method in ("brought_forward", "carried_forward"):
        return ""
    return ("; " if language == "en" else "；").join(
        figure_text(name, figures[name], language) for name in names
    )


def _idle(method: str, name: str, value: int) -> bool:
    """A flag of the program's own, or a figure that changes nothing."""
    return (method == "deduction" and name == "by_head") or (name == "reduced" and not value)


def _written(value: int, unit: str) -> str:
    if unit == FEN:
        return _thousands(value)
    if unit == BP:
        return f"{value // 100}.{value % 100:02d}%"
    if unit == MONTH:
        return f"{value // 100}-{value % 100:02d}"
    return f"{value:,}"


def _thousands(fen: int) -> str:
    whole, _, part = yuan(abs(fen)).partition(".")
    return f"{'−' if fen < 0 else ''}{int(whole):,}.{part}"
