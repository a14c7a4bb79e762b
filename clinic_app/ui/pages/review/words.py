"""Words of the page 点评: codes, how a judgement stands, figures, one sheet."""

from typing import Final

from clinic_app.domain import codes
from clinic_app.domain.prescribing.review import CODES
from clinic_app.projections.queries.outpatient import OrderLine
from clinic_app.services.review import Reviewed
from clinic_app.ui.i18n import QT_TRANSLATE_NOOP, language, translate
from clinic_app.ui.theme import Tone

FIGURE_WORDS: Final = {
    "drugs_per_prescription": QT_TRANSLATE_NOOP("review", "每张处方药品数"),
    "antibiotic_share": QT_TRANSLATE_NOOP("review", "抗菌药物处方"),
    "combined_antibiotics_share": QT_TRANSLATE_NOOP("review", "抗菌药物联用"),
    "injection_share": QT_TRANSLATE_NOOP("review", "注射处方"),
    "infusion_share": QT_TRANSLATE_NOOP("review", "输液处方"),
    "essential_lines": QT_TRANSLATE_NOOP("review", "基本药物（品种）"),
    "essential_amount": QT_TRANSLATE_NOOP("review", "基本药物（金额）"),
    "generic_share": QT_TRANSLATE_NOOP("review", "通用名"),
    "amount_per_prescription": QT_TRANSLATE_NOOP("review", "每张处方金额"),
    "intervention_rate": QT_TRANSLATE_NOOP("review", "干预率"),
    "override_rate": QT_TRANSLATE_NOOP("review", "说明理由后开具"),
    "reasonable_rate": QT_TRANSLATE_NOOP("review", "合理率"),
    "irregular_rate": QT_TRANSLATE_NOOP("review", "不规范率"),
    "unsuitable_rate": QT_TRANSLATE_NOOP("review", "不适宜率"),
    "abnormal_rate": QT_TRANSLATE_NOOP("review", "超常率"),
}


def code_words(code: str) -> str:
    """2-5 用法、用量不适宜"""
    words = CODES.get(code)
    if words is None:
        return code
    return f"{code} {words.en if language() == 'en' else words.zh}"


def result(one: Reviewed) -> str:
    """The codes that stand, or 合理."""
    return " ".join(one.review.standing) or translate("review", "合理")


def result_tone(one: Reviewed) -> Tone:
    return Tone.WARN if one.review.standing else Tone.OK


def standing(one: Reviewed) -> tuple[str, Tone]:
    """Where a judgement is on its way."""
    review = one.review
    if one.waits:
        return translate("review", "待答复"), Tone.WARN
    if review.concluded_ms is not None:
        return translate("review", "申诉已办结"), Tone.OK
    if review.appealed:
        return translate("review", "申诉中"), Tone.INFO
    return (translate("review", "已接受"), Tone.OK) if review.accepted else ("", Tone.PLAIN)


def medicine(line: OrderLine) -> str:
    """阿莫西林胶囊 0.25g×24粒　0.5g 每日三次 口服 7天"""
    use = [line.dose, _said("frequency", line.frequency), _said("route", line.route)]
    if line.days:
        use.append(translate("review", "{n} 天").format(n=line.days))
    return f"{line.name} {line.spec}　{' '.join(word for word in use if word)}"


def _said(table: str, code: str) -> str:
    found = codes.codes(table).get(code)
    if found is None:
        return code
    return found.name_en if language() == "en" else found.name_zh
