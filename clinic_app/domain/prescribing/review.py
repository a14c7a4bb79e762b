"""处方点评: which codes the program finds by itself; a pharmacist decides.

Source: 医院处方点评管理规范(试行) (2010) art. 17 to 20.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_app.domain.age import full_years
from clinic_app.domain.errors import RuleBroken
from clinic_app.domain.prescribing.draft import Draft
from clinic_app.domain.prescribing.hits import Hit, Severity, Words, is_answered

CODES: Final[dict[str, Words]] = {
    "1-1": Words("处方的前记、正文、后记缺项，或书写不清", "Items missing, or illegible"),
    "1-2": Words("医师签名、签章不规范，或与留样不一致", "The prescriber's signature differs"),
    "1-3": Words("没有药师审核，或审核、调配、核对单人签名", "No pharmacist's review, or a single signature"),
    "1-4": Words("新生儿、婴幼儿年龄没有写日龄、月龄", "An infant's age is not in days or months"),
    "1-5": Words("处方种类没有分开", "Kinds of prescriptions are not kept apart"),
    "1-6": Words("没有使用通用名", "Not the generic name"),
    "1-7": Words("剂量、规格、数量、单位不规范或不清楚", "Dose, strength, quantity or unit wrong or unclear"),
    "1-8": Words("用法、用量含糊，如“遵医嘱”“自用”", "Vague use"),
    "1-9": Words("修改或超剂量没有注明原因并再次签名", "Changed, or overdosed, without reason and signature"),
    "1-10": Words("诊断缺项或不全", "The diagnosis is missing or incomplete"),
    "1-11": Words("单张处方超过五种药品", "More than five drugs"),
    "1-12": Words("无理由超过规定天数", "Too many days without a reason"),
    "1-13": Words("特殊管理药品未执行国家规定", "Controlled drugs against the rules"),
    "1-14": Words("违反抗菌药物分级管理", "An antibiotic against its grade"),
    "1-15": Words(
        "中药饮片未按君臣佐使排列，或特殊要求没有注明", "Decoction: order or special handling missing"
    ),
    "2-1": Words("适应证不适宜", "Unsuitable indication"),
    "2-2": Words("遴选的药品不适宜", "Unsuitable choice"),
    "2-3": Words("剂型或给药途径不适宜", "Unsuitable form or route"),
    "2-4": Words("无正当理由不首选国家基本药物", "An essential medicine not preferred, without a reason"),
    "2-5": Words("用法、用量不适宜", "Unsuitable dose"),
    "2-6": Words("联合用药不适宜", "Unsuitable combination"),
    "2-7": Words("重复用药", "Duplicate"),
    "2-8": Words("有配伍禁忌或不良相互作用", "Incompatible, or an interaction"),
    "2-9": Words("其他用药不适宜", "Otherwise unsuitable"),
    "3-1": Words("无适应证用药", "No indication"),
    "3-2": Words("无正当理由开具高价药", "Costly without a reason"),
    "3-3": Words("无正当理由超说明书用药", "Off label without a reason"),
    "3-4": Words(
        "无理由为同一患者同时开具两种以上药理作用相同的药物", "Two drugs of one action without a reason"
    ),
}
GROUPS: Final = {
    "1": Words("不规范", "Irregular"),
    "2": Words("不适宜", "Unsuitable"),
    "3": Words("超常", "Abnormal"),
}

# A hit's key, or its rule, to the code; the latter ones only where no reason was given.
_ALWAYS: Final = {
    "P01": "1-11",
    "P05": "1-5",
    "P06.generic": "1-6",
    "P06.no_diagnosis": "1-10",
    "P06.uncoded": "1-10",
    "P08.grade": "1-14",
    "P08.outpatient": "1-14",
    "P08.consultation": "1-14",
    "P08.vein": "1-14",
    "P10.single": "2-5",
    "P10.daily": "2-5",
    "P10.together": "2-5",
    "P10.low": "2-5",
    "P10.interval": "2-5",
    "P10.herb": "2-5",
    "P10.toxic_herb": "2-5",
    "P14": "2-8",
    "P15": "2-7",
    "P17": "2-8",
}
_UNLESS_ANSWERED: Final = {
    "P02": "1-12",
    "P03.long": "1-12",
    "P03.longest": "1-12",
    "P08.emergency": "1-14",
    "P09.days": "1-12",
    "P09.psy2": "1-12",
    "P09.toxic": "1-12",
    "P15": "3-4",
}
_IN_DAYS_OR_MONTHS: Final = ("天", "日", "月")


class UnknownReviewCode(RuleBroken):
    """A code that the list of 点评 does not have."""

    code = "review.unknown_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A signed prescription with what became of it, as the review reads it."""

    prescription_id: str
    prescriber: str
    day: date
    draft: Draft
    hits: tuple[Hit, ...]  # of the check when it was signed
    amounts_fen: tuple[int, ...] = ()  # of each line
    birth: date
    age_text: str = ""  # as printed
    reviewed_by: str = ""  # empty: nobody
    prepared_by: str = ""
    checked_by: str = ""
    alone: bool = False  # a village clinic with one person: the same may prepare and check
    handed_out: bool = True  # False: no signature of the pharmacy is due yet
    checked_with: str = ""  # version of the rules
    changed: bool = False  # after a check, or refused by the pharmacist
    codes: tuple[str, ...] | None = None  # of the pharmacist's review; None: not reviewed, (): reasonable


def proposed(issued: Issued) -> tuple[str, ...]:
    """The codes that the program finds, in their order."""
    return tuple(sorted({*_of_signatures(issued), *_of_age(issued), *_of_hits(issued)}, key=_order))


def _of_signatures(issued: Issued) -> Iterator[str]:
    if not issued.handed_out:
        return
    signed = issued.reviewed_by and issued.prepared_by and issued.checked_by
    single = issued.prepared_by == issued.checked_by and not issued.alone
    if not signed or single:
        yield "1-3"


def _of_age(issued: Issued) -> Iterator[str]:
    infant = full_years(issued.birth, issued.day) < 1
    if infant and not any(word in issued.age_text for word in _IN_DAYS_OR_MONTHS):
        yield "1-4"


def _of_hits(issued: Issued) -> Iterator[str]:
    for hit in issued.hits:
        minor = hit.rule == "P14" and hit.severity is Severity.WARN
        always = _ALWAYS.get(hit.key) or _ALWAYS.get(hit.rule)
        if always is not None and not minor:
            yield always
        unanswered = _UNLESS_ANSWERED.get(hit.key) or _UNLESS_ANSWERED.get(hit.rule)
        if unanswered is not None and not is_answered(hit, issued.draft):
            yield unanswered


def codes_in(text: str) -> tuple[str, ...]:
    """Codes as a reviewer types them, blanks or commas between, each once and in their order.

    >>> codes_in("2-5 1-3，2-5")
    ('1-3', '2-5')

    Raises:
        UnknownReviewCode
    """
    found = set(text.replace(",", " ").replace("，", " ").replace("、", " ").split())
    unknown = sorted(found - CODES.keys())
    if unknown:
        raise UnknownReviewCode(codes=" ".join(unknown)[:40])
    return tuple(sorted(found, key=_order))


def _order(code: str) -> tuple[int, ...]:
    """1-3 before 1-12."""
    return tuple(map(int, code.split("-")))
