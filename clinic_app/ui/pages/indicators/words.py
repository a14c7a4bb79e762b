"""The words of 考核指标: names and formulas, how a figure stands, why there is none."""

from typing import Final

from clinic_app.domain.public_health.indicators import Figure, Indicator, Missing
from clinic_app.domain.rates import percent_text
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

_MISSING: Final = {
    Missing.POPULATION: QT_TRANSLATE_NOOP("indicators", "县里还没有下达这一年的人口数"),
    Missing.ELSEWHERE: QT_TRANSLATE_NOOP("indicators", "居民在医院的就诊这里不知道"),
}
_NO_FIGURE: Final = QT_TRANSLATE_NOOP("indicators", "没有数据")
_NO_TARGET: Final = QT_TRANSLATE_NOOP("indicators", "未定目标")
_MET: Final = QT_TRANSLATE_NOOP("indicators", "达标")
_NOT_MET: Final = QT_TRANSLATE_NOOP("indicators", "未达标")


def name_of(indicator: Indicator) -> str:
    return indicator.name_en if language() == "en" else indicator.name_zh


def formula_of(indicator: Indicator) -> str:
    """``分子 ÷ 分母 × 100%`` in words."""
    if language() == "en":
        return f"{indicator.numerator_en} ÷ {indicator.denominator_en} × 100%"
    return f"{indicator.numerator_zh} ÷ {indicator.denominator_zh} × 100%"


def counted(figure: Figure) -> str:
    """``1,301 ÷ 1,800``; a dash for what is unknown."""
    over = "—" if figure.numerator is None else f"{figure.numerator:,}"
    under = "—" if figure.denominator is None else f"{figure.denominator:,}"
    return f"{over} ÷ {under}"


def rate_of(figure: Figure) -> str:
    return "—" if figure.rate is None else f"{percent_text(figure.rate)}%"


def target_of(figure: Figure) -> str:
    return "—" if figure.target is None else f"{percent_text(figure.target)}%"


def short_of(figure: Figure) -> str:
    """How many more reach the goal; empty where nothing is short."""
    return f"{figure.short_of:,}" if figure.short_of else ""


def standing(figure: Figure) -> tuple[str, Tone]:
    """How a figure stands, as a pill."""
    if figure.rate is None:
        return translate("indicators", _NO_FIGURE), Tone.SOFT
    if figure.met is None:
        return translate("indicators", _NO_TARGET), Tone.INFO
    return (
        (translate("indicators", _MET), Tone.OK)
        if figure.met
        else (translate("indicators", _NOT_MET), Tone.WARN)
    )


def why_none(figure: Figure) -> str:
    """Why there is no rate; empty where there is one, or where nobody is asked for."""
    return "" if figure.missing is None else translate("indicators", _MISSING[figure.missing])
